"""A school begins."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from schoolgate.community.actions.people import enter
from schoolgate.community.change import by_machine
from schoolgate.community.models import Account, Person, School
from schoolgate.community.roles import Role


def begin_school(name: str, *, technician: str, email: str, phase: str = "primary", authority: str = "") -> Person:
    """Make a school and its technician, who names the head and adds everybody else.

    Raises ValidationError when a school goes by that name already, or a value is not of its kind.
    """
    validate_email(email)
    school = School(name=name, slug=slugify(name), phase=phase, local_authority=authority)
    if School.objects.filter(slug=school.slug).exists():
        raise ValidationError("There is a school with that name already. Choose a name that tells the two apart.")
    school.full_clean()
    with transaction.atomic():
        school.save()
        with by_machine(school) as ledger:
            ledger.write("school.begun", school)
            return enter(ledger, name=technician, roles=[Role.TECHNICIAN], email=email)


def set_password_path(account: Account) -> str:
    """The path of the page where the holder of this account chooses a password. It works once, for three days."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    key = default_token_generator.make_token(account)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(account), key])

"""What the policy in force fixes about signing in: how old a password may grow, what it is made of, who needs a second
step. Somebody at several schools keeps to the strictest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any, cast

from allauth.account import signals
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from schoolgate.community.finding import holding
from schoolgate.community.middleware import TOO_OLD
from schoolgate.community.models import Account, Person, School
from schoolgate.community.signin import FACTORS
from schoolgate.policy.controls import Setting, settings
from schoolgate.policy.lint.data import table
from schoolgate.policy.models import PolicyVersion

MAX_AGE, COMPOSITION, SECOND_STEP = "password.max_age_days", "password.composition", "signin.second_step"


def fixed(school: School) -> Mapping[str, Setting]:
    """Every control that a school's policy fixes today. Asked at each page, so no more is read than which version."""
    adopted = PolicyVersion.objects.of(school).filter(
        state=PolicyVersion.State.ADOPTED, in_force_from__lte=timezone.localdate()
    )
    version = adopted.order_by("-in_force_from").values_list("pk", "revision", "made_at").first()
    return _settings(*version) if version else {}


@lru_cache(maxsize=128)
def _settings(version: int, *_revision: object) -> Mapping[str, Setting]:
    return settings(PolicyVersion.unscoped.select_related("school").defer("read").get(pk=version).clauses)


def second_step(person: Person) -> str:
    """Why the school's policy wants this person to sign in with a second step; '' where it does not."""
    setting = fixed(person.school).get(SECOND_STEP)
    if setting is None or not person.roles() & set(cast(tuple[str, ...], setting.value)):
        return ""
    return f"Your school’s policy ({setting.clause.id}) asks for a second step when you sign in."


def without_second_step(version: PolicyVersion) -> tuple[str, QuerySet[Person]]:
    """The clause of a version that asks for a second step, and those with an account whom it would ask and who have no
    such step yet; '' and nobody where it asks for none."""
    setting = settings(version.clauses).get(SECOND_STEP)
    if setting is None:
        return "", Person.objects.of(version.school).none()
    asked = holding(version.school, *cast(tuple[str, ...], setting.value)).filter(account__isnull=False)
    return setting.clause.id, asked.exclude(account__authenticator__type__in=FACTORS)


def max_age(account: Account) -> int | None:
    """How many days old this account's password may grow; None where no policy says."""
    held = (fixed(person.school).get(MAX_AGE) for person in account.current_persons())
    return min((int(cast(int, setting.value)) for setting in held if setting), default=None)


def too_old(account: Account) -> int | None:
    """The days that a password may last, where this account's has lasted longer; None where it may still be used."""
    days = max_age(account)
    if days is None or account.password_set_at is None:
        return None
    return days if timezone.now() - account.password_set_at > timedelta(days=days) else None


def listen() -> None:
    """Look at a password's age when somebody signs in with it, and forget it once they have a new one."""
    user_logged_in.connect(_look_at_age, dispatch_uid="password age")
    for signal in (signals.password_changed, signals.password_set, signals.password_reset):
        signal.connect(_forget_age, dispatch_uid="password age")


def _look_at_age(request: HttpRequest, user: Account, **_: Any) -> None:
    by_password = any(one.get("method") == "password" for one in get_authentication_records(request, user))
    days = too_old(user) if by_password else None
    if days is not None:
        request.session[TOO_OLD] = days


def _forget_age(request: HttpRequest, **_: Any) -> None:
    request.session.pop(TOO_OLD, None)


class Composition:
    """A validator of passwords, for Django: what the policy of each of somebody's schools says it is made of."""

    WORDS = "Your school’s policy asks for letters and numbers in a password. Add at least one of each."

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError for a password of letters or of other signs alone, where a school asks for both."""
        both = any(sign.isalpha() for sign in password) and any(sign.isdigit() for sign in password)
        if not both and "alphanumeric" in compositions(schools_of(user)):
            raise ValidationError(self.WORDS, code="composition")

    def get_help_text(self) -> str:
        return self.WORDS


def compositions(schools: Iterable[School]) -> set[str]:
    """What the policies of these schools say that a password is made of."""
    held = (fixed(school).get(COMPOSITION) for school in schools)
    return {str(setting.value) for setting in held if setting}


def schools_of(account: Account | None) -> list[School]:
    """Where somebody signs in, or will: a new account knows the person that it is made for."""
    if account is None:
        return []
    if account._state.adding:
        return [account.made_for.school] if account.made_for else []
    return [person.school for person in account.current_persons()]


def advice(version: PolicyVersion) -> str:
    """What current guidance says about a policy that lets passwords grow old by the calendar; '' for any other."""
    if MAX_AGE not in settings(version.clauses):
        return ""
    entry = next(entry for entry in table("guidance")["reversed"] if entry["kind"] == "password_expiry")
    return f"{entry['message']} {entry['fix']} ({entry['source']}.)"

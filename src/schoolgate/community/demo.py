"""The people of the demonstration school. Every name is plainly made up."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings

from schoolgate.community import demo_families
from schoolgate.community.actions.people import enter
from schoolgate.community.actions.roles import give
from schoolgate.community.change import by_machine
from schoolgate.community.models import Account, Person, School
from schoolgate.community.roles import Role
from schoolgate.community.roster import demo as demo_roster
from schoolgate.record.keys import secret

SCHOOL = "Alder Lane Primary"
PEOPLE: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("Head teacher", "Hattie Example", "head", (Role.HEAD,)),
    ("Safeguarding lead (DSL)", "Dina Example", "dsl", (Role.DSL,)),
    ("Deputy safeguarding lead", "Denny Example", "deputy", (Role.DEPUTY_DSL,)),
    ("Senior leader", "Selma Example", "senior", (Role.SLT,)),
    ("Office staff", "Olly Example", "office", (Role.STAFF,)),
    ("Teacher", "Tess Example", "teacher", (Role.STAFF,)),
    ("Chair of governors", "Chandra Example", "chair", (Role.CHAIR,)),
    ("Governor", "Gus Example", "governor", (Role.GOVERNOR,)),
    ("IT technician", "Ita Example", "technician", (Role.TECHNICIAN,)),
    ("Parent", "Pat Example", "parent", (Role.PARENT,)),
    ("Volunteer", "Vera Example", "volunteer", (Role.VOLUNTEER,)),
    ("Pupil", "Pip Example", "", (Role.PUPIL,)),
    ("Supply teacher", "Sunny Example", "supply", (Role.CONTRACTOR,)),
)
"""What they are, name, first part of the email address (none: does not sign in), roles."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How to sign in as one kind of person. `code` is empty where no second step is asked for."""

    what: str
    name: str
    email: str
    password: str
    code: str


def school() -> School:
    """Make the demonstration school, empty."""
    return School.objects.create(
        name=SCHOOL, slug="alder-lane", local_authority="Made-up County Council", demonstration=True
    )


def people(school: School) -> None:
    """Fill a demonstration school with its people, each with a password and the second step their role asks for."""
    with by_machine(school) as ledger:
        ledger.write("school.begun", school, demonstration=True)
        for what, name, address, roles in PEOPLE:
            person = enter(ledger, name=name, roles=[], email=_email(address))
            for role in roles:
                give(ledger, person, role, called=what.lower() if role == Role.CONTRACTOR else "")
            if person.account:
                person.account.set_password(_password())
                person.account.save(update_fields=["password"])
                if person.account.needs_second_factor():
                    TOTP.activate(person.account, generate_totp_secret())


def fill(school: School) -> None:
    """Give the demonstration school its classes, families and terms, and files of people to bring in."""
    demo_families.fill(school)
    demo_roster.fill(school)


def sign_ins() -> list[SignIn]:
    """One for each kind of person of the demonstration school, with the one-time code of this half minute.

    Empty on an installation without a demonstration school: nobody else's codes can be printed.
    """
    found = []
    for what, name, address, _ in PEOPLE:
        account = Account.objects.filter(
            email=_email(address), persons__school__demonstration=True, persons__name=name
        ).first()
        if account:
            found.append(SignIn(what, name, account.email, _password(), _code(account)))
    return found


def seconds_left() -> int:
    """How long the printed codes still count as this half minute's."""
    period = int(getattr(settings, "MFA_TOTP_PERIOD", 30))
    return period - int(time.time()) % period


def person_called(name: str) -> Person:
    """One of the demonstration's people, for whoever fills the rest of the school."""
    return Person.unscoped.get(school__demonstration=True, name=name)


def _email(address: str) -> str:
    return f"{address}@alder-lane.example" if address else ""


def _password() -> str:
    """The same for everybody in the demonstration, made for this installation, printable again."""
    letters = base64.b32encode(secret("demonstration")).decode().lower()
    return f"alder-{letters[:4]}-{letters[4:8]}-{letters[8:12]}"


def _code(account: Account) -> str:
    factor = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    if factor is None:
        return ""
    period = int(getattr(settings, "MFA_TOTP_PERIOD", 30))
    return str(format_hotp_value(hotp_value(decrypt(factor.data["secret"]), int(time.time()) // period)))

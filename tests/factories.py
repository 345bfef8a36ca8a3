"""Plainly made-up schools and people."""

from __future__ import annotations

from datetime import date, timedelta

import factory
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.utils import timezone
from factory.django import DjangoModelFactory

from schoolgate.community.models import (
    Absence,
    Account,
    FamilyLink,
    Group,
    Membership,
    Person,
    RoleHolding,
    School,
    Term,
    Trust,
)
from schoolgate.community.roles import SECOND_FACTOR
from schoolgate.duties.models import Duty


class TrustFactory(DjangoModelFactory[Trust]):
    class Meta:
        model = Trust

    name = factory.Sequence(lambda n: f"Made Up Trust {n}")


class SchoolFactory(DjangoModelFactory[School]):
    class Meta:
        model = School

    name = factory.Sequence(lambda n: f"Made Up Primary {n}")
    slug = factory.Sequence(lambda n: f"made-up-{n}")


class AccountFactory(DjangoModelFactory[Account]):
    class Meta:
        model = Account
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"somebody{n}@school.example")
    password = factory.django.Password("a long made-up password")


class PersonFactory(DjangoModelFactory[Person]):
    class Meta:
        model = Person

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Somebody Example {n}")
    account = factory.SubFactory(AccountFactory)


class RoleHoldingFactory(DjangoModelFactory[RoleHolding]):
    class Meta:
        model = RoleHolding

    person = factory.SubFactory(PersonFactory)
    role = "staff"
    # Long before any day that a test is about, whatever day the test runs on.
    from_date = date(2020, 9, 1)


class GroupFactory(DjangoModelFactory[Group]):
    """A class, unless another kind is said."""

    class Meta:
        model = Group

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Class {n}")


class FamilyLinkFactory(DjangoModelFactory[FamilyLink]):
    """A parent and their child, of one school."""

    class Meta:
        model = FamilyLink

    child = factory.SubFactory(PersonFactory, account=None)
    adult = factory.SubFactory(PersonFactory, school=factory.SelfAttribute("..child.school"))


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    group = factory.SubFactory(GroupFactory)
    person = factory.SubFactory(PersonFactory, account=None, school=factory.SelfAttribute("..group.school"))


class TermFactory(DjangoModelFactory[Term]):
    """The term that runs today."""

    class Meta:
        model = Term

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Term {n}")
    first_day = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=30))
    last_day = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))


class AbsenceFactory(DjangoModelFactory[Absence]):
    """Away today."""

    class Meta:
        model = Absence

    person = factory.SubFactory(PersonFactory)
    first_day = factory.LazyFunction(timezone.localdate)
    last_day = factory.LazyFunction(timezone.localdate)


class DutyFactory(DjangoModelFactory[Duty]):
    """Something that a person of a school owes in ten days, of the tests' own kind."""

    class Meta:
        model = Duty

    person = factory.SubFactory(PersonFactory)
    school = factory.SelfAttribute("person.school")
    kind = "errand"
    key = "sign"
    round = factory.Sequence(lambda n: f"v{n}")
    what = "Sign the staff agreement"
    audience = "staff"
    clause = "4.2"
    due = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=10))


def somebody(*roles: str, second_factor: bool = True, **fields: object) -> Person:
    """A person who has long had these roles, and the second step that the roles ask for."""
    person = PersonFactory(**fields)
    for role in roles:
        RoleHoldingFactory(person=person, role=role)
    if second_factor and person.account and set(roles) & SECOND_FACTOR:
        with_second_step(person)
    return person


def with_second_step(person: Person) -> Person:
    """The same person, who signs in with an authenticator app too."""
    TOTP.activate(person.account, generate_totp_secret())
    return person


def pupil(school: School | None = None, *, year: str = "3", **fields: object) -> Person:
    """A pupil of a year group, who does not sign in unless an account is given."""
    found = {"account": None, "year": year, **fields} | ({"school": school} if school else {})
    return somebody("pupil", **found)


def family(school: School | None = None, *, year: str = "3") -> tuple[Person, Person]:
    """A parent who signs in, and their child."""
    child = pupil(school, year=year)
    parent = somebody("parent", school=child.school)
    FamilyLinkFactory(adult=parent, child=child)
    return parent, child


def a_text(school: School, audience: str = "staff", words: str = "## I will\n\n- Be kind.\n", by: Person | None = None):
    """An agreement that an audience is asked to sign from today, published by a head."""
    from schoolgate.duties.agreements.actions.drafting import start_draft
    from schoolgate.duties.agreements.actions.publishing import publish

    head = by or somebody("head", school=school, second_factor=False)
    draft = start_draft(head, audience, words)
    return publish(head, draft, draft.sha256)

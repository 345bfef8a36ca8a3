"""Plainly made-up schools and people."""

from __future__ import annotations

import factory
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from factory.django import DjangoModelFactory

from schoolgate.community.models import Account, Person, RoleHolding, School, Trust
from schoolgate.community.roles import SECOND_FACTOR


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


def somebody(*roles: str, second_factor: bool = True, **fields: object) -> Person:
    """A person with these roles from today, and the second step that the roles ask for."""
    person = PersonFactory(**fields)
    for role in roles:
        RoleHoldingFactory(person=person, role=role)
    if second_factor and person.account and set(roles) & SECOND_FACTOR:
        TOTP.activate(person.account, generate_totp_secret())
    return person

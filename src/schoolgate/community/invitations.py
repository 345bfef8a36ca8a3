"""Links by which people set up their sign-in or get back in: who may have one, and whether one still works."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from allauth.socialaccount.models import SocialAccount
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Account, Group, Invitation, Person, School
from schoolgate.community.roles import SIGNS_IN

LASTS = {Invitation.Kind.FIRST: timedelta(days=14), Invitation.Kind.RECOVERY: timedelta(days=1)}


class State(StrEnum):
    OPEN = "open"
    USED = "used"
    ENDED = "ended"
    TOO_OLD = "too old"


def hashed(secret: str) -> str:
    """How a link's secret is kept: it has 256 bits, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def path_of(secret: str) -> str:
    return reverse("invitation", args=[secret])


def find(secret: str) -> Invitation | None:
    """The invitation of a link, of whatever school."""
    found = Invitation.unscoped.filter(secret_hash=hashed(secret))
    return found.select_related("person__school", "person__account", "person__offered_to").first()


def state_of(invitation: Invitation) -> State:
    """Whether a link still works. One to an address that is not the person's any more does not."""
    person = invitation.person
    first = invitation.kind == Invitation.Kind.FIRST
    if invitation.used_at or (first and person.account and signs_in(person.account)):
        return State.USED
    if invitation.ended_at or person.write_to().lower() != invitation.address.lower():
        return State.ENDED
    if not person.roles() & SIGNS_IN:
        return State.ENDED
    return State.TOO_OLD if invitation.expires_at <= timezone.now() else State.OPEN


def signs_in(account: Account) -> bool:
    """Whether somebody has a way in already: a password, or Google or Microsoft."""
    return account.has_usable_password() or SocialAccount.objects.filter(user=account).exists()


class Invitable(NamedTuple):
    """Of some people: those to invite, and why the others are left out."""

    people: list[Person]
    already: list[Person]
    without_address: list[Person]
    sharing: list[Person]
    """Their address is somebody else's at the school too, so a link to it could not say for whom it is."""


def invitable(people: Iterable[Person], school: School) -> Invitable:
    """Sort some people of a school into those to invite and the others. Asks the database the same for any number."""
    found = Invitable([], [], [], [])
    linked = set(SocialAccount.objects.filter(user__persons__school=school).values_list("user", flat=True))
    held = Counter(address.lower() for address in _addresses(school))
    for person in people:
        account, address = person.account, person.write_to().lower()
        if account and (account.has_usable_password() or account.pk in linked):
            found.already.append(person)
        elif not address:
            found.without_address.append(person)
        elif held[address] > 1:
            found.sharing.append(person)
        else:
            found.people.append(person)
    return found


def _addresses(school: School) -> Iterable[str]:
    """Where each of a school's people is written to; '' for none."""
    rows = Person.objects.of(school).filter(_runs(), holdings__role__in=SIGNS_IN).distinct()
    for _, own, other, address in rows.values_list("pk", "account__email", "offered_to__email", "address"):
        yield own or other or address


def _runs(prefix: str = "holdings__") -> Q:
    today = timezone.localdate()
    began = Q(**{f"{prefix}from_date__lte": today})
    return began & (Q(**{f"{prefix}to_date__isnull": True}) | Q(**{f"{prefix}to_date__gt": today}))


def with_role(school: School, role: str) -> QuerySet[Person]:
    """Everybody who has a role today."""
    found = Person.objects.of(school).filter(_runs(), holdings__role=role).distinct()
    return found.select_related("account", "offered_to").order_by("name", "pk")


def parents_of(group: Group) -> QuerySet[Person]:
    """The parents and carers of a class's pupils, as far as they have a role today."""
    pupils = group.memberships.filter(leads=False).values("person")
    found = Person.objects.of(group.school).filter(
        _runs(), holdings__role__in=SIGNS_IN, children_links__child__in=pupils, children_links__kind="parent"
    )
    return found.select_related("account", "offered_to").distinct().order_by("name", "pk")

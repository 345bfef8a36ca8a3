"""From the approver or listener that a policy names to the people of a school who can answer today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache

from django.utils import timezone

from schoolgate.community.finding import holding
from schoolgate.community.models import Absence, Person, School
from schoolgate.community.roles import STANDS_IN, Role
from schoolgate.community.signin import comes_in
from schoolgate.policy.vocabulary import approvers

FALLS_TO = (Role.CHAIR, Role.GOVERNOR)
"""Whom it comes to where nobody whom the policy names is left: the chair of governors, then any other governor."""


def holders(
    school: School,
    named: Iterable[str],
    *,
    besides: Collection[Person] = (),
    asker: Person | None = None,
    on: date | None = None,
    falls_to: Iterable[str] = FALLS_TO,
    back: Collection[Person] = (),
) -> list[Person]:
    """Who is to be asked or told where the policy names these approvers ("head", "manager", "school"…), by name.

    The first role of each approver that somebody holds today; the next where all its holders are away or among
    `besides` (those it is about). `asker` is left out too, and tells who "manager" is. Where nobody is left: the
    first of `falls_to` that somebody holds. Empty only for a school without any of these. Those of `back` count as
    there though they are away.

    Holders of whom nobody can come in yet (no account, or not the second step that they need) are passed over like
    those who are away, for whoever stands in first, as long as there is somebody else: what cannot wait is not left
    with who cannot see it.
    """
    day = on or timezone.localdate()
    kept_out = {person.pk for person in besides} | ({asker.pk} if asker else set())

    def there(role: str, coming_in: bool) -> list[Person]:
        for people in _present(school, role, asker, day, back):
            left = [person for person in people if person.pk not in kept_out]
            if people and (not coming_in or not left or any(comes_in(person) for person in left)):
                return left
        return []

    for coming_in in (True, False):
        found: dict[int, Person] = {}
        for approver in named:
            asked = next((people for role in _roles_of(approver) if (people := there(role, coming_in))), [])
            found |= {person.pk: person for person in asked}
        for role in falls_to:
            found = found or {person.pk: person for person in there(role, coming_in)}
        if found:
            return sorted(found.values(), key=lambda person: (person.name, person.pk))
    return []


def may_answer(person: Person, named: Iterable[str], *, asker: Person | None = None, on: date | None = None) -> bool:
    """Whether somebody's approval counts as one that the policy names, whoever is asked first.

    Whoever stands in for others does so only while none of them is there and can come in, as in `holders`.
    """
    day = on or timezone.localdate()
    roles = person.roles(day)
    wanted = {role for approver in named for role in _roles_of(approver)}
    wanted |= {STANDS_IN[role] for role in wanted if _has_gone(person, role, day)}
    return bool(roles & wanted) or ("manager" in wanted and _manages(person, asker, day))


def may_come_to(person: Person, named: Iterable[str], *, asker: Person | None = None, on: date | None = None) -> bool:
    """Whether `holders` of these approvers may give somebody on some day, whoever is away then or cannot come in."""
    day = on or timezone.localdate()
    wanted = {role for approver in (*named, *FALLS_TO) for role in _roles_of(approver)}
    wanted |= {STANDS_IN[role] for role in wanted if role in STANDS_IN}
    return bool(person.roles(day) & wanted) or ("manager" in wanted and _manages(person, asker, day))


def _manages(person: Person, asker: Person | None, day: date) -> bool:
    return asker is not None and asker.manager_id == person.pk and Role.STAFF in person.roles(day)


@cache
def _roles_of(approver: str) -> tuple[str, ...]:
    """The roles whose approval counts, the first asked first. "school" is no role: its head speaks for it."""
    known = approvers()
    given_by = known[approver]["given_by"] if approver in known else [approver]
    return tuple(role for role in given_by if role != "school")


def _present(
    school: School, role: str, asker: Person | None, day: date, back: Collection[Person]
) -> Iterator[list[Person]]:
    """Those who hold a role and are not away, then those who stand in for them."""
    if role == "manager":
        manager = asker.manager if asker else None
        works_here = manager and Role.STAFF in manager.roles(day)
        yield [manager] if manager and works_here and (manager in back or not away(manager, day)) else []
        return
    yield _here(school, role, day, back)
    if role in STANDS_IN:
        yield _here(school, STANDS_IN[role], day, back)


def _has_gone(person: Person, role: str, day: date) -> bool:
    """Whether this person may stand in for a role, because nobody who holds it is there and can come in."""
    stands_in = STANDS_IN.get(role) in person.roles(day)
    return stands_in and not any(comes_in(each) for each in _here(person.school, role, day))


def _here(school: School, role: str, day: date, back: Collection[Person] = ()) -> list[Person]:
    """Those who hold a role and are not away."""
    absent = Absence.objects.of(school).filter(first_day__lte=day, last_day__gte=day).exclude(person__in=back)
    people = holding(school, role, on=day).exclude(pk__in=absent.values("person"))
    return list(people.select_related("school", "account", "offered_to").prefetch_related("holdings"))


def away(person: Person, on: date) -> bool:
    """Whether somebody has said, or the school has, that they are away on a day."""
    return person.absences.filter(first_day__lte=on, last_day__gte=on).exists()

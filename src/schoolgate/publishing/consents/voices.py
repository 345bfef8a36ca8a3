"""Who speaks for whom: parents for a pupil, older pupils for themselves too, adults for themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from schoolgate.community.models import FamilyLink, Person, RoleHolding, School
from schoolgate.community.roles import Role
from schoolgate.community.years import years
from schoolgate.duties.owing import Asked, asked
from schoolgate.publishing.consents.law import PARENTS, SELF
from schoolgate.publishing.consents.words import data

CONTROL = "picture.consent_from"


@dataclass(frozen=True, slots=True)
class Voice:
    """Whose word counts for one person: the parents' numbers, whether their own is asked, and whose yes it takes."""

    parents: frozenset[int]
    own: bool
    needed: frozenset[str]
    pupil: bool

    def has(self, speaker: int, about: int) -> bool:
        """Whether somebody may speak for this person, both by their number."""
        return speaker in self.parents or (speaker == about and self.own)


def voices(people: Iterable[Person], on: date, by_policy: Asked | None = None) -> Mapping[int, Voice]:
    """The voices of people of one school, by their number. A handful of queries however many they are."""
    known = {person.pk: person for person in people}
    if not known:
        return {}
    school = next(iter(known.values())).school
    pupils = _pupils(school, known)
    parents: dict[int, set[int]] = {}
    links = FamilyLink.objects.of(school).filter(kind=FamilyLink.Kind.PARENT, child__in=pupils)
    for child, adult in links.values_list("child", "adult"):
        parents.setdefault(child, set()).add(adult)
    named = (by_policy or asked(school, on)).values(CONTROL)
    found = {}
    for number, person in known.items():
        young = number in pupils and not _grown_up(person, on)
        own = not young or _old_enough(person, on)
        needed = _needed(named, own) if young else frozenset({SELF})
        found[number] = Voice(frozenset(parents.get(number, ()) if young else ()), own, needed, young)
    return found


def voice_of(person: Person, on: date, by_policy: Asked | None = None) -> Voice:
    return voices([person], on, by_policy)[person.pk]


def _pupils(school: School, known: Mapping[int, Person]) -> set[int]:
    """Those who are pupils, or were: a child who has left does not speak for themselves because of it."""
    held = RoleHolding.objects.of(school).filter(role=Role.PUPIL, person__in=known)
    return set(held.values_list("person", flat=True))


def _needed(named: Iterable[str], own: bool) -> frozenset[str]:
    """Whose yes a pupil's picture needs as the policy says; the parents' where it says nothing of pupils, or where a
    pupil is too young to say."""
    wanted = {PARENTS if one == "parents" else SELF for one in named if one in ("parents", "pupil")} or {PARENTS}
    return frozenset(wanted if own else {PARENTS})


def _grown_up(person: Person, on: date) -> bool:
    return person.birth_date is not None and age(person.birth_date, on) >= data()["grown_up"]["age"]


def _old_enough(person: Person, on: date) -> bool:
    """By their age; by their year group where the school has no date of birth."""
    if person.birth_date:
        return age(person.birth_date, on) >= int(data()["own_word"]["age"])
    order = list(years())
    return person.year in order and order.index(person.year) >= order.index(data()["own_word"]["year"])


def age(born: date, on: date) -> int:
    """Whole years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

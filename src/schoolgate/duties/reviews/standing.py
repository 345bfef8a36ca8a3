"""Where each review stands: when somebody last looked, and when the next look falls due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from schoolgate.community.models import Person, School
from schoolgate.community.roles import STANDS_IN, Role
from schoolgate.duties.owing import Asked
from schoolgate.duties.quiet import is_soon
from schoolgate.duties.reviews.models import Review, SystemChange
from schoolgate.duties.reviews.things import Thing, after_change_days, put_right_days, things
from schoolgate.policy.dates import months_after

OVERDUE, PUT_RIGHT, DUE_SOON, FINE, NEVER = "Overdue", "To put right", "Due soon", "In order", "Not yet done"


@dataclass(frozen=True, slots=True)
class Standing:
    """A thing, the last look at it, the change since, and which time is next by when; None where none is owed."""

    thing: Thing
    last: Review | None
    change: SystemChange | None
    round: str
    due: date | None

    def state(self, on: date) -> str:
        """How it stands, as the page says it."""
        if self.due and self.due < on:
            return OVERDUE
        if self.last and self.last.result == Review.Result.NOT_OK and not self.change:
            return PUT_RIGHT
        if self.due and is_soon(self.due, on):
            return DUE_SOON
        return FINE if self.last else NEVER


def standings(asked: Asked) -> list[Standing]:
    """Everything that the school looks at as a whole. Two queries."""
    last, changed = _last(asked.school), _changed(asked.school)
    return [stands(asked, thing, last.get(thing.key), changed.get(thing.key)) for thing in _whole(asked)]


def own_standings(asked: Asked, person: Person) -> list[Standing]:
    """The checks that this person makes for themselves."""
    mine = [thing for thing in things(asked) if is_asked(asked, thing, person)]
    last = _last(asked.school, whose=person) if mine else {}
    return [stands(asked, thing, last.get(thing.key), None) for thing in mine]


def standing_of(asked: Asked, key: str, person: Person) -> Standing | None:
    """One thing by its key, for this person; None where nothing of that name is looked at, or not by them."""
    thing = next((each for each in things(asked) if each.key == key), None)
    if thing is None or (thing.audiences and not is_asked(asked, thing, person)):
        return None
    whose = person if thing.audiences else None
    rows = Review.objects.of(asked.school).filter(key=key, whose=whose).select_related("by")
    changes = SystemChange.objects.of(asked.school).filter(key=key)
    return stands(asked, thing, rows.first(), changes.first())


def is_asked(asked: Asked, thing: Thing, person: Person) -> bool:
    """Whether a check of everybody's own is asked of this person."""
    return any(person.pk in asked.audiences.of(audience) for audience in thing.audiences)


def stands(asked: Asked, thing: Thing, last: Review | None, change: SystemChange | None) -> Standing:
    if change and (last is None or change.at > last.at or last.on < change.on):
        return Standing(thing, last, change, f"change-{change.pk}", change.on + timedelta(days=after_change_days()))
    if last is None or (thing.key == "policy" and asked.version and last.version_id != asked.version.pk):
        # Another version brings its own day for the next review.
        return Standing(thing, last, None, thing.round, thing.first)
    after = f"after-{last.pk}"
    if last.result == Review.Result.NOT_OK:
        return Standing(thing, last, None, after, last.on + timedelta(days=put_right_days()))
    return Standing(thing, last, None, after, months_after(last.on, thing.months) if thing.months else None)


def owners_of(asked: Asked, thing: Thing) -> Mapping[int, str]:
    """Who owes a look: person number -> as what, an acting head instead of the head.

    Where nobody has the role: the head, then the chair.
    """
    for roles in (thing.owners, (Role.HEAD,), (Role.CHAIR,)):
        found = {pk: str(role) for role in reversed(roles) for pk in asked.audiences.office(role)}
        if found:
            return found
    return {}


def may_record(asked: Asked, thing: Thing, person: Person) -> bool:
    """Whether somebody's look counts: an owner's, who stands in for one, or the head's."""
    if thing.audiences:
        return is_asked(asked, thing, person)
    wanted = {*thing.owners, Role.HEAD, *(STANDS_IN[role] for role in thing.owners if role in STANDS_IN)}
    wanted |= {Role.GOVERNOR} if Role.CHAIR in thing.owners else set()
    return bool(person.roles() & wanted)


def _whole(asked: Asked) -> list[Thing]:
    return [thing for thing in things(asked) if not thing.audiences]


def _last(school: School, whose: Person | None = None) -> Mapping[str, Review]:
    rows = Review.objects.of(school).filter(whose=whose)
    newest = rows.order_by().values("key").annotate(newest=Max("pk")).values("newest")
    return {row.key: row for row in rows.filter(pk__in=newest).select_related("by")}


def _changed(school: School) -> Mapping[str, SystemChange]:
    rows = SystemChange.objects.of(school)
    newest = rows.order_by().values("key").annotate(newest=Max("pk")).values("newest")
    return {row.key: row for row in rows.filter(pk__in=newest)}

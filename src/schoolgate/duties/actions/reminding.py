"""Somebody asks those who have not: the head, or a senior leader, with one click."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Notice, Person
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import address, address_for_parent
from schoolgate.duties.reaching import Reach, with_ways

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many people were asked; how many had been today already; and how many nobody could be found to ask."""

    asked: int
    already: int
    unreached: int


def remind(by: Person, duties: QuerySet[Duty]) -> Reminded:
    """Ask everybody who still owes one of these, at once on their home page and by the next mail of the day.

    Nobody is asked twice in a day, nor asks themselves. Raises Refused when that leaves nobody.
    """
    from schoolgate.duties.jobs import write_to_a_school

    with change(by, "duties.remind", by.school) as ledger:
        owed = duties.filter(school=by.school, state=Duty.State.OWED).exclude(person=by)
        rows = list(with_ways(owed).order_by("person_id").select_for_update(of=("self",)))
        today = timezone.localdate()
        fresh = [duty for duty in rows if not duty.reminded_at or timezone.localdate(duty.reminded_at) < today]
        notices, reached = _notices(by, fresh)
        result = Reminded(_people(reached), _people(rows) - _people(fresh), _people(fresh) - _people(reached))
        if not reached:
            raise Refused(_nobody(result))
        Notice.unscoped.bulk_create(notices, batch_size=BATCH)
        for first in range(0, len(reached), BATCH):
            numbers = [duty.pk for duty in reached[first : first + BATCH]]
            Duty.objects.of(by.school).filter(pk__in=numbers).update(
                reminders=F("reminders") + 1, reminded_at=timezone.now()
            )
        ledger.write("duties.reminded", by.school, people=result.asked, duties=len(reached))
        write_to_a_school.later(school=by.school_id)
    return result


def _notices(by: Person, duties: Iterable[Duty]) -> tuple[list[Notice], list[Duty]]:
    """What each is told, and the duties of which somebody is. A teacher hears of all their pupils in one sentence."""
    reach, notices, reached = Reach(by.school), list[Notice](), list[Duty]()
    pupils: Counter[tuple[int, str, str]] = Counter()
    for duty in duties:
        route = reach.route(duty)
        reached += [duty] if route.people else []
        for person in route.people:
            if route.through == "self":
                notices.append(_notice(person, f"{by.name} asks you to {_inside(duty)}.", address(duty)))
            elif route.through == "parent":
                words = f"{by.name} asks you, for {duty.person.name}, to {_inside(duty)}."
                notices.append(_notice(person, words, address_for_parent(duty)))
            else:
                pupils[(person, _inside(duty), address(duty))] += 1
    for (person, what, path), number in pupils.items():
        who = "one of your pupils has" if number == 1 else f"{number} of your pupils have"
        notices.append(_notice(person, f"{by.name} asks you to help: {who} still to {what}.", path))
    return notices, reached


def _notice(person: int, words: str, path: str) -> Notice:
    return Notice(person_id=person, words=words[:300], url=path or "/")


def _inside(duty: Duty) -> str:
    """ "Sign the staff agreement" made ready to stand in a sentence."""
    return duty.what[:1].lower() + duty.what[1:].rstrip(".")


def _people(duties: Iterable[Duty]) -> int:
    return len({duty.person_id for duty in duties})


def _nobody(found: Reminded) -> str:
    if found.already:
        return "Everybody who can be asked has been asked today. You can ask them again tomorrow."
    if found.unreached:
        return "They do not sign in and have no address or teacher here. Speak to them, or add an address."
    return "Nobody is left to ask: look at the list again."

"""Somebody asks those who have not: the head, or a senior leader, with one click."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Notice, Person
from schoolgate.community.notices import LONGEST
from schoolgate.duties.counting import away_on
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import address
from schoolgate.duties.reaching import Reach, Route, with_ways

BATCH = 2000
WAYS = ("self", "parent", "teacher", "")


@dataclass(frozen=True, slots=True)
class Reminded:
    """Of how many people something was asked, and who heard of it.

    `asked` are asked themselves; for `through_parents` and `through_teachers` others were, `parents` and `teachers` of
    them. Of the `told` all get a mail, and `at_sign_in` find it on their home page too. `already` had been asked
    today, nobody can be found for `unreached`, and `away` are left in peace until they are back.
    """

    asked: int = 0
    through_parents: int = 0
    parents: int = 0
    through_teachers: int = 0
    teachers: int = 0
    told: int = 0
    at_sign_in: int = 0
    already: int = 0
    unreached: int = 0
    away: int = 0

    @property
    def people(self) -> int:
        """How many were reached, themselves or through others."""
        return self.asked + self.through_parents + self.through_teachers


Routed = list[tuple[Duty, Route]]


def remind(by: Person, duties: QuerySet[Duty]) -> Reminded:
    """Ask everybody who still owes one of these, at once on their home page and by the next mail of the day.

    Nobody is asked twice in a day, nor while away, nor asks themselves. Raises Refused when that leaves nobody.
    """
    from schoolgate.duties.jobs import write_to_a_school

    with change(by, "duties.remind", by.school) as ledger:
        owed = duties.filter(school=by.school, state=Duty.State.OWED).exclude(person=by)
        rows = list(with_ways(owed).order_by("person_id").select_for_update(of=("self",)))
        today = timezone.localdate()
        away = set(away_on(by.school, today).values_list("person", flat=True))
        here = [duty for duty in rows if duty.person_id not in away]
        fresh = [duty for duty in here if not duty.reminded_at or timezone.localdate(duty.reminded_at) < today]
        reach = Reach(by.school)
        routed = [(duty, reach.route(duty)) for duty in fresh]
        result = _result(by, routed, already=_people(here) - _people(fresh), away=_people(rows) - _people(here))
        if not result.people:
            raise Refused(_nobody(result))
        _ask(by, routed)
        reached = sum(bool(route.people) for _, route in routed)
        ledger.write("duties.reminded", by.school, people=result.people, duties=reached)
        write_to_a_school.later(school=by.school_id)
    return result


def _result(by: Person, routed: Routed, *, already: int, away: int) -> Reminded:
    asked = {way: [(duty, route) for duty, route in routed if route.through == way] for way in WAYS}
    hear = {way: {person for _, route in found for person in route.people} for way, found in asked.items()}
    everybody = set[int]().union(*hear.values())
    sign_in = Person.objects.of(by.school).filter(pk__in=everybody, account__isnull=False)
    many = {way: _people(duty for duty, _ in found) for way, found in asked.items()}
    return Reminded(
        asked=many["self"],
        through_parents=many["parent"],
        parents=len(hear["parent"]),
        through_teachers=many["teacher"],
        teachers=len(hear["teacher"]),
        told=len(everybody),
        at_sign_in=sign_in.count(),
        already=already,
        unreached=many[""],
        away=away,
    )


def _ask(by: Person, routed: Routed) -> None:
    """Write on each duty who asked. Those who owe it, and their parents, see that beside it on their home page.

    A teacher does not have it there, and is told, of all their pupils in one sentence.
    """
    now = timezone.now()
    told = [duty.pk for duty, route in routed if route.through in ("self", "parent")]
    others = [duty.pk for duty, route in routed if route.through == "teacher"]
    for numbers, said in ((told, {"asked_by": by, "asked_at": now}), (others, {})):
        for first in range(0, len(numbers), BATCH):
            some = Duty.objects.of(by.school).filter(pk__in=numbers[first : first + BATCH])
            some.update(reminders=F("reminders") + 1, reminded_at=now, **said)
    pupils: Counter[tuple[int, str, str]] = Counter()
    for duty, route in routed:
        if route.through == "teacher":
            pupils.update((person, _inside(duty), address(duty)) for person in route.people)
    notices = []
    for (person, what, path), number in pupils.items():
        who = "one of your pupils has" if number == 1 else f"{number} of your pupils have"
        words = f"{by.name} asks you to help: {who} still to {what}."
        notices.append(Notice(person_id=person, words=Truncator(words).chars(LONGEST), url=path or "/"))
    Notice.unscoped.bulk_create(notices, batch_size=BATCH)


def _inside(duty: Duty) -> str:
    """ "Sign the staff agreement" made ready to stand in a sentence."""
    return duty.what[:1].lower() + duty.what[1:].rstrip(".")


def _people(duties: Iterable[Duty]) -> int:
    return len({duty.person_id for duty in duties})


def _nobody(found: Reminded) -> str:
    if found.already:
        return "Everybody who can be asked has been asked today. You can ask them again tomorrow."
    if found.unreached:
        return (
            "They have no sign-in or address, and nobody here can be asked for them. "
            "Speak to them, or add an address: for a pupil, their class teacher’s."
        )
    if found.away:
        return "They are away. Ask them once they are back."
    return "Nobody is left to ask: look at the list again."

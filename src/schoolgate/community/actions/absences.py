"""Somebody is away, or back."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.mail import send
from schoolgate.community.models import Absence, Person
from schoolgate.community.notices import tell
from schoolgate.community.powers import holds
from schoolgate.community.roles import STANDS_IN, Role
from schoolgate.community.words import days

LEADERS = frozenset({Role.HEAD, Role.CHAIR})
RELIED_ON = LEADERS | {*STANDS_IN, *STANDS_IN.values()}
"""Whoever says that one of these is away chooses who reads and decides in their place, so only those who lead do."""


def say_away(by: Person, person: Person, first_day: date, last_day: date) -> Absence:
    """Write that somebody is away, first and last day: oneself with `absence.own`, others with `absence.change`.

    Raises Refused for days that end before they begin or are past, for days that are written down already, and for
    somebody of whom only those who lead the school say it.
    """
    with change(by, _power(by, person), person.school) as ledger:
        may_say(by, person)
        if last_day < first_day:
            raise Refused("The last day is before the first. Check the two days.")
        if last_day < timezone.localdate():
            raise Refused("These days are past. Choose days from today on.")
        Person.unscoped.select_for_update().get(pk=person.pk)
        if person.absences.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
            raise Refused("Some of these days are written down already. Look at the days that stand there.")
        absence = Absence.objects.create(person=person, first_day=first_day, last_day=last_day)
        _write(ledger, "absence.said", absence)
        _inform(by, person, f"{by.name} has written down that you are away: {days(first_day, last_day)}.")
        return absence


def say_back(by: Person, absence: Absence) -> None:
    """Take an absence back: what is left of it from today on, or all of it if it is to come."""
    with change(by, _power(by, absence.person), absence.person.school) as ledger:
        may_say(by, absence.person)
        today = timezone.localdate()
        said = days(absence.first_day, absence.last_day)
        _write(ledger, "absence.ended", absence)
        if absence.first_day >= today:
            absence.delete()
        else:
            absence.last_day = min(absence.last_day, date.fromordinal(today.toordinal() - 1))
            absence.save()
        _inform(by, absence.person, f"{by.name} has written down that you are not away: {said}.")


def says_away(by: Person, person: Person) -> bool:
    """Whether somebody may say that a person is away, or back."""
    return holds(by, _power(by, person)) and (by == person or _is_theirs_to_say(by, person))


def _is_theirs_to_say(by: Person, person: Person) -> bool:
    return not person.roles() & RELIED_ON or bool(by.roles() & LEADERS)


def may_say(by: Person, person: Person) -> None:
    """Raise Refused for somebody of whom only those who lead the school say that they are away."""
    if by != person and not _is_theirs_to_say(by, person):
        raise Refused(
            f"What comes to {person.name} would go to somebody else, so only they, your head teacher or your chair of "
            "governors say when they are away. Ask one of them."
        )


def _power(by: Person, person: Person) -> str:
    return "absence.own" if by == person else "absence.change"


def _inform(by: Person, person: Person, words: str) -> None:
    """Tell somebody at once what another has said for them: what comes to them goes elsewhere meanwhile."""
    if by != person:
        you = reverse("you")
        tell([person], words, you)
        send(person, "Somebody at your school has changed the days on which you are away.", you)


def _write(ledger: Change, verb: str, absence: Absence) -> None:
    days = {"first_day": absence.first_day.isoformat(), "last_day": absence.last_day.isoformat()}
    ledger.write(verb, absence, person=absence.person_id, **days)

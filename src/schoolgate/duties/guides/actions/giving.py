"""The guide is given to families: sent, or handed over on paper; and opened."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Change, Refused, by_machine, change
from schoolgate.community.mail import send
from schoolgate.community.models import Person, School
from schoolgate.community.notices import tell
from schoolgate.duties.guides.families import Now, guide_now, without
from schoolgate.duties.guides.frame import ENGLISH, frames
from schoolgate.duties.guides.models import Given, Languages

AT_ONCE = 200
"""So many families in one transaction."""
SUBJECT = "Your school has a guide for families"
REACHED = "Everybody who can be reached has had it. Give it to the others on paper, and tick them below."
NOTHING = "There is no guide to give now, because no policy in force says anything to families."


def send_guides(school: School) -> int:
    """Send the guide to families who have not had it and can be reached, some hundreds at most. How many.

    Safe to run twice: who has had it is not written to again.
    """
    now = guide_now(school)
    if now is None or not _reachable(school, now):
        return 0
    with by_machine(school) as ledger:
        School.objects.select_for_update().get(pk=school.pk)
        return _send(ledger, now)


def send_now(by: Person) -> int:
    """The same, because somebody asked for it."""
    with change(by, "guide.give", by.school) as ledger:
        School.objects.select_for_update().get(pk=by.school_id)
        now = guide_now(by.school)
        if now is None:
            raise Refused(NOTHING)
        if not _reachable(by.school, now):
            raise Refused(REACHED)
        return _send(ledger, now)


def hand_over(by: Person, people: Collection[Person]) -> int:
    """Write down that families were given it on paper. How many had not had it before."""
    with change(by, "guide.give", by.school) as ledger:
        School.objects.select_for_update().get(pk=by.school_id)
        now = guide_now(by.school)
        if now is None:
            raise Refused(NOTHING)
        new = list(without(by.school, now).filter(pk__in=[person.pk for person in people]))
        if not new:
            raise Refused("These families have been ticked already. Choose others, or go back to the list.")
        _write(ledger, now, {Given.How.PAPER: new}, by)
    return len(new)


def opened(person: Person) -> None:
    """Write down that somebody to whom it was given has opened it, the first time."""
    unread = Given.objects.of(person.school).filter(person=person, opened_at__isnull=True)
    if unread.exists():
        with change(person, "guide.read", person.school) as ledger:
            unread.update(opened_at=timezone.now())
            ledger.write("guide.read", person)


def choose_languages(by: Person, chosen: Collection[str]) -> Languages:
    """Choose the languages beside English in which the guide is offered."""
    with change(by, "guide.manage", by.school) as ledger:
        if not set(chosen) <= frames().keys() - {ENGLISH}:
            raise Refused("Choose languages from the list.")
        known, _ = Languages.objects.of(by.school).get_or_create(school=by.school)
        known.chosen = [code for code in frames() if code in chosen]
        known.save()
        ledger.write("guide.languages", known, chosen=list(known.chosen))
    return known


def _reachable(school: School, now: Now) -> list[Person]:
    waiting = without(school, now).select_related("account", "offered_to").order_by("pk")
    found: list[Person] = []
    for person in waiting.iterator(500):
        if person.write_to():
            found.append(person)
        if len(found) == AT_ONCE:
            break
    return found


def _send(ledger: Change, now: Now) -> int:
    people = _reachable(ledger.school, now)
    url = reverse("guide", args=[ledger.school.slug])
    here = [person for person in people if person.account_id]
    tell(here, "There is a guide for families to our social media policy", url)
    for person in people:
        send(person, SUBJECT, url)
    elsewhere = [person for person in people if not person.account_id]
    _write(ledger, now, {Given.How.HOME_PAGE: here, Given.How.MAIL: elsewhere})
    return len(people)


def _write(ledger: Change, now: Now, how: dict[Given.How, list[Person]], by: Person | None = None) -> None:
    rows = [
        Given(school=ledger.school, person=person, version=now.version, text=now.guide.text, how=way, by=by)
        for way, people in how.items()
        for person in people
    ]
    Given.unscoped.bulk_create(rows)
    ledger.write("guide.given", now.version, families=[row.person_id for row in rows])

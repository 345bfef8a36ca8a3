"""Whoever said a yes that ends soon is told, once, and can say it again by a link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format

from schoolgate.community.change import by_machine
from schoolgate.community.mail import send
from schoolgate.community.models import Person, School
from schoolgate.community.notices import tell
from schoolgate.publishing.consents import asking
from schoolgate.publishing.consents.actions.linking import ENDS, issue
from schoolgate.publishing.consents.models import Consent, EndTold
from schoolgate.publishing.consents.standing import latest
from schoolgate.publishing.consents.voices import voices

SENTENCE = "Your yes to pictures of {name} ends on {day}. Say yes again if it may go on."
OWN = "Your yes to pictures of you ends on {day}. Say yes again if it may go on."
Ending = tuple[int, int, str]
"""Whom to tell, whom it is about, and its last day (ISO)."""


def ending(school: School, on: date) -> list[Ending]:
    """Every yes that counts, ends soon, and of which nobody was told yet. A handful of queries."""
    soon = Consent.objects.of(school).filter(yes=True, until__range=(on, on + asking.told_before()))
    people = list(Person.objects.of(school).filter(pk__in=soon.values("person"), left_on=None).select_related("school"))
    if not people:
        return []
    speak, told = voices(people, on), set(EndTold.objects.of(school).values_list("told", "person", "until"))
    said = latest(school, people, list(soon.order_by().values_list("purpose", flat=True).distinct()))
    found = {
        (speaker, person, row.until)
        for (person, _), by in said.items()
        for speaker, row in by.items()
        if row.yes and row.until and row.until <= on + asking.told_before() and speak[person].has(speaker, person)
    }
    return sorted((speaker, person, until.isoformat()) for speaker, person, until in found - told)


def tell_some(school: School, some: Iterable[Ending]) -> None:
    """Whom one job tells. Run twice, it tells once."""
    people = {one.pk: one for one in _people(school, some)}
    with by_machine(school) as ledger:
        for speaker, person, day in some:
            told, about, until = people[speaker], people[person], date.fromisoformat(day)
            if EndTold.objects.of(school).filter(told=told, person=about, until=until).exists():
                continue
            row = EndTold(school=school, told=told, person=about, until=until)
            row.save()
            words = OWN if told == about else SENTENCE
            tell([told], words.format(name=about.name, day=date_format(until)), reverse("consent", args=[about.pk]))
            if told == about:
                send(told, ENDS, reverse("consent", args=[about.pk]))
            else:
                issue(ledger, told, about, ENDS)
            ledger.write("consent.end_told", row)


def _people(school: School, some: Iterable[Ending]) -> Iterable[Person]:
    numbers = {number for speaker, person, _ in some for number in (speaker, person)}
    return Person.objects.of(school).filter(pk__in=numbers).select_related("school", "account", "offered_to")

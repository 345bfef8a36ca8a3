"""What consents give to the home page, the menu and everybody's own record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.finding import holding
from schoolgate.community.models import Person, School
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.roles import Role
from schoolgate.community.today import OVERDUE, PUBLISHING, TO_DO, Link, MenuItem, Task
from schoolgate.publishing.consents.models import Consent
from schoolgate.publishing.consents.reading import answers_for, disagreements
from schoolgate.publishing.consents.rounds import asked_of, asking_clauses, never_answered, of_this_year, unanswered

WING = PUBLISHING
MENU = [
    MenuItem("Pictures and films", "consents", "consent.answer", "Say where the school may show them", aside=True),
    MenuItem("Who may be shown", "consent_register", "consent.see", "Before you take a picture", aside=True),
    MenuItem("Never show", "never_show", "never_show.keep", "For you alone: people who must not be seen", aside=True),
]


def public_links() -> Iterator[Link]:
    url = reverse("consent_link_again")
    yield Link("Pictures of your child", url, "Parents and carers get a link to say where they may be shown.")


def tasks(person: Person) -> Iterator[Task]:
    if Role.PARENT in person.roles():
        yield from _to_answer(person)
    silent = never_answered(person.school).count() if holds(person, "consent.ask") else 0
    if silent and asking_clauses(person.school, timezone.localdate()):
        words = "1 pupil" if silent == 1 else f"{silent} pupils"
        url = reverse("consent_silent")
        yield Task(f"Ask about pictures of {words}", url, "Nobody has answered yet, so they are shown nowhere.")
    if not holds(person, "consent.disagreements"):
        return
    apart = len(disagreements(person, timezone.localdate()))
    if apart:
        title = "Talk to parents who disagree about pictures"
        hint = "Until they agree, it is no." if apart == 1 else f"About {apart} pupils. Until they agree, it is no."
        yield Task(title, reverse("consent_disagreements"), hint)


def _to_answer(person: Person) -> Iterator[Task]:
    """One's children whom a round of this year is about, while nobody has answered for them."""
    rounds, today = of_this_year(person.school), timezone.localdate()
    if not rounds:
        return
    mine = {child.pk for child in answers_for(person, today)} - {person.pk}
    by: dict[Person, date] = {}
    for round_ in rounds:
        for child in asked_of(round_).filter(pk__in=mine).select_related("school"):
            by.setdefault(child, round_.answer_by)
    for child in unanswered(list(by), today):
        status = OVERDUE if by[child] < today else TO_DO
        title = f"Say where we may show pictures of {child.name}"
        yield Task(title, reverse("consent", args=[child.pk]), "Until somebody says yes, it is no.", status, by[child])


def private_parts(school: School) -> Iterable[int]:
    """The safeguarding leads, who alone know who is never to be shown."""
    return holding(school, Role.DSL, Role.DEPUTY_DSL).values_list("pk", flat=True)


def record(person: Person) -> Iterator[Entry]:
    """What somebody said about pictures: a yes or a no for each place, the way it came, and until when."""
    rows = Consent.objects.of(person.school).filter(said_by=person).select_related("person")
    for one in rows:
        whose = "" if one.person_id == person.pk else f" of {one.person.name}"
        words = f"Pictures{whose}, {one.get_purpose_display()}: {'yes' if one.yes else 'no'}. {one.get_how_display()}"
        words += f", until {one.until:%-d %B %Y}" if one.until else ""
        yield Entry(timezone.localdate(one.at), "Pictures", words, "", reverse("consents"))

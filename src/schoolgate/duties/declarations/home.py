"""What declarations give to the home page, the menu, the Ask page and one's own record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.today import A_FEW, OWED, TO_DO, Link, MenuItem, Task, few
from schoolgate.duties.declarations.kinds import about_act
from schoolgate.duties.declarations.models import Declaration, Nothing, Reader, to_read

WING = OWED
MENU = [
    MenuItem(
        "Tell the school",
        "declarations",
        "declaration.make",
        "Declare a friend request, a family link, a blog",
        aside=True,
    )
]
State = Declaration.State


def tasks(person: Person) -> Iterator[Task]:
    """What was declared to this person or asked about their own, and where the rest stands."""
    rest = Task("See what else waits for you", reverse("declarations"), "What was declared to you, and what you told.")
    yield from few(_waiting(person), rest)


def _waiting(person: Person) -> Iterator[Task]:
    """What they are asked about their own declarations, and what was declared to them and not read."""
    for each in Declaration.objects.of(person.school).filter(by=person, state=State.ASKED)[: A_FEW + 1]:
        yield Task("Answer a question about what you declared", _url(each), f"{each.what.label}, {each.reference}.")
    unopened = Q(reader_rows__person=person, reader_rows__opened_at=None)
    waiting = to_read(person).exclude(state=State.CLOSED).filter(Q(state=State.RECEIVED) | unopened)
    for each in waiting.distinct().order_by("at")[: A_FEW + 1]:
        since = f"{each.reference}, since {timezone.localtime(each.at):%-d %B}."
        yield Task("Read what was declared to you", _url(each), since, TO_DO)


def private_parts(school: School) -> Iterable[int]:
    """Everybody whom a declaration went to."""
    return Reader.objects.of(school).values_list("person", flat=True)


def after_answer(person: Person, act: str) -> Iterator[Link]:
    """Where an answer of the Ask page leads: to tell the school of it."""
    kind = about_act(act)
    if kind and holds(person, "declaration.make"):
        yield Link(f"Tell the school: {kind.label[0].lower()}{kind.label[1:]}", f"{reverse('declare')}?act={act}")


def record(person: Person) -> Iterator[Entry]:
    """What somebody declared, and when they said that there was nothing."""
    for each in Declaration.objects.of(person.school).filter(by=person):
        words = f"{each.what.label} ({each.reference}, {each.get_state_display()})"
        yield Entry(timezone.localtime(each.at).date(), "Declared", words, each.clause, _url(each))
    for nothing in Nothing.objects.of(person.school).filter(by=person):
        yield Entry(timezone.localtime(nothing.at).date(), "Declared", "You had nothing to declare")


def _url(each: Declaration) -> str:
    return reverse("declaration", args=[each.reference])

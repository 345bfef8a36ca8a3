"""What support gives to the home page, the menu and one's own record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.access import to_decide
from schoolgate.casework.cases.asked import asked_by
from schoolgate.casework.cases.models import RUNNING, Case
from schoolgate.casework.support.access import given, of_cases, own
from schoolgate.casework.support.models import CheckIn, SupportFile
from schoolgate.casework.support.standing import standing
from schoolgate.casework.support.waiting import (
    INFORMED,
    OFFERED,
    needing_another,
    not_offered,
    offer_by,
    with_steps,
)
from schoolgate.community.models import FamilyLink, Person, School
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.today import A_FEW, OVERDUE, TO_DO, WORRIES, MenuItem, Task, few

WING = WORRIES
MENU = [
    MenuItem(
        "Support",
        "support",
        "support.own",
        "Support for you, or for somebody you look after",
        aside=True,
    )
]


def tasks(person: Person) -> Iterator[Task]:
    """What this person has to do for others, and what was offered to them."""
    rest = Task("See the others whom you look after", reverse("support"), "They stand on the page of support.")
    yield from few(chain(_urgent(person), _for_me(person), _of_mine(person)), rest)
    if holds(person, "case.decide"):
        more = Task("See what your other cases need", reverse("support"), "Support stands on the page of each case.")
        yield from few(_of_cases(person), more)


def _urgent(person: Person) -> Iterator[Task]:
    mine = given(person).values("pk")
    led = of_cases(person).filter(Q(case__lead=person) | Q(case__lead=None)).values("pk")
    rows = CheckIn.objects.of(person.school).filter(done_at=None, urgent=True)
    for row in rows.filter(Q(file__in=mine) | Q(file__in=led)).select_related("file").order_by("at")[: A_FEW + 1]:
        since = f"They said so on {timezone.localtime(row.at):%-d %B at %H:%M}. {row.file.reference}."
        yield Task(
            "Speak now to somebody who is not all right", _url("support_file", row.file), since, OVERDUE, grave=True
        )


def _for_me(person: Person) -> Iterator[Task]:
    for file in own(person).filter(answer="", ended_at=None, person=person)[: A_FEW + 1]:
        hint = "Only you can say what would help. There is no hurry."
        yield Task("Say whether you would like support", _url("support_own", file), hint)


def _of_mine(person: Person) -> Iterator[Task]:
    """After a case is closed, whoever looks after somebody says whether that goes on."""
    for file in given(person).filter(goes_on=None, case__state=Case.State.CLOSED)[: A_FEW + 1]:
        yield Task("Say whether you go on looking after somebody", _url("support_file", file), f"{file.reference}.")


def _of_cases(person: Person) -> Iterator[Task]:
    """What the support of the cases needs that this person leads, or that nobody leads."""
    school = person.school
    cases = to_decide(person).filter(state__in=RUNNING).filter(Q(lead=person) | Q(lead=None))
    if asked_by(school, OFFERED):
        for party in not_offered(school, cases)[: A_FEW + 1]:
            due = offer_by(party)
            status = OVERDUE if timezone.localdate() > due else TO_DO
            url = reverse("support_offer", args=[party.case.reference, party.key])
            yield Task("Offer support to the person affected", url, f"{party.case}. By {due:%-d %B}.", status, due)
    files = SupportFile.objects.of(school).filter(case__in=cases).select_related("person", "case__school")
    for file in needing_another(files, school).order_by("at")[: A_FEW + 1]:
        yield Task(
            "Ask somebody else to look after the person affected", _url("support_supporter", file), f"{file.case}."
        )
    if asked_by(school, INFORMED):
        yield from _untold(with_steps(files.filter(ended_at=None), school))


def _untold(files: QuerySet[SupportFile]) -> Iterator[Task]:
    """What the person affected has not been told. It takes the whole ladder of a case to know, so only those are looked
    through in which something was decided last, and the others are said to be there."""
    found = list(files.order_by("-decided", "pk")[: A_FEW + 1])
    for file in found[:A_FEW]:
        if number := len(standing(file).untold):
            hint = f"{file.case}: {'one decision' if number == 1 else f'{number} decisions'}."
            yield Task("Tell the person affected what was decided", _url("support_file", file), hint)
    if len(found) > A_FEW:
        hint = f"We looked at the {A_FEW} in which something was decided last. The others say it on their own pages."
        yield Task("See whether others were told what was decided", reverse("cases_board"), hint)


def private_parts(school: School) -> Iterable[int]:
    """Whoever is supported, whoever looks after them, and the parents who were let in: who reads a file reads it after
    it has ended too."""
    files = SupportFile.objects.of(school)
    yield from files.values_list("person", flat=True)
    yield from files.filter(ended_at=None).values_list("supporter", flat=True)
    let_in = files.filter(with_family=True).values("person")
    links = FamilyLink.objects.of(school).filter(child__in=let_in, kind=FamilyLink.Kind.PARENT)
    yield from links.values_list("adult", flat=True)


def record(person: Person) -> Iterator[Entry]:
    """That support was offered, and no more."""
    for file in SupportFile.objects.of(person.school).filter(person=person):
        words = f"You were offered support ({file.reference})"
        yield Entry(timezone.localdate(file.at), "Support", words, url=_url("support_own", file))


def _url(name: str, file: SupportFile) -> str:
    return reverse(name, args=[file.reference])

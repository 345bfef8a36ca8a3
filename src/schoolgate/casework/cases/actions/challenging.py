"""An appeal against what was decided, or a complaint about how it was dealt with: answered by somebody who had no part
in the case."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.access import deciders, kept_out, may_open
from schoolgate.casework.cases.actions.joining_in import join_in
from schoolgate.casework.cases.actions.working import JOINED, chronicle, working
from schoolgate.casework.cases.clocks import challenge_due
from schoolgate.casework.cases.joined import with_joined
from schoolgate.casework.cases.models import Case, Challenge, Entry, Task
from schoolgate.casework.cases.powers import DECIDERS
from schoolgate.casework.cases.words import complaints
from schoolgate.community.change import Refused
from schoolgate.community.finding import holding
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.community.roles import Role

HAD_A_PART = "They had a part in this case, or it names them. Choose somebody who had none."
NO_PANEL = "This case is no complaint that goes the complaints way. Write it down as an appeal."
NOT_GOVERNOR = "The governors answer the last stage of a complaint. Choose one of them who had no part in it."
GOVERNORS = frozenset({Role.CHAIR, Role.GOVERNOR})
GONE = "This was answered already."
NOT_YOURS = "Only {} answers this."
WHY = "To answer an appeal or a complaint."
MAIL = "Somebody disagrees with something at the school, and you are asked to answer."


def who_could_answer(case: Case, kind: str = Challenge.Kind.APPEAL) -> list[Person]:
    """Those who lead the school or govern it, for the last stage of a complaint the governors, who had no part in the
    case or one that was joined to it: no line is theirs, no task, and it does not name them."""
    every = with_joined(case)
    lines = Entry.objects.of(case.school).filter(every, by__isnull=False)
    tasks = Task.objects.of(case.school).filter(every)
    part = {*lines.values_list("by", flat=True), *tasks.values_list("person", flat=True)}
    technicians = holding(case.school, Role.TECHNICIAN).values("pk")
    roles = GOVERNORS if kind == Challenge.Kind.PANEL else DECIDERS
    people = holding(case.school, *roles).exclude(pk__in=part | kept_out(case)).exclude(pk__in=technicians)
    return list(people.select_related("school").prefetch_related("holdings").order_by("name", "pk"))


def challenge(by: Person, case: Case, kind: str, words: str, received_on: date, to: Person, who: str = "") -> Challenge:
    """Write down an appeal or a complaint that `who` has made, or that they take theirs to the governors.

    `to` may open the case from now on, to answer it.
    """
    with working(by, case, "case.decide", closed=True) as (ledger, held):
        if held.state == Case.State.JOINED:
            raise Refused(JOINED)
        if kind == Challenge.Kind.PANEL and not complaints(held.kinds):
            raise Refused(NO_PANEL)
        if kind == Challenge.Kind.PANEL and not to.roles() & GOVERNORS:
            raise Refused(NOT_GOVERNOR)
        if to == by or to not in who_could_answer(held, kind):
            raise Refused(HAD_A_PART)
        due = challenge_due(held.school, kind, received_on)
        made = Challenge(case=held, kind=kind, received_on=received_on, due=due, to=to, by=by)
        made.keep(words=words, who=who)
        made.save()
        chronicle(
            ledger,
            held,
            "challenge",
            f"{made.get_kind_display()}, received on {received_on:%-d %B %Y}. {to.name} answers it by "
            f"{due:%-d %B %Y}. {words}",
            about=made,
        )
        if not may_open(to, held):
            join_in(ledger, held, to, WHY)
        send(to, MAIL, held.path, held.reference)
        tell([to], f"{held.reference}: {MAIL}", held.path)
    return made


ANSWERED = "There is an answer to what somebody said about how it was dealt with."


def answer(by: Person, case: Case, number: int, answer: str, words: str) -> None:
    """The answer, by the one who was asked."""
    with working(by, case, "case.decide", closed=True) as (ledger, held):
        found = Challenge.objects.of(held.school).select_related("to").filter(case=held, pk=number).first()
        if found is None or found.answered_at:
            raise Refused(GONE)
        if found.to_id != by.pk:
            raise Refused(NOT_YOURS.format(found.to.name))
        found.answer, found.answered_at = answer, timezone.now()
        found.keep(answer=words)
        found.save()
        chronicle(
            ledger,
            held,
            "heard" if found.kind == Challenge.Kind.PANEL else "answered",
            f"{found.get_kind_display()}: {found.get_answer_display().lower()}. {words}",
            about=found,
        )
        others = [person for person in deciders(held) if person != by]
        tell(others, f"{held.reference}: {ANSWERED}", reverse("case_challenges", args=[held.reference]))

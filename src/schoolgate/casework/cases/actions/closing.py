"""How a case ends: by somebody who decided no step of it, with nothing left open; and opening it again."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases import page
from schoolgate.casework.cases.access import deciders, who_may_open
from schoolgate.casework.cases.actions.threshold import asks_threshold
from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.joined import with_joined
from schoolgate.casework.cases.models import Case, Challenge, Entry, Task
from schoolgate.casework.cases.page import Hinder
from schoolgate.casework.cases.signals import case_closed
from schoolgate.casework.cases.words import outcomes
from schoolgate.community.change import Refused
from schoolgate.community.models import Person

DECIDED = "You decided something in this case, so somebody else closes it."
WHO_COULD = "Ask {}."
NOBODY_COULD = "Let somebody else open it who leads the school or governs it, under “Who may open it”, and ask them."
NOT_CLOSED = "This case is not closed, so there is nothing to open again."
DECISIONS = ("step", "threshold", "officer", "heard")
"""The lines of a chronology whose writer decided something."""


def who_decided(case: Case) -> set[int]:
    """The numbers of those who decided something in a case or in one that was joined to it, as their chronologies
    say."""
    lines = Entry.objects.of(case.school).filter(with_joined(case), kind__in=DECISIONS, by__isnull=False)
    return set(lines.values_list("by", flat=True))


def who_may_close(case: Case) -> list[Person]:
    decided = who_decided(case)
    return [person for person in deciders(case) if person.pk not in decided]


def why_not(person: Person, case: Case) -> str:
    """Why somebody cannot be the one who closes a case, and whom to ask; '' where they can."""
    if person.pk not in who_decided(case):
        return ""
    could = " or ".join(each.name for each in who_may_close(case))
    return f"{DECIDED} {WHO_COULD.format(could) if could else NOBODY_COULD}"


def still_open(case: Case) -> Iterator[Hinder]:
    """What has to be done in the case itself before it can be closed."""
    if case.state == Case.State.NEW:
        yield _at("case_look", case, "Nobody has looked at what it is yet.")
    if asks_threshold(case) and not case.threshold:
        words = "Nobody has said yet whether it is a low-level concern or may meet the harm threshold."
        yield _at("case_threshold", case, words)
    if case.threshold == Case.Threshold.HARM and not case.officer_told_at:
        yield _at("case_officer", case, "The local authority’s officer has not been told yet.")
    may = {person.pk for person in who_may_open(case)}
    for task in Task.objects.of(case.school).filter(case=case, done_at=None).select_related("person"):
        can = "" if task.person_id in may else " (who cannot open the case any more: hand it over)"
        words = f"A task of {task.person.name}{can} is not done: {task.said('what')}"
        yield _at("case_tasks", case, words)
    for challenge in Challenge.objects.of(case.school).filter(case=case, answered_at=None).select_related("to"):
        words = f"{challenge.get_kind_display()}: {challenge.to.name} has not answered it yet."
        yield _at("case_challenges", case, words)


def _at(page: str, case: Case, words: str) -> Hinder:
    return Hinder(words, reverse(page, args=[case.reference]))


def close(by: Person, case: Case, outcome: str, words: str, lessons: str) -> None:
    with working(by, case, "case.decide") as (ledger, held):
        if refusal := why_not(by, held):
            raise Refused(refusal)
        if left := list(page.hinders(held)):
            raise Refused(f"It cannot be closed yet. {' '.join(left)}")
        held.state, held.outcome, held.closed_at, held.closed_by = Case.State.CLOSED, outcome, timezone.now(), by
        held.keep(outcome_words=words, lessons=lessons)
        held.save()
        learned = f" What we learned: {lessons}" if lessons else ""
        chronicle(ledger, held, "closed", f"{outcomes()[outcome].label}. {words}{learned}")
        case_closed.send(sender=Case, case=held, by=by)


def reopen(by: Person, case: Case, why: str) -> None:
    with working(by, case, "case.decide", closed=True) as (ledger, held):
        if held.state != Case.State.CLOSED:
            raise Refused(NOT_CLOSED)
        held.state, held.outcome, held.closed_at, held.closed_by = Case.State.OPEN, "", None, None
        held.save()
        chronicle(ledger, held, "reopened", why)

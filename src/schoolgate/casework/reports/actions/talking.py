"""The talk about a report: whoever told us adds and answers, the school asks."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.access import who_may_open
from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.actions.keeping import NO_PICTURES, Prepared
from schoolgate.casework.reports.actions.telling import NUDE, add_files
from schoolgate.casework.reports.models import Post, Report
from schoolgate.community.change import Refused, by_machine, change
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell

ADDED = "Something was added to what somebody told the school. It is for you to read today."
ASKED = "The school has a question about what you told it."


def add(report: Report, words: str, files: Iterable[Prepared] = (), *, sent_key: str, by: Person | None = None) -> None:
    """Whoever told us says more, or answers: once, however often it is sent with one `sent_key`. A case that is closed
    takes it too: those who may open it are told.

    Raises Refused for a file where none may be kept.
    """
    school = report.school
    with change(by, "report.make", school) if by else by_machine(school) as ledger:
        held, case = _held(report)
        ready = tuple(files)
        if ready and (held.nude or case.no_pictures):
            raise Refused(NO_PICTURES)
        if Post.objects.of(school).filter(sent_key=sent_key).exists():
            ledger.write("report.sent_again", held)
            return
        post = Post(report=held, from_school=False, by=by, sent_key=sent_key)
        post.keep(words=words)
        post.save()
        ledger.write("report.added", held, post=post.pk, files=len(ready))
        chronicle(ledger, case, "added", words, about=post)
        add_files(ledger, held, ready)
        _tell_members(case)


def ask(person: Person, case: Case, report: Report, words: str, *, sent_key: str) -> None:
    """Somebody who works on the case asks whoever told us, or answers them. They see it with their code, or signed in.
    Sent twice with one `sent_key`, it is asked once.

    Raises Http404 for whoever may not know of the case, Refused for a case that is closed.
    """
    with working(person, case, "case.decide") as (ledger, held):
        if Post.objects.of(case.school).filter(sent_key=sent_key).exists():
            ledger.write("report.sent_again", report)
            return
        post = Post(report=report, from_school=True, by=person, sent_key=sent_key)
        post.keep(words=words)
        post.save()
        ledger.write("report.asked", report, post=post.pk)
        chronicle(ledger, held, "asked", words, about=post)
        if report.by:
            path = reverse("told_one", args=[report.reference])
            tell([report.by], f"{report.reference}: {ASKED}", path)
            send(report.by, ASKED, path, report.reference)


def no_pictures_from_now(report: Report, *, by: Person | None = None) -> None:
    """Whoever told us says that a picture shows a child with few or no clothes on: no file is taken from now on."""
    with change(by, "report.make", report.school) if by else by_machine(report.school) as ledger:
        held, case = _held(report)
        if held.nude:
            ledger.write("report.nude_again", held)
            return
        Report.objects.of(held.school).filter(pk=held.pk).update(nude=True)
        Case.objects.of(held.school).filter(pk=case.pk).update(no_pictures=True)
        ledger.write("report.nude", held, case=case.pk)
        words = NUDE
        if held.files.exists():
            words += " Files came with it before that was said. Do not open them: ask the police first."
        chronicle(ledger, case, "noted", words, about=held)
        _tell_members(case)


def seen_by_school(person: Person, case: Case, report: Report) -> None:
    """Somebody who works on the case reads a report and what was added."""
    new = report.posts.filter(from_school=False, seen_at=None)
    if report.seen_at and not new.exists():
        return
    with working(person, case, closed=True, emergency=True) as (ledger, _):
        now = timezone.now()
        Report.objects.of(report.school).filter(pk=report.pk, seen_at=None).update(seen_at=now)
        new.update(seen_at=now)
        ledger.write("report.read", report)


def seen_by_them(report: Report, *, by: Person | None = None) -> None:
    """Whoever told us reads what the school said."""
    new = report.posts.filter(from_school=True, seen_at=None)
    if not new.exists():
        return
    with change(by, "report.make", report.school) if by else by_machine(report.school) as ledger:
        new.update(seen_at=timezone.now())
        ledger.write("report.answer_read", report)


def waiting(person: Person, cases: QuerySet[Case]) -> QuerySet[Report]:
    """Reports of these cases that nobody at the school has read yet, or to which something was added since.

    What came with a new case is not among them: looking at the case is to read it.
    """
    unread = Q(seen_at=None) & ~Q(case__state=Case.State.NEW) | Q(posts__from_school=False, posts__seen_at=None)
    rows = Report.objects.of(person.school).filter(unread, case__in=cases).select_related("case")
    return rows.distinct().order_by("at", "pk")


def _held(report: Report) -> tuple[Report, Case]:
    """The report and its case, locked."""
    held = Report.objects.of(report.school).select_for_update().get(pk=report.pk)
    return held, Case.objects.of(report.school).select_for_update().get(pk=held.case_id)


def _tell_members(case: Case) -> None:
    path = reverse("case", args=[case.reference])
    people = who_may_open(case)
    tell(people, f"{case.reference}: {ADDED}", path)
    for person in people:
        send(person, ADDED, path, case.reference)

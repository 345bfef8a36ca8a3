"""What reports give to the page of a case."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.access import may_decide
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.page import Section, Told
from schoolgate.casework.cases.words import complaints
from schoolgate.casework.reports.models import Report
from schoolgate.community.models import Person
from schoolgate.community.today import TO_DO


def sections(person: Person, case: Case) -> Iterator[Section]:
    """Each report of the case, the first first."""
    unread = Count("posts", filter=Q(posts__from_school=False, posts__seen_at=None))
    for each in (
        Report.objects.of(case.school)
        .filter(case=case)
        .annotate(unread=unread)
        .select_related("case")
        .order_by("at", "pk")
    ):
        new = each.seen_at is None or each.unread
        hint = f"{each.reference}, {each.get_how_display().lower()}, {timezone.localtime(each.at):%-d %B %Y}."
        hint += (" Something was added." if each.seen_at else " Nobody has read it yet.") if new else ""
        yield Section("What we were told", _url(each), hint, TO_DO if new else "")
    if case.state == Case.State.OPEN and not complaints(case.kinds) and may_decide(person, case):
        hint = "Somebody complains about something real? It is looked into by itself."
        yield Section("Open it as a complaint", reverse("case_complaint", args=[case.reference]), hint)


def told(case: Case) -> Iterator[Told]:
    """The words of each report, the first first."""
    for each in Report.objects.of(case.school).filter(case=case).select_related("case").order_by("at", "pk"):
        if words := each.said("what"):
            yield Told(words, _url(each))


def _url(report: Report) -> str:
    return reverse("case_report", args=[report.case.reference, report.reference])

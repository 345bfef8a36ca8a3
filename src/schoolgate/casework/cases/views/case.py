"""The page of a case."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.casework.cases import page
from schoolgate.casework.cases.access import in_emergency, may_decide, may_open
from schoolgate.casework.cases.models import Case, Member, Party
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.cases.words import grounds, kinds, labels, outcomes, seriousness
from schoolgate.community.models import Person
from schoolgate.community.moments import at, on
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.today import DUE_SOON, OVERDUE, TO_DO
from schoolgate.policy.worries import helpline

WAITS = (OVERDUE, DUE_SOON, TO_DO)


@power("case.open")
@require_safe
def case(request: Request, reference: str) -> HttpResponse:
    """What it is, what waits, and the way to everything that belongs to it."""
    found = find(request, reference)
    every = list(page.sections(request.person, found))
    waits = sorted((each for each in every if each.status in WAITS), key=lambda each: WAITS.index(each.status))
    context = {
        "case": found,
        "title": found.said("title") or "What somebody told us",
        "summary": found.said("summary"),
        "rows": _rows(request.person, found),
        "waits": waits,
        "sections": [each for each in every if each not in waits],
        "emergency": helpline("emergency"),
        "broken": _opened_in_emergency(found),
        "in_emergency": in_emergency(request.person, found),
        "into": found.joined_to if found.joined_to and may_open(request.person, found.joined_to) else None,
    }
    return render(request, "cases/case.html", context)


def _rows(person: Person, case: Case) -> list[tuple[str, ...]]:
    decides = may_decide(person, case) and case.runs
    look = reverse("case_look_check", args=[case.reference]) if decides and case.triaged_at else ""
    lead = reverse("case_lead", args=[case.reference]) if decides else ""
    rows = [
        ("State", case.get_state_display(), ""),
        ("Who leads", case.lead.name if case.lead else "Nobody yet", lead),
        ("It came", at(case.at), ""),
        ("What it is", labels(case.kinds, kinds()) or "Nobody has looked at it yet", look),
    ]
    rows += [(part, names, "") for part, names in names_by_part(case)]
    if case.seriousness:
        rows.append(("How serious", seriousness()[case.seriousness].label, look))
    if case.ground:
        by = f" ({case.ground_clause})" if case.ground_clause else ""
        rows.append(("The school’s link", f"{grounds()[case.ground].label}{by}", look))
    if case.outcome and case.closed_at:
        ended = f"{outcomes()[case.outcome].label}. {case.said('outcome_words')}"
        rows += [("How it ended", ended, ""), ("Closed", on(case.closed_at), "")]
        rows += [("What we learned", case.said("lessons"), "")] if case.said("lessons") else []
    return [row if row[2] else row[:2] for row in rows]


def names_by_part(case: Case) -> list[tuple[str, str]]:
    """Whom a case names, by the part they have in it."""
    parties = Party.objects.of(case.school).filter(case=case, ended_at=None).select_related("person")
    found: dict[str, list[str]] = {}
    for party in parties:
        found.setdefault(str(party.get_part_display()), []).append(said_of(party))
    return [(part, ", ".join(found[part])) for part in (str(each.label) for each in Party.Part) if part in found]


def said_of(party: Party) -> str:
    if party.kind == Party.Kind.UNKNOWN:
        return "Nobody knows yet"
    year = f", Year {party.year}" if party.year.isdigit() else ""
    return f"{party.called()} ({str(party.get_kind_display()).lower()}{year})"


def _opened_in_emergency(case: Case) -> list[Member]:
    """Who has it open because of an emergency, now."""
    rows = Member.objects.of(case.school).filter(case=case, ended_at=None, broke_glass=True, until__gt=timezone.now())
    return list(rows.select_related("person"))

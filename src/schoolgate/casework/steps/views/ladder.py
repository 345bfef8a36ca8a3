"""The ladder of a case: each step, what the policy says of it, and what was decided."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.clocks import challenge_clock
from schoolgate.casework.cases.models import Case, Challenge
from schoolgate.casework.cases.routing import says_where
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.cases.words import complaints, grounds
from schoolgate.casework.steps.casepage import STAGES
from schoolgate.casework.steps.rungs import bearing
from schoolgate.casework.steps.standing import Rung, has_affected, ladder, setting_clause
from schoolgate.casework.steps.views.details import time_of
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.policy.clause import Clause
from schoolgate.policy.models import in_force
from schoolgate.policy.views.asking import card
from schoolgate.policy.worries import helpline

DANGER = "Somebody may be in danger now. Call {} first. You need nobody’s permission."
COLOURS = {
    "taken": "green",
    "to_agree": "yellow",
    "not_agreed": "red",
    "not_yet": "blue",
    "not_taken": "grey",
    "passed_over": "grey",
    "": "purple",
}


@power("case.open")
@require_safe
def steps(request: Request, reference: str) -> HttpResponse:
    """Every step that the school could take: at any time, those that the policy names, and the others."""
    case = find(request, reference)
    rungs = ladder(case)
    informed = setting_clause(case, "support.kept_informed")
    ordinary = [rung for rung in rungs if not (rung.emergency or rung.stage)]
    context = {
        "case": case,
        "title": STAGES if complaints(case.kinds) else "Steps",
        "stages": [shown(case, rung) for rung in rungs if rung.stage],
        "where": [card(case.school, clause) for clause in says_where(case.school, complaints(case.kinds))],
        "panel": challenge_clock(Challenge.Kind.PANEL),
        "emergencies": [shown(case, rung) for rung in rungs if rung.emergency],
        "named": [shown(case, rung) for rung in ordinary if rung.named],
        "others": [shown(case, rung) for rung in ordinary if not rung.named],
        "danger": DANGER.format(helpline("emergency").number) if case.danger and case.runs else "",
        "new": case.state == Case.State.NEW,
        "has_policy": in_force(case.school) is not None,
        "recorded": _card(case, setting_clause(case, "record.decisions")),
        "informed": _card(case, informed) if has_affected(case) else None,
        "bearing": [card(case.school, clause) for clause in bears_on(case)],
    }
    return render(request, "steps/steps.html", context)


def shown(case: Case, rung: Rung) -> dict[str, Any]:
    """A rung for a page: the rung, its address, what stands in words and colour, and its clauses as cards."""
    return {
        "rung": rung,
        "url": reverse("step", args=[case.reference, rung.code]),
        "colour": COLOURS[rung.decision],
        "stands": stands(rung),
        "clauses": ", ".join(clause.id for clause in rung.clauses),
        "cards": [card(case.school, clause) for clause in clauses_of(rung)],
        "link": _link(case, rung),
        "time": time_of(rung),
    }


def _link(case: Case, rung: Rung) -> str:
    """For what answers conduct outside school: which link with the school gives it the right to. '' for all else."""
    if not rung.kind.outside or case.ground == "on_site":
        return ""
    if case.ground in ("", "none"):
        return "Nobody has named a link with the school yet that lets it act on what happens outside."
    label = grounds()[case.ground].label
    return (
        f"{label} ({case.ground_clause})." if case.ground_clause else f"{label}. Your policy does not name this link."
    )


def clauses_of(rung: Rung) -> list[Clause]:
    """Every clause that bears on a rung, once."""
    found = [*rung.clauses, *([rung.agreement_clause] if rung.agreement_clause else [])]
    return list({clause.id: clause for clause in found}.values())


def stands(rung: Rung) -> str:
    """Who decided it and when, and who agreed: one sentence; '' for no decision."""
    if rung.step is None or rung.at is None or rung.by is None:
        return ""
    said = [f"By {rung.by.name}, {_day(rung.at)}."]
    for each in rung.step.signatures.all():
        said.append(f"{'Agreed' if each.agreed else 'Not agreed'} by {each.by.name}, {_day(each.at)}.")
    return " ".join(said)


def bears_on(case: Case) -> list[Clause]:
    """The clauses that say how a school deals with cases and that decide no one step."""
    version = in_force(case.school)
    clauses = version.clauses_on(timezone.localdate()) if version else ()
    return [
        clause
        for clause in clauses
        if clause.workflow in bearing() and clause.kind in ("duty", "workflow") and "school" in clause.who
    ]


def _card(case: Case, clause: Clause | None) -> Any:
    return card(case.school, clause) if clause else None


def _day(at: Any) -> str:
    return date_format(timezone.localtime(at), "j F Y")

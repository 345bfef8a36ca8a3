"""Appeals and complaints, and their answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.access import may_decide
from schoolgate.casework.cases.actions import challenging as actions
from schoolgate.casework.cases.clocks import challenge_clock
from schoolgate.casework.cases.forms import Answer, NewChallenge
from schoolgate.casework.cases.models import Case, Challenge
from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.cases.words import complaints
from schoolgate.community.models import Person
from schoolgate.community.moments import on
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent


@power("case.decide")
@require_safe
def challenges(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    rows = Challenge.objects.of(found.school).filter(case=found).select_related("to")
    context = {
        "case": found,
        "title": "Appeals and complaints",
        "challenges": [_entry(each, found, request.person) for each in rows],
        "within": challenge_clock(Challenge.Kind.APPEAL).within,
        "panel": challenge_clock(Challenge.Kind.PANEL) if complaints(found.kinds) else None,
    }
    return render(request, "cases/challenges.html", context)


def _entry(each: Challenge, case: Case, me: Person) -> dict[str, Any]:
    rows = [
        *([("Who says it", each.said("who"))] if each.said("who") else []),
        ("What they say", each.said("words")),
        ("It came", _day(each.received_on)),
        ("Who answers", each.to.name),
        ("By", _day(each.due)),
    ]
    if each.answered_at:
        said = f"{each.get_answer_display()}. {each.said('answer')}"
        rows += [("The answer", said), ("Answered", on(each.answered_at))]
    waits = not each.answered_at
    mine = waits and each.to_id == me.pk
    upheld = each.answer in (Challenge.Answer.UPHELD, Challenge.Answer.PARTLY) and may_decide(me, case)
    return {
        "title": each.get_kind_display(),
        "rows": rows,
        "late": waits and each.due < timezone.localdate(),
        "answer": reverse("case_challenge", args=[case.reference, each.key]) if mine else "",
        "answered": not waits,
        "reopen": upheld and case.state == Case.State.CLOSED,
        "change": upheld and case.runs,
    }


def _day(day: date) -> str:
    return date_format(day, "j F Y")


@power("case.decide")
@ask
def add(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    people = [person for person in actions.who_could_answer(found) if person != request.person]
    return asked_of_case(
        request,
        found,
        NewChallenge(people, sent(request), complaint=bool(complaints(found.kinds))),
        lambda given: actions.challenge(request.person, found, **given),
        done="It is written down, and whoever answers it can open the case now.",
        to=reverse("case_challenges", args=[reference]),
        up="Appeals and complaints",
        title="Write down an appeal or a complaint",
        lead=""
        if people
        else "Everybody who leads or governs the school had a part in this case, or is named in it. Ask the chair of "
        "governors who from outside could answer, and add them as a governor first.",
        button="Write it down",
    )


@power("case.decide")
@ask
def answer(request: Request, reference: str, challenge: str) -> HttpResponse:
    found = find(request, reference)
    rows = Challenge.objects.of(found.school).filter(case=found, key=challenge, to=request.person, answered_at=None)
    row = rows.first()
    if row is None:
        raise Http404
    return asked_of_case(
        request,
        found,
        Answer(sent(request)),
        lambda given: actions.answer(request.person, found, row.pk, given["answer"], given["words"]),
        done="Your answer is written down, and those who decide about the case are told. Whoever made it knows nothing "
        "of it yet: write to them now.",
        to=reverse("case_challenges", args=[reference]),
        up="Appeals and complaints",
        title=f"Answer: {row.get_kind_display().lower()}",
        lead=row.said("words"),
        button="Answer",
    )

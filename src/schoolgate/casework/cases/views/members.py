"""Who may open a case, since when, and why."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.access import may_decide, who_may_open
from schoolgate.casework.cases.actions.members import could_be_let_in, let_in, let_out
from schoolgate.casework.cases.forms import LetIn, Words
from schoolgate.casework.cases.models import Case, Member
from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.cases.views.finding import find
from schoolgate.community.moments import at
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.community.views.asking import ask, sent

A_PAGE = 20


@power("case.open")
@require_safe
def members(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    decides = may_decide(request.person, found)
    may = {person.pk for person in who_may_open(found)}
    every = Member.objects.of(found.school).filter(case=found).select_related("person", "by")
    running = [row for row in every.filter(ended_at=None) if row.person_id in may]
    gone = every.exclude(pk__in=[row.pk for row in running]).order_by("-at", "-pk")
    page = Paginator(gone, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "case": found,
        "title": "Who may open it",
        "members": [_entry(found, row, decides and len(running) > 1) for row in running],
        "gone": [_entry(found, row, False) for row in page],
        "page": page,
        "decides": decides,
    }
    return render(request, "cases/members.html", context)


def _entry(case: Case, row: Member, may_end: bool) -> dict[str, str]:
    as_what = f" ({Role(row.as_role).label})" if row.as_role in Role.values else ""
    until = f" Until {at(row.until)}." if row.until else ""
    ended = f" Ended on {at(row.ended_at)}. {row.said('why_ended')}" if row.ended_at else ""
    emergency = "In an emergency. " if row.broke_glass else ""
    by = f"By {row.by.name}" if row.by else "By itself"
    return {
        "name": f"{row.person.name}{as_what}",
        "why": f"{emergency}{row.said('why')}{until}{ended}",
        "since": f"{by}, {at(row.at)}",
        "end": reverse("case_member_end", args=[case.reference, row.key]) if may_end else "",
    }


@power("case.decide")
@ask
def add(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    return asked_of_case(
        request,
        found,
        LetIn(found.school, could_be_let_in(found), sent(request)),
        lambda given: let_in(request.person, found, given["to"], given["why"]),
        done="They can open it now, and have been told that something waits for them.",
        to=reverse("case_members", args=[reference]),
        up="Who may open it",
        title="Let somebody else open it",
        lead="They will read everything but restricted lines. Let in only who has to know.",
        button="Let them open it",
    )


@power("case.decide")
@ask
def end(request: Request, reference: str, member: str) -> HttpResponse:
    found = find(request, reference)
    rows = Member.objects.of(found.school).filter(case=found, key=member, ended_at=None)
    row = rows.select_related("person").first()
    if row is None:
        raise Http404
    mine = row.person_id == request.person.pk
    return asked_of_case(
        request,
        found,
        Words("Why?", sent(request)),
        lambda given: let_out(request.person, found, row.pk, given["words"]),
        done="They cannot open it any more." if not mine else "You cannot open it any more.",
        to=reverse("cases") if mine else reverse("case_members", args=[reference]),
        back_url=reverse("case_members", args=[reference]),
        up="Who may open it",
        title=f"{row.person.name} need not open it any more",
        button="End it",
    )

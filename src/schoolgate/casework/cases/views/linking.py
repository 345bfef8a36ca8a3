"""Other cases: links, earlier ones like it, and joining one to another."""

from __future__ import annotations

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.access import may_decide
from schoolgate.casework.cases.actions import linking as actions
from schoolgate.casework.cases.forms import Reference
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.similar import MOST, similar
from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.cases.views.shown import looks
from schoolgate.community.moments import on
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent


@power("case.open")
@require_safe
def links(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    linked = actions.links_of(request.person, found)
    known = {other.pk for _, other in linked.values()}
    alike = similar(request.person, found, known)
    if linked or alike:
        looks(
            request,
            [*(other for _, other in linked.values()), *(other for other, _ in alike)],
            power="case.open",
            about=found,
        )
    context = {
        "case": found,
        "title": "Other cases",
        "links": [
            {
                "name": name_of(other),
                "url": other.path,
                "why": link.said("why"),
                "by": f"{link.by.name}, {on(link.at)}",
                "end": reverse("case_link_end", args=[reference, link.key]),
            }
            for link, other in linked.values()
        ],
        "similar": [
            {"name": name_of(other), "url": other.path, "why": why, "since": on(other.at), "reference": other.reference}
            for other, why in alike
        ],
        "more": len(alike) == MOST,
        "decides": holds(request.person, "case.decide"),
        "may_join": may_decide(request.person, found) and found.runs,
    }
    return render(request, "cases/links.html", context)


def name_of(case: Case) -> str:
    title = case.said("title")
    return f"{title} ({case.reference})" if title else case.reference


@power("case.open")
@ask
def add(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    return asked_of_case(
        request,
        found,
        Reference(sent(request), initial={"reference": request.GET.get("other", "")}),
        lambda given: actions.link(request.person, found, given["reference"], given["why"]),
        done="They are linked.",
        to=reverse("case_links", args=[reference]),
        up="Other cases",
        title="Link it with another case",
        lead="Only those who may open both see that they are linked.",
        button="Link them",
    )


@power("case.open")
@ask
def end(request: Request, reference: str, link: str) -> HttpResponse:
    found = find(request, reference)
    every = actions.links_of(request.person, found).values()
    linked = next((each for each in every if each[0].key == link), None)
    if linked is None:
        raise Http404
    to = reverse("case_links", args=[reference])
    if request.method == "POST":
        return asked_of_case(
            request,
            found,
            Form(request.POST),
            lambda _: actions.unlink(request.person, found, linked[0].pk),
            done="They are not linked any more.",
            to=to,
        )
    context = {
        "case": found,
        "title": "End this link?",
        "rows": [("The other case", name_of(linked[1])), ("Why they were linked", linked[0].said("why"))],
        "button_text": "End this link",
        "back_url": to,
        "up": "Other cases",
    }
    return render(request, "cases/check.html", context)

"""The letters of a case, and one letter: how it looks, what to think about, how it went out."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.letters.catalogue import labels, templates
from schoolgate.casework.letters.fields import gaps
from schoolgate.casework.letters.models import Draft, Letter, Sending
from schoolgate.casework.letters.plain_english import notes
from schoolgate.casework.letters.resting import step_first
from schoolgate.casework.letters.strays import strays
from schoolgate.casework.letters.text import clause_of, pdf, whole, words_of
from schoolgate.casework.letters.views.finding import below, find_letter
from schoolgate.community import moments
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.documents.writing import to_html
from schoolgate.policy.views.asking import card

COLOURS = {Letter.State.DRAFT: "yellow", Letter.State.SENT: "green", Letter.State.PUT_AWAY: "grey"}
COLUMNS = ["Letter", "To", "About", "Where it stands"]
A_PAGE = 20
SENDINGS = ["How", "When", "To", "Opened"]


@power("case.open")
@require_safe
def letters(request: Request, reference: str) -> HttpResponse:
    """Every letter about a case."""
    case = find(request, reference)
    page = Paginator(Letter.objects.of(case.school).filter(case=case), A_PAGE).get_page(request.GET.get("page"))
    rows = [
        [
            {"text": one.reference, "url": reverse("letter", args=[reference, one.reference])},
            one.said("to"),
            templates()[one.template].label,
            {"tag": one.get_state_display(), "colour": COLOURS[Letter.State(one.state)]},
        ]
        for one in page
    ]
    context = {"case": case, "title": "Letters", "page": page, "rows": rows, "columns": COLUMNS}
    return render(request, "letters/list.html", context | {"may": holds(request.person, "case.decide")})


@power("case.open")
@require_safe
def letter(request: Request, reference: str, letter: str) -> HttpResponse:
    case, found = find_letter(request, reference, letter)
    template = templates()[found.template]
    writing = found.state == Letter.State.DRAFT
    words = words_of(found)
    clause = clause_of(found)
    every = Sending.objects.of(case.school).filter(letter=found).select_related("by")
    sendings = Paginator(every, A_PAGE).get_page(request.GET.get("page"))
    drafts = Draft.objects.of(case.school).filter(letter=found).select_related("by").defer("sealed")
    context: dict[str, Any] = {
        "case": case,
        "title": template.label,
        **below(case),
        "letter": found,
        "writing": writing,
        "colour": COLOURS[Letter.State(found.state)],
        "looks": mark_safe(to_html(found.said("whole") or _as_it_would_go(found, words, request))),  # noqa: S308
        "to": found.said("to"),
        "gaps": gaps(words, labels()) if writing else [],
        "step_first": step_first(request.person, case, found.template) if writing else "",
        "strays_say": _strays_say(strays(found, words)) if writing else "",
        "notes": notes(words) if writing and template.plain else [],
        "clause": card(case.school, clause) if clause else None,
        "drafts": Paginator(drafts, A_PAGE).get_page(request.GET.get("versions")),
        "page": sendings,
        "sendings": [_sending(one) for one in sendings],
        "columns": SENDINGS,
        "links": [(one.pk, f"Stop the link sent on {_day(one)}") for one in sendings if one.works()],
        "may": holds(request.person, "case.decide"),
        "paper": template.paper,
    }
    return render(request, "letters/letter.html", context)


def _as_it_would_go(letter: Letter, words: str, request: Request) -> str:
    return whole(letter, words, request.person, timezone.localdate())


def _sending(one: Sending) -> list[Any]:
    if one.how != Sending.How.MAIL:
        opened = "Not known"
    elif one.opened_at:
        opened = f"Opened on {moments.at(one.opened_at)}"
    else:
        opened = "Not known" if one.works() else "Not known. The link does not work any more."
    return [f"{one.get_how_display()}, {one.by.name}", _day(one), one.said("address") or "–", opened]


def _day(one: Sending) -> str:
    return date_format(timezone.localtime(one.at).date() if one.how == Sending.How.MAIL else one.on)


def _strays_say(names: list[str]) -> str:
    if not names:
        return ""
    return f"Names of others in this case stand in the letter: {', '.join(names)}. May whoever gets it know them?"


@power("case.open")
@require_safe
def paper(request: Request, reference: str, letter: str) -> HttpResponse:
    """The letter as a PDF to print."""
    _, found = find_letter(request, reference, letter)
    text = found.said("whole") or _as_it_would_go(found, words_of(found), request)
    return as_pdf(pdf(text, found.reference), found.reference)


def as_pdf(data: bytes, reference: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="letter-{reference}.pdf"'
    return answer


@power("case.open")
@require_safe
def draft(request: Request, reference: str, letter: str, number: int) -> HttpResponse:
    """An earlier version of the words."""
    case, found = find_letter(request, reference, letter)
    row = Draft.objects.of(case.school).filter(letter=found, number=number).select_related("by").first()
    if row is None:
        raise Http404
    looks = mark_safe(to_html(row.said("words")))  # noqa: S308
    context = {"case": case, "title": f"Version {row.number}", "letter": found, "draft": row, "looks": looks}
    return render(request, "letters/draft.html", context | below(case, found))

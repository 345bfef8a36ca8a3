"""Open an item, covered or as it is. The line that says so is written before a byte is sent."""

from __future__ import annotations

import base64

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.evidence.actions.covering import cover as cover_it
from schoolgate.casework.evidence.actions.covering import names_in
from schoolgate.casework.evidence.actions.covering import redact as redact_it
from schoolgate.casework.evidence.actions.opening import hand_out, whole
from schoolgate.casework.evidence.drawing import CannotDrawError, draw_pdf
from schoolgate.casework.evidence.forms import Redact, Why
from schoolgate.casework.evidence.models import Custody, Item
from schoolgate.casework.evidence.redacting import redact_text
from schoolgate.casework.evidence.saying import handed_as, told
from schoolgate.casework.evidence.sniffing import UNKNOWN
from schoolgate.casework.evidence.views.items import find_item, may_cover, may_redact
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.imaging.cover import COLUMNS, called, grid
from schoolgate.imaging.faces import NoAnswerError, find_faces
from schoolgate.imaging.picture import open_picture, to_png

LONGEST = 1280
"""Pixels of the longer side of a picture that is shown."""
MOST_TEXT = 100_000
"""Letters of a text that are shown on a page."""
TO_COVER = "To cover parts of it."
TO_REDACT = "To take names out of it."
UNSURE = "Nobody could look for faces just now. Look for them yourself, and tick the squares that they are in."


@power("case.open")
@ask
def open_item(request: Request, reference: str, number: int) -> HttpResponse:
    """Why, and then either the item on the page, or its bytes as they came."""
    case = find(request, reference)
    item = find_item(case, number)
    # What is told of a restricted one besides itself is shown even where it cannot be.
    may_show = may_cover(item) or may_redact(item) or _is_pdf(item) or item.restricted
    form = Why(request.POST if request.method == "POST" else None)
    context = _about(item) | {"title": f"Open {item.reference}", "form": form, "may_show": may_show}
    if not form.is_valid():
        return render(request, "evidence/open.html", context, status=422 if form.errors else 200)
    why = form.cleaned_data["why"]
    if request.POST.get("how") == "show" and may_show:
        data = hand_out(request.person, case, item, why)
        context["title"] = f"{item.reference}: {item.called()}"
        received = Custody.objects.of(case.school).filter(item=item).first()
        context["told"] = told(item, received.said("why") if received else "")
        return render(request, "evidence/shown.html", {**context, **_shown(item, data)})
    return _download(item, hand_out(request.person, case, item, why, Custody.What.COPIED))


def _about(item: Item) -> dict[str, object]:
    """What every page about one item has: its case, and the way back to it."""
    back_url = reverse("evidence_item", args=[item.case.reference, item.number])
    return {"case": item.case, "item": item, "back_url": back_url, "up": item.reference}


def _shown(item: Item, data: bytes) -> dict[str, object]:
    """What a page shows of it: a picture drawn anew, the pages of a PDF, or the words of a text."""
    if may_cover(item):
        return {"picture": inline(to_png(open_picture(data, item.media), LONGEST))}
    if _is_pdf(item):
        try:
            return {"picture": inline(draw_pdf(data)), "pages": True}
        except CannotDrawError:
            return {"cannot": True}
    if not may_redact(item):
        return {"cannot": True}
    words = data.decode("utf-8-sig")
    return {"words": words[:MOST_TEXT], "more": len(words) > MOST_TEXT}


def _is_pdf(item: Item) -> bool:
    return item.media == "application/pdf" and not item.inert


def inline(png: bytes) -> str:
    """A picture that travels inside the page: there is no address that would show it again, unwritten."""
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _download(item: Item, data: bytes) -> HttpResponse:
    answer = HttpResponse(data, content_type=UNKNOWN if item.inert else item.media)
    answer["Content-Disposition"] = content_disposition_header(True, handed_as(item)) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@power("case.open")
@ask
def cover(request: Request, reference: str, number: int) -> HttpResponse:
    """Cover parts of a picture: squares over it to tick, those with a face ticked already. Of a restricted one it is
    asked why first."""
    case = find(request, reference)
    item = find_item(case, number)
    if not may_cover(item):
        raise Http404
    title, problem, chosen = f"Cover parts of {item.reference}", "", []
    asked = Why(request.POST if request.method == "POST" else None) if item.restricted else None
    if asked and not asked.is_valid():
        context = _about(item) | {"title": title, "form": asked}
        return render(request, "cases/question.html", context, status=422 if asked.errors else 200)
    covers = request.method == "POST" and (not asked or "cover" in request.POST)
    if covers:
        chosen = [int(each) for each in request.POST.getlist("square") if each.isdecimal() and len(each) < 6]
        try:
            made = cover_it(request.person, case, item, chosen)
        except Refused as no:
            problem = str(no)
        else:
            messages.success(request, f"{made.reference} is kept. The original is as it was.")
            return redirect("evidence_item", reference=case.reference, number=made.number)
    why = asked.cleaned_data["why"] if asked else TO_COVER
    image = open_picture(hand_out(request.person, case, item, why), item.media)
    boxes, unsure, faces = grid(*image.size), "", 0
    if not covers:
        try:
            found = find_faces(image)
        except NoAnswerError:
            unsure = UNSURE
        else:
            faces = len(found)
            chosen = [number for number, box in enumerate(boxes) if any(box.meets(face) for face in found)]
    ticked = set(chosen)
    context = _about(item) | {
        "title": title,
        "why": why if asked else "",
        "picture": inline(to_png(image, LONGEST)),
        "image": image,
        "squares": [(number, called(number), number in ticked) for number in range(len(boxes))],
        "last_row": len(boxes) // COLUMNS,
        "faces": faces,
        "unsure": unsure,
        "problem": problem,
    }
    return render(request, "evidence/cover.html", context, status=422 if problem else 200)


@power("case.open")
@ask
def redact(request: Request, reference: str, number: int) -> HttpResponse:
    """Take names out of a text: choose whose, look at what is left, keep it."""
    case = find(request, reference)
    item = find_item(case, number)
    if not may_redact(item):
        raise Http404
    people = names_in(case)
    names = list(dict.fromkeys(one.name for one in people))
    form = Redact(names, request.POST if request.method == "POST" else None, asks_why=item.restricted)
    context = _about(item) | {"form": form, "title": f"Take names out of {item.reference}"}
    if not form.is_valid():
        return render(request, "evidence/redact.html", context, status=422 if form.errors else 200)
    keeps = request.POST.get("do") == "keep"
    why = form.cleaned_data.get("why", TO_REDACT)
    data = whole(request.person, case, item) if keeps else hand_out(request.person, case, item, why)
    chosen = [one for one in people if one.name in form.chosen()]
    redacted = redact_text(data.decode("utf-8-sig"), chosen, form.typed())
    if keeps:
        made = redact_it(request.person, case, item, redacted)
        messages.success(request, f"{made.reference} is kept. The original is as it was.")
        return redirect("evidence_item", reference=case.reference, number=made.number)
    return render(request, "evidence/redact.html", {**context, "redacted": redacted, "text": redacted.text[:MOST_TEXT]})

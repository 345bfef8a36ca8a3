"""The evidence of a case: everything that is kept, one item, and adding to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from schoolgate.casework.cases.access import in_emergency
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.evidence import saying
from schoolgate.casework.evidence.actions.capturing import ask_for_copy
from schoolgate.casework.evidence.actions.keeping import NO_PICTURES, bring, prepare
from schoolgate.casework.evidence.actions.opening import verify
from schoolgate.casework.evidence.forms import AddFile, CopyPage
from schoolgate.casework.evidence.models import Capture, Custody, Item, Stamp
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.imaging.picture import KINDS

A_PAGE = 25
COLUMNS = ["Evidence", "What it is", "When", "Brought by", "SHA-256 begins"]
CUSTODY = ["When", "What", "Who", "Why"]


@power("case.open")
@require_safe
def evidence(request: Request, reference: str) -> HttpResponse:
    """All that is kept for a case, and the pages that are being copied."""
    case = find(request, reference)
    every = Item.objects.of(case.school).filter(case=case).select_related("by", "parent")
    page = Paginator(every, A_PAGE).get_page(request.GET.get("page"))
    asked = Capture.objects.of(case.school).filter(case=case).exclude(state=Capture.State.DONE)
    copies = Paginator(asked, A_PAGE).get_page(request.GET.get("copies"))
    context = {
        "case": case,
        "title": "Evidence",
        "page": page,
        "columns": COLUMNS,
        "rows": [saying.row(case, item) for item in page],
        "copies_page": copies,
        "copies": [
            {"address": copy.said("address"), "at": saying.when(copy), "problem": copy.said("problem")}
            for copy in copies
        ],
        "no_pictures": NO_PICTURES if case.no_pictures else "",
        "may_add": case.runs and not in_emergency(request.person, case),
    }
    return render(request, "evidence/list.html", context)


@power("case.open")
@ask
def add(request: Request, reference: str) -> HttpResponse:
    """Bring a file."""
    case = find(request, reference)
    if case.no_pictures:
        raise Refused(NO_PICTURES)
    form = AddFile(request.POST, request.FILES) if request.method == "POST" else AddFile()
    if form.is_valid():
        said = form.cleaned_data
        try:
            ready = prepare(said["file"].read(), said["file"].name)
            item = bring(
                request.person, case, ready, how=said["how"], source=said["source"], restricted=said["restricted"]
            )
        except Refused as no:
            form.add_error("file", str(no))
        else:
            messages.success(request, f"{item.reference} is kept as it came.")
            return redirect("evidence_item", reference=case.reference, number=item.number)
    context = {"form": form, "title": "Add a file", "case": case, **_below(case)}
    return render(request, "evidence/add.html", context, status=422 if form.errors else 200)


@power("case.open")
@ask
def copy_page(request: Request, reference: str) -> HttpResponse:
    """Ask that a page of the web be copied as it is now."""
    case = find(request, reference)
    if case.no_pictures:
        raise Refused(NO_PICTURES)
    form = CopyPage(request.POST if request.method == "POST" else None)
    if form.is_valid():
        ask_for_copy(request.person, case, form.cleaned_data["address"])
        messages.success(request, "The page is being copied. It will stand here in a minute or two.")
        return redirect("evidence", reference=case.reference)
    context = {"form": form, "title": "Copy a web page", "case": case, **_below(case)}
    return render(request, "evidence/copy.html", context, status=422 if form.errors else 200)


@power("case.open")
@require_safe
def item(request: Request, reference: str, number: int) -> HttpResponse:
    """One item: what is known of it, what was made from it, and everybody who had it."""
    case = find(request, reference)
    found = find_item(case, number)
    custody = Custody.objects.of(case.school).filter(item=found).select_related("by")
    page = Paginator(custody, A_PAGE).get_page(request.GET.get("page"))
    first = custody.first()
    every = Item.objects.of(case.school).filter(case=case, parent=found).select_related("by", "parent")
    made = Paginator(every, A_PAGE).get_page(request.GET.get("made"))
    stamp = Stamp.objects.of(case.school).filter(item=found).first()
    context = {
        "case": case,
        "item": found,
        "title": f"{found.reference}: {saying.called(found)}",
        **_below(case),
        "rows": saying.summary(found, first.said("why") if first else "", stamp),
        "columns": COLUMNS,
        "made": [saying.row(case, each) for each in made],
        "made_page": made,
        "custody_columns": CUSTODY,
        "custody": [saying.custody_row(found, line) for line in page],
        "page": page,
        "may_add": case.runs and not in_emergency(request.person, case),
        "may_show": not found.inert and not case.no_pictures,
        "picture": may_cover(found),
        "text": may_redact(found),
        "no_pictures": NO_PICTURES if case.no_pictures else "",
    }
    return render(request, "evidence/item.html", context)


@power("case.open")
@require_POST
def check(request: Request, reference: str, number: int) -> HttpResponse:
    """Compare the bytes in the vault with the hash that was taken on arrival."""
    case = find(request, reference)
    found = find_item(case, number)
    messages.success(request, verify(request.person, case, found))
    return redirect(reverse("evidence_item", args=[case.reference, found.number]))


def _below(case: Case) -> dict[str, str]:
    """The way back of the pages below the list."""
    return {"back_url": reverse("evidence", args=[case.reference]), "up": "Evidence"}


def find_item(case: Case, number: int) -> Item:
    """Raises Http404 for an item that is not of this case."""
    rows = Item.objects.of(case.school).filter(case=case, number=number).select_related("by", "parent", "case__school")
    if (found := rows.first()) is None:
        raise Http404
    return found


def may_cover(item: Item) -> bool:
    return item.media in KINDS and not item.inert


def may_redact(item: Item) -> bool:
    return item.media == "text/plain" and not item.inert

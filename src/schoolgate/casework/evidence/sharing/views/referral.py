"""What was shared of a case; a referral's bundle and its key, each handed out by itself."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.evidence.sharing.actions.handing import hand_out, make_again, take_key
from schoolgate.casework.evidence.sharing.forms import described
from schoolgate.casework.evidence.sharing.items import FILES_STAY, files_stay, items_of
from schoolgate.casework.evidence.sharing.models import Bundle, Referral
from schoolgate.casework.evidence.sharing.words import chronologies, keep_days
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.record import vault

ON_A_PAGE = 25
SHARED = "Shared with named people"
COLUMNS = ("Reference", "To", "For", "By", "On")
Answer = TypeVar("Answer", bound=HttpResponseBase)


@power("case.decide")
@require_safe
def sharing(request: Request, reference: str) -> HttpResponse:
    """Everything that was shared of a case."""
    case = find(request, reference)
    rows = Referral.objects.of(case.school).filter(case=case).select_related("by")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    shared = [
        (
            {"text": row.reference, "url": reverse("referral", args=[case.reference, row.reference])},
            row.to(),
            row.what.label,
            row.by.name,
            f"{timezone.localtime(row.at):%-d %B %Y}",
        )
        for row in page
    ]
    return render(
        request,
        "evidence/sharing/list.html",
        {"case": case, "title": SHARED, "page": page, "shared": shared, "columns": COLUMNS},
    )


@power("case.decide")
@require_safe
def referral(request: Request, reference: str, referral: str) -> HttpResponse:
    """What was shared, with whom and why; and how far its bundle is."""
    case = find(request, reference)
    found = _find(case, referral)
    bundle = found.bundles.select_related("key_taken_by").first()
    context = {
        "case": case,
        "title": f"Shared as {found.reference}",
        "back_url": reverse("sharing", args=[case.reference]),
        "up": SHARED,
        "referral": found,
        "name": found.said("name"),
        "bundle": bundle,
        "files_stay": FILES_STAY if files_stay(found) else "",
        "rows": _rows(found),
        "about": _about(bundle) if bundle and bundle.state == Bundle.State.READY else [],
        "problem": bundle.said("problem") if bundle else "",
        "keep_days": keep_days(),
    }
    return render(request, "evidence/sharing/referral.html", context)


@power("case.decide")
@require_POST
def bundle(request: Request, reference: str, referral: str) -> HttpResponseBase:
    """The sealed zip, once it is written down who takes it."""
    case = find(request, reference)
    found = _find(case, referral)
    try:
        handed = hand_out(request.person, found)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("referral", case.reference, found.reference)
    answer = StreamingHttpResponse(vault.stream(handed.vault_key), content_type="application/zip")
    answer["Content-Length"] = str(handed.size)
    return _as_file(answer, f"{found.reference}.zip")


@power("case.decide")
@ask
def key(request: Request, reference: str, referral: str) -> HttpResponse:
    """The key: asked for here, and given once."""
    case = find(request, reference)
    found = _find(case, referral)
    context: dict[str, Any] = {
        "case": case,
        "title": f"The key of {found.reference}",
        "back_url": reverse("referral", args=[case.reference, found.reference]),
        "up": found.reference,
        "referral": found,
        "bundle": found.bundles.first(),
        "files_stay": FILES_STAY if files_stay(found) else "",
    }
    if request.method != "POST":
        return render(request, "evidence/sharing/key.html", context)
    try:
        words = take_key(request.person, found)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("referral", case.reference, found.reference)
    if request.POST.get("as") == "page":
        answer = render(request, "evidence/sharing/key_shown.html", {**context, "words": words})
        answer["Cache-Control"] = "no-store"
        return answer
    return _as_file(HttpResponse(words, content_type="text/plain; charset=utf-8"), f"{found.reference}-key.txt")


@power("case.decide")
@require_POST
def again(request: Request, reference: str, referral: str) -> HttpResponse:
    """Another bundle with another key."""
    case = find(request, reference)
    found = _find(case, referral)
    try:
        make_again(request.person, found)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The bundle is being made again, with a new key.")
    return redirect("referral", case.reference, found.reference)


def _find(case: Case, reference: str) -> Referral:
    found = Referral.objects.of(case.school).filter(case=case, reference=reference).select_related("by", "case").first()
    if found is None:
        raise Http404
    return found


def _as_file(answer: Answer, name: str) -> Answer:
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


def _rows(found: Referral) -> list[tuple[str, str]]:
    lines = chronologies()[found.chronology].label
    if found.chronology != Referral.Chronology.NONE:
        lines += f", lines 1 to {found.up_to}" + (", restricted lines too" if found.restricted else "")
    items = "\n".join(described(item) for item in items_of(found)) or "None"
    rows = [
        ("To", found.to()),
        ("For", found.what.label),
        ("Why", found.said("why")),
        ("Chronology", lines),
        ("Evidence", items),
        ("Shared by", f"{found.by.name}, {timezone.localtime(found.at):%-d %B %Y, %H:%M}"),
    ]
    if found.said("why_apart"):
        rows.insert(5, ("Why it holds what is kept apart", found.said("why_apart")))
    return rows


def _about(bundle: Bundle) -> list[tuple[str, str]]:
    taken = "Not taken yet"
    if bundle.key_taken_at:
        who = bundle.key_taken_by.name if bundle.key_taken_by else ""
        taken = f"Taken by {who}, {timezone.localtime(bundle.key_taken_at):%-d %B %Y, %H:%M}"
    return [
        ("Size", filesizeformat(bundle.size)),
        ("SHA-256 of the zip", bundle.sha256),
        ("The key", taken),
        ("Destroyed here", f"{timezone.localtime(bundle.expires_at):%-d %B %Y}" if bundle.expires_at else ""),
    ]

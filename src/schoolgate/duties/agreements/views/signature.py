"""One answer: for the one who gave it, the parent who gave it for them, and the head."""

from __future__ import annotations

from html import escape

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.documents.writing import to_pdf
from schoolgate.duties.agreements.actions.reading import may_read, open_reason
from schoolgate.duties.agreements.actions.telling import signed_since
from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.models import Signature
from schoolgate.duties.agreements.texts import as_page

POWER = "agreements.sign"


def _find(request: Request, pk: int) -> Signature:
    """An answer that is this person's to see; 404 for any other."""
    found = Signature.objects.of(request.person.school).select_related("text__school", "person", "by", "group")
    signature = get_object_or_404(found, pk=pk)
    if not may_read(request.person, signature):
        raise Http404
    return signature


@power(POWER)
@require_safe
def signature(request: Request, pk: int) -> HttpResponse:
    """Who answered what, when, to which words."""
    one = _find(request, pk)
    known = agreements()[one.text.audience]
    rows = _rows(one)
    if one.reason_sealed:
        rows.append(("Why", open_reason(request.person, one)))
    back_url = reverse("own_record" if one.person == request.person else "agreements")
    context = {"one": one, "rows": rows, "title": known.title, "words": as_page(one.text.words), "back_url": back_url}
    return render(request, "agreements/signature.html", context)


def _rows(one: Signature) -> list[tuple[str, str]]:
    how = f"{one.get_how_display()}{f', {one.group.name}' if one.group else ''}"
    rows = [
        ("Name", one.person.name),
        ("Answer", one.get_answer_display().capitalize()),
        ("When", f"{timezone.localtime(one.at):%-d %B %Y at %H:%M}"),
        ("How", how[0].upper() + how[1:]),
    ]
    if one.by != one.person:
        rows.append(("In front of" if one.how != Signature.How.FOR_CHILD else "By", one.by.name))
    if since := signed_since(one):
        rows.append(("Signed since", f"{timezone.localtime(since.at):%-d %B %Y}, version {since.text.number}"))
    if one.discussed:
        rows.append(("Talked about first", "Yes"))
    return [*rows, ("Version", str(one.text.number))]


@power(POWER)
@require_safe
def signature_pdf(request: Request, pk: int) -> HttpResponse:
    """The words and the answer to them, to keep."""
    one = _find(request, pk)
    title = agreements()[one.text.audience].title
    shown = [*_rows(one), ("Proof of the exact words (SHA-256)", one.sha256)]
    rows = "".join(f"<tr><th scope='row'>{escape(key)}</th><td>{escape(value)}</td></tr>" for key, value in shown)
    body = f"<h1>{escape(title)}</h1><p>{escape(one.text.school.name)}</p>{as_page(one.text.words)}"
    body += f"<h2>The answer</h2><table>{rows}</table>"
    response = HttpResponse(to_pdf(body, title), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="agreement-{one.pk}.pdf"'
    return response

"""One answer: for the one who gave it, the parent who gave it for them, and the head."""

from __future__ import annotations

from html import escape

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.models import Person
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.documents.writing import to_pdf
from schoolgate.duties.agreements.actions.signing import PURPOSE, readers
from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.models import Signature
from schoolgate.duties.agreements.texts import as_page
from schoolgate.record.sealing import unseal

POWER = "agreements.sign"


def _find(request: Request, pk: int) -> Signature:
    """An answer that is this person's to see; 404 for any other."""
    found = Signature.objects.of(request.person.school).select_related("text__school", "person", "by", "group")
    signature = get_object_or_404(found, pk=pk)
    own = request.person in _givers(signature)
    if not own and not holds(request.person, "agreements.publish") and request.person not in readers(signature):
        raise Http404
    return signature


def _givers(signature: Signature) -> list[Person]:
    """Whoever gave the answer: the signer, or the parent for them. A teacher or the desk only wrote it down."""
    return [signature.person, signature.by] if signature.how == Signature.How.FOR_CHILD else [signature.person]


def _may_read_why(person: Person, signature: Signature) -> bool:
    givers = _givers(signature)
    return person in givers or holds(person, "agreements.publish") or person in readers(signature)


@power(POWER)
@require_safe
def signature(request: Request, pk: int) -> HttpResponse:
    """Who answered what, when, to which words."""
    one = _find(request, pk)
    known = agreements()[one.text.audience]
    rows = _rows(one)
    if one.reason_sealed and _may_read_why(request.person, one):
        rows.append(("Why", unseal(one.reason_sealed, purpose=PURPOSE)))
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
    if one.discussed:
        rows.append(("Talked about first", "Yes"))
    return [*rows, ("Version", str(one.text.number)), ("Fingerprint of the words (SHA-256)", one.sha256)]


@power(POWER)
@require_safe
def signature_pdf(request: Request, pk: int) -> HttpResponse:
    """The words and the answer to them, to keep."""
    one = _find(request, pk)
    title = agreements()[one.text.audience].title
    rows = "".join(f"<tr><th scope='row'>{escape(key)}</th><td>{escape(value)}</td></tr>" for key, value in _rows(one))
    body = f"<h1>{escape(title)}</h1><p>{escape(one.text.school.name)}</p>{as_page(one.text.words)}"
    body += f"<h2>The answer</h2><table>{rows}</table>"
    response = HttpResponse(to_pdf(body, title), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="agreement-{one.pk}.pdf"'
    return response

"""Where the link of an e-mail leads: the letter, for whoever has the link and presses the button."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from schoolgate.casework.letters.actions.opening import find, opened
from schoolgate.casework.letters.text import pdf
from schoolgate.casework.letters.views.letter import as_pdf
from schoolgate.community.powers import PUBLIC, power
from schoolgate.community.views.asking import ask
from schoolgate.documents.writing import to_html


@power(PUBLIC)
@ask
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """Nothing of the letter is shown before the button: a program that follows links in mail has not opened it."""
    sending = find(secret)
    if sending is None:
        raise Http404
    letter = sending.letter
    context = {"letter": letter, "school": letter.case.school, "sending": sending}
    if not sending.works():
        return render(request, "letters/too_old.html", context, status=410)
    if request.method != "POST":
        return render(request, "letters/closed.html", context)
    opened(sending)
    if request.POST.get("as") == "pdf":
        return as_pdf(pdf(letter.said("whole"), letter.reference), letter.reference)
    looks = mark_safe(to_html(letter.said("whole")))  # noqa: S308
    return render(request, "letters/open.html", context | {"looks": looks})

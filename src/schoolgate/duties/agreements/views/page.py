"""What the pages of the agreements share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schoolgate.community.change import Refused
from schoolgate.community.models import School
from schoolgate.community.request import Request
from schoolgate.duties.agreements.actions.signing import WordsChangedError
from schoolgate.duties.agreements.forms import DeclineForm
from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.models import AgreementText, Signature
from schoolgate.duties.agreements.texts import as_page, current_text


def asked_for(school: School, audience: str) -> AgreementText:
    """The text that an audience is asked to sign today; 404 where there is none."""
    text = current_text(school, audience)
    if text is None or audience not in agreements():
        raise Http404
    return text


def shown(text: AgreementText) -> dict[str, Any]:
    """What a page needs to show a text."""
    known = agreements()[text.audience]
    return {"text": text, "called": known.called, "title": known.title, "words": as_page(text.words)}


def answer(request: Request, read_url: str, back: str, act: Callable[[], Signature]) -> HttpResponse:
    """Write an answer: on to `back` once done, to the new words at `read_url` where they have changed."""
    try:
        act()
    except WordsChangedError as changed:
        messages.info(request, str(changed))
        return redirect(read_url)
    messages.success(request, "Signed. Thank you.")
    return redirect(back)


def unread(request: Request, text: AgreementText, read_url: str) -> HttpResponse | None:
    """Back to the words for somebody who comes from another version, or has not read any."""
    version = request.GET.get("version", "")
    if version == str(text.number):
        return None
    if version:
        messages.info(request, "This agreement has new words since you opened it. Read them, then answer again.")
    return redirect(read_url)


def decline_page(
    request: Request,
    text: AgreementText,
    read_url: str,
    back: str,
    act: Callable[[str, str], Signature],
    template: str = "question.html",
) -> HttpResponse:
    """The page on which somebody says why they do not agree."""
    form = DeclineForm(request.POST if request.method == "POST" else None, initial={"shown": text.sha256})
    if request.method != "POST" and (away := unread(request, text, read_url)):
        return away
    if form.is_valid():
        try:
            act(form.cleaned_data["shown"], form.cleaned_data["reason"])
        except WordsChangedError as changed:
            messages.info(request, str(changed))
            return redirect(read_url)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Thank you for saying so. The head knows now, and will talk with you.")
            return redirect(back)
    context = {"form": form, "back_url": read_url, "button_text": "Send this to the head"}
    return render(request, template, context, status=422 if form.errors else 200)

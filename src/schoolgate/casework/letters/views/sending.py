"""A letter goes out, is put away, or its link is stopped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from schoolgate.casework.letters.actions import sending, writing
from schoolgate.casework.letters.forms import ByMail, OnPaper
from schoolgate.casework.letters.models import Letter, Sending
from schoolgate.casework.letters.strays import strays
from schoolgate.casework.letters.text import words_of
from schoolgate.casework.letters.views.finding import below, find_letter, sent
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask


@power(writing.POWER)
@ask
def by_mail(request: Request, reference: str, letter: str) -> HttpResponse:
    _, found = find_letter(request, reference, letter)
    address = found.person.write_to() if found.person else ""
    form = ByMail(_names(found), sent(request), initial={"address": address})
    return _out(
        request,
        found,
        form,
        lambda: sending.send_by_mail(request.person, found, form.cleaned_data["address"], sure=form.sure()),
        title="Send it by e-mail",
        button_text="Send the link",
        done="The e-mail is on its way. It says only that there is a letter, and leads to it.",
    )


@power(writing.POWER)
@ask
def on_paper(request: Request, reference: str, letter: str) -> HttpResponse:
    _, found = find_letter(request, reference, letter)
    form = OnPaper(_names(found), sent(request), initial={"on": timezone.localdate()})
    return _out(
        request,
        found,
        form,
        lambda: sending.handed_over(
            request.person, found, form.cleaned_data["how"], form.cleaned_data["on"], sure=form.sure()
        ),
        title="It went out on paper",
        button_text="Write it down",
        done="It is written down.",
    )


def _names(letter: Letter) -> list[str]:
    return strays(letter, words_of(letter)) if letter.state == Letter.State.DRAFT else []


def _out(
    request: Request, letter: Letter, form: ByMail | OnPaper, act: Callable[[], object], *, done: str, **page: Any
) -> HttpResponse:
    to = reverse("letter", args=[letter.case.reference, letter.reference])
    if form.is_valid():
        try:
            act()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect(to)
    lead = f"Letter {letter.reference} to {letter.said('to')}."
    if letter.state == Letter.State.DRAFT:
        lead += " Once it has gone out, its words cannot be changed."
    context = {"case": letter.case, "form": form, "lead": lead, **below(letter.case, letter), **page}
    return render(request, "cases/question.html", context, status=422 if form.errors else 200)


@power(writing.POWER)
@require_POST
def put_away(request: Request, reference: str, letter: str) -> HttpResponse:
    _, found = find_letter(request, reference, letter)
    writing.put_away(request.person, found)
    messages.success(request, "The letter is put away. Nobody gets it.")
    return redirect("letters", reference=reference)


@power(writing.POWER)
@require_POST
def stop(request: Request, reference: str, letter: str, pk: int) -> HttpResponse:
    case, found = find_letter(request, reference, letter)
    row = get_object_or_404(Sending.objects.of(case.school).select_related("letter__case__school"), letter=found, pk=pk)
    sending.take_back(request.person, row)
    messages.success(request, "The link is stopped. Whoever has it cannot open the letter with it any more.")
    return redirect("letter", reference=reference, letter=letter)

"""Choosing a letter, beginning it, and changing its words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.cases.words import complaints
from schoolgate.casework.letters.actions.writing import POWER, rewrite
from schoolgate.casework.letters.actions.writing import begin as begin_letter
from schoolgate.casework.letters.catalogue import templates
from schoolgate.casework.letters.forms import Begin, Words
from schoolgate.casework.letters.models import Letter
from schoolgate.casework.letters.recipients import recipients
from schoolgate.casework.letters.resting import goes_with, taken, told
from schoolgate.casework.letters.text import wording, words_of
from schoolgate.casework.letters.views.finding import below, find_letter, sent
from schoolgate.casework.steps.standing import ladder
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.today import TO_DO
from schoolgate.community.views.asking import ask

CHOOSE = "Which letter?"


@power(POWER)
@require_safe
def choose(request: Request, reference: str) -> HttpResponse:
    """Which letter?"""
    case = find(request, reference)
    written = set(Letter.objects.of(case.school).filter(case=case).values_list("template", flat=True))
    steps = ladder(case)
    waits = taken(steps) - written
    kinds = [
        {
            "title": one.label,
            "url": reverse("letter_write", args=[reference, one.key]),
            "hint": f"{one.hint} {goes_with(case, steps, one.key)}".strip(),
            "status": TO_DO if one.key in waits else "",
        }
        for one in sorted(templates().values(), key=lambda one: one.key not in waits)
        if complaints(case.kinds) or not one.complaint
    ]
    return render(request, "letters/choose.html", {"case": case, "title": CHOOSE, "kinds": kinds, **below(case)})


@power(POWER)
@ask
def begin(request: Request, reference: str, key: str) -> HttpResponse:
    """To whom, and what it has to say."""
    case = find(request, reference)
    template = templates().get(key)
    if template is None:
        raise Http404
    form = Begin(recipients(case, template), wording(case.school, key)[0], sent(request), initial=told(case))
    if form.is_valid():
        to = form.found[form.cleaned_data["to"]]
        try:
            letter = begin_letter(request.person, case, template, to, form.cleaned_data["name"], form.answers())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The letter is begun. Read it, change what you like, then send it.")
            return redirect("letter", reference=reference, letter=letter.reference)
    context = {
        "case": case,
        "form": form,
        "title": template.label,
        "lead": "Tell them only what they need to know. Name nobody else.",
        "goes_with": goes_with(case, ladder(case), key),
        "button_text": "Write the letter",
        "back_url": reverse("letter_choose", args=[reference]),
        "up": CHOOSE,
    }
    return render(request, "letters/begin.html", context, status=422 if form.errors else 200)


@power(POWER)
@ask
def words(request: Request, reference: str, letter: str) -> HttpResponse:
    case, found = find_letter(request, reference, letter)
    to = reverse("letter", args=[reference, letter])
    if found.state != Letter.State.DRAFT:
        return redirect(to)
    initial: dict[str, Any] = {"words": words_of(found), "clause": found.clause, "after": found.drafts.count()}
    form = Words(sent(request), initial=initial)
    if form.is_valid():
        try:
            rewrite(request.person, found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The words are kept.")
            return redirect(to)
    context = {
        "case": case,
        "form": form,
        "title": f"Letter to {found.said('to')}",
        "button_text": "Keep these words",
        **below(case, found),
    }
    return render(request, "cases/question.html", context, status=422 if form.errors else 200)

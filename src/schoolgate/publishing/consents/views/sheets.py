"""The answers of a whole class or school from a list: send it, look, and write it down."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Refused
from schoolgate.community.fields import DateField
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.publishing.consents.actions.sheets import look_at, write_all
from schoolgate.publishing.consents.models import PaperSheet
from schoolgate.publishing.consents.sheet import Line, Unclear, counted

POWER = "consent.record"
MOST_SHOWN = 50


class SheetForm(forms.Form):
    file = forms.FileField(
        label="Choose the list",
        help_text="A CSV file or an Excel workbook (.xlsx): a column with the name or your own number, one with who "
        "signed, one with the date, and one for each place (Website, Facebook, Newsletter…) with yes or no.",
        error_messages={"required": "Choose the list", "empty": "This file is empty. Choose the list of answers"},
    )
    on = DateField(label="When did they sign, where a row does not say?", what="the day", initial=timezone.localdate)


@power(POWER)
@ask
def send_sheet(request: Request) -> HttpResponse:
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    if form.is_valid():
        given = form.cleaned_data
        try:
            sheet = look_at(request.person, given["file"].read(), given["file"].name or "", given["on"])
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("consent_sheet", pk=sheet.pk)
    context = {
        "form": form,
        "title": "Write down many answers from a list",
        "lead": "Nothing is written down before you have looked at what we understood.",
        "button_text": "Look at it",
        "back_url": reverse("consent_register"),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power(POWER)
@ask
def sheet(request: Request, pk: int) -> HttpResponse:
    """What we understood, and what is not clear."""
    found = get_object_or_404(PaperSheet.objects.of(request.person.school).filter(by=request.person), pk=pk)
    lines = [Line(*row) for row in found.private["lines"]]
    unclear = [Unclear(*row) for row in found.private["unclear"]]
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            count = write_all(request.person, found)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"We have written down {count} row{'' if count == 1 else 's'}.")
            return redirect("consent_register")
    context = {
        "form": form,
        "rows": [("Rows that are clear", str(len(lines))), *counted(lines)],
        "unclear": [[str(row), words] for row, words in unclear[:MOST_SHOWN]],
        "more": max(len(unclear) - MOST_SHOWN, 0),
        "columns": ["Row", "What is not clear"],
    }
    return render(request, "consents/sheet.html", context, status=422 if form.errors else 200)

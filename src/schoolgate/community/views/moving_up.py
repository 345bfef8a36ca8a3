"""Moving everybody up a year: a look first, then the button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schoolgate.community.actions import moving_up as actions
from schoolgate.community.change import Refused
from schoolgate.community.forms import MoveUp
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.community.words import year_label


@power("year.move")
@ask
def move_up(request: Request) -> HttpResponse:
    by = request.person
    try:
        plan = actions.plan(by.school)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(reverse("classes"))
    form = MoveUp(request.POST if request.method == "POST" else None)
    if form.is_valid():
        empty = form.cleaned_data["classes"] == "empty"
        try:
            actions.move_up(by, by.school, request.POST.get("stamp", ""), empty_classes=empty)
        except Refused as refused:
            form.add_error(None, str(refused))
            plan = actions.plan(by.school)
        else:
            messages.success(request, "Everybody has moved up a year.")
            return redirect("classes")
    context = {
        "form": form,
        "columns": ["Year group now", "Pupils", "Will be in"],
        "rows": [
            (year_label(move.year), len(move.pupils), year_label(move.to) or "They leave the school")
            for move in plan.moves
        ],
        "parents": len(plan.parents),
        "stamp": plan.stamp,
    }
    return render(request, "community/move_up.html", context, status=422 if form.errors else 200)

"""Letting somebody off one thing, and asking it of them again."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.duties.actions import letting_off
from schoolgate.duties.forms import LetOff
from schoolgate.duties.models import Duty

State = Duty.State


@power(letting_off.POWER)
@ask
def let_off(request: Request, pk: int) -> HttpResponse:
    """Say why somebody is let off; where they are, read it and ask again."""
    duty = _found(request, pk)
    if not letting_off.may_let_off(request.person, duty):
        raise Refused(letting_off.NOT_YOUR_OWN)
    if duty.state == State.LET_OFF and request.method != "POST":
        return render(
            request, "duties/let_off.html", {"duty": duty, "reason": letting_off.reason(duty), "up": _up(duty)}
        )
    form = LetOff(request.POST if request.method == "POST" else None)
    if form.is_valid():
        letting_off.let_off(request.person, duty, form.cleaned_data["because"])
        messages.success(request, f"{duty.person.name} is let off, and told so.")
        return redirect(_up(duty))
    context = {
        "form": form,
        "title": f"Let {duty.person.name} off",
        "lead": f"{duty.what.rstrip('.')}. Only this, and only this time round.",
        "button_text": "Let them off",
        "back_url": _up(duty),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power(letting_off.POWER)
@require_POST
def ask_again(request: Request, pk: int) -> HttpResponse:
    duty = _found(request, pk)
    letting_off.ask_again(request.person, duty)
    messages.success(request, f"{duty.person.name} is asked again, and told so.")
    return redirect(_up(duty))


def _found(request: Request, pk: int) -> Duty:
    rows = Duty.objects.of(request.person.school).filter(current=True)
    duty = get_object_or_404(rows.select_related("person__account", "person__offered_to"), pk=pk)
    if duty.state not in (State.OWED, State.LET_OFF):
        raise Http404
    return duty


def _up(duty: Duty) -> str:
    return reverse("duty_names", args=[duty.kind, duty.key, duty.audience])

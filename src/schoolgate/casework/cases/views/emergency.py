"""Opening a case in an emergency."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schoolgate.casework.cases.actions.emergency import break_glass
from schoolgate.casework.cases.forms import Emergency
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.policy.worries import helpline


@power("case.break_glass")
@ask
def emergency(request: Request) -> HttpResponse:
    form = Emergency(sent(request))
    if form.is_valid():
        try:
            found = break_glass(request.person, form.cleaned_data["reference"], form.cleaned_data["why"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(found.path)
    context = {
        "form": form,
        "title": "Open a case in an emergency",
        "back_url": reverse("cases"),
        "button_text": "Open it",
        "emergency": helpline("emergency"),
    }
    return render(request, "cases/emergency.html", context, status=422 if form.errors else 200)

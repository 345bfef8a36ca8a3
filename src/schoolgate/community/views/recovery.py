"""Helping somebody back in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from schoolgate.community.actions import recovering
from schoolgate.community.change import Refused
from schoolgate.community.joining_forms import HelpBackIn
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.signin import has_second_factor
from schoolgate.community.views.asking import ask

SENT = {
    False: "{} is signed out, and a link to get back in is on its way to them.",
    True: "A link to get back in is on its way to {}. Their account stays open until they choose a new password.",
}
"""What is said when the link is sent, by whether another school uses the account too."""


@power("signin.recover")
@ask
def help_back_in(request: Request, pk: int) -> HttpResponse:
    """Ask why, say what will happen, and do it."""
    found = get_object_or_404(Person.objects.of(request.person.school), pk=pk)
    has_steps = found.account is not None and has_second_factor(found.account)
    shared = recovering.used_elsewhere(found)
    form = HelpBackIn(request.POST if request.method == "POST" else None, has_steps=has_steps)
    if form.is_valid():
        try:
            recovering.help_back_in(request.person, found, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, SENT[shared].format(found.name))
            return redirect("person", pk=pk)
    context = {"form": form, "found": found, "shared": shared, "back_url": reverse("person", args=[pk])}
    return render(request, "community/help_back_in.html", context, status=422 if form.errors else 200)

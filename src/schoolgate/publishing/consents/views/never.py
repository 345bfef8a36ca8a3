"""Never show, never say why: for the safeguarding lead alone."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Refused
from schoolgate.community.finding import here
from schoolgate.community.picking import Picking
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.publishing.consents.actions import never as actions
from schoolgate.publishing.consents.models import NeverShow
from schoolgate.publishing.consents.never import POWER, may_keep


class WhyForm(forms.Form):
    why = forms.CharField(
        label="Why must they never be shown?",
        help_text="A court order, a refuge, an adoption. Only the safeguarding lead reads this.",
        max_length=actions.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why in a few words, for whoever has your role after you"},
    )


@power(POWER)
@ask
def never_shown(request: Request) -> HttpResponse:
    """Those on the list. That somebody looked is written down first."""
    if request.method == "POST":
        return redirect("never_show")
    page = Paginator(actions.look(request.person), 30).get_page(request.GET.get("page"))
    rows = [[{"text": flag.person.name, "url": reverse("never_show_one", args=[flag.pk])}, _day(flag)] for flag in page]
    return render(request, "consents/never.html", {"page": page, "rows": rows, "columns": ["Name", "Since"]})


@power(POWER)
@ask
def add(request: Request) -> HttpResponse:
    """Whom it is about, and why."""
    why = WhyForm(sent(request))
    picking = Picking(
        request,
        among=here(request.person.school),
        title="Never show somebody",
        label="Who must never be shown?",
        button="Never show them",
        back_url=reverse("never_show"),
        lead="Nobody else is told, and nobody who posts is told why. What is out of them comes down.",
        extra=why,
    )
    if picking.done():
        try:
            actions.set_flag(request.person, picking.chosen[0], why.cleaned_data["why"])
        except Refused as refused:
            picking.refuse(str(refused))
        else:
            messages.success(request, f"{picking.chosen[0].name} is not shown anywhere from now on.")
            return redirect("never_show")
    return picking.answer()


@power(POWER)
@ask
def one(request: Request, pk: int) -> HttpResponse:
    """Why, who said so and when; and the button that ends it."""
    flag = _find(request, pk)
    why = actions.read(request.person, flag)
    rows = [("Why", why), ("Written down by", flag.by.name), ("On", _day(flag))]
    return asked_and_done(
        request,
        forms.Form(sent(request)),
        lambda _: actions.end_flag(request.person, flag),
        done=f"From now on what the family answers counts again for {flag.person.name}.",
        to=reverse("never_show"),
        template="consents/never_one.html",
        rows=rows,
        name=flag.person.name,
    )


def _find(request: Request, pk: int) -> NeverShow:
    """One that is for this person to see; 404 for any other, as for one that is not there."""
    rows = NeverShow.objects.of(request.person.school).filter(ended_at=None).select_related("person", "by", "school")
    flag = get_object_or_404(rows, pk=pk)
    if not may_keep(request.person, flag.person):
        raise Http404
    return flag


def _day(flag: NeverShow) -> str:
    return f"{timezone.localtime(flag.at):%-d %B %Y}"

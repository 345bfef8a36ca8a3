"""Who may be shown where, for those who work at the school; and where two parents disagree, for the head."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.finding import find
from schoolgate.community.models import Group, School
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.publishing.consents import asking
from schoolgate.publishing.consents.law import Standing
from schoolgate.publishing.consents.reading import NOT_THIS_ONE, disagreements, pupils
from schoolgate.publishing.consents.standing import may_be_shown

ON_A_PAGE = 30


class Look(forms.Form):
    name = forms.CharField(label="Name", max_length=200, required=False)
    group = forms.ChoiceField(label="Class", required=False)

    def __init__(self, school: School, data: object) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        groups = Group.objects.of(school).filter(kind=Group.Kind.CLASS, ended_on=None).values_list("pk", "name")
        self.fields["group"].choices = [("", "Every class"), *((str(pk), name) for pk, name in groups)]  # type: ignore[attr-defined]


@power("consent.see")
@require_safe
def register(request: Request) -> HttpResponse:
    """Each pupil, and where they may be shown. Why not is not said: it is not for everybody to know."""
    school = request.person.school
    look = Look(school, request.GET)
    look.is_valid()
    found = find(pupils(school), school, look.cleaned_data)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    people, wanted = list(page), asking.purposes(school)
    for person in people:
        person.school = school
    stand = may_be_shown(people, [one.value for one in wanted], timezone.localdate())
    rows = []
    for person in people:
        yes = [one.label for one in wanted if stand[person.pk, one.value] == Standing.YES]
        rows.append([person.name, "; ".join(yes) or NOT_THIS_ONE])
    context = {"form": look, "page": page, "rows": rows, "columns": ["Pupil", "May be shown in"]}
    context |= {"asks": holds(request.person, "consent.ask"), "group": look.cleaned_data.get("group")}
    return render(request, "consents/register.html", context)


@power("consent.disagreements")
@require_safe
def disagreeing(request: Request) -> HttpResponse:
    """Pupils about whom two who answer for them say different things."""
    page = Paginator(disagreements(request.person, timezone.localdate()), ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [[one.person.name, ", ".join(purpose.label for purpose in one.purposes)] for one in page]
    context = {"page": page, "rows": rows, "columns": ["Pupil", "They disagree about"], "back_url": reverse("home")}
    return render(request, "consents/disagreeing.html", context)

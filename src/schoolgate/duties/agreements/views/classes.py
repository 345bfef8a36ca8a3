"""A teacher signs with a class: which classes there are, and the words to read and talk about."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.models import Group
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.duties.agreements import asking
from schoolgate.duties.agreements.actions.in_class import POWER
from schoolgate.duties.agreements.changes import since_answered
from schoolgate.duties.agreements.classes import ClassText, classes_of, texts_of
from schoolgate.duties.agreements.forms import TalkedForm
from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.views.page import shown
from schoolgate.duties.owing import Asked
from schoolgate.duties.owing import asked as what_is_asked

COLUMNS = ["Class", "Agreement", "Signed", "Still to answer"]


@power(POWER)
@require_safe
def classes(request: Request) -> HttpResponse:
    """The classes that somebody signs with, and how far each is."""
    person = request.person
    page = Paginator(classes_of(person), 30).get_page(request.GET.get("page"))
    groups = list(page)
    found = texts_of(groups, what_is_asked(person.school, timezone.localdate()))
    rows = [
        [
            {"text": group.name, "url": reverse("agreement_class", args=[group.pk, one.text.audience])},
            agreements()[one.text.audience].title,
            f"{one.signed} of {len(one.pupils)}",
            str(one.left),
        ]
        for group in groups
        for one in found[group.pk]
    ]
    return render(request, "agreements/classes.html", {"page": page, "rows": rows, "columns": COLUMNS})


def find(request: Request, pk: int, audience: str) -> tuple[Group, ClassText, Asked]:
    """A class that somebody signs with, and the text that its pupils sign; 404 for any other."""
    group = get_object_or_404(classes_of(request.person), pk=pk)
    asked = what_is_asked(group.school, timezone.localdate())
    one = next((one for one in texts_of([group], asked)[group.pk] if one.text.audience == audience), None)
    if one is None:
        raise Http404
    return group, one, asked


@power(POWER)
@ask
def read_with_class(request: Request, pk: int, audience: str) -> HttpResponse:
    """The words, large, to read and talk about together; then on to the list."""
    group, one, asked = find(request, pk, audience)
    needed = asking.talked_through(asked)
    form = TalkedForm(request.POST if request.method == "POST" else None, needed=needed, text=one.text)
    if form.is_valid() and form.cleaned_data["shown"] != one.text.sha256:
        return new_words(request, pk, audience)
    if form.is_valid():
        talked = "1" if form.cleaned_data["discussed"] else ""
        return redirect(f"{reverse('agreement_class_list', args=[pk, audience])}?talked={talked}")
    context = shown(one.text) | {"group": group, "form": form, "one": one}
    context["changes"] = since_answered(one.text, [pupil.person.pk for pupil in one.pupils if pupil.open])
    return render(request, "agreements/class_read.html", context, status=422 if form.errors else 200)


def new_words(request: Request, pk: int, audience: str) -> HttpResponse:
    """Back to the words, which are others by now."""
    messages.info(request, "This agreement has new words since you opened it. Read them with the class first.")
    return redirect("agreement_class", pk, audience)

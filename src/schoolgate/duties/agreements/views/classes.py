"""A teacher signs with a class: read and talk, a tick for each pupil, why some declined, done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.change import Refused
from schoolgate.community.models import Group
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.duties.agreements import asking
from schoolgate.duties.agreements.actions.in_class import POWER, ClassSigned, sign_class
from schoolgate.duties.agreements.actions.signing import LONGEST, WordsChangedError
from schoolgate.duties.agreements.classes import ClassText, Pupil, classes_of, texts_of
from schoolgate.duties.agreements.forms import TalkedForm
from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.views.page import ask, shown
from schoolgate.duties.owing import Asked
from schoolgate.duties.owing import asked as what_is_asked

COLUMNS = ["Class", "Agreement", "Signed", "Still to answer"]
SIGNED, DECLINED, AWAY = "signed", "declined", "away"


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


def _class(request: Request, pk: int, audience: str) -> tuple[Group, ClassText, Asked]:
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
    group, one, asked = _class(request, pk, audience)
    needed = asking.talked_through(asked)
    form = TalkedForm(request.POST if request.method == "POST" else None, needed=needed, text=one.text)
    if form.is_valid():
        talked = "1" if form.cleaned_data["discussed"] else ""
        return redirect(f"{reverse('agreement_class_list', args=[pk, audience])}?talked={talked}")
    context = shown(one.text) | {"group": group, "form": form, "one": one}
    return render(request, "agreements/class_read.html", context, status=422 if form.errors else 200)


@power(POWER)
@ask
def class_list(request: Request, pk: int, audience: str) -> HttpResponse:
    """A tick for each pupil; then, where somebody declined, why; then it is written down."""
    group, one, asked = _class(request, pk, audience)
    talked = bool((request.POST or request.GET).get("talked"))
    if asking.talked_through(asked) and not talked:
        return redirect("agreement_class", pk=pk, audience=audience)
    rows = [_row(request, pupil) for pupil in one.pupils]
    context = {"group": group, "one": one, "rows": rows, "talked": talked, "called": agreements()[audience].called}
    context["shown"] = request.POST.get("shown") or one.text.sha256
    context["away"] = sum(1 for row in rows if row["chosen"] == AWAY)
    if request.method != "POST":
        return render(request, "agreements/class_list.html", context)
    if not any(row["chosen"] in (SIGNED, DECLINED, AWAY) for row in rows):
        context["problem"] = "Choose an answer for at least one pupil"
        return render(request, "agreements/class_list.html", context, status=422)
    if "check" not in request.POST or any(row["chosen"] == DECLINED and not row["reason"] for row in rows):
        context["asked_before"] = "check" in request.POST
        return render(request, "agreements/class_check.html", context, status=422 if context["asked_before"] else 200)
    return _written(request, group, one, context)


def _row(request: Request, pupil: Pupil) -> dict[str, Any]:
    number = pupil.person.pk
    chosen = request.POST.get(f"answer-{number}", "") if pupil.open else ""
    reason = " ".join(request.POST.get(f"reason-{number}", "").split())[:LONGEST]
    return {"pupil": pupil, "chosen": chosen, "reason": reason}


def _written(request: Request, group: Group, one: ClassText, context: dict[str, Any]) -> HttpResponse:
    chosen = [(row["pupil"].person.pk, row["chosen"], row["reason"]) for row in context["rows"]]
    try:
        done = sign_class(
            request.person,
            group,
            one.text,
            context["shown"],
            signed=[number for number, answer, _ in chosen if answer == SIGNED],
            declined={number: reason for number, answer, reason in chosen if answer == DECLINED},
            away=context["away"],
            discussed=context["talked"],
        )
    except WordsChangedError as changed:
        messages.info(request, str(changed))
        return redirect("agreement_class", pk=group.pk, audience=one.text.audience)
    except Refused as refused:
        context["problem"] = str(refused)
        return render(request, "agreements/class_list.html", context, status=422)
    messages.success(request, _said(done, context["away"]))
    return redirect("agreement_classes")


def _said(done: ClassSigned, away: int) -> str:
    parts = [f"{done.signed} signed"]
    parts += [f"{done.declined} declined"] if done.declined else []
    parts += [f"{away} away: they can sign another day"] if away else []
    parts += [f"{done.already} had been written down before"] if done.already else []
    return f"{', '.join(parts)}."

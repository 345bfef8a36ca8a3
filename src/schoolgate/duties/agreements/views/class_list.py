"""A teacher signs with a class: a tick for each pupil, why some declined, check, done."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from schoolgate.community.change import Refused
from schoolgate.community.models import Group
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.duties.agreements import asking
from schoolgate.duties.agreements.actions.in_class import POWER, ClassSigned, sign_class
from schoolgate.duties.agreements.actions.signing import WordsChangedError
from schoolgate.duties.agreements.classes import ClassText
from schoolgate.duties.agreements.forms import WhyForm
from schoolgate.duties.agreements.known import agreements
from schoolgate.duties.agreements.views import ticked as kept
from schoolgate.duties.agreements.views.classes import find, new_words
from schoolgate.duties.agreements.views.ticked import AWAY, DECLINED, SIGNED, Ticked


def _url(step: str, group: Group, one: ClassText) -> str:
    return reverse(step, args=[group.pk, one.text.audience])


def _list_url(group: Group, one: ClassText, ticked: Ticked) -> str:
    return _url("agreement_class_list", group, one) + ("?talked=1" if ticked.talked else "")


@power(POWER)
@ask
def class_list(request: Request, pk: int, audience: str) -> HttpResponse:
    """An answer for each pupil who may still give one."""
    group, one, asked = find(request, pk, audience)
    sent = request.method == "POST"
    talked = bool((request.POST or request.GET).get("talked"))
    if asking.talked_through(asked) and not talked:
        return redirect("agreement_class", pk=pk, audience=audience)
    ticked = kept.read(request, pk, one)
    if ticked.shown != one.text.sha256:
        ticked = Ticked()
    if sent:
        shown = request.POST.get("shown", "")
        ticked = Ticked(shown, talked, _chosen(request, one), ticked.reasons)
        kept.write(request, pk, one, ticked)
        if ticked.answers:
            return redirect("agreement_class_why" if ticked.those(DECLINED) else "agreement_class_check", pk, audience)
    rows = [{"pupil": pupil, "chosen": ticked.answers.get(str(pupil.person.pk), "")} for pupil in one.pupils]
    context = {"group": group, "one": one, "rows": rows, "talked": talked, "called": agreements()[audience].called}
    context["shown"] = ticked.shown if sent else one.text.sha256
    context["problem"] = "Choose an answer for at least one pupil" if sent else ""
    return render(request, "agreements/class_list.html", context, status=422 if sent else 200)


def _chosen(request: Request, one: ClassText) -> dict[str, str]:
    given = {str(p.person.pk): request.POST.get(f"answer-{p.person.pk}", "") for p in one.pupils if p.open}
    return {number: answer for number, answer in given.items() if answer in (SIGNED, DECLINED, AWAY)}


@power(POWER)
@ask
def class_why(request: Request, pk: int, audience: str) -> HttpResponse:
    """Why some of them decline."""
    group, one, _ = find(request, pk, audience)
    ticked = kept.read(request, pk, one)
    if ticked.answers and ticked.shown != one.text.sha256:
        return new_words(request, pk, audience)
    if not (names := _names(one, ticked, DECLINED)):
        return redirect(_list_url(group, one, ticked))
    form = WhyForm(names, ticked.reasons, request.POST if request.method == "POST" else None)
    if form.is_valid():
        ticked.reasons = form.reasons()
        kept.write(request, pk, one, ticked)
        return redirect("agreement_class_check", pk, audience)
    context = {"form": form, "title": f"Why {'does this pupil' if len(names) == 1 else 'do these pupils'} decline?"}
    context["back_url"] = _list_url(group, one, ticked)
    return render(request, "question.html", context, status=422 if form.errors else 200)


def _names(one: ClassText, ticked: Ticked, answer: str) -> dict[int, str]:
    wanted = set(ticked.those(answer))
    return {pupil.person.pk: pupil.person.name for pupil in one.pupils if pupil.person.pk in wanted}


@power(POWER)
@ask
def class_check(request: Request, pk: int, audience: str) -> HttpResponse:
    """Who answers what, to look over before it is written down."""
    group, one, _ = find(request, pk, audience)
    ticked = kept.read(request, pk, one)
    if not ticked.answers:
        return redirect(_list_url(group, one, ticked))
    if ticked.shown != one.text.sha256:
        return new_words(request, pk, audience)
    if ticked.untold():
        return redirect("agreement_class_why", pk, audience)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _write(request, group, one, ticked)
        except Refused as refused:
            form.add_error(None, str(refused))
    back = _url("agreement_class_why", group, one) if ticked.those(DECLINED) else _list_url(group, one, ticked)
    context = {"form": form, "title": f"Check the list of {group.name}", "rows": _rows(group, one, ticked)}
    context["lead"] = "Whoever is away today can sign another day." if ticked.those(AWAY) else ""
    context |= {"button_text": "Write this down", "back_url": back}
    return render(request, "check.html", context, status=422 if form.errors else 200)


def _rows(group: Group, one: ClassText, ticked: Ticked) -> list[tuple[str, str, str]]:
    again, why = _list_url(group, one, ticked), _url("agreement_class_why", group, one)
    rows = [("They sign", "\n".join(_names(one, ticked, SIGNED).values()) or "Nobody", again)]
    for number, name in _names(one, ticked, DECLINED).items():
        rows.append((f"{name} declines", ticked.reasons[str(number)], why))
    if away := _names(one, ticked, AWAY):
        rows.append(("Away today", "\n".join(away.values()), again))
    talked = "Yes" if ticked.talked else "You have not said so"
    return [*rows, ("You talked about it with the class", talked, _url("agreement_class", group, one))]


def _write(request: Request, group: Group, one: ClassText, ticked: Ticked) -> HttpResponse:
    away = len(ticked.those(AWAY))
    try:
        done = sign_class(
            request.person,
            group,
            one.text,
            ticked.shown,
            signed=ticked.those(SIGNED),
            declined={number: ticked.reasons[str(number)] for number in ticked.those(DECLINED)},
            away=away,
            discussed=ticked.talked,
        )
    except WordsChangedError:
        return new_words(request, group.pk, one.text.audience)
    kept.forget(request)
    messages.success(request, _said(done, away))
    return redirect("agreement_classes")


def _said(done: ClassSigned, away: int) -> str:
    parts = [f"{done.signed} signed"]
    parts += [f"{done.declined} declined"] if done.declined else []
    parts += [f"{away} away: they can sign another day"] if away else []
    parts += [f"{done.already} had been written down before"] if done.already else []
    return f"{', '.join(parts)}."

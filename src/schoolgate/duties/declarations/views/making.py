"""Declare something: what is it, one question a page, check your answers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.community.models import Person, School
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.duties.declarations.actions.making import NOBODY, could_be, declare, where
from schoolgate.duties.declarations.draft import draft
from schoolgate.duties.declarations.forms import CHILD_NOW, OneQuestion, WhatIsIt
from schoolgate.duties.declarations.kinds import NONE, Answers, DeclarationKind, Question, about_act, kinds
from schoolgate.duties.declarations.routing import Route, in_words, reads_as, ruling_on
from schoolgate.policy.explain import because, joined
from schoolgate.policy.holders import holders
from schoolgate.policy.views.asking import card
from schoolgate.policy.vocabulary import act_named
from schoolgate.policy.worries import helpline, worry


@power("declaration.make")
@ask
def choose(request: Request) -> HttpResponse:
    """What is it? An answer of the Ask page leads straight to its kind."""
    if kind := about_act(request.GET.get("act", "")):
        return redirect("declare_question", kind=kind.key, question=kind.questions[0].key)
    form = WhatIsIt(request.POST if request.method == "POST" else None)
    if form.is_valid():
        chosen = form.cleaned_data["kind"]
        if chosen == CHILD_NOW:
            return redirect("declare_child_now")
        draft.forget(request)
        return redirect("declare_question", kind=chosen, question=kinds()[chosen].questions[0].key)
    context = {"form": form, "back_url": reverse("declarations")}
    return render(request, "declarations/choose.html", context, status=422 if form.errors else 200)


@power("declaration.make")
@require_safe
def child_now(request: Request) -> HttpResponse:
    """A child may not be safe: whom to call, now."""
    leads = holders(request.person.school, ["dsl"], asker=request.person)
    emergency = helpline("emergency")
    danger = f"If somebody is in danger now, call {emergency.number} first ({emergency.name.lower()})."
    return render(
        request, "declarations/child_now.html", {"school": request.person.school, "leads": leads, "danger": danger}
    )


@power("declaration.make")
@ask
def question(request: Request, kind: str, question: str) -> HttpResponse:
    what, answers = _kind(kind), draft.read(request, kind)
    asked = what.asked(answers)
    here = next((number for number, each in enumerate(asked) if each.key == question), None)
    if here is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    people = _people(request, what, answers) if asked[here].people else {}
    if asked[here].people and not people:
        _keep(request, what, asked[here], NONE)
        return redirect(_next(what, draft.read(request, kind), question))
    form = OneQuestion(asked[here], data, answers.get(question, ""), people)
    if form.is_valid():
        _keep(request, what, asked[here], form.cleaned_data["answer"])
        return redirect(_next(what, draft.read(request, kind), question))
    before = asked[here - 1].key if here else ""
    back_url = reverse("declare_question", args=[kind, before]) if before else reverse("declare")
    context = {"form": form, "back_url": back_url, "kind": what}
    return render(request, "question.html", context, status=422 if form.errors else 200)


def _people(request: Request, what: DeclarationKind, answers: Answers) -> dict[int, tuple[str, str]]:
    """Of whom to ask whether it is about them: number -> name, and what they are to the one who declares."""
    by = request.person
    return {one.pk: (one.name, in_words(reads_as(one, by))) for one in could_be(by, what, answers)}


def _keep(request: Request, what: DeclarationKind, question: Question, answer: str) -> None:
    """Keep an answer. Another name asks anew whom it is about."""
    answers = draft.read(request, what.key)
    if question.names and answers.get(question.key, "") != answer:
        answers.pop(what.about, None)
    answers[question.key] = answer
    draft.write(request, what.key, answers)


def _next(what: DeclarationKind, answers: Answers, after: str) -> str:
    """The first question after this one that has no answer yet; the check where there is none."""
    keys = [question.key for question in what.asked(answers)]
    left = [key for key in keys[keys.index(after) + 1 :] if key not in answers]
    return reverse("declare_question", args=[what.key, left[0]]) if left else reverse("declare_check", args=[what.key])


@power("declaration.make")
@ask
def check(request: Request, kind: str) -> HttpResponse:
    """Check your answers: what is said, where it goes, and what the policy says of it."""
    what, answers = _kind(kind), draft.read(request, kind)
    missing = next((q.key for q in what.asked(answers) if q.key not in answers), None)
    if missing:
        return redirect("declare_question", kind=kind, question=missing)
    if request.method == "POST":
        made = declare(request.person, what, answers)
        draft.forget(request)
        return redirect("declaration", reference=made.reference)
    to = where(request.person, what, answers)
    context = {
        "title": "Check what you tell the school",
        "rows": answered(request.person.school, what, answers, change=True),
        "button_text": "Send it",
        "back_url": reverse("declare_question", args=[kind, what.asked(answers)[-1].key]),
        "goes_to": _goes_to(request, to),
        "nobody": NOBODY,
        "clause": to.clause and card(request.person.school, to.clause),
        "worry": worry(" ".join(answers.values())),
        "about": bool(what.ticked(answers)),
        **policy_says(request, what, answers, to),
    }
    return render(request, "declarations/check.html", context)


def _goes_to(request: Request, to: Route) -> str:
    return joined([f"{one.name} ({in_words(reads_as(one, request.person))})" for one in to.readers])


def policy_says(request: Request, what: DeclarationKind, answers: Answers, to: Route) -> dict[str, object]:
    """What the policy says of the act that is told of, and whether it asks that somebody be told."""
    ruling = ruling_on(request.person, what, what.facts(answers))
    if ruling is None:
        return {}
    school = request.person.school
    asked = bool(ruling.tell) or (to.clause is not None and not any(rule.tell for rule in to.clause.rules))
    return {
        "ruling": ruling,
        "act": act_named(ruling.act),
        "because": because(ruling),
        "clauses": [card(school, clause) for clause in ruling.clauses],
        "must_tell": asked,
    }


def answered(school: School, what: DeclarationKind, answers: Answers, *, change: bool = False) -> list[tuple[str, ...]]:
    """The questions with their answers, for a summary list."""
    rows: list[tuple[str, ...]] = [("What it is", what.label)]
    for each in what.asked(answers):
        words = (_names(school, what, answers) if each.people else each.in_words(answers)) or "Not answered"
        rows.append((each.asks, words, *([reverse("declare_question", args=[what.key, each.key])] if change else [])))
    return rows


def _names(school: School, what: DeclarationKind, answers: Answers) -> str:
    if answers.get(what.about) == NONE:
        return "None of them"
    return joined([one.name for one in Person.objects.of(school).filter(pk__in=what.ticked(answers))])


def _kind(key: str) -> DeclarationKind:
    if key not in kinds():
        raise Http404
    return kinds()[key]

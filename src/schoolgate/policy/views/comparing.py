"""Policies side by side: one question to several, and every act of two or more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.models import School
from schoolgate.community.powers import PUBLIC, power
from schoolgate.community.request import AnyRequest, Request
from schoolgate.policy.compare import Situation, change_sentence, clause_changes, differences
from schoolgate.policy.engine import Ruling, judge
from schoolgate.policy.everyday import everyday
from schoolgate.policy.explain import because, whom_to_ask
from schoolgate.policy.forms import ChoosePolicies, QuestionForm
from schoolgate.policy.interview import in_words, next_question
from schoolgate.policy.models import has_policy, in_force
from schoolgate.policy.sources import available, chosen
from schoolgate.policy.views.asking import facts_in
from schoolgate.policy.views.reading import find
from schoolgate.policy.vocabulary import Act, VocabularyError, act_named, roles

PAGE = 60


@power(PUBLIC)
@require_safe
def side_by_side(request: AnyRequest) -> HttpResponse:
    """One act, asked of several policies: what each of them needs to know is asked once, then all answer."""
    try:
        act = act_named(request.GET.get("act", ""))
        facts = facts_in(request.GET, act)
    except VocabularyError:
        raise Http404 from None
    today = timezone.localdate()
    sources = available(request.person, today)
    picked = chosen(sources, request.GET.getlist("policy")) or sources
    rulings = [(source, judge(source.book, act.name, facts, today)) for source in picked]
    asked = next((q for _, ruling in rulings if (q := next_question(act, facts, ruling))), None)
    if "enough" in request.GET:
        asked = None
    page = reverse("side_by_side")
    kept = [("act", act.name), *((key, value) for key in ("school", "policy") for value in request.GET.getlist(key))]
    told = [(asks, words) for _, asks, words in in_words(act, facts)]
    context: dict[str, Any] = {"act": act, "told": told, "again": f"{page}?{urlencode(kept)}"}
    if asked:
        kept += facts.items()
        form = QuestionForm(asked, request.GET)
        context |= {
            "form": form,
            "kept": kept,
            "enough": facts and f"{page}?{urlencode([*kept, ('enough', 1)])}",
            "back_url": reverse("ask_schools"),
        }
        return render(request, "policy/question.html", context, status=422 if form.errors else 200)
    rows = [
        [source.title, {"verdict": ruling.verdict}, because(ruling), ", ".join(c.id for c in ruling.clauses) or "none"]
        for source, ruling in rulings
    ]
    context |= {"rows": rows, "columns": ["Policy", "Answer", "Why", "Clauses"], "asked": _asked(request, act, facts)}
    return render(request, "policy/side_by_side.html", context)


def _asked(request: AnyRequest, act: Act, facts: Mapping[str, str]) -> str:
    """The answer of the one school that was asked first."""
    school = School.objects.filter(slug=request.GET.get("school", "")).first()
    if school is None or not has_policy(school):
        return ""
    return f"{reverse('answer', args=[school.slug, act.name])}?{urlencode({**facts, 'enough': 1})}"


@power(PUBLIC)
@require_safe
def compare(request: AnyRequest) -> HttpResponse:
    """Two or more policies over every act: where they do not answer alike."""
    sources = available(request.person, timezone.localdate())
    form = ChoosePolicies(sources, request.GET or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        picked = chosen(sources, form.cleaned_data["policy"])
        by = [form.cleaned_data["by"]] if form.cleaned_data["by"] else []
        found = list(differences([source.book for source in picked], timezone.localdate(), by))
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        columns = ["Who and when", *(source.title for source in picked)]
        context |= {"page": page, "columns": columns, "groups": _by_act(list(page)), "count": len(found)}
        if not by:
            context["people"] = _by_person(found, request.GET.getlist("policy"))
    return render(request, "policy/compare.html", context, status=422 if form.errors else 200)


def _by_person(found: list[Situation], policies: list[str]) -> list[tuple[str, int, str]]:
    """Each kind of person, how many of the differences are theirs, and the address that shows only these."""
    counts = Counter(one.facts["by"] for one in found)
    chosen = [("policy", key) for key in policies]
    return [
        (entry["label"], counts[role], f"?{urlencode([*chosen, ('by', role)])}#results")
        for role, entry in roles().items()
        if counts[role]
    ]


def _by_act(found: list[Situation]) -> list[tuple[str, list[list[Any]]]]:
    """Rows for a table an act: the case, then each policy's verdict with its clauses."""
    return [
        (act_named(name).label, [[case(one), *map(_cell, one.rulings)] for one in group])
        for name, group in groupby(found, key=lambda one: one.act)
    ]


def case(situation: Situation, with_role: bool = True) -> str:
    """The facts of a case, in a few words: "a member of staff, a personal account, not family"."""
    act = act_named(situation.act)
    told = {name: value for name, value in situation.facts.items() if name != "by" or with_role}
    return ", ".join(act.facts[name].cases.get(value, f"{value} days") for name, value in told.items())


def _cell(ruling: Ruling) -> dict[str, str]:
    asked = f"Ask {', '.join(whom_to_ask(ruling))}. " if ruling.verdict == "needs" else ""
    return {"verdict": ruling.verdict, "text": asked + ", ".join(clause.id for clause in ruling.clauses)}


@power("policy.see_drafts")
@require_safe
def changes(request: Request, number: int) -> HttpResponse:
    """What a version changes, beside the one before it: for one kind of person at a time, then clause by clause.

    For an adopted version that is the one whose place it took; for any other, the one in force.
    """
    found = find(request, number)
    starts = found.in_force_from
    now = in_force(found.school, starts - timedelta(days=1) if starts else None)
    if now is None:
        return render(request, "policy/changes.html", {"version": found, "now": None})
    moved = list(differences([now.rulebook, found.rulebook], timezone.localdate()))
    counts = Counter(one.facts["by"] for one in moved)
    by = request.GET.get("by", "")
    by = by if by in counts else next(iter(counts), "staff")
    mine = [one for one in moved if one.facts["by"] == by]
    answered = [one for one in mine if one.rulings[0].verdict != "silent"]
    context = {
        "version": found,
        "now": now,
        "by": by,
        "people": [(role, entry["label"], counts[role]) for role, entry in roles().items() if counts[role]],
        "who": roles()[by]["label"],
        "parts": [
            ("Answers that change", _sentences(answered)),
            ("Where there was no rule before", _sentences([one for one in mine if one not in answered])),
        ],
        "clauses": [change for change in clause_changes(now.clauses, found.clauses) if change.kind != "same"],
    }
    return render(request, "policy/changes.html", context)


class Moved(NamedTuple):
    """One change for one kind of person: the act, the sentence, the cases it holds in, the new verdict."""

    act: str
    sentence: str
    cases: list[str]
    verdict: str


def _sentences(moved: list[Situation]) -> list[Moved]:
    """The changes, one for all the cases of an act that change alike."""
    told: dict[tuple[str, str], Moved] = {}
    for one in moved:
        before, after = one.rulings
        sentence = change_sentence(before, after)
        label = act_named(one.act).label
        said = told.setdefault((label, sentence), Moved(label, sentence, [], after.verdict))
        if words := case(one, with_role=False):
            said.cases.append(words)
    return list(told.values())


@power("policy.see_drafts")
@require_safe
def try_out(request: Request, number: int) -> HttpResponse:
    """The everyday questions, answered by this version and by the one in force."""
    found = find(request, number)
    now = in_force(found.school)
    books = [found.rulebook, *([now.rulebook] if now and now != found else [])]
    today = timezone.localdate()
    rows = [[one.question, *(_cell(judge(book, one.act, one.facts, today)) for book in books)] for one in everyday()]
    columns = ["Question", "This version", *(["In force now"] if len(books) == 2 else [])]
    return render(request, "policy/try_out.html", {"version": found, "columns": columns, "rows": rows})

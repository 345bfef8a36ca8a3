"""May I…? Ask a school's policy in plain words or by picking an act, answer what matters, and read why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schoolgate.community.models import Person, School
from schoolgate.community.powers import PUBLIC, power
from schoolgate.community.request import AnyRequest
from schoolgate.community.today import offers
from schoolgate.policy.asking import likely
from schoolgate.policy.clause import Clause
from schoolgate.policy.disclaimers import CONTROL, FACT, disclaimers
from schoolgate.policy.engine import Ruling
from schoolgate.policy.explain import because, role_label, whom_to_ask
from schoolgate.policy.forms import QuestionForm
from schoolgate.policy.interview import in_words, next_question, permissions_to_add
from schoolgate.policy.models import PolicyVersion, in_force
from schoolgate.policy.speaking import AS, LEADS, may_speak_as
from schoolgate.policy.vocabulary import Act, VocabularyError, act_named, acts, check_facts, near_words, topics
from schoolgate.policy.worries import helpline, told_nobody, worry

LIKELY = 5
NUMBER = re.compile(r"[0-9]{1,5}")


@power(PUBLIC)
@require_safe
def schools(request: AnyRequest) -> HttpResponse:
    """Which school's policy to ask; straight on where there is no choice."""
    if request.person:
        return redirect("ask", school=request.person.school.slug)
    answering = [school for school in School.objects.order_by("name") if in_force(school)]
    if len(answering) == 1:
        return redirect("ask", school=answering[0].slug)
    return render(request, "policy/ask_schools.html", {"schools": answering})


@power(PUBLIC)
@require_safe
def ask(request: AnyRequest, school: str) -> HttpResponse:
    """A question in plain words, the acts it may be about, and the list of all."""
    where = _school(request, school)
    question = request.GET.get("q", "").strip()[:300]
    if told := worry(question):
        return render(request, "policy/ask.html", {"school": where, "worry": told, "told_nobody": told_nobody()})
    found = [c for c in likely(question)[:LIKELY] if c.act in acts()] if question else []
    context = _choices(where) | {
        "question": question,
        "found": [(act_named(c.act), _address(where, c.act, c.facts)) for c in found],
        "childline": helpline("childline"),
    }
    return render(request, "policy/ask.html", context)


def _choices(where: School) -> dict[str, Any]:
    """What the Ask page shows whatever is asked: the school and the list to pick from."""
    listed = [(t, [(act_named(name), _address(where, name, {})) for name in names]) for t, names in topics().items()]
    return {"school": where, "version": in_force(where), "topics": listed}


def _unknown(request: HttpRequest, where: School, act: str, error: VocabularyError) -> HttpResponse:
    """An address that names an act, or an answer, that is not there: the nearest that are, and the whole list."""
    near = near_words(act, acts())
    context = _choices(where) | {
        "error": str(error),
        "found": [(act_named(name), _address(where, name, {})) for name in near],
    }
    return render(request, "policy/ask.html", context, status=404)


@power(PUBLIC)
@require_safe
def answer(request: AnyRequest, school: str, act: str) -> HttpResponse:
    """One question at a time while an answer depends on it; then the answer, with its clauses."""
    where = _school(request, school)
    version = in_force(where)
    try:
        known = act_named(act)
        facts = facts_in(request.GET, known)
    except VocabularyError as error:
        return _unknown(request, where, act[:60], error)
    if version is None:
        return redirect("ask", school=where.slug)
    if "by" not in facts and "as" not in request.GET and (usual := _usual(request.person, version, known)):
        facts["by"] = usual
    ruling = version.judge(known.name, facts, timezone.localdate())
    question = None if "enough" in request.GET else next_question(known, facts, ruling)
    context = {"school": where, "version": version, "act": known, "told": _told(where, known, facts)}
    if question:
        form = QuestionForm(question, request.GET)
        enough = {**facts, "enough": "1"} if "by" in facts else {}
        context |= {
            "form": form,
            "kept": facts.items() if facts else [("as", "other")],
            "enough": enough and _address(where, act, enough),
            "back_url": reverse("ask", args=[where.slug]),
        }
        return render(request, "policy/question.html", context, status=422 if form.errors else 200)
    mine = request.person if request.person and request.person.school_id == where.pk else None
    if mine:
        context["next_links"] = [link for offer in offers("after_answer") for link in offer(mine, known.name)]
    context |= shown(where, version, known, ruling) | {"ask_here": _ask_here(request, where, ruling)}
    return render(request, "policy/answer.html", context)


def _ask_here(request: AnyRequest, where: School, ruling: Ruling) -> str:
    """What is known, for the page that asks those who decide; '' where this person, or anybody, cannot ask there."""
    person = request.person
    settled = ruling.verdict == "needs" and ruling.alternatives and not ruling.unknown
    if not settled or person is None or person.school_id != where.pk:
        return ""
    known = {name: value for name, value in ruling.facts.items() if name != "approved_by"}
    return urlencode(known) if may_speak_as(person, known.get("by", "")) else ""


def _notes(version: PolicyVersion, act: Act, ruling: Ruling) -> list[str]:
    """Words that say whose views they are, where the answer turns on them."""
    found = disclaimers(version.clauses, timezone.localdate())
    deciding = {clause.id for clause in ruling.clauses if CONTROL in clause.controls}
    turns = FACT in act.facts
    return [one.words for one in found if turns or deciding & {clause.id for clause in one.clauses}]


def shown(where: School, version: PolicyVersion, act: Act, ruling: Ruling) -> dict[str, Any]:
    """What an answer's page shows of a ruling."""
    agreed = permissions_to_add(ruling)
    return {
        "ruling": ruling,
        "because": because(ruling),
        "ask_first": whom_to_ask(ruling),
        "clauses": [card(where, clause) for clause in ruling.clauses],
        "outweighed": [card(where, clause) for clause in ruling.outweighed],
        "general": [card(where, clause) for clause in ruling.general],
        "tell": [(role_label(t.to), t.certain, t.clause) for t in ruling.tell],
        "if_agreed": agreed and _address(where, act.name, {**ruling.facts, **agreed}),
        "open_questions": [act.facts[name].asks for name, _ in ruling.unknown],
        "beside": f"{reverse('side_by_side')}?{urlencode({'school': where.slug, 'act': act.name, **ruling.facts})}",
        "notes": _notes(version, act, ruling),
        "dated": version.in_force_from or date.min,
    }


class Card(NamedTuple):
    """A clause as the pages show it."""

    id: str
    section: str
    who: list[str]
    modality: str
    says: str
    url: str


def card(where: School, clause: Clause) -> Card:
    who = ["everyone"] if "everyone" in clause.who else [role_label(role) for role in clause.who]
    url = f"{reverse('policy_text', args=[where.slug])}#clause-{clause.id}"
    return Card(clause.id, clause.section, who, clause.modality, clause.says, url)


def _school(request: HttpRequest, slug: str) -> School:
    """A school that answers strangers: it has a policy in force. Its own people may look before that."""
    school = get_object_or_404(School, slug=slug)
    person = getattr(request, "person", None)
    if in_force(school) is None and (person is None or person.school_id != school.pk):
        raise Http404
    return school


def facts_in(given: QueryDict, act: Act) -> dict[str, str]:
    """The facts in an address. An unfinished answer (an empty one, words for a number) is still to be asked.

    Raises VocabularyError for an answer that no question offers.
    """
    facts = {name: str(given[name]) for name in act.facts if given.get(name)}
    for name, fact in act.facts.items():
        if not fact.values and name in facts and not NUMBER.fullmatch(facts[name]):
            del facts[name]
    check_facts(act, facts)
    return facts


def _usual(person: Person | None, version: PolicyVersion, act: Act) -> str:
    """Whom somebody most likely asks for: themselves, or, for those who lead it, the school where the act is the
    school's own."""
    held = person.roles() if person else frozenset()
    mine = next((by for role, by in AS.items() if role in held), "")
    if held & LEADS and version.judge(act.name, {"by": mine}, timezone.localdate()).verdict == "silent":
        for_school = version.judge(act.name, {"by": "school"}, timezone.localdate())
        return mine if for_school.verdict == "silent" else "school"
    return mine


def _told(where: School, act: Act, facts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Each answer so far, with the address that asks that question again."""
    rows = []
    for name, asks, words in in_words(act, facts):
        left = {fact: value for fact, value in facts.items() if fact != name}
        rows.append((asks, words, _address(where, act.name, left | ({"as": "other"} if name == "by" else {}))))
    return rows


def _address(where: School, act: str, facts: Mapping[str, str]) -> str:
    page = reverse("answer", args=[where.slug, act])
    return f"{page}?{urlencode(facts)}" if facts else page

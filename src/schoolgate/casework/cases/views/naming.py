"""Whom a case names: people of the school, somebody else, or nobody knows yet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from schoolgate.casework.cases import draft
from schoolgate.casework.cases.access import by_precaution, may_open
from schoolgate.casework.cases.actions.naming import kind_of, name_outsider, name_people, unname
from schoolgate.casework.cases.forms import NONE, OneOfThese, Outsider, Words
from schoolgate.casework.cases.meant import who_may_be_meant
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.cases.views.case import said_of
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.cases.views.triage import next_step
from schoolgate.casework.cases.words import complaints
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.picking import Picking
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent

QUESTIONS = {
    Party.Part.AFFECTED: "Who is affected?",
    Party.Part.RESPONSIBLE: "Who is said to have done it?",
    Party.Part.WITNESS: "Who saw or heard it?",
}
OUT = "The case names you, or a child of yours, so it is with others now. You are not told more about it here."


@power("case.decide")
@require_safe
def named(request: Request, reference: str) -> HttpResponse:
    """Whom it names, by the part they have in it."""
    found = find(request, reference)
    parties = Party.objects.of(found.school).filter(case=found, ended_at=None).select_related("person")
    by_part: dict[str, list[Party]] = {}
    for party in parties:
        by_part.setdefault(party.part, []).append(party)
    groups = [
        {
            "part": part.value,
            "question": question,
            "parties": [(party.key, said_of(party)) for party in by_part.get(part, [])],
            "optional": part == Party.Part.WITNESS,
        }
        for part, question in QUESTIONS.items()
    ]
    context = {
        "case": found,
        "title": "Whom it names",
        "groups": groups,
        "left_out": by_precaution(found),
        "complaint": bool(complaints(draft.read(request, found).get("kinds", found.kinds))),
        "next": next_step(request, found) if found.state == Case.State.NEW else "",
        "answered": all(by_part.get(part) for part in (Party.Part.AFFECTED, Party.Part.RESPONSIBLE)),
    }
    return render(request, "cases/named.html", context)


@power("case.decide")
@ask
def of_school(request: Request, reference: str, part: str) -> HttpResponse:
    found = find(request, reference)
    question = _question(part)
    there = Party.objects.of(found.school).filter(case=found, part=part, ended_at=None, person__isnull=False)
    picking = Picking(
        request,
        Person.objects.of(found.school).exclude(pk__in=there.values("person")),
        title=question,
        label="People of the school",
        button="Name them",
        back_url=reverse("case_named", args=[reference]),
        many=True,
        lead="Whoever is named here can never open the case, nor can the family of a pupil who is. It begins at once.",
        template="cases/pick.html",
        context={"case": found, "up": "Whom it names"},
    )
    if picking.done():
        try:
            name_people(request.person, found, part, picking.chosen)
        except Refused as refused:
            picking.refuse(str(refused))
        else:
            return _on(request, found)
    return picking.answer()


@power("case.decide")
@ask
def other(request: Request, reference: str, part: str) -> HttpResponse:
    """Somebody by a typed name. Where it is like the name of somebody of the school, it is asked whether it is them."""
    found = find(request, reference)
    title = _question(part)
    form: Outsider = Outsider(sent(request))
    if form.is_valid():
        name, kind = form.cleaned_data["name"], form.cleaned_data["kind"]
        people = who_may_be_meant(found.school, name)
        if people:
            said = {person.pk: str(kind_of(person).label) for person in people}
            answer = request.POST if "same" in request.POST or "asked" in request.POST else None
            form = OneOfThese(people, said, answer, {"name": name, "kind": kind})
        if not people or form.is_valid():
            same = form.cleaned_data.get("same", NONE)
            try:
                if same == NONE:
                    name_outsider(request.person, found, part, name, kind)
                else:
                    name_people(request.person, found, part, [each for each in people if str(each.pk) == same])
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return _on(request, found)
    context: dict[str, Any] = {"case": found, "form": form, "title": title}
    context |= {"back_url": reverse("case_named", args=[reference]), "up": "Whom it names"}
    return render(request, "cases/question.html", context, status=422 if form.errors else 200)


@power("case.decide")
@require_POST
def unknown(request: Request, reference: str, part: str) -> HttpResponse:
    """Nobody knows yet who it is, or nobody in particular."""
    found = find(request, reference)
    _question(part)
    try:
        name_outsider(request.person, found, part, "", Party.Kind.UNKNOWN)
    except Refused as refused:
        messages.error(request, str(refused))
    return _on(request, found)


@power("case.decide")
@ask
def end(request: Request, reference: str, party: str) -> HttpResponse:
    found = find(request, reference)
    row = Party.objects.of(found.school).select_related("person").filter(case=found, key=party, ended_at=None).first()
    if row is None:
        raise Http404
    return asked_of_case(
        request,
        found,
        Words("Why?", sent(request), "For example: it was somebody else. They do not get the case back by this."),
        lambda given: unname(request.person, found, row.pk, given["words"]),
        done="They are not named any more.",
        to=reverse("case_named", args=[reference]),
        up="Whom it names",
        title=f"Take back that it names {said_of(row)}",
        button="Take it back",
    )


def _question(part: str) -> str:
    if part not in Party.Part.values:
        raise Http404
    return QUESTIONS[Party.Part(part)]


def _on(request: Request, case: Case) -> HttpResponse:
    """Back to whom it names; out, for somebody whom it names now."""
    if may_open(request.person, case):
        return redirect("case_named", reference=case.reference)
    messages.success(request, OUT)
    return redirect("cases")

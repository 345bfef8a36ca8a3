"""Correcting what a clause of a draft binds to: its rules, the settings it fixes, the duties it asks for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from schoolgate.community.request import Request
from schoolgate.policy.actions import drafting
from schoolgate.policy.asking import match
from schoolgate.policy.drafting_forms.base import OfDraft
from schoolgate.policy.drafting_forms.bindings import EditDuty, EditStep, SetControl, bare
from schoolgate.policy.drafting_forms.rules import EditRule
from schoolgate.policy.models import PolicyVersion
from schoolgate.policy.views.draft import clause_of, draft_page, form_page, nth, saved
from schoolgate.policy.vocabulary import PERMISSIONS, Act, VocabularyError, act_named, acts, controls, topics
from schoolgate.policy.wording import (
    Raw,
    as_list,
    capital,
    control_sentence,
    duty_sentence,
    rule_sentence,
    step_items,
    step_label,
    step_sentence,
    words,
)

LIKELY = 5


@draft_page
def rule_add(request: Request, version: PolicyVersion, clause: str) -> HttpResponse:
    """Pick what a new rule is about, then say the rest."""
    found = clause_of(version, clause)
    if not request.GET.get("act"):
        return _pick_act(request, version, found)
    try:
        act = act_named(request.GET["act"])
    except VocabularyError:
        raise Http404 from None
    facts = {name: value for name, fact in act.facts.items() if (value := request.GET.get(name)) in fact.values}
    return _rule(request, version, found, act, {"act": act.name, "when": facts}, len(found.get("rules", [])))


def _pick_act(request: Request, version: PolicyVersion, found: Raw) -> HttpResponse:
    """The acts that the clause, or the words typed, may be about; then all of them."""
    asked = request.GET.get("q", "").strip()[:300]
    likely = [(act_named(c.act), _query(c.act, c.facts)) for c in match(asked or found["says"]) if c.act in acts()]
    grouped = [(topic, [(act_named(name), _query(name, {})) for name in names]) for topic, names in topics().items()]
    context = {"version": version, "clause": found, "asked": asked, "likely": likely[:LIKELY], "topics": grouped}
    return render(request, "policy/rule_pick.html", context)


def _query(act: str, facts: Any) -> str:
    """The address of the next page, with what the words already say of the case."""
    told = {name: value for name, value in facts.items() if name not in {*PERMISSIONS, "by"}}
    return f"?{urlencode({'act': act, **told})}"


@draft_page
def rule(request: Request, version: PolicyVersion, clause: str, index: int) -> HttpResponse:
    """Change one rule of a clause."""
    found = clause_of(version, clause)
    now = nth(found.get("rules", []), index)
    return _rule(request, version, found, act_named(now["act"]), now, index)


def _rule(request: Request, version: PolicyVersion, found: Raw, act: Act, now: Raw, index: int) -> HttpResponse:
    rules = list(found.get("rules", []))
    new = index == len(rules)
    near = _about(version, found, act, as_list(now.get("limits")))
    form = EditRule(version.revision, act, found, now, near, request.POST or None)

    def save(seen: int) -> PolicyVersion:
        rules[index : index + 1] = [form.raw()]
        return _bind(request, version, seen, found, {"rules": rules})

    if saved(form, save):
        messages.success(request, f"Now: {rule_sentence(rules[index], found)}.")
        return redirect("clause", number=version.number, clause=found["id"])
    return form_page(request, version, form, "policy/rule_form.html", clause=found, by_place=not new, act=act, new=new)


def _about(version: PolicyVersion, found: Raw, act: Act, also: list[str]) -> Iterable[Raw]:
    """The other clauses with a rule on this act, and those that the rule names already."""
    for other in version.pack["clauses"]:
        on_it = any(rule["act"] == act.name for rule in other.get("rules", ()))
        if other["id"] in also or (on_it and other["id"] != found["id"]):
            yield other


@draft_page
def rule_remove(request: Request, version: PolicyVersion, clause: str, index: int) -> HttpResponse:
    """Check, then take a rule from a clause."""
    found = clause_of(version, clause)
    gone = nth(found.get("rules", []), index)
    rules = [rule for place, rule in enumerate(found["rules"]) if place != index]
    said = rule_sentence(gone, found)
    return _take_away(request, version, found, {"rules": rules}, "rule", said)


@draft_page
def control_add(request: Request, version: PolicyVersion, clause: str) -> HttpResponse:
    """Pick a setting, then say what the clause fixes it to."""
    found = clause_of(version, clause)
    held = found.get("controls", {})
    name = request.GET.get("control", "")
    if not name:
        groups: dict[str, list[Any]] = {}
        for one in controls().values():
            if one.name not in held:
                groups.setdefault(words("controls")[one.name.partition(".")[0]], []).append(
                    (one.name, capital(one.says))
                )
        context = {"version": version, "clause": found, "groups": groups.items()}
        return render(request, "policy/control_pick.html", context)
    if name not in controls():
        raise Http404
    if step := request.GET.get("step"):
        return _step(request, version, found, name, step)
    form = SetControl(version.revision, controls()[name], held.get(name), request.POST or None)

    def save(seen: int) -> PolicyVersion:
        return _bind(request, version, seen, found, {"controls": {**held, name: form.raw()}})

    if saved(form, save):
        messages.success(request, f"Now: {control_sentence(name, form.raw())}.")
        return redirect("clause", number=version.number, clause=clause)
    title = capital(controls()[name].says)
    return form_page(request, version, form, clause=found, title=title, quoted=found["says"])


def _step(request: Request, version: PolicyVersion, found: Raw, name: str, step: str) -> HttpResponse:
    """Say more of one of the steps that a setting names."""
    held = found.get("controls", {})
    items = {item["step"]: item for item in step_items(name, held.get(name, ()))}
    if step not in items:
        raise Http404
    form = EditStep(version.revision, controls()[name], items[step], request.POST or None)

    def save(seen: int) -> PolicyVersion:
        new = [form.raw() if one == step else bare(item, one) for one, item in items.items()]
        return _bind(request, version, seen, found, {"controls": {**held, name: new}})

    if saved(form, save):
        said = form.raw()
        messages.success(request, f"Now: {step_sentence({'step': step} if isinstance(said, str) else said)}.")
        return redirect("clause", number=version.number, clause=found["id"])
    title = f"What the clause says of: {step_label(step)}"
    return form_page(request, version, form, clause=found, title=title, quoted=found["says"])


@draft_page
def control_remove(request: Request, version: PolicyVersion, clause: str, control: str) -> HttpResponse:
    """Check, then let go of a setting."""
    found = clause_of(version, clause)
    held = found.get("controls", {})
    if control not in held:
        raise Http404
    left = {name: value for name, value in held.items() if name != control}
    said = control_sentence(control, held[control])
    return _take_away(request, version, found, {"controls": left}, "setting", said)


@draft_page
def duty_add(request: Request, version: PolicyVersion, clause: str) -> HttpResponse:
    """Say what a clause asks people to do."""
    found = clause_of(version, clause)
    return _duty(request, version, found, {}, len(found.get("duties", [])))


@draft_page
def duty(request: Request, version: PolicyVersion, clause: str, index: int) -> HttpResponse:
    """Change one duty of a clause."""
    found = clause_of(version, clause)
    return _duty(request, version, found, nth(found.get("duties", []), index), index)


def _duty(request: Request, version: PolicyVersion, found: Raw, now: Raw, index: int) -> HttpResponse:
    duties = list(found.get("duties", []))
    form = EditDuty(version.revision, now, request.POST or None)

    def save(seen: int) -> PolicyVersion:
        duties[index : index + 1] = [form.raw()]
        return _bind(request, version, seen, found, {"duties": duties})

    if saved(form, save):
        messages.success(request, f"Now it asks for this: {duty_sentence(duties[index])}.")
        return redirect("clause", number=version.number, clause=found["id"])
    title = "Change this duty" if now else "Add a duty"
    return form_page(request, version, form, clause=found, by_place=bool(now), title=title, quoted=found["says"])


@draft_page
def duty_remove(request: Request, version: PolicyVersion, clause: str, index: int) -> HttpResponse:
    """Check, then take a duty from a clause."""
    found = clause_of(version, clause)
    gone = nth(found.get("duties", []), index)
    duties = [duty for place, duty in enumerate(found["duties"]) if place != index]
    return _take_away(request, version, found, {"duties": duties}, "duty", duty_sentence(gone))


def _bind(request: Request, version: PolicyVersion, seen: int, found: Raw, values: dict[str, Any]) -> PolicyVersion:
    """Give a clause what it binds to; one that bound to nothing until now informs no longer."""
    bound = any(found.get(key) for key in ("rules", "controls", "duties", "workflow"))
    changed = values if bound else {**values, "informs": None}
    return drafting.change_clause(request.person, version, seen, found["id"], changed)


def _take_away(
    request: Request, version: PolicyVersion, found: Raw, left: dict[str, Any], what: str, said: str
) -> HttpResponse:
    """Ask before something is taken from a clause; `left` is what stays."""
    form = OfDraft(version.revision, request.POST or None)
    if saved(form, lambda seen: drafting.change_clause(request.person, version, seen, found["id"], left)):
        messages.success(request, f"The {what} is gone from clause {found['id']}.")
        return redirect("clause", number=version.number, clause=found["id"])
    context = {"title": f"Remove this {what}?", "quoted": said, "button_text": f"Remove this {what}"}
    return form_page(request, version, form, "policy/clause_remove.html", clause=found, by_place=True, **context)

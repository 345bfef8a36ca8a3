"""Opening any form of a draft and saving it unchanged means the same as before; every word has its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.forms import BoundField
from django.http import QueryDict

from schoolgate.policy.clause import EFFECTS
from schoolgate.policy.drafting_forms.bindings import EditDuty, SetControl
from schoolgate.policy.drafting_forms.clauses import ClauseWords, Details, next_number
from schoolgate.policy.drafting_forms.rules import EditRule
from schoolgate.policy.models import compiled
from schoolgate.policy.pack import PACKS, raw
from schoolgate.policy.vocabulary import (
    PERMISSIONS,
    act_named,
    acts,
    approvers,
    controls,
    duty_kinds,
    duty_times,
    roles,
)
from schoolgate.policy.wording import choice_label, duty_sentence, others, rule_sentence, sureness, words


def unchanged(form: forms.Form) -> QueryDict:
    """What a browser sends when somebody opens the form's page and presses Save.

    Worked out from the fields, since drawing a thousand pages is slow; test_drafting_pages reads some real ones.
    """
    data = QueryDict(mutable=True)
    for field in form:
        data.setlist(field.html_name, _sent(field))
    return data


def _sent(field: BoundField) -> list[str]:
    value, widget = field.value(), field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    if isinstance(widget, (forms.RadioSelect, forms.Select, forms.CheckboxSelectMultiple)):
        offered = [str(choice[0]) for choice in widget.choices]
        chosen = [one for one in offered if one in (value if isinstance(value, list) else [str(value or "")])]
        unpicked = offered[:1] if type(widget) is forms.Select else []
        return chosen or unpicked
    return [str(value if value is not None else "")]


def again(make: Any) -> Any:
    """The pack's form of what `make(data)` gives for its own opened page."""
    form = make(unchanged(make(None)))
    assert form.is_valid(), form.errors
    return form.raw()


def saved_again(clause: dict[str, Any], clauses: list[dict[str, Any]]) -> dict[str, Any]:
    """The clause after each of its forms was opened and saved unchanged."""
    new = {**clause, **again(lambda data: ClauseWords(1, clause, data))}
    if "rules" in clause:
        new["rules"] = [again(lambda data, rule=rule: _rule(clause, rule, clauses, data)) for rule in clause["rules"]]
    if "controls" in clause:
        new["controls"] = {
            name: again(lambda data, name=name, value=value: SetControl(1, controls()[name], value, data))
            for name, value in clause["controls"].items()
        }
    if "duties" in clause:
        new["duties"] = [again(lambda data, duty=duty: EditDuty(1, duty, data)) for duty in clause["duties"]]
    return {key: value for key, value in new.items() if value is not None}


def _rule(clause: Any, rule: Any, clauses: Any, data: Any) -> EditRule:
    near = [other for other in clauses if other["id"] in rule.get("limits", [])]
    return EditRule(1, act_named(rule["act"]), clause, rule, near, data)


@pytest.mark.parametrize("name", PACKS)
def test_every_form_of_every_clause_saved_unchanged_means_the_same(name):
    pack = raw(name)
    again_pack = {**pack, "clauses": [saved_again(clause, pack["clauses"]) for clause in pack["clauses"]]}
    again_pack |= again(lambda data: Details(1, pack, data))
    again_pack = {key: value for key, value in again_pack.items() if value}
    assert compiled(again_pack, "A School") == compiled(pack, "A School")


def all_conditions() -> Iterator[tuple[str, str, str]]:
    for act in acts().values():
        for fact in act.facts.values():
            if fact.name not in {*PERMISSIONS, "by"}:
                yield from ((act.name, fact.name, value) for value in fact.values)


def test_every_value_of_every_fact_can_be_said_in_a_rule():
    clause = {"id": "1", "who": ["staff"], "modality": "must_not"}
    for act, fact, value in all_conditions():
        said = rule_sentence({"act": act, "when": {fact: value}}, clause)
        assert words("when")[fact][value] in said


def test_a_rule_speaks_of_others_and_never_of_me():
    clause = {"id": "1", "who": ["staff"], "modality": "must_not"}
    for act in acts():
        assert not re.search(r"\b(I|me|my|myself|your?)\b", rule_sentence({"act": act}, clause)), act
    for approver in approvers().values():
        assert not re.search(r"\b(my|your)\b", others(approver["label"]))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({}, "Staff may open an account in the school's name"),
        (
            {"approval": ["head"]},
            "Staff must ask the head teacher first before they open an account in the school's name",
        ),
        (
            {"approval": ["head", "governor"], "written": "yes"},
            "Staff must have written permission from the head teacher or the governors before they open an account "
            "in the school's name",
        ),
        (
            {"effect": "forbid", "by": ["everyone"], "unless": {"risk_assessed": "yes"}},
            "Nobody may open an account in the school's name, unless a risk assessment has been done",
        ),
        (
            {"tell": "dsl"},
            "If staff open an account in the school's name, the designated safeguarding lead must be told",
        ),
    ],
)
def test_a_rule_is_said_in_one_sentence(rule, said):
    clause = {"id": "1", "who": ["staff"], "modality": "may"}
    assert rule_sentence({"act": "open.official_account", **rule}, clause) == said


def test_a_duty_is_said_with_its_time():
    assert duty_sentence({"kind": "training", "what": "learn the policy", "every": "12"}) == (
        "Learn the policy, every 12 months"
    )
    assert duty_sentence({"kind": "training", "what": "learn it", "when": "on_joining"}) == "Learn it, when they join"


def test_every_control_choice_time_and_kind_has_words():
    assert {name.partition(".")[0] for name in controls()} <= words("controls").keys()
    assert set(duty_times()) == words("times").keys()
    assert all(duty_kinds().values())
    for control in controls().values():
        for value in (*control.values, *roles(), *approvers()):
            assert "_" not in choice_label(value)


def test_how_sure_is_said_in_words():
    assert [sureness(c) for c in (1.0, 0.7, 0.5, 0.1)] == ["sure", "fairly sure", "not very sure", "not at all sure"]


@pytest.mark.parametrize(
    ("numbers", "like", "free"),
    [
        (["c001", "c002", "c011"], "c002", "c012"),
        (["HB-1", "HB-96", "S-120"], "HB-1", "HB-97"),
        ([], "", "1"),
        (["4.2", "4.9"], "4.2", "4.10"),
    ],
)
def test_a_new_clause_is_offered_the_next_free_number(numbers, like, free):
    assert next_number(numbers, like) == free


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("14 September 2026", "2026-09-14"),
        ("September 2026", "2026-09"),
        ("Autumn term 2026", "2026-autumn"),
        ("2026-autumn", "2026-autumn"),
        ("2026", "2026"),
        ("", ""),
    ],
)
def test_a_date_is_kept_as_exact_as_it_was_typed(typed, kept):
    form = Details(1, raw("model"), {"title": "A policy", "review_due": typed, "revision": "1"})
    assert form.is_valid()
    assert form.cleaned_data["review_due"] == kept


@pytest.mark.parametrize("typed", ["soon", "31 June 2026", "2026-13", "next Tuesday"])
def test_what_is_no_date_is_said_to_be_none(typed):
    form = Details(1, raw("model"), {"title": "A policy", "review_due": typed, "revision": "1"})
    assert "Type a date such as" in str(form.errors["review_due"])


def test_a_rule_whose_effect_followed_from_the_clause_keeps_it_where_none_follows():
    clause = {
        "id": "1", "section": "S", "who": ["staff"], "modality": "must_not", "says": "No.",
        "rules": [{"act": "answer.press"}],
    }  # fmt: skip
    data = QueryDict("says=No.&section=S&who=staff&revision=1&modality=must&general=no")
    form = ClauseWords(1, clause, data)
    assert form.is_valid()
    assert form.raw()["rules"] == [{"act": "answer.press", "effect": EFFECTS["must_not"]}]

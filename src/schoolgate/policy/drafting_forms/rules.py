"""A rule: what a clause does to one act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms

from schoolgate.policy.clause import EFFECTS
from schoolgate.policy.drafting_forms.base import OfDraft, in_order, who_field
from schoolgate.policy.drafting_forms.parts import Details, Part
from schoolgate.policy.vocabulary import PERMISSIONS, Act, Fact, approvers, consents, roles
from schoolgate.policy.wording import Raw, as_list, capital, effect_of, others, words

BOUNDS = {"at_most": "At most this many", "more_than": "More than this many"}


class EditRule(OfDraft):
    """A rule on one act. Each fact of the act is asked twice: `when_…`, and `unless_…` for exceptions."""

    effect = forms.ChoiceField(
        label="What does the clause say about it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the clause says about it"},
    )
    by = who_field("Whom does this rule bind?", "These are the clause’s own people, unless you choose others.")

    def __init__(self, revision: int, act: Act, clause: Raw, rule: Raw, near: Iterable[Raw], data: Any = None) -> None:
        """`near` are the draft's other clauses about the same act."""
        self.act, self.clause, self.rule = act, clause, rule
        self.asked = [fact for name, fact in act.facts.items() if name not in {*PERMISSIONS, "by"}]
        super().__init__(revision, data, self._initial())
        self.fields["effect"].choices = self._effects()  # type: ignore[attr-defined]
        if "approved_by" in act.facts:
            labels = {name: capital(others(entry["label"])) for name, entry in approvers().items()}
            self.fields["approval"] = _ticks("Who has to agree?", labels, "Any one of those you choose will do.")
            self.fields["written"] = forms.BooleanField(label="They have to agree in writing", required=False)
        if "consent" in act.facts:
            labels = {name: capital(label) for name, label in consents().items()}
            self.fields["consent"] = _ticks("Whose consent is needed?", labels, "All of those you choose.")
        told = {name: capital(entry["label"]) for name, entry in {**approvers(), **roles()}.items()}
        self.fields["tell"] = forms.ChoiceField(
            label="Who has to be told?",
            choices=[Choice(*one) for one in told.items()],
            widget=forms.RadioSelect,
            required=False,
        )
        for part in ("when", "unless"):
            self.fields |= {name: field for fact in self.asked for name, field in _fact_fields(part, fact)}
        labels = {other["id"]: f"{other['id']}: {other['says'][:100]}" for other in near}
        self.fields["limits"] = _ticks("Does it narrow another clause?", labels, LIMITS)

    def _effects(self) -> list[Choice]:
        may_ask = PERMISSIONS & self.act.facts.keys()
        return [
            Choice(name, said["label"], hint=said["hint"])
            for name, said in words("effect").items()
            if name != "need" or may_ask
        ]

    def _initial(self) -> dict[str, Any]:
        rule = self.rule
        found: dict[str, Any] = {name: as_list(rule.get(name)) for name in ("approval", "consent", "limits")}
        found["by"] = as_list(rule.get("by")) or as_list(self.clause["who"])
        found |= {"written": rule.get("written") == "yes", "tell": rule.get("tell", "")}
        found["effect"] = effect_of(rule, self.clause["modality"])
        for part in ("when", "unless"):
            for fact, value in rule.get(part, {}).items():
                if isinstance(value, dict):
                    found |= {f"{part}_{fact}_{kind}": bound for kind, bound in value.items()}
                else:
                    found[f"{part}_{fact}"] = as_list(value)
        return found

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        medium = {"legend_size": Size.MEDIUM}
        asking = [Field.checkboxes(n, small=True) for n in ("approval", "written", "consent") if n in self.fields]
        parts = [
            Field.radios("effect", **medium),
            Part(*asking, css_class="sg-if-need", hint="Only if they must ask first:"),
            Part(Field.radios("tell", small=True), css_class="sg-if-tell", hint="Only if somebody has to be told:"),
            Field.checkboxes("by", small=True, **medium),
        ]
        when, unless = (self._questions(part) for part in ("when", "unless"))
        if when:
            used = any(self[name].value() not in (None, "", []) for name in unless)
            parts.append(Part(*self._drawn(when), title="When does it hold?", hint=WHEN))
            parts.append(Details(*self._drawn(unless), title="Are there exceptions?", hint=UNLESS, open=used))
        if self.fields["limits"].choices:  # type: ignore[attr-defined]
            narrows = bool(self["limits"].value())
            parts.append(
                Details(Field.checkboxes("limits", small=True), title="Other clauses about this", open=narrows)
            )
        helper.layout = Layout(*parts, "revision")
        return helper

    def _questions(self, part: str) -> list[str]:
        return [name for name in self.fields if name.startswith(f"{part}_")]

    def _drawn(self, names: list[str]) -> list[Field]:
        ticks = forms.MultipleChoiceField
        return [
            Field.checkboxes(name, small=True)
            if isinstance(self.fields[name], ticks)
            else Field.text(name, field_width=5)
            for name in names
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("effect") == "need" and not (told.get("approval") or told.get("consent")):
            self.add_error("approval" if "approval" in self.fields else "consent", "Choose who has to agree")
        if told.get("effect") == "tell" and not told.get("tell"):
            self.add_error("tell", "Choose who has to be told")
        for part in ("when", "unless"):
            for fact in self.asked:
                if not fact.values and all(told.get(f"{part}_{fact.name}_{kind}") is not None for kind in BOUNDS):
                    self.add_error(f"{part}_{fact.name}_at_most", "Fill in one of these two, not both")
        return told

    def raw(self) -> dict[str, Any]:
        """The rule in the pack's form. What does not go with the effect is left out."""
        told, effect = self.cleaned_data, self.cleaned_data["effect"]
        rule: dict[str, Any] = {"act": self.act.name}
        who = as_list(self.clause["who"])
        if set(told["by"]) != set(who):
            rule["by"] = in_order(told["by"], self.rule.get("by") or who)
        rule |= {part: found for part in ("when", "unless") if (found := self._conditions(part))}
        if effect == "need":
            rule |= {
                key: in_order(told[key], self.rule.get(key)) for key in ("approval", "consent") if told.get(key)
            } | ({"written": "yes"} if told.get("written") and told.get("approval") else {})
        elif effect == "tell":
            rule["tell"] = told["tell"]
        elif effect != EFFECTS.get(self.clause["modality"]):
            rule["effect"] = effect
        return rule | ({"limits": in_order(told["limits"], self.rule.get("limits"))} if told["limits"] else {})

    def _conditions(self, part: str) -> dict[str, Any]:
        told, before = self.cleaned_data, dict(self.rule.get(part, {}))
        found: dict[str, Any] = {}
        for fact in in_order((fact.name for fact in self.asked), list(before)):
            bounds = {kind: told.get(f"{part}_{fact}_{kind}") for kind in BOUNDS}
            if chosen := told.get(f"{part}_{fact}"):
                found[fact] = chosen[0] if len(chosen) == 1 else in_order(chosen, before.get(fact))
            elif set_bounds := {kind: str(bound) for kind, bound in bounds.items() if bound is not None}:
                found[fact] = set_bounds
        return found


WHEN = "Tick the cases that the rule is about. Leave a question empty if it makes no difference."
UNLESS = "The rule does not hold where everything that you tick here is so."
LIMITS = "Tick a clause that this rule is an exception to, so that the two do not count as a contradiction."


def _ticks(label: str, choices: dict[str, str], help_text: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=[Choice(value, text) for value, text in choices.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def _fact_fields(part: str, fact: Fact) -> Iterable[tuple[str, forms.Field]]:
    name = f"{part}_{fact.name}"
    if fact.values:
        yield name, _ticks(fact.asks, {value: capital(fact.labels[value]) for value in fact.values})
        return
    for kind, label in BOUNDS.items():
        yield (
            f"{name}_{kind}",
            forms.IntegerField(
                label=f"{fact.asks} {label}:",
                required=False,
                min_value=0,
                max_value=100_000,
                error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Type a whole number, such as 30"),
            ),
        )

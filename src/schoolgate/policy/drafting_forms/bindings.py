"""A setting that a clause fixes, and a duty that it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.policy.drafting_forms.base import OfDraft, RoughDate, Words, in_order
from schoolgate.policy.vocabulary import (
    Control,
    approvers,
    circumstances,
    deciders,
    duty_kinds,
    duty_times,
    roles,
    step_letters,
)
from schoolgate.policy.wording import Raw, as_list, capital, choice_label, step_items, step_label, words

NUMBERS = ("days", "months", "age")


class SetControl(OfDraft):
    """One control. Its field is `value`, of the kind that the control takes."""

    def __init__(self, revision: int, control: Control, value: Any = None, data: Any = None) -> None:
        self.items = {item["step"]: item for item in step_items(control.name, value)} if value else {}
        several = control.type in ("roles", "choices")
        super().__init__(revision, data, {"value": list(self.items) or (as_list(value) if several else value)})
        self.control, self.before = control, list(self.items) or value
        self.fields = {"value": _value_field(control), **self.fields}

    def raw(self) -> Any:
        """The control's value in the pack's form: a word or a list of words."""
        value = self.cleaned_data["value"]
        if self.control.type == "steps":
            items = [self.items.get(step, {}) for step in in_order(value, self.before)]
            return [bare(item, step) for item, step in zip(items, in_order(value, self.before), strict=True)]
        return in_order(value, self.before) if isinstance(value, list) else str(value)


def _value_field(control: Control) -> forms.Field:
    label = words("asks")[control.type]
    if control.type in NUMBERS:
        return forms.IntegerField(
            label=label,
            min_value=0,
            max_value=100_000,
            widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
            error_messages={"required": "Type a number", "invalid": "Type a whole number, such as 30"},
        )
    if control.type == "date":
        return RoughDate(label=label, error_messages={"required": "Type a date"})
    if control.type in ("roles", "choices", "steps"):
        values = control.values or dict.fromkeys((*roles(), *approvers()))
        named = step_label if control.type == "steps" else choice_label
        return _ticks(label, {value: named(value) for value in values}, required="Choose at least one")
    return forms.ChoiceField(
        label=label,
        choices=[Choice(value, capital(choice_label(value))) for value in control.values or ("yes", "no")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )


def bare(item: Raw, step: str) -> Any:
    """An item of a list of steps: the name alone where nothing more is said of it."""
    return dict(item) if len(item) > 1 else step


def _ticks(label: str, values: Mapping[str, str], hint: str = "", required: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=[Choice(value, capital(said)) for value, said in values.items()],
        widget=forms.CheckboxSelectMultiple,
        required=bool(required),
        error_messages={"required": required},
    )


FIRST = "none"
"""The answer that no step has to come first, which is not the same as saying nothing about it."""


class EditStep(OfDraft):
    """What a clause says of one step that it names. Everything may be left empty: the policy does not say."""

    def __init__(self, revision: int, control: Control, item: Raw, data: Any = None) -> None:
        when = {f"when_{name}": as_list(held) for name, held in item.get("when", {}).items()}
        after = (as_list(item["after"]) or [FIRST]) if "after" in item else []
        super().__init__(revision, data, {**item, **when, "after": after})
        self.item = item
        steps = {step: step_label(step) for step in control.values if step != item["step"]}
        waits = {
            f"when_{each.name}": _ticks(each.asks, each.values, "It waits for one of those that you tick.")
            for each in circumstances().values()
        }
        fields = {
            "after": _ticks("Which steps come first?", {FIRST: "no step has to come first", **steps}, UNSAID),
            **waits,
            "decided_by": _ticks("Who may take it?", deciders(), UNSAID),
            "considered_by": _ticks("Who alone may say that it is not taken?", deciders(), UNSAID),
            "school_days": forms.IntegerField(
                label="Within how many school days is it looked at again?",
                required=False,
                min_value=1,
                max_value=200,
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
                error_messages={"invalid": "Type a whole number of days, such as 5"},
            ),
            "letter": forms.ChoiceField(
                label="Which letter goes with it?",
                choices=[("", "The policy does not say"), *((key, capital(s)) for key, s in step_letters().items())],
                required=False,
            ),
        }
        self.fields = {**fields, **self.fields}

    def clean_after(self) -> list[str]:
        after: list[str] = self.cleaned_data["after"]
        if FIRST in after and len(after) > 1:
            raise forms.ValidationError("Choose the steps that come first, or that none has to")
        return after

    def raw(self) -> Any:
        """The step in the pack's form."""
        told = self.cleaned_data
        when = {name: held for name in circumstances() if (held := told[f"when_{name}"])}
        item: dict[str, Any] = {"step": self.item["step"]}
        if told["after"]:
            item["after"] = [] if told["after"] == [FIRST] else in_order(told["after"], self.item.get("after"))
        if when:
            item["when"] = when
        for key in ("decided_by", "considered_by"):
            if told[key]:
                item[key] = in_order(told[key], self.item.get(key))
        for key in ("school_days", "letter"):
            if told[key]:
                item[key] = str(told[key])
        return bare(item, item["step"])


UNSAID = "Leave this empty if the policy does not say."


class EditDuty(OfDraft):
    kind = forms.ChoiceField(
        label="What kind of thing is it?",
        choices=[Choice(name, capital(says)) for name, says in duty_kinds().items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what kind of thing it is"},
    )
    what = Words(
        label="What do they have to do?",
        help_text="Begin with what they do: learn this policy, check the school’s page.",
        max_length=300,
        error_messages={"required": "Say what they have to do"},
    )
    when = forms.ChoiceField(
        label="When?",
        choices=[("", "No set time"), *((time, capital(words("times")[time])) for time in duty_times())],
        required=False,
    )
    every = forms.IntegerField(
        label="Or every how many months?",
        help_text="Leave this empty if the policy does not say. A year is 12.",
        required=False,
        min_value=1,
        max_value=120,
        error_messages={"invalid": "Type a whole number of months, such as 12"},
    )

    def __init__(self, revision: int, duty: Raw, data: Any = None) -> None:
        super().__init__(revision, data, dict(duty))
        self.fields["every"].widget.attrs["class"] = "govuk-input--width-5"

    def raw(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {key: str(told[key]) for key in ("kind", "what", "every", "when") if told[key]}

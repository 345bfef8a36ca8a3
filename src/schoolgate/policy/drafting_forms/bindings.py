"""A setting that a clause fixes, and a duty that it asks for."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.policy.drafting_forms.base import OfDraft, RoughDate, Words, in_order
from schoolgate.policy.vocabulary import Control, approvers, duty_kinds, duty_times, roles
from schoolgate.policy.wording import Raw, as_list, capital, choice_label, words

NUMBERS = ("days", "months", "age")


class SetControl(OfDraft):
    """One control. Its field is `value`, of the kind that the control takes."""

    def __init__(self, revision: int, control: Control, value: Any = None, data: Any = None) -> None:
        several = control.type in ("roles", "choices")
        super().__init__(revision, data, {"value": as_list(value) if several else value})
        self.control, self.before = control, value
        self.fields = {"value": _value_field(control), **self.fields}

    def raw(self) -> Any:
        """The control's value in the pack's form: a word or a list of words."""
        value = self.cleaned_data["value"]
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
    if control.type in ("roles", "choices"):
        values = control.values or dict.fromkeys((*roles(), *approvers()))
        return forms.MultipleChoiceField(
            label=label,
            choices=[Choice(value, capital(choice_label(value))) for value in values],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one"},
        )
    return forms.ChoiceField(
        label=label,
        choices=[Choice(value, capital(choice_label(value))) for value in control.values or ("yes", "no")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one"},
    )


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

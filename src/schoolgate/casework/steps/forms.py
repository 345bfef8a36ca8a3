"""What somebody types when they decide on a step."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.casework.steps.standing import Rung
from schoolgate.community.fields import DateField

LONGEST = 4000
TOLD = 1000
CHOOSE = {"required": "Choose what you decide", "invalid_choice": "Choose what you decide"}


def _area(label: str, hint: str, *, required: str = "", longest: int = LONGEST) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": required},
    )


class WhatIsDecided(forms.Form):
    """Taken, not yet, or not taken. A step that the policy forbids is not taken."""

    decision = forms.ChoiceField(label="What do you decide?", widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, rung: Rung, data: Any = None) -> None:
        super().__init__(data)
        taken = Choice("taken", "We take this step", hint=_agreed(rung))
        others = [
            Choice("not_yet", "Not yet", hint="You say when you look at it again."),
            Choice("not_taken", "We do not take it", hint="You say why."),
        ]
        self.fields["decision"].choices = others if rung.forbidden else [taken, *others]  # type: ignore[attr-defined]


def _agreed(rung: Rung) -> str:
    return f"{rung.agreement.says} You are one of them if your role is." if rung.agreement else ""


class Decision(forms.Form):
    """Why, until when, and what the person affected may read; why other steps are passed over, where there are any."""

    def __init__(self, rung: Rung, decision: str, over: list[Rung], today: date, data: Any = None) -> None:
        super().__init__(data)
        self.today = today
        why = "Your policy does not name this step. Why is it right here?" if not rung.named else "Why?"
        hint = "Only those who may open the case read this. It stays in the record."
        self.fields["why"] = _area(
            why if decision == "taken" else "Why?", hint, required="Say why, in a few words, so that it can be shown"
        )
        if over:
            steps = ", ".join(each.label.lower() for each in over)
            self.fields["skipped"] = _area(
                "Why are the steps before this one passed over?",
                f"They have no decision yet: {steps}. Each gets this reason in the record.",
                required="Say why the steps before this one are passed over",
            )
        if decision != "not_taken":
            label = "When do you look at it again?"
            hint = "It comes back to your home page on this day."
            self.fields["due"] = DateField(label=label, what="the day you look at it again", help_text=hint)
        self.fields["told"] = told_field()

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due < self.today:
            raise forms.ValidationError("Choose today or a later day")
        return due


def told_field() -> forms.CharField:
    return _area(
        "What may the person affected read about it?",
        "In plain words, without the other person’s name. Empty this box to tell them nothing yet.",
        longest=TOLD,
    )


class InAnEmergency(forms.Form):
    """What was done in an emergency, on one page."""

    decision = forms.ChoiceField(
        label="What was decided?",
        widget=forms.RadioSelect,
        choices=[
            Choice("taken", "We called them"),
            Choice("not_yet", "Not yet"),
            Choice("not_taken", "It is not needed"),
        ],
        error_messages=CHOOSE,
    )
    why = _area("Why?", "A few words will do now.", required="Say why, in a few words")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["told"] = told_field()


class YesOrNo(forms.Form):
    """Whether somebody agrees to what another decided, and why."""

    agreed = forms.ChoiceField(
        label="Do you agree?",
        widget=forms.RadioSelect,
        choices=[
            Choice("yes", "Yes, I agree"),
            Choice("no", "No", hint="Then the step does not count, until somebody decides again."),
        ],
        error_messages={"required": "Choose yes or no", "invalid_choice": "Choose yes or no"},
    )
    why = _area("Why?", "Only those who may open the case read this.", required="Say why, in a few words")

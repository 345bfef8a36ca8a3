"""What somebody types when they decide on a step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.casework.cases.models import Case
from schoolgate.casework.steps.saying import names_in
from schoolgate.casework.steps.standing import Rung
from schoolgate.community.fields import DateField
from schoolgate.policy.explain import joined

LONGEST = 4000
TOLD = 1000
CHOOSE = {"required": "Choose what you decide", "invalid_choice": "Choose what you decide"}


def _area(label: str, hint: str, *, required: str = "", longest: int = LONGEST, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required},
    )


class Telling(forms.Form):
    """What the person affected may read, which names nobody else in the case."""

    case: Case

    def clean_told(self) -> str:
        told = str(self.cleaned_data["told"])
        if found := names_in(told, self.case):
            raise forms.ValidationError(f"Leave out {joined(found)}: say “the person who did this” instead")
        return told


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


class Decision(Telling):
    """Why, until when, and what the person affected may read; why other steps are passed over, where there are any."""

    def __init__(
        self, case: Case, rung: Rung, decision: str, over: Sequence[Rung], today: date, data: Any = None
    ) -> None:
        super().__init__(data)
        self.case, self.today = case, today
        why = "Why?" if rung.named else "Why is it right here?"
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
        "In plain words, without the other person’s name. Leave this box empty to tell them nothing yet.",
        longest=TOLD,
    )


class InAnEmergency(Telling):
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

    def __init__(self, case: Case, data: Any = None) -> None:
        super().__init__(data)
        self.case = case
        self.fields["told"] = told_field()


class NotTaken(forms.Form):
    """Steps that are not taken, each with its own reason; a step without one is left open."""

    def __init__(self, rungs: Sequence[Rung], tells: bool, data: Any = None) -> None:
        super().__init__(data)
        for rung in rungs:
            named = f"Named in {', '.join(clause.id for clause in rung.clauses)}. " if rung.named else ""
            told = f"Words for the person affected: {rung.kind.told['not_taken']}" if tells else ""
            field = _area(rung.label, f"{named}{told}".strip(), rows=2)
            self.fields[rung.code] = field

    def clean(self) -> dict[str, str]:
        reasons = {code: why.strip() for code, why in self.cleaned_data.items() if why and why.strip()}
        if not reasons and not self.errors:
            raise forms.ValidationError("Say why beside at least one step")
        return reasons


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

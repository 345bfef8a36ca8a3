"""What somebody types when they decide on a step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils.formats import date_format

from schoolgate.casework.cases.models import Case
from schoolgate.casework.steps.actions.deciding import Before
from schoolgate.casework.steps.saying import names_in
from schoolgate.casework.steps.standing import Rung
from schoolgate.casework.steps.terms import Terms, shown_by
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
    """Taken, not yet, or not taken: what of these is theirs to say. A step that the policy forbids is not taken."""

    decision = forms.ChoiceField(label="What do you decide?", widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, rung: Rung, may_take: bool, data: Any = None) -> None:
        super().__init__(data)
        words = rung.kind.choices
        taken = Choice("taken", words["taken"], hint=_agreed(rung))
        others = [
            Choice("not_yet", words["not_yet"], hint="You say when you look at it again."),
            Choice("not_taken", words["not_taken"], hint="You say why."),
        ]
        self.fields["decision"].choices = [taken, *others] if may_take and not rung.forbidden else others  # type: ignore[attr-defined]


def _agreed(rung: Rung) -> str:
    return f"{rung.agreement.says} You are one of them if your role is." if rung.agreement else ""


class Decision(Telling):
    """Why, until when, and what the person affected may read. For a step that is taken: what the policy waits for, and
    why it is taken before its time or without the steps before it, where that is so. `latest` is the last day on which
    the policy lets it be looked at again."""

    def __init__(
        self,
        case: Case,
        rung: Rung,
        decision: str,
        before: Before,
        today: date,
        latest: date | None = None,
        data: Any = None,
    ) -> None:
        super().__init__(data)
        self.case, self.today, self.rung, self.latest = case, today, rung, latest
        if decision == "taken":
            self.fields.update(_waits(rung.terms, shown_by(case.kinds)))
        why = "Why?" if rung.named else "Why is it right here?"
        hint = "Only those who may open the case read this. It stays in the record."
        self.fields["why"] = _area(
            why if decision == "taken" else "Why?", hint, required="Say why, in a few words, so that it can be shown"
        )
        if before:
            says = "you do not wait for the steps before this one"
            label = "Why do you not wait for the steps before this one?"
            if before.passed:
                says = "the steps before this one are passed over"
                label = "Why are the steps before this one passed over?"
            self.fields["skipped"] = _area(label, _open_still(before), required=f"Say why {says}")
        if decision != "not_taken":
            label = "When do you look at it again?"
            hint = "It comes back to your home page on this day."
            self.fields["due"] = DateField(label=label, what="the day you look at it again", help_text=hint)
        self.fields["told"] = told_field()

    def clean_due(self) -> date:
        due: date = self.cleaned_data["due"]
        if due < self.today:
            raise forms.ValidationError("Choose today or a later day")
        if self.latest and due > self.latest:
            raise forms.ValidationError(
                f"Choose {date_format(self.latest, 'j F Y')} or an earlier day: your policy says so"
            )
        return due

    def holds(self) -> tuple[str, ...]:
        """The circumstances that were ticked."""
        ticked = [value for name in self.fields if name.startswith(WHEN) for value in self.cleaned_data.get(name, ())]
        return tuple(ticked)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "early" in self.fields and not self.rung.terms.come(self.holds()) and not said.get("early"):
            self.add_error("early", "Tick what is so above, or say why you take the step now")
        return said


WHEN = "when_"


def _waits(terms: Terms, shown: Sequence[str]) -> dict[str, forms.Field]:
    """A box for each circumstance that the policy waits for, ticked where the case shows it."""
    asked = terms.asked()
    found: dict[str, forms.Field] = {}
    for circumstance, values in asked:
        codes = {f"{circumstance.name}.{value}": circumstance.values[value] for value in values}
        found[f"{WHEN}{circumstance.name}"] = forms.MultipleChoiceField(
            label=circumstance.asks,
            choices=[Choice(code, words[:1].upper() + words[1:]) for code, words in codes.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=[code for code in codes if code in shown],
        )
    if asked:
        label = "If that is not so: why do you take the step now?"
        found["early"] = _area(label, "Leave this box empty where what your policy waits for is so.", rows=3)
    return found


def _open_still(before: Before) -> str:
    said = []
    if before.passed:
        steps = ", ".join(each.label.lower() for each in before.passed)
        said.append(
            f"They have no decision yet: {steps}. They are passed over, and each gets this reason in the record."
        )
    if before.stays:
        steps = ", ".join(each.label.lower() for each in before.stays)
        said.append(f"These come first too, and stay as they are: {steps}.")
    return " ".join(said)


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

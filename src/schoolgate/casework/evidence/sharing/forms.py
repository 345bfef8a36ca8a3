"""What is asked before something of a case is shared, one thing a page."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.evidence.saying import HIDDEN
from schoolgate.casework.evidence.sharing.models import Referral
from schoolgate.casework.evidence.sharing.words import chronologies, kinds


def _area(rows: int = 5) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Whom(forms.Form):
    kind = forms.ChoiceField(
        label="Who is it for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who it is for", "invalid_choice": "Choose one of these"},
    )
    name = forms.CharField(
        label="Their name",
        help_text="One person, whom you have spoken or written to. Nothing goes to an office as such.",
        max_length=200,
        error_messages={"required": "Write the name of one person"},
    )
    office = forms.CharField(
        label="Their office, and where it is",
        help_text="For example: police constable 1234, safer schools team.",
        max_length=200,
        error_messages={"required": "Write their office"},
    )

    def __init__(self, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        choices = [Choice(word.code, word.label, hint=word.hint) for word in kinds().values()]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class Why(forms.Form):
    why = forms.CharField(
        label="Why do they need it?",
        help_text="Say what they asked for, or what they are to do. It stands in the chronology and in the bundle.",
        max_length=4000,
        widget=_area(),
        error_messages={"required": "Say why they need it"},
    )


class What(forms.Form):
    chronology = forms.ChoiceField(
        label="How much of the chronology?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how much of the chronology", "invalid_choice": "Choose one of these"},
    )
    restricted = forms.BooleanField(label="Restricted lines of it go too (we ask you why)", required=False)
    items = forms.TypedMultipleChoiceField(
        label="Which pieces of evidence?",
        help_text="Leave out what they do not need. Something covered or redacted goes only where you choose it.",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "The list has changed. Choose again"},
    )

    def __init__(self, case: Case, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        choices = [Choice(word.code, word.label, hint=word.hint) for word in chronologies().values()]
        self.fields["chronology"].choices = choices  # type: ignore[attr-defined]
        items = Item.objects.of(case.school).filter(case=case)
        items = items.none() if case.no_pictures else items
        self.fields["items"].choices = [(item.pk, described(item)) for item in items]  # type: ignore[attr-defined]
        if not items:
            del self.fields["items"]

    def clean(self) -> dict[str, Any]:
        # Where none can be chosen, what was chosen before is not kept.
        cleaned = {"items": [], **(super().clean() or {})}
        if cleaned.get("chronology") == Referral.Chronology.NONE and not cleaned.get("items"):
            self.add_error("chronology", "Choose lines of the chronology, a piece of evidence, or both")
        return cleaned


class Apart(forms.Form):
    why_apart = forms.CharField(
        label="Why does it go with it all the same?",
        max_length=2000,
        widget=_area(4),
        error_messages={"required": "Say why, or go back and choose less"},
    )


def described(item: Item) -> str:
    """A piece of evidence for those who may open the case, with what tells it from others."""
    name = HIDDEN.lower() if item.restricted else item.called()
    return f"{item.reference}, {name} ({str(item.get_kind_display()).lower()})"

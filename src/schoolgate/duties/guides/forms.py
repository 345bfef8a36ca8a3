"""What somebody types on the pages of the guide."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.duties.guides.frame import ENGLISH, frames


class HandOverForm(forms.Form):
    people = forms.MultipleChoiceField(
        label="Who was given it on paper?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one family", "invalid_choice": "Choose families from the list"},
    )

    def __init__(self, people: list[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["people"].choices = [Choice(str(pk), name) for pk, name in people]  # type: ignore[attr-defined]


class LanguagesForm(forms.Form):
    chosen = forms.MultipleChoiceField(
        label="In which languages beside English?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="The guide’s own words are translated. The rules stay as your school wrote them.",
        choices=lambda: [Choice(code, frame["name"]) for code, frame in frames().items() if code != ENGLISH],
        error_messages={"invalid_choice": "Choose languages from the list"},
    )

"""Yes or no for each purpose, and what stands on a paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils import timezone

from schoolgate.community.fields import DateField
from schoolgate.community.models import Person
from schoolgate.publishing.consents.models import Consent, Purpose
from schoolgate.publishing.consents.words import meanings

YES, NO = "yes", "no"


class AnswersForm(forms.Form):
    """A yes or no for each purpose. What is left out is not answered."""

    def __init__(self, purposes: Iterable[Purpose], said: Mapping[str, bool], data: Any = None) -> None:
        super().__init__(data)
        self.purposes = list(purposes)
        for purpose in self.purposes:
            words = meanings()[purpose]
            self.fields[purpose.value] = forms.ChoiceField(
                label=purpose.label,
                help_text=f"{words.means} {words.seen}",
                choices=[Choice(YES, "Yes"), Choice(NO, "No")],
                widget=forms.RadioSelect,
                required=False,
                initial={True: YES, False: NO}.get(said[purpose]) if purpose in said else None,
            )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and not any(found.get(purpose.value) for purpose in self.purposes):
            self.add_error(self.purposes[0].value, "Choose yes or no for at least one of them")
        return found

    def answers(self) -> dict[str, bool]:
        given = {purpose.value: self.cleaned_data.get(purpose.value) for purpose in self.purposes}
        return {purpose: chosen == YES for purpose, chosen in given.items() if chosen}


class PaperForm(AnswersForm):
    """What somebody said on paper or to the school, and when."""

    said_by = forms.TypedChoiceField(
        label="Who said it?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who said it"},
    )
    how = forms.ChoiceField(
        label="How?",
        choices=[Choice(Consent.How.PAPER, "On paper, signed"), Choice(Consent.How.SPOKEN, "They told somebody")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they said it"},
    )
    on = DateField(label="On which day?", what="the day", initial=timezone.localdate)

    def __init__(self, speakers: Iterable[Person], purposes: Iterable[Purpose], data: Any = None) -> None:
        super().__init__(purposes, {}, data)
        self.fields["said_by"].choices = [Choice(one.pk, one.name) for one in speakers]  # type: ignore[attr-defined]

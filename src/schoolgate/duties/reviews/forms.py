"""What somebody types when they have looked at something."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils import timezone

from schoolgate.community.fields import DateField
from schoolgate.duties.reviews.models import Review

TOOK_PART = {
    "slt": "A senior leader",
    "dsl": "The safeguarding lead",
    "technician": "The IT technician or provider",
    "governor": "A governor",
}


class RecordReview(forms.Form):
    on = DateField(label="When did you look?", what="the day you looked")
    together = forms.MultipleChoiceField(
        label="Who took part?",
        choices=list(TOOK_PART.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    result = forms.ChoiceField(
        label="Is it all right?",
        choices=[Choice("ok", "Yes"), Choice("not_ok", "No, something has to be put right")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )
    seen = forms.CharField(
        label="What did you look at, and what did you see?",
        help_text="Leave out people’s names.",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Say in a few words what you saw"},
    )
    put_right = forms.CharField(
        label="What has to be put right?",
        help_text="Only where something does.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence_link = forms.URLField(
        label="Is there something to show for it?",
        help_text="A link to a report or a screenshot, if you have one. It begins with https://",
        max_length=500,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address that begins with https://"},
    )
    round = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *, shared: bool, round: str, data: Any = None) -> None:
        super().__init__(data, initial={"round": round, "on": timezone.localdate()})
        if not shared:
            del self.fields["together"]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Enter a day that is not in the future")
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("result") == Review.Result.NOT_OK and not given.get("put_right"):
            self.add_error("put_right", "Say what has to be put right")
        if given.get("result") == Review.Result.OK:
            given["put_right"] = ""
        return given


class TickOwn(forms.Form):
    """A check of one's own: nothing is written down but that it was made."""

    done = forms.BooleanField(
        label="I have done this today", error_messages={"required": "Tick the box once you have done it"}
    )
    round = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *, round: str, data: Any = None) -> None:
        super().__init__(data, initial={"round": round})


class NoteChange(forms.Form):
    words = forms.CharField(
        label="What was changed?",
        help_text="For example: a new web filter, or laptops that pupils take home.",
        max_length=300,
        error_messages={"required": "Say in a few words what was changed"},
    )
    on = DateField(label="When was it changed?", what="the day it was changed")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"on": timezone.localdate()})

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Enter a day that is not in the future")
        return day

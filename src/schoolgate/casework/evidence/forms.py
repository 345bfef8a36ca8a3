"""What somebody chooses and types about evidence."""

from __future__ import annotations

from typing import Any

from django import forms

from schoolgate.casework.evidence.actions.keeping import AT_MOST
from schoolgate.casework.evidence.fetching import UnreachableError, check_address


class AddFile(forms.Form):
    file = forms.FileField(
        label="Choose the file",
        help_text=f"A screenshot, photo, video, sound, document or text, {AT_MOST} at most. It is kept exactly as it "
        "is.",
        error_messages={"required": "Choose a file", "empty": "That file is empty. Choose another one"},
    )
    how = forms.CharField(
        label="How did it come to you?",
        help_text="For example: the class teacher took this screenshot on the pupil’s phone, with the pupil there.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say how it came to you"},
    )
    source = forms.CharField(
        label="Where on the web is it, if you know? (optional)",
        help_text="The address of the post or page. It is not opened.",
        max_length=2000,
        required=False,
    )
    restricted = forms.BooleanField(
        label="Keep its name and what it shows closed until somebody says why they open it",
        required=False,
    )


class CopyPage(forms.Form):
    address = forms.CharField(
        label="What is the address of the page?",
        help_text="It begins with https:// or http://. Copy it from the top of the browser.",
        max_length=2000,
        widget=forms.TextInput(attrs={"type": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Type the address of the page"},
    )

    def clean_address(self) -> str:
        try:
            return check_address(self.cleaned_data["address"])
        except UnreachableError as error:
            raise forms.ValidationError(str(error)) from None


class Why(forms.Form):
    why = forms.CharField(
        label="Why do you open it?",
        help_text="It is written down with your name and the time, before you see anything.",
        max_length=300,
        error_messages={"required": "Say why you open it"},
    )


class Redact(forms.Form):
    """`names` are those of the case: each can be left in, but begins taken out. `asks_why`: of what is restricted."""

    why = Why.base_fields["why"]
    names = forms.MultipleChoiceField(
        label="Whose names are to be replaced?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label="What else is to be removed? (optional)",
        help_text="One name, nickname, account name, place or number on each line.",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, names: list[str], data: Any = None, *, asks_why: bool = False) -> None:
        super().__init__(data, initial={"names": [str(place) for place in range(len(names))]})
        self.known = names
        if not asks_why:
            del self.fields["why"]
        if names:
            self.fields["names"].choices = [(str(at), name) for at, name in enumerate(names)]  # type: ignore[attr-defined]
        else:
            del self.fields["names"]

    def chosen(self) -> list[str]:
        return [self.known[int(at)] for at in self.cleaned_data.get("names", [])]

    def typed(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not self.chosen() and not self.typed():
            raise forms.ValidationError("Choose a name, or type what is to be removed.")
        return said

"""What somebody chooses and types about pictures."""

from __future__ import annotations

from typing import Any

from django import forms

from schoolgate.casework.reports.forms import FilesField
from schoolgate.community.models import Group, School
from schoolgate.community.picking import Look
from schoolgate.publishing.pictures.actions.bringing import MOST_FILES
from schoolgate.publishing.pictures.models import Album, Picture

LONGEST_ALT = 1000
WHOSE = "Whose are they, and what allows us to use them?"


class Bring(forms.Form):
    pictures = FilesField(
        label="Choose the pictures",
        help_text=f"Up to {MOST_FILES} at once, 25 MB each: JPEG, PNG, WebP, HEIC or GIF; or a film of up to 10 "
        "minutes. All together up to 240 MB. What they say of place, time and device is taken out.",
        error_messages={
            "required": "Choose at least one picture",
            "empty": "One of the files is empty. Choose them again without it",
        },
    )
    made = forms.ChoiceField(
        label="Where are they from?",
        choices=Album.Made.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say where they are from"},
    )
    source = forms.CharField(
        label=f"If they are from elsewhere: {WHOSE.lower()}",
        help_text="For example: Jo Example took them for us and agreed on 3 May; or CC BY 4.0, with the address.",
        max_length=500,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("made") == Album.Made.ELSEWHERE and not given.get("source"):
            self.add_error("source", "Say whose they are, and what allows us to use them")
        return given


class Describe(forms.Form):
    alt = forms.CharField(
        label="What it shows",
        help_text="For those who cannot see it: what is to be seen, in a sentence or two, without a child’s name. "
        "For example: Four children in aprons plant beans in the school garden.",
        max_length=LONGEST_ALT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Describe what is to be seen"},
    )
    source = forms.CharField(
        label="Whose is it, and what allows us to use it?",
        max_length=500,
        error_messages={"required": "Say whose it is, and what allows us to use it"},
    )

    def __init__(self, data: Any, *, elsewhere: bool, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        if not elsewhere:
            del self.fields["source"]


class LookInClass(Look):
    """Somebody of a class, or anybody by a part of their name."""

    def __init__(self, school: School, data: Any) -> None:
        super().__init__(data)
        classes = Group.objects.of(school).filter(kind=Group.Kind.CLASS)
        self.fields["group"] = forms.ModelChoiceField(classes, label="Class", required=False, empty_label="Everybody")
        self.order_fields(["group", "name"])


class WhatDevice(forms.Form):
    taken_with = forms.ChoiceField(
        label="What was it taken with?",
        choices=Picture.TakenWith.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what it was taken with"},
    )
    answer = forms.CharField(
        label="Who took it, and why with this?",
        help_text="For example: Jo Example took it with her own telephone, because the tablet was empty.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say who took it, and why"},
    )


class LearnDevice(forms.Form):
    name = forms.CharField(
        label="What do you call it?",
        help_text="For example: Tablet 4, Year 2.",
        max_length=100,
        error_messages={"required": "Give it a name"},
    )
    picture = forms.FileField(
        label="Choose a picture that was taken with it",
        help_text="Straight from the device. We read make, model and serial number from it, and keep nothing else.",
        error_messages={"required": "Choose a picture", "empty": "That file is empty. Choose another one"},
    )


class AddDevice(forms.Form):
    name = LearnDevice.base_fields["name"]
    make = forms.CharField(label="Make", help_text="For example: Canon", max_length=100, required=False)
    model = forms.CharField(label="Model", help_text="For example: EOS 2000D", max_length=100, required=False)
    serial = forms.CharField(
        label="Serial number (optional)",
        help_text="Cameras write it into their pictures. Tablets and telephones do not.",
        max_length=100,
        required=False,
    )


class WhyOriginal(forms.Form):
    why = forms.CharField(
        label="Why do you open the original?",
        help_text="It is written down with your name and the time, before you see anything.",
        max_length=300,
        error_messages={"required": "Say why you open it"},
    )

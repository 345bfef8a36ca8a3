"""What somebody types when they write a post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from schoolgate.community.fields import DateField
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.networks.known import adapter
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.posts.models import Post
from schoolgate.publishing.posts.words import Words

LONGEST = 20_000
NO_CHANNEL = "Choose at least one account"


class Write(forms.Form):
    """A post: its words, where it goes, and when. `open_` are the channels that its writer may choose."""

    title = forms.CharField(
        label="Title",
        help_text="A website shows it above the post. Others leave it out.",
        max_length=200,
        required=False,
    )
    text = forms.CharField(
        label="What do you want to say?",
        help_text="An empty line begins a new paragraph.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    tags = forms.CharField(
        label="Tags (optional)",
        help_text="Words to be found by, with commas between them.",
        max_length=300,
        required=False,
    )
    channels = forms.MultipleChoiceField(
        label="Where does it go?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NO_CHANNEL, "invalid_choice": "This list has changed. Choose again"},
    )
    page = forms.BooleanField(label="A page of the website, not one of its posts", required=False)
    unlisted = forms.BooleanField(label="Only for those who have the address", required=False)
    when = forms.ChoiceField(
        label="When does it go out?",
        widget=forms.RadioSelect,
        choices=[Choice("now", "As soon as it is approved"), Choice("later", "At a time that I choose")],
        initial="now",
        error_messages={"required": "Choose when it goes out"},
    )
    day = DateField(label="Day", what="the day", required=False, help_text="Only if you choose a time.")
    time = forms.TimeField(label="Time", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, open_: QuerySet[Channel], data: Any = None, words: Words | None = None) -> None:
        super().__init__(data, initial=_initial(words) if words else {})
        self.open = list(open_)
        choices = [Choice(str(one.pk), called(one), hint=one.purpose) for one in self.open]
        self.fields["channels"].choices = choices  # type: ignore[attr-defined]
        if words is None and len(choices) == 1:
            self.initial["channels"] = [choices[0].value]
        self.was = words
        can = [adapter(one.network).can for one in self.open]
        for name, offered in (("page", any(c.pages for c in can)), ("unlisted", any(c.unlisted for c in can))):
            if not offered:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not (given.get("text", "").strip() or given.get("title", "").strip()):
            self.add_error("text", "Write what the post is to say")
        if given.get("when") == "later":
            if not given.get("day") and "day" not in self.errors:
                self.add_error("day", "Choose the day")
            if not given.get("time") and "time" not in self.errors:
                self.add_error("time", "Choose the time")
        return given

    def words(self) -> Words:
        """What was typed, once it is valid."""
        given = self.cleaned_data
        when = None
        if given["when"] == "later":
            when = timezone.make_aware(datetime.combine(given["day"], given["time"]))
        tags = [one.strip().lstrip("#") for one in given["tags"].split(",")]
        return Words(
            text=given["text"].replace("\r\n", "\n").strip(),
            title=given["title"].strip(),
            tags=tuple(one for one in tags if one),
            pictures=self.was.pictures if self.was else (),
            channels=tuple(sorted(int(one) for one in given["channels"])),
            not_before=when,
            page=given.get("page", False),
            unlisted=given.get("unlisted", False),
        )


def _initial(words: Words) -> dict[str, Any]:
    when = timezone.localtime(words.not_before) if words.not_before else None
    return {
        "title": words.title,
        "text": words.text,
        "tags": ", ".join(words.tags),
        "channels": [str(one) for one in words.channels],
        "page": words.page,
        "unlisted": words.unlisted,
        "when": "later" if when else "now",
        "day": when.date() if when else None,
        "time": when.time() if when else None,
    }


class Places(forms.Form):
    """Which pictures, in which order: a place for each, empty for those that are left out."""

    def __init__(self, listed: Sequence[Picture], chosen: Sequence[int], data: Any = None) -> None:
        super().__init__(data)
        self.listed = list(listed)
        for one in self.listed:
            self.fields[f"place_{one.pk}"] = forms.IntegerField(
                required=False,
                min_value=1,
                max_value=99,
                initial=chosen.index(one.pk) + 1 if one.pk in chosen else None,
                widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-3", "inputmode": "numeric"}),
                error_messages={"invalid": "Type a number, such as 1", "min_value": "Begin with 1"},
            )

    def in_order(self) -> tuple[int, ...]:
        """The numbers of those chosen, once it is valid. Two of the same place stand as they were listed."""
        placed = [(self.cleaned_data[f"place_{one.pk}"], one.pk) for one in self.listed]
        return tuple(pk for place, pk in sorted((p for p in placed if p[0]), key=lambda pair: pair[0]))


class Ask(forms.Form):
    """A few words to whoever approves it; `sha256` is of the version on the page. `by_eye`: something stands there that
    the writer has to look at. `asks`: somebody approves it."""

    seen = forms.BooleanField(
        label="I have looked at these myself",
        error_messages={"required": "Look at what the policy asks of every post, then tick the box"},
    )
    words = forms.CharField(
        label="Anything to say to whoever approves it? (optional)",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sha256 = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, by_eye: bool, asks: bool = True, **initial: str) -> None:
        super().__init__(data, initial=initial)
        for name, wanted in (("seen", by_eye), ("words", asks)):
            if not wanted:
                del self.fields[name]


class Find(forms.Form):
    """What to look for among the posts."""

    q = forms.CharField(label="Words", required=False, max_length=100)
    state = forms.ChoiceField(
        label="Where it stands",
        required=False,
        choices=[("", "All"), *(one for one in Post.State.choices if one[0] != Post.State.DROPPED)],
    )
    channel = forms.ChoiceField(label="Account", required=False)

    def __init__(self, channels: QuerySet[Channel], data: Any = None) -> None:
        super().__init__(data)
        listed = [(str(one.pk), called(one)) for one in channels]
        self.fields["channel"].choices = [("", "All"), *listed]  # type: ignore[attr-defined]


class Address(forms.Form):
    """Where somebody published it by hand."""

    address = forms.URLField(
        label="Where does it stand?",
        help_text="The address of the post, from the address bar.",
        max_length=1000,
        assume_scheme="https",
        error_messages={"required": "Give the address of the post", "invalid": "Give a whole address: https://…"},
    )

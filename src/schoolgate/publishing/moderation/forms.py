"""What somebody types about a comment, and when they look over an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.db.models import QuerySet

from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.moderation.known import grounds, raised
from schoolgate.publishing.moderation.models import Comment

LONGEST = 1000
WAITING = "waiting"
STATES = {
    WAITING: "To look at",
    Comment.State.KEPT: "Left standing",
    Comment.State.HIDDEN: "Hidden or deleted",
    "every": "All",
}


class Narrow(forms.Form):
    """Which comments: of one account, and as they stand."""

    channel = forms.ChoiceField(label="Account", required=False)
    state = forms.ChoiceField(label="Show", required=False, choices=list(STATES.items()))

    def __init__(self, channels: QuerySet[Channel], data: Any) -> None:
        super().__init__(data)
        choices = [("", "Every account"), *((str(one.pk), called(one)) for one in channels)]
        self.fields["channel"].choices = choices  # type: ignore[attr-defined]


def _why(label: str, hint: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write a sentence or two"},
    )


class Hide(forms.Form):
    """Which rule of the page it breaks, and why."""

    ground = forms.ChoiceField(
        label="Which rule of the page does it break?",
        widget=forms.RadioSelect,
        choices=lambda: [Choice(code, one.label) for code, one in grounds().items()],
        error_messages={"required": "Choose which rule it breaks"},
    )
    why = _why("Why?", "It is kept with the comment. Those who look after this account can read it.")


class Delete(Hide):
    """The same, without what could only be hidden where the network can hide."""

    def __init__(self, data: Any, *, can_hide: bool) -> None:
        super().__init__(data)
        self.fields["ground"].choices = [  # type: ignore[attr-defined]
            Choice(code, one.label)
            for code, one in grounds().items()
            if not one.never and (one.deleted or not can_hide)
        ]


class Why(forms.Form):
    why = _why("Why?", "It is kept with the comment.")


class Raise(forms.Form):
    """As what somebody raises it."""

    code = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        choices=lambda: [Choice(code, one.label, hint=one.hint) for code, one in raised().items()],
        error_messages={"required": "Choose what it is"},
    )
    danger = forms.ChoiceField(
        label="Could somebody be in danger?",
        widget=forms.RadioSelect,
        choices=[Choice("no", "No"), Choice("unsure", "I am not sure"), Choice("yes", "Yes")],
        error_messages={"required": "Choose whether somebody could be in danger"},
    )
    why = _why("What worries you?", "The comment itself goes with it, with where it stands.")


class LookOver(forms.Form):
    """What was looked at. `shown` are the new comments that were on the page."""

    looked = forms.MultipleChoiceField(
        label="What have you looked at?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick what you have looked at"},
    )
    note = _why(
        "What did you see or do? (optional)",
        "Such as a message that you answered, or why you could not look at something. It is kept sealed.",
        required=False,
    )

    def __init__(self, places: Mapping[str, str], data: Any) -> None:
        super().__init__(data)
        self.fields["looked"].choices = [Choice(code, words) for code, words in places.items()]  # type: ignore[attr-defined]

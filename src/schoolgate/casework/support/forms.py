"""What somebody types about support."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.casework.support.models import SupportFile
from schoolgate.casework.support.words import number, rhythms

LONGEST = 4000
A_SENTENCE = 500


class Words(forms.Form):
    """A few words."""

    words = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write a few words"},
    )

    def __init__(self, label: str, data: Any = None, *, hint: str = "", initial: str = "", optional: bool = False):
        super().__init__(data, initial={"words": initial})
        field = self.fields["words"]
        field.label, field.help_text, field.required = label, hint, not optional


def _every() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="How often do they talk?",
        coerce=int,
        choices=list(rhythms().items()),
        initial=number("usual"),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how often", "invalid_choice": "Choose how often"},
    )


class Offer(forms.Form):
    """The sentence that the person reads, and how often their supporter talks with them."""

    happened = forms.CharField(
        label="What happened, in one plain sentence for them to read",
        help_text=(
            "For example: “Somebody wrote unkind things about you on a public page.” Leave out who wrote it, and who "
            "told you."
        ),
        max_length=A_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write one sentence that they can read"},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["every"] = _every()


class CheckedIn(forms.Form):
    """How a talk went, and how often from now on."""

    went = forms.CharField(
        label="How did it go?",
        help_text="A few words. They do not read this; those who work on the case can.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Write in a few words how it went"},
    )

    def __init__(self, data: Any = None, every: int = 0) -> None:
        super().__init__(data)
        self.fields["every"] = _every()
        self.fields["every"].initial = every
        self.fields["every"].label = "How often do you talk from now on?"


class Answer(forms.Form):
    """What they say to the offer."""

    answer = forms.ChoiceField(
        label="Would you like support?",
        choices=[
            Choice(SupportFile.Answer.YES.value, "Yes, please"),
            Choice(
                SupportFile.Answer.NO.value,
                "No, thank you",
                hint="You will still be told what the school does. You can change your mind at any time.",
            ),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no", "invalid_choice": "Choose yes or no"},
    )
    how = forms.CharField(
        label="How would you like to hear from us?",
        help_text="For example: face to face, on this page, by telephone after school. You can leave this empty.",
        max_length=A_SENTENCE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class Family(forms.Form):
    """Whether the parents of a pupil read the pupil's page."""

    let_in = forms.BooleanField(label="The parents read this page too, and can write here", required=False)
    why = forms.CharField(
        label="Why?",
        max_length=A_SENTENCE,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why"},
    )

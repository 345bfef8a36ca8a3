"""What somebody types about what should come down."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from schoolgate.casework.evidence.fetching import UnreachableError, check_address
from schoolgate.casework.removals.routes import OTHER, grounds, kinds, network_of, networks
from schoolgate.community.fields import DateField

BY_ITSELF = ""


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _words(label: str, hint: str, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        required=bool(missing),
        widget=_area(),
        error_messages={"required": missing} if missing else None,
    )


class Add(forms.Form):
    """Where it is, what it is and why it should go. Gives `network` too, worked out where nobody chose one."""

    address = forms.CharField(
        label="Where is it?",
        help_text="Copy the web address of the post, picture or account. For something inside an app, type the name "
        "of the account or the group.",
        max_length=2000,
        error_messages={"required": "Type where it is"},
    )
    network = forms.ChoiceField(
        label="On which network?",
        required=False,
        help_text="We work it out from a web address.",
        error_messages={"invalid_choice": "Choose from the list again"},
    )
    kind = forms.ChoiceField(
        label="What is it?", widget=forms.RadioSelect, error_messages={"required": "Choose what it is"}
    )
    ground = forms.ChoiceField(
        label="Why should it go?", widget=forms.RadioSelect, error_messages={"required": "Choose why it should go"}
    )
    note = _words("Anything to remember about it", "Only those who may open the case read this.")

    def __init__(self, *args: Any, words_alone: bool = False, **kwargs: Any) -> None:
        """`words_alone`: it is about a nude picture of a child, and no link is taken."""
        super().__init__(*args, **kwargs)
        if words_alone:
            self.fields["address"].help_text = "In words: the app, and the name of the account or the group. No link."
        self.fields["kind"].choices = list(kinds().items())  # type: ignore[attr-defined]
        self.fields["ground"].choices = list(grounds().items())  # type: ignore[attr-defined]
        known = [(key, network.label) for key, network in networks().items()]
        self.fields["network"].choices = [(BY_ITSELF, "Work it out"), *known]  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        """A web address as it is asked for, or a name as it was typed."""
        typed = " ".join(self.cleaned_data["address"].split())
        if "://" not in typed and network_of(f"https://{typed}") != OTHER and "." in typed:
            typed = f"https://{typed}"
        if "://" not in typed:
            return typed
        try:
            return check_address(typed)
        except UnreachableError as wrong:
            raise forms.ValidationError(str(wrong).split(" Take a screenshot")[0]) from wrong

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        address = given.get("address", "")
        if address and not given.get("network"):
            if "://" in address:
                given["network"] = network_of(address)
            else:
                self.add_error("network", "Choose the network, or type a whole web address")
        return given


class _OnADay(forms.Form):
    on = DateField(label="On which day?", what="the day")

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Enter a day that is not in the future")
        return day


class AskedAuthor(_OnADay):
    words = _words("How did you ask?", "By a letter, on the phone, or in person. What did they say?")


class AskedNetwork(_OnADay):
    reference = forms.CharField(
        label="The network’s own reference",
        help_text="Most networks give one. It helps when you ask again.",
        max_length=200,
        required=False,
    )
    words = _words("Anything to remember", "What the network answered, say.")


class AskedHelpline(_OnADay):
    reference = forms.CharField(label="Their reference", max_length=200, required=False)
    words = _words("Whom did you ask, and what did they say?", "", "Say whom you asked")


class Looked(forms.Form):
    signed_out = forms.BooleanField(
        label="I looked without being signed in, or in the app as somebody who is not blocked",
        error_messages={"required": "Look again like this, because a network can hide it from you alone"},
    )
    words = _words("How did you look, and what did you see?", "", "Say how you looked")

    def __init__(self, never: bool, *args: Any, **kwargs: Any) -> None:
        """`never`: nobody is to look at it, and what others told is written down."""
        super().__init__(*args, **kwargs)
        if never:
            del self.fields["signed_out"]
            self.fields["words"].label = "Who told you, and what did they say?"
            self.fields["words"].error_messages["required"] = "Say who told you"


class GiveUp(forms.Form):
    words = _words(
        "Why do you stop trying?", "The case shows it beside everything that was tried.", "Say why you stop trying"
    )

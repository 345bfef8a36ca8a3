"""What somebody types on the pages of the agreements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils import timezone

from schoolgate.community.fields import DateField
from schoolgate.community.models import Group
from schoolgate.duties.agreements.actions.drafting import LONGEST
from schoolgate.duties.agreements.actions.signing import LONGEST as LONGEST_REASON
from schoolgate.duties.agreements.known import desk_kinds
from schoolgate.duties.agreements.models import AgreementText
from schoolgate.duties.audiences import LABELS


class Reason(forms.CharField):
    """Why somebody declines, in their own words."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(
            max_length=LONGEST_REASON,
            error_messages={
                "required": "Say why in a few words",
                "max_length": "Shorten this to %(limit_value)d letters or fewer",
            },
            **kwargs,
        )


class DeclineForm(forms.Form):
    reason = Reason(
        label="Why do you not agree?",
        help_text="Only the head and you can read this. The head will talk with you about it.",
    )
    shown = forms.CharField(widget=forms.HiddenInput)


class WhyForm(forms.Form):
    """Why each pupil who declines does so, by their number."""

    def __init__(self, names: Mapping[int, str], reasons: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data, initial={f"reason-{number}": reason for number, reason in reasons.items()})
        for number, name in names.items():
            field = Reason(label=f"Why does {name} decline?", help_text="In their words. The head reads this.")
            field.error_messages["required"] = f"Say why {name} declines"
            self.fields[f"reason-{number}"] = field

    def reasons(self) -> dict[str, str]:
        return {name.removeprefix("reason-"): reason for name, reason in self.cleaned_data.items()}


class StartForm(forms.Form):
    audience = forms.ChoiceField(label="Whose agreement is it?", error_messages={"required": "Choose whose it is"})
    start = forms.ChoiceField(
        label="What do you want to start from?",
        widget=forms.RadioSelect,
        choices=(
            Choice("policy", "Your policy", hint="We write a first text from the policy in force."),
            Choice("current", "The words people sign now", hint="To change a few of them."),
            Choice("own", "Your own text", hint="Paste what you have."),
        ),
        initial="policy",
        error_messages={"required": "Choose what to start from"},
    )

    def __init__(self, audiences: Iterable[str], data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["audience"].choices = [(name, LABELS[name]) for name in audiences]  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    words = forms.CharField(
        label="The words",
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "true"}),
        max_length=LONGEST,
        help_text="A line that begins with ## is a heading, one that begins with - is a point in a list. "
        "Numbers in brackets are clauses of your policy.",
        error_messages={
            "required": "Write the words that people will sign",
            "max_length": "Shorten the text to %(limit_value)d letters or fewer",
        },
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class PublishForm(forms.Form):
    from_day = DateField(
        label="From which day do people sign it?",
        what="the first day",
        required=False,
        help_text="Leave it empty for today.",
    )
    shown = forms.CharField(widget=forms.HiddenInput)

    def clean_from_day(self) -> date:
        return self.cleaned_data["from_day"] or timezone.localdate()


class DeskForm(forms.Form):
    name = forms.CharField(
        label="Full name",
        max_length=200,
        error_messages={"required": "Enter their full name", "max_length": "Shorten the name to 200 letters or fewer"},
    )
    kind = forms.ChoiceField(
        label="What are they?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they are"},
    )
    until = DateField(
        label="Their last day here",
        what="their last day",
        required=False,
        help_text="Leave it empty if it is today.",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choices = [Choice(name, kind.label, hint=kind.hint) for name, kind in desk_kinds().items()]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())


class FindForm(forms.Form):
    name = forms.CharField(label="Name", required=False, max_length=200)


class RegisterForm(forms.Form):
    """What narrows the register: a class where there are any, an answer, a name."""

    group = forms.ChoiceField(label="Class", required=False)
    answer = forms.ChoiceField(
        label="Answer", required=False, choices=[("", "Any"), ("signed", "Signed"), ("declined", "Declined")]
    )
    name = forms.CharField(label="Name", required=False, max_length=200)

    def __init__(self, groups: Iterable[Group], data: Any = None) -> None:
        super().__init__(data)
        choices = [(str(group.pk), group.name) for group in groups]
        self.fields["group"].choices = [("", "Everybody"), *choices]  # type: ignore[attr-defined]
        if not choices:
            del self.fields["group"]


class TalkedForm(forms.Form):
    """Whether the class has talked the agreement through. It has to, where the policy wants it."""

    discussed = forms.BooleanField(
        label="We have talked about it, and everybody could ask questions",
        error_messages={"required": "Talk it through with the class first, then tick this"},
    )
    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, needed: bool, text: AgreementText) -> None:
        super().__init__(data, initial={"shown": text.sha256})
        self.fields["discussed"].required = needed

"""What somebody types on the policy pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.http import QueryDict

from schoolgate.community.fields import DateField
from schoolgate.policy.interview import Question
from schoolgate.policy.sources import Source
from schoolgate.policy.vocabulary import roles


class QuestionForm(forms.Form):
    """One question of the interview. Its field has the name of the fact.

    `given` is the address's. `asked` in it names the question that was sent, because one sent without an answer
    leaves no other trace.
    """

    def __init__(self, question: Question, given: QueryDict) -> None:
        fact = question.fact
        answered = fact.name in given or given.get("asked") == fact.name
        super().__init__(given if answered else None)
        self.fields[fact.name] = (
            forms.ChoiceField(
                label=fact.asks,
                choices=[Choice(value, _capital(words)) for value, words in question.choices],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose an answer", "invalid_choice": "Choose one of these answers"},
            )
            if question.choices
            else forms.IntegerField(
                label=fact.asks,
                min_value=0,
                max_value=99_999,
                error_messages={
                    "required": "Type a number",
                    "invalid": "Type a whole number, such as 30",
                    "min_value": "Type a whole number, such as 30",
                    "max_value": "Type a smaller number",
                },
            )
        )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class UploadPolicy(forms.Form):
    file = forms.FileField(
        label="Your policy",
        help_text="A PDF, Word, web, Markdown or text file of up to 100 pages and 20 MB.",
        error_messages={
            "required": "Choose the file of your policy",
            "empty": "This file is empty. Choose the file of your policy.",
        },
    )


class Adopt(forms.Form):
    from_date = DateField(
        label="From which day?",
        what="the day from which it answers",
        help_text="Until then the version before goes on answering.",
    )


class SetAside(forms.Form):
    reason = forms.CharField(
        label="Why do you set it aside?",
        help_text="The head sees this, and can start a new draft from it.",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Say why, in a sentence"},
    )


class ChoosePolicies(forms.Form):
    policy = forms.MultipleChoiceField(
        label="Which policies?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose two policies or more"},
    )
    by = forms.ChoiceField(label="For whom?", required=False)

    def __init__(self, sources: Sequence[Source], data: Any = None) -> None:
        super().__init__(data)
        self.fields["policy"].choices = [  # type: ignore[attr-defined]
            Choice(source.key, source.title, hint=source.version.title if source.version else None)
            for source in sources
        ]
        everyone = [("", "Everybody"), *((role, _capital(entry["one"])) for role, entry in roles().items())]
        self.fields["by"].choices = everyone  # type: ignore[attr-defined]

    def clean_policy(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["policy"]
        if len(chosen) < 2:
            raise forms.ValidationError("Choose two policies or more")
        return chosen

"""What somebody types when they declare something, and when they answer it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.community.called import called
from schoolgate.community.models import Person, School
from schoolgate.duties.declarations.kinds import NONE, Question, kinds
from schoolgate.duties.declarations.models import Declaration

CHILD_NOW = "child_now"
LONGEST = 4000
People = Mapping[int, tuple[str, str]]


class WhatIsIt(forms.Form):
    kind = forms.ChoiceField(
        label="What do you want to tell the school?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is", "invalid_choice": "Choose what it is"},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        child = Choice(CHILD_NOW, "I am worried about a child’s safety", hint="Then please do not wait for a form.")
        listed = [Choice(kind.key, kind.label, hint=kind.hint) for kind in kinds().values()]
        self.fields["kind"].choices = [*listed, child]  # type: ignore[attr-defined]


class Anything(forms.Form):
    """Whether there is something of what the policy asks people to declare by a date."""

    anything = forms.ChoiceField(
        label="Do you have something to declare?",
        choices=[
            Choice("no", "No, nothing", hint="It is kept that you said so, and when."),
            Choice("yes", "Yes", hint="Then we ask you what. Only those who have to know will read it."),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no", "invalid_choice": "Choose yes or no"},
    )


class OneQuestion(forms.Form):
    """One question of a declaration; its field has the name `answer`. `people`: number -> name, and what they are."""

    def __init__(
        self, question: Question, data: Any = None, initial: str = "", people: People = MappingProxyType({})
    ) -> None:
        super().__init__(data, initial={"answer": initial.split(",") if question.people else initial})
        field = _whom(people) if question.people else _choice(question) if question.values else _text(question)
        field.label, field.help_text, field.required = question.asks, question.hint, not question.optional
        self.fields["answer"] = field

    def clean_answer(self) -> str:
        given = self.cleaned_data["answer"]
        if not isinstance(given, list):
            return str(given).strip()
        if NONE in given and len(given) > 1:
            raise forms.ValidationError("Tick those it is about, or “None of them”, not both")
        return ",".join(given)


def _whom(people: People) -> forms.Field:
    listed = [Choice(str(number), name, hint=is_what) for number, (name, is_what) in people.items()]
    if listed:
        listed[-1].divider = "or"
    return forms.MultipleChoiceField(
        choices=[*listed, Choice(NONE, "None of them")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick those it is about, or “None of them”",
            "invalid_choice": "The list has changed. Choose again",
        },
    )


def _choice(question: Question) -> forms.Field:
    return forms.ChoiceField(
        choices=[Choice(value, words) for value, words in question.values.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an answer", "invalid_choice": "Choose one of these answers"},
    )


def _text(question: Question) -> forms.Field:
    return forms.CharField(
        max_length=200 if question.names else LONGEST,
        widget=forms.TextInput if question.names else forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Type a name" if question.names else "Say what it is, in a few words"},
    )


class Words(forms.Form):
    """A few words about a declaration."""

    words = forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Type a few words"},
    )

    def __init__(self, label: str, data: Any = None) -> None:
        super().__init__(data)
        self.fields["words"].label = label


class PassOn(Words):
    """Somebody else, and why."""

    to = forms.CharField(
        label="Who else should read it?",
        help_text="Their full name or e-mail address.",
        max_length=254,
        error_messages={"required": "Type a name"},
    )
    field_order = ("to", "words")

    def __init__(self, school: School, data: Any = None) -> None:
        super().__init__("Why?", data)
        self.school = school

    def clean_to(self) -> Person:
        found = [person for person in called(self.school, self.cleaned_data["to"]) if person.held()]
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(
            "Several people have this name. Type the e-mail address instead."
            if found
            else "Nobody at the school has this name. Check how it is written."
        )


class WhichChild(forms.Form):
    """The child that a family link is to."""

    child = forms.ChoiceField(
        label="Which child is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the child, or say that none is right"},
    )

    def __init__(self, declaration: Declaration, data: Any = None) -> None:
        super().__init__(data)
        self.children = {str(child.pk): child for child in declaration.named.all()}
        listed = [Choice(key, child.name, hint=_year(child)) for key, child in self.children.items()]
        self.fields["child"].choices = [*listed, Choice(NONE, "None of them")]  # type: ignore[attr-defined]


def _year(child: Person) -> str:
    return f"Year {child.year}" if child.year.isdigit() else ""

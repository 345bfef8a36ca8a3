"""What somebody types on the lesson pages."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils import timezone

from schoolgate.community.fields import PLAIN, DateField
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.duties.lessons.actions.teaching import classes_of
from schoolgate.duties.lessons.year import activities

OWN = "own"
ALL = "all"


class LessonForm(forms.Form):
    group = forms.ChoiceField(label="Which class?", error_messages={"required": "Choose a class"})
    activity = forms.ChoiceField(
        label="What did you do?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you did"},
    )
    title = forms.CharField(
        label="If it was a lesson of your own, what was it called?",
        required=False,
        max_length=150,
        error_messages=PLAIN,
    )
    on = DateField(label="When was it?", what="the day of the lesson")
    said = forms.CharField(
        label="What did the pupils say?",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A sentence or two, without names. If a child told you something worrying, tell the safeguarding "
        "lead instead.",
        error_messages=PLAIN,
    )

    def __init__(self, by: Person, data: Any = None, group: str = "") -> None:
        super().__init__(data, initial={"on": timezone.localdate(), "group": group})
        self.classes = {str(one.pk): one for one in classes_of(by)}
        choices = [("", "Choose a class"), *((pk, one.name) for pk, one in self.classes.items())]
        if holds(by, "lesson.record_any"):
            choices.append((ALL, "The whole school"))
        self.fields["group"].choices = choices  # type: ignore[attr-defined]
        self.fields["activity"].choices = [  # type: ignore[attr-defined]
            *(Choice(key, one.title) for key, one in activities().items()),
            Choice(OWN, "A lesson of your own"),
        ]

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("activity") == OWN and not self.cleaned_data.get("title"):
            self.add_error("title", "Enter what the lesson was called")
        return self.cleaned_data

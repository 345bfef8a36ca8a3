"""What narrows the lists of who has and who has not."""

from __future__ import annotations

from typing import Any

from django import forms

from schoolgate.community.models import Group, School
from schoolgate.duties.audiences import LABELS, STAGES

SHOW = (
    ("", "Not done yet"),
    ("overdue", "Late"),
    ("done", "Done"),
    ("declined", "Declined"),
    ("let_off", "Let off"),
    ("all", "All"),
)

OWE = [(name, label) for name, label in LABELS.items() if name != "visitor"]
"""Of whom something is asked by a day. Visitors sign when they come."""


class LetOff(forms.Form):
    because = forms.CharField(
        label="Why are they let off?",
        help_text="They read it in their record. Leave out anything about their health.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why in a few words"},
    )


class FindRows(forms.Form):
    audience = forms.ChoiceField(label="Asked of", required=False, choices=[("", "Everybody"), *OWE])


class FindNames(forms.Form):
    """What narrows the names of those who were asked; pupils are narrowed by their class too."""

    show = forms.ChoiceField(label="Show", required=False, choices=SHOW)
    group = forms.ChoiceField(label="Class", required=False)

    def __init__(self, school: School, audience: str, data: Any = None) -> None:
        super().__init__(data)
        self.school = school
        classes = Group.objects.of(school).filter(kind=Group.Kind.CLASS, ended_on__isnull=True)
        choices = [("", "Any class"), *((str(pk), name) for pk, name in classes.values_list("pk", "name"))]
        self.fields["group"].choices = choices  # type: ignore[attr-defined]
        if audience not in STAGES:
            del self.fields["group"]

"""What somebody types on the pages about invitations and getting back in."""

from __future__ import annotations

from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.community.actions.recovering import Reason
from schoolgate.community.models import Group, School
from schoolgate.community.roles import SIGNS_IN, Role


class WhomToInvite(forms.Form):
    """`who` is "role:" with a role, or "parents:" with the number of a class."""

    who = forms.ChoiceField(label="Whom do you want to invite?", error_messages={"required": "Choose some people"})

    def __init__(self, school: School, data: Any = None) -> None:
        super().__init__(data)
        roles = [(f"role:{role}", f"Every {Role(role).label}") for role in Role if role in SIGNS_IN]
        classes = Group.objects.of(school).filter(kind=Group.Kind.CLASS, ended_on=None)
        parents = [(f"parents:{one.pk}", f"The parents and carers of {one.name}") for one in classes]
        self.fields["who"].choices = [("", "Choose"), *parents, *roles]  # type: ignore[attr-defined]


class HelpBackIn(forms.Form):
    reason = forms.ChoiceField(
        label="Why can they not sign in?",
        choices=[Choice(reason.value, reason.label) for reason in Reason],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what has happened"},
    )
    remove_steps = forms.BooleanField(
        label="Remove their second step",
        required=False,
        help_text="If they have lost their phone or passkey, take it off. Their old password stops working too.",
    )

    def __init__(self, data: Any = None, *, has_steps: bool) -> None:
        super().__init__(data)
        if not has_steps:
            del self.fields["remove_steps"]

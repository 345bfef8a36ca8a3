"""What somebody types on the people pages."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils import timezone

from schoolgate.community.models import Person
from schoolgate.community.roles import GRANTED_BY, Role


def roles_in_gift(by: Person) -> list[tuple[str, str]]:
    """The roles that somebody may give, for a list of choices."""
    mine = by.roles()
    return [(role.value, heading(role)) for role in Role if GRANTED_BY[role] & mine and role != Role.LEAVER]


def heading(role: Role) -> str:
    """The role's name with a capital letter, as a choice begins."""
    return role.label[0].upper() + role.label[1:]


class AddPerson(forms.Form):
    name = forms.CharField(label="Full name", max_length=200, error_messages={"required": "Enter their full name"})
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        help_text="Leave this empty for somebody who will not sign in, such as a young pupil.",
        error_messages={"invalid": "Enter an e-mail address like name@school.example"},
    )
    roles = forms.MultipleChoiceField(
        label="What are they at this school?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that apply.",
        error_messages={"required": "Choose at least one role"},
    )

    def __init__(self, by: Person, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["roles"].choices = roles_in_gift(by)  # type: ignore[attr-defined]


class AssignRole(forms.Form):
    role = forms.ChoiceField(label="New role", widget=forms.RadioSelect, error_messages={"required": "Choose a role"})
    from_date = forms.DateField(
        label="From",
        required=False,
        help_text="Leave this empty for today.",
        error_messages={"invalid": "Enter a date like 1/9/2026"},
    )

    def __init__(self, by: Person, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["role"].choices = roles_in_gift(by)  # type: ignore[attr-defined]

    def clean_from_date(self) -> date:
        return self.cleaned_data["from_date"] or timezone.localdate()

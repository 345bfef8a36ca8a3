"""What somebody types on the people pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils import timezone

from schoolgate.community.fields import DateField
from schoolgate.community.models import Person
from schoolgate.community.roles import GRANTED_BY, Role


def roles_in_gift(by: Person) -> list[Choice]:
    """The roles that somebody may give, as choices. Nobody is made a leaver: leaving does that."""
    mine = by.roles()
    return [Choice(role.value, heading(role)) for role in Role if GRANTED_BY[role] & mine and role != Role.LEAVER]


def heading(role: str) -> str:
    """The role's name with a capital letter, as a choice begins."""
    label = str(Role(role).label)
    return label[0].upper() + label[1:]


class AddPerson(forms.Form):
    name = forms.CharField(label="Full name", max_length=200, error_messages={"required": "Enter their full name"})
    email = forms.EmailField(
        label="Email address",
        required=False,
        help_text="Leave this empty for somebody who will not sign in, such as a young pupil.",
        error_messages={"invalid": "Enter an email address like name@school.example"},
    )
    roles = forms.MultipleChoiceField(
        label="What are they at this school?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Choose all that apply.",
        error_messages={"required": "Choose at least one role"},
    )

    def __init__(self, by: Person, data: Any = None) -> None:
        super().__init__(data)
        self.fields["roles"].choices = roles_in_gift(by)  # type: ignore[attr-defined]


class AssignRole(forms.Form):
    role = forms.ChoiceField(
        label="Which role?", widget=forms.RadioSelect, error_messages={"required": "Choose a role"}
    )
    from_date = DateField(
        label="From which day?", what="the day the role begins", required=False, help_text="Leave it empty for today."
    )

    def __init__(self, by: Person, person: Person, data: Any = None) -> None:
        super().__init__(data)
        held = person.held()
        choices = [choice for choice in roles_in_gift(by) if choice[0] not in held]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]

    def clean_from_date(self) -> date:
        return self.cleaned_data["from_date"] or timezone.localdate()


class FindPeople(forms.Form):
    name = forms.CharField(label="Name", required=False)
    role = forms.ChoiceField(label="Role", required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choices = [("", "Any role"), *((role, heading(role)) for role in Role)]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class ChooseSchool(forms.Form):
    person = forms.ChoiceField(
        label="Which school are you here for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a school", "invalid_choice": "Choose a school"},
    )

    def __init__(self, persons: list[Person], data: Any = None) -> None:
        super().__init__(data)
        choices = [Choice(str(one.pk), one.school.name) for one in persons]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]

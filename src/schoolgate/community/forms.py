"""What somebody types on the people pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils import timezone

from schoolgate.community.actions.addresses import readdresses
from schoolgate.community.actions.people import NOT_ONES_OWN
from schoolgate.community.fields import DateField
from schoolgate.community.finding import holding
from schoolgate.community.models import FamilyLink, Group, Person
from schoolgate.community.roles import ACTING, GRANTED_BY, TERM_OF_OFFICE, Role
from schoolgate.community.words import heading
from schoolgate.community.years import years

TERM_NEEDED = "Enter the last day of their term of office, with day, month and year"
ACTING_NEEDED = "Enter the last day on which they stand in, with day, month and year"


def roles_in_gift(by: Person) -> list[Choice]:
    """The roles that somebody may give, as choices. Nobody is made a leaver: leaving does that."""
    mine = by.roles()
    return [Choice(role.value, heading(role)) for role in Role if GRANTED_BY[role] & mine and role != Role.LEAVER]


def year_choices(nothing: str, present: Collection[str] | None = None) -> list[tuple[str, str]]:
    """Every year group, or those that are `present`."""
    found = {key: year for key, year in years().items() if present is None or key in present}
    return [("", nothing), *((key, year["label"]) for key, year in found.items())]


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
    year = forms.ChoiceField(label="Year group", required=False, help_text="For a pupil.")
    last_day = DateField(
        label="Last day of their term of office", what="the last day", required=False, help_text="For a governor."
    )

    def __init__(self, by: Person, data: Any = None) -> None:
        super().__init__(data)
        self.fields["roles"].choices = roles_in_gift(by)  # type: ignore[attr-defined]
        self.fields["year"].choices = year_choices("Not a pupil")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        last = self.cleaned_data.pop("last_day", None)
        if set(self.cleaned_data.get("roles", ())) & TERM_OF_OFFICE and not last and "last_day" not in self.errors:
            self.add_error("last_day", TERM_NEEDED)
        self.cleaned_data["to_date"] = last + timedelta(days=1) if last else None
        return self.cleaned_data


class AssignRole(forms.Form):
    role = forms.ChoiceField(
        label="Which role?", widget=forms.RadioSelect, error_messages={"required": "Choose a role"}
    )
    acting = forms.BooleanField(
        label="They stand in for somebody",
        required=False,
    )
    from_date = DateField(
        label="From which day?", what="the day the role begins", required=False, help_text="Leave it empty for today."
    )
    last_day = DateField(
        label="Until which day?",
        what="the last day",
        required=False,
        help_text="The last day of a term of office, or of standing in. Leave it empty for a role without an end.",
    )

    def __init__(self, by: Person, person: Person, data: Any = None) -> None:
        super().__init__(data)
        # One that has an end can be given again for the days after it.
        held = {one.role for one in person.holdings.all() if one.to_date is None}
        choices = [choice for choice in roles_in_gift(by) if choice[0] not in held]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        acted = [choice[0] for choice in choices if choice[0] in ACTING]
        if acted:
            self.fields["acting"].help_text = f"Such as an acting {Role(acted[0]).label}. It ends by itself."
        else:
            del self.fields["acting"]

    def clean_from_date(self) -> date:
        return self.cleaned_data["from_date"] or timezone.localdate()

    def clean(self) -> dict[str, Any]:
        super().clean()
        last = self.cleaned_data.pop("last_day", None)
        self.cleaned_data.setdefault("acting", False)
        if not last and "last_day" not in self.errors:
            if self.cleaned_data.get("role") in TERM_OF_OFFICE:
                self.add_error("last_day", TERM_NEEDED)
            elif self.cleaned_data["acting"]:
                self.add_error("last_day", ACTING_NEEDED)
        self.cleaned_data["to_date"] = last + timedelta(days=1) if last else None
        return self.cleaned_data


class EndRole(forms.Form):
    last_day = DateField(
        label="What is their last day in this role?",
        what="the last day",
        required=False,
        help_text="Leave it empty to end the role at once.",
    )

    def to_date(self) -> date | None:
        last: date | None = self.cleaned_data["last_day"]
        return last + timedelta(days=1) if last else None


class FindPeople(forms.Form):
    name = forms.CharField(label="Name or email address", max_length=200, required=False)
    role = forms.ChoiceField(label="Role", required=False)
    year = forms.ChoiceField(label="Year group", required=False)
    group = forms.ChoiceField(label="Class", required=False)

    def __init__(self, by: Person, data: Any = None) -> None:
        super().__init__(data)
        choices = [("", "Any role"), *((role, heading(role)) for role in Role)]
        classes = Group.objects.of(by.school).filter(kind=Group.Kind.CLASS, ended_on=None).values_list("pk", "name")
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        present = set(holding(by.school, Role.PUPIL).order_by().values_list("year", flat=True).distinct())
        self.fields["year"].choices = year_choices("Any year group", present)  # type: ignore[attr-defined]
        self.fields["group"].choices = [("", "Any class"), *classes]  # type: ignore[attr-defined]


class Details(forms.Form):
    """What the school has about somebody; `left_on` only of somebody who has left."""

    name = forms.CharField(label="Full name", max_length=200, error_messages={"required": "Enter their full name"})
    given_name = forms.CharField(label="First name", max_length=100, required=False)
    family_name = forms.CharField(label="Last name", max_length=100, required=False)
    address = forms.EmailField(
        label="Email address to write to",
        required=False,
        help_text="Where the school writes to them. It does not change how they sign in.",
        error_messages={"invalid": "Enter an email address like name@school.example"},
    )
    year = forms.ChoiceField(label="Year group", required=False)
    birth_date = DateField(label="Date of birth", what="the date of birth", required=False)
    left_on = DateField(label="Last day at the school", what="the last day", required=False)

    def __init__(self, by: Person, person: Person, data: Any = None) -> None:
        names = list(self.base_fields)
        super().__init__(data, initial={name: getattr(person, name) for name in names})
        self.fields["year"].choices = year_choices("None")  # type: ignore[attr-defined]
        if Role.PUPIL not in person.held() and not person.year:
            del self.fields["year"], self.fields["birth_date"]
        if not person.left_on:
            del self.fields["left_on"]
        if by == person:
            for name in NOT_ONES_OWN & self.fields.keys():
                del self.fields[name]
        if not readdresses(by, person):
            del self.fields["address"]

    def clean_left_on(self) -> date:
        if not self.cleaned_data["left_on"]:
            raise forms.ValidationError("Enter the last day, with day, month and year")
        left: date = self.cleaned_data["left_on"]
        return left


class NewAddress(forms.Form):
    address = forms.EmailField(
        label="Email address to write to",
        help_text="Invitations go there. Whoever can read them can sign in as this person.",
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address like name@school.example",
        },
    )


class FamilyKind(forms.Form):
    kind = forms.ChoiceField(
        label="What are they to each other?",
        widget=forms.RadioSelect,
        choices=[
            Choice(FamilyLink.Kind.PARENT.value, "Parent or carer", hint="They answer for the child."),
            Choice(
                FamilyLink.Kind.RELATIVE.value,
                "Another relative",
                hint="Such as an aunt who works here. She does not answer for the child.",
            ),
        ],
        error_messages={"required": "Choose parent or carer, or another relative"},
    )


class Days(forms.Form):
    first_day = DateField(label="First day away", what="the first day")
    last_day = DateField(label="Last day away", what="the last day")


class GroupName(forms.Form):
    name = forms.CharField(
        label="What is the class called?",
        max_length=200,
        help_text="For example, Year 3 or Hazel.",
        error_messages={"required": "Enter the name of the class"},
    )


class TermForm(forms.Form):
    name = forms.CharField(
        label="What is the term called?",
        max_length=100,
        help_text="A half term that the school closes for parts a term in two: write down both parts.",
        error_messages={"required": "Enter the name of the term"},
    )
    first_day = DateField(label="First day", what="the first day")
    last_day = DateField(label="Last day", what="the last day")


class MoveUp(forms.Form):
    classes = forms.ChoiceField(
        label="What about the classes?",
        widget=forms.RadioSelect,
        choices=[
            Choice("keep", "Pupils stay in their class", hint="The class moves up with them. You can rename it."),
            Choice("empty", "Take all pupils out of their classes", hint="You then fill the classes anew."),
        ],
        error_messages={"required": "Choose what happens to the classes"},
    )


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

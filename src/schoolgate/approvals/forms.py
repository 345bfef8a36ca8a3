"""What somebody types on the pages of requests."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Layout
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from schoolgate.approvals.actions.deciding import check_last_day
from schoolgate.approvals.models import WAITING, ApprovalRequest
from schoolgate.community.change import Refused
from schoolgate.community.fields import DateField
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.community.roles import Role
from schoolgate.community.words import heading
from schoolgate.policy.vocabulary import acts

FOUND, WORDS = 10, 2000
FIND_BUTTON = (
    '<button type="submit" name="do" value="find" formnovalidate class="govuk-button govuk-button--secondary" '
    'data-module="govuk-button">Find</button>'
)


def is_number(key: str) -> bool:
    """Whether it can be the number of a row."""
    return key.isascii() and key.isdigit() and len(key) < 18


class Naming(forms.Form):
    """A form with a search for people of the school, for whoever may look them up.

    `chosen` names the field that takes them; it offers those chosen so far and those found.
    """

    find = forms.CharField(label="Find somebody by name", required=False, max_length=100)
    chosen = "about"

    def __init__(self, by: Person, data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.by, self.searched = by, False
        if not holds(by, "approval.name"):
            del self.fields["find"]
            self.offered: list[Person] = []
            return
        self.offered = self._chosen() + self._found()

    def _rows(self) -> QuerySet[Person]:
        return Person.objects.of(self.by.school).select_related("school").prefetch_related("holdings")

    def _chosen(self) -> list[Person]:
        picked = [key for key in self._picked() if is_number(key)]
        return list(self._rows().filter(pk__in=picked))

    def _picked(self) -> list[str]:
        if self.is_bound:
            return list(cast(QueryDict, self.data).getlist(self.chosen))
        return [str(value) for value in [self.initial.get(self.chosen)] if value]

    def _found(self) -> list[Person]:
        looked_for = str(self.data.get("find", "")).strip() if self.is_bound else ""
        self.searched = bool(looked_for)
        if len(looked_for) < 2:
            return []
        rows = self._rows().filter(name__icontains=looked_for[:100]).exclude(pk__in=[p.pk for p in self._chosen()])
        return list(rows.exclude(pk=self.by.pk)[:FOUND])

    def found_nobody(self) -> bool:
        return self.searched and not self._found()

    def people(self) -> list[Choice]:
        return [Choice(str(person.pk), f"{person.name} ({_what(person)})") for person in self.offered]


def _what(person: Person) -> str:
    """Enough to tell two of one name apart: "pupil, Year 3"."""
    roles = [heading(role).lower() if role != Role.TECHNICIAN else heading(role) for role in person.held()]
    year = [f"Year {person.year}" if person.year.isdigit() else ""] if person.year else []
    return ", ".join([*roles, *filter(None, year)]) or "no role now"


class WhatFor(Naming):
    words = forms.CharField(
        label="What is it for?",
        help_text="Say what you want to do, where and when. The people who decide read this.",
        widget=forms.Textarea,
        max_length=WORDS,
        error_messages={"required": "Say what it is for", "max_length": "Make this shorter"},
    )
    about = forms.MultipleChoiceField(
        label="Who does it name or show?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the people found"},
    )
    field_order = ["words", "find", "about"]

    def __init__(self, by: Person, data: Any = None) -> None:
        super().__init__(by, data)
        self.helper = FormHelper(self)
        if "find" in self.fields:
            self.fields["find"].label = "Does it name or show anybody? Find them by name"
            self.fields["find"].help_text = "Leave this empty if not. Whoever it names does not decide it."
        if self.offered:
            self.fields["about"].choices = self.people()  # type: ignore[attr-defined]
        else:
            del self.fields["about"]
        find = ["find", HTML(FIND_BUTTON)] if "find" in self.fields else []
        self.helper.layout = Layout("words", *find, *(["about"] if self.offered else []))

    def about_people(self) -> list[Person]:
        picked = set(self.cleaned_data.get("about", []))
        return [person for person in self.offered if str(person.pk) in picked]


class RoleFor(Naming):
    person = forms.ChoiceField(
        label="Who would have the role?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who would have the role", "invalid_choice": "Choose from the people found"},
    )
    role = forms.ChoiceField(
        label="Which role?", widget=forms.RadioSelect, error_messages={"required": "Choose a role"}
    )
    from_date = DateField(
        label="From which day?",
        what="the first day",
        required=False,
        help_text="Leave it empty for the day of the decision.",
    )
    last_day = DateField(
        label="Until which day?", what="the last day", required=False, help_text="Leave it empty if it has no end."
    )
    acting = forms.BooleanField(label="They stand in for somebody who is away", required=False)
    words = forms.CharField(
        label="Why is it needed?",
        widget=forms.Textarea,
        max_length=WORDS,
        error_messages={"required": "Say why it is needed", "max_length": "Make this shorter"},
    )
    chosen = "person"
    field_order = ["person", "find", "role", "from_date", "last_day", "acting", "words"]

    def __init__(self, by: Person, data: Any = None, initial: Any = None) -> None:
        super().__init__(by, data, initial)
        self.helper = FormHelper(self)
        others = [choice for choice in self.people() if choice.value != str(by.pk)]
        self.fields["person"].choices = [Choice(str(by.pk), "Me"), *others]  # type: ignore[attr-defined]
        self.fields["find"].label = "Somebody else? Find them by name"
        roles = [Choice(role.value, heading(role)) for role in Role if role != Role.LEAVER]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.helper.layout = Layout(
            "person", "find", HTML(FIND_BUTTON), "role", "from_date", "last_day", "acting", "words"
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, last = given.get("from_date"), given.get("last_day")
        today = timezone.localdate()
        if starts and starts < today:
            self.add_error("from_date", "Choose today or a later day")
        if last and last < (starts or today):
            self.add_error("last_day", "The last day comes before the first. Choose a later one")
        if given.get("acting") and "last_day" not in self.errors and not last:
            self.add_error("last_day", "Somebody who stands in does so until a day. Enter the last day")
        return given

    def who(self) -> Person:
        key = self.cleaned_data["person"]
        return self.by if key == str(self.by.pk) else next(one for one in self.offered if str(one.pk) == key)

    def facts(self) -> dict[str, str]:
        starts, last = self.cleaned_data["from_date"], self.cleaned_data["last_day"]
        return {
            "role": self.cleaned_data["role"],
            "from_date": starts.isoformat() if starts else "",
            "to_date": (last + timedelta(days=1)).isoformat() if last else "",
            "acting": "yes" if self.cleaned_data["acting"] else "",
        }


class Decide(forms.Form):
    answer = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        choices=[Choice("approve", "Approve it"), Choice("refuse", "Refuse it")],
        error_messages={"required": "Choose whether you approve it or refuse it"},
    )
    reason = forms.CharField(
        label="Your reason",
        help_text="The person who asked will read this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=WORDS,
        error_messages={"required": "Give your reason", "max_length": "Make this shorter"},
    )
    conditions = forms.CharField(
        label="Conditions, if you approve it",
        help_text="Leave this empty if there are none.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=WORDS,
        required=False,
        error_messages={"max_length": "Make this shorter"},
    )
    valid_until = DateField(
        label="The last day, if you approve it",
        what="the last day",
        required=False,
        help_text="Choose the day when what they ask for is over. You can take the approval back before.",
    )

    def __init__(self, *, lasts: bool, hindered: bool, data: Any = None) -> None:
        super().__init__(data)
        if not lasts:
            del self.fields["valid_until"]
        if hindered:
            self.fields["answer"].choices = [Choice("refuse", "Refuse it")]  # type: ignore[attr-defined]
            for name in {"conditions", "valid_until"} & self.fields.keys():
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        wanted = given.get("answer") == "approve" and "valid_until" in self.fields
        if wanted and "valid_until" not in self.errors:
            try:
                check_last_day(given.get("valid_until"))
            except Refused as refused:
                self.add_error("valid_until", str(refused))
        return given


class Say(forms.Form):
    """One text: a question, an answer, a reason."""

    words = forms.CharField(
        widget=forms.Textarea,
        max_length=WORDS,
        error_messages={"required": "Write something first", "max_length": "Make this shorter"},
    )

    def __init__(self, label: str, hint: str = "", data: Any = None) -> None:
        super().__init__(data)
        self.fields["words"].label, self.fields["words"].help_text = label, hint


class FindRequests(forms.Form):
    state = forms.ChoiceField(label="How it ended", required=False)
    act = forms.ChoiceField(label="What was asked", required=False)
    asker = forms.CharField(label="Who asked", required=False, max_length=100)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        ended = [(value, label) for value, label in ApprovalRequest.State.choices if value not in WAITING]
        self.fields["state"].choices = [("", "Any"), *ended]  # type: ignore[attr-defined]
        named = [("", "Anything"), ("role", "A role"), *((act.name, act.label) for act in acts().values())]
        self.fields["act"].choices = named  # type: ignore[attr-defined]


class CheckPermission(forms.Form):
    reference = forms.CharField(
        label="Reference",
        max_length=60,
        help_text="It stands on the permission, such as K7QM-2XRD-9FHT-W3BN.",
        error_messages={"required": "Enter the reference of the permission"},
    )

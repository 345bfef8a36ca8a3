"""What somebody says of a file of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms_gds.choices import Choice
from django import forms

from schoolgate.community.models import RosterImport
from schoolgate.community.roster.plan import GIVES
from schoolgate.community.roster.reading.columns import FIELDS
from schoolgate.community.roster.reading.spreadsheet import Matching
from schoolgate.community.words import heading

MOST_HEADINGS = 60
LABELS = {
    "name": "Full name",
    "given": "First name",
    "family": "Last name",
    "email": "Email address",
    "role": "What they are (staff, pupil, parent…)",
    "year": "Year group",
    "group": "Class",
    "birth_date": "Date of birth",
    "key": "Your own number for them (UPN, admission number…)",
    "children": "The children of a parent",
}
CONTACT = {
    "name": "full name",
    "given": "first name",
    "family": "last name",
    "email": "email address",
    "key": "your own number",
}


def label(field: str) -> str:
    """What a field of a spreadsheet is called on the page."""
    if not field.startswith("contact"):
        return LABELS[field]
    who, _, part = field.partition("_")
    return f"Parent or carer {who[-1]}: {CONTACT[part]}"


class UploadRoster(forms.Form):
    file = forms.FileField(
        label="Choose the file of your people",
        help_text="A OneRoster zip from your school’s records, an Excel workbook (.xlsx) or a CSV file, up to 50 MB.",
        error_messages={
            "required": "Choose the file of your people",
            "empty": "This file is empty. Choose the file of your people.",
        },
    )


class MatchColumns(forms.Form):
    """One choice for each heading, what people are where no column says so, and whether the list is complete."""

    def __init__(self, mapping: Mapping[str, Any], data: Any = None) -> None:
        super().__init__(data)
        self.headings = [name for name in dict.fromkeys(mapping.get("headings", ())) if name][:MOST_HEADINGS]
        columns = mapping.get("columns", mapping.get("guess", {}))
        field_of = {heading_: field for field, heading_ in columns.items()}
        choices = [("", "Leave it out"), *((field, label(field)) for field in sorted(FIELDS, key=_order))]
        for number, name in enumerate(self.headings):
            values = " · ".join(mapping.get("samples", {}).get(name, ()))
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=f"“{name}” holds",
                help_text=f"For example: {values}" if values else "The first rows have nothing here.",
                choices=choices,
                required=False,
                initial=field_of.get(name, ""),
            )
        self.fields["role"] = forms.ChoiceField(
            label="What are the people in this list?",
            help_text="You can leave this out where a column says so.",
            choices=[Choice(role, heading(role)) for role in sorted(GIVES)],
            widget=forms.RadioSelect,
            required=False,
            initial=mapping.get("role", ""),
        )
        self.fields["whole"] = forms.ChoiceField(
            label="Does the list hold all of them?",
            choices=[
                Choice("all", "Yes, all of them", hint="Whoever an earlier file brought and this one lacks has left."),
                Choice("some", "No, only some of them", hint="Nobody leaves. People are added or changed."),
            ],
            widget=forms.RadioSelect,
            error_messages={"required": "Say whether the list holds all of them"},
            initial={True: "all", False: "some"}.get(mapping.get("whole", "")),
        )

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, str] = {}
        for number, name in enumerate(self.headings):
            field = self.cleaned_data.get(f"column{number}", "")
            if field in chosen:
                self.add_error(f"column{number}", f"“{chosen[field]}” holds that already. Leave one of them out.")
            elif field:
                chosen[field] = name
        if not {"name", "given", "family"} & chosen.keys():
            self.add_error(None, "Say which column holds the names.")
        if "role" not in chosen and not self.cleaned_data.get("role"):
            self.add_error("role", "Choose what they are, or say which column tells it")
        self.columns = chosen
        return self.cleaned_data

    def matching(self) -> Matching:
        """What was said, once it is valid."""
        role = "" if "role" in self.columns and not self.cleaned_data["role"] else self.cleaned_data["role"]
        return Matching(self.columns, role, self.cleaned_data["whole"] == "all")


class ChooseOrg(forms.Form):
    org = forms.ChoiceField(
        label="Which of these is your school?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose your school", "invalid_choice": "Choose your school"},
    )

    def __init__(self, row: RosterImport, data: Any = None) -> None:
        super().__init__(data)
        schools = row.mapping.get("schools", {})
        choices = [Choice(key, name, hint=f"Its key is {key}.") for key, name in schools.items()]
        self.fields["org"].choices = choices  # type: ignore[attr-defined]


def _order(field: str) -> tuple[bool, int]:
    return field.startswith("contact"), FIELDS.index(field)

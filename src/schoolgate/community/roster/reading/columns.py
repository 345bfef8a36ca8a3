"""Matching a spreadsheet's columns to what we keep."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

CONTACTS = 3
"""How many parents or carers a pupil's row may bring."""
LONGEST_HEADING = 200
OWN = ("key", "name", "given", "family", "email", "role", "year", "group", "birth_date", "children")
OF_A_CONTACT = ("name", "given", "family", "email", "key")
FIELDS: tuple[str, ...] = (*OWN, *(f"contact{n}_{field}" for n in range(1, CONTACTS + 1) for field in OF_A_CONTACT))
OF_A_YEAR = re.compile(r" (20)?\d\d( (20)?\d\d)?$")
"""At the end of a heading, the school year that it speaks of: “Class 2026/27”."""


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("columns.yaml").read_text("utf-8"))
    return found


@cache
def _fields() -> dict[str, str]:
    return {word: field for field, all_of_them in _words()["fields"].items() for word in all_of_them}


@cache
def _roles() -> dict[str, str]:
    named = dict.fromkeys(_words()["by_people"], "")
    return named | {word: role for role, all_of_them in _words()["roles"].items() for word in all_of_them}


@cache
def _called() -> dict[str, str]:
    return {word: called for called, all_of_them in _words()["called"].items() for word in all_of_them}


def titles() -> list[str]:
    """The words before a name that are no part of it, in small letters."""
    found: list[str] = _words()["titles"]
    return found


def plain(heading: str) -> str:
    """A heading as it is compared: small letters, signs as spaces."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)", " ", heading)
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"['’](s\b)?", "", apart.casefold())))


def field_of(heading: str) -> str:
    """What a column of this heading holds; '' where it says nothing to us."""
    words = plain(heading[:LONGEST_HEADING])
    for one in (words, OF_A_YEAR.sub("", words)):
        if one in _fields():
            return _fields()[one]
    for lead in sorted(_words()["contacts"], key=len, reverse=True):
        if words != lead and not words.startswith(f"{lead} "):
            continue
        rest = words[len(lead) :].strip()
        number = 2 if lead in _words()["second"] else 1
        if digit := re.search(r"\b([1-9])\b", rest):
            number, rest = int(digit[1]), " ".join(rest.replace(digit[1], "").split())
        field = _fields().get(rest or "name", "")
        if field in OF_A_CONTACT and number <= CONTACTS:
            return f"contact{number}_{field}"
    return ""


def guess(headings: Iterable[str], before: dict[str, str] | None = None) -> dict[str, str]:
    """Field -> heading: as it was last time (`before`) where that heading is there, else by what the heading says."""
    headings = list(headings)
    found = {field: heading for field, heading in (before or {}).items() if heading in headings and field in FIELDS}
    for heading in headings:
        field = field_of(heading)
        if field and heading not in found.values():
            found.setdefault(field, heading)
    return found


def role_of(written: str) -> str | None:
    """The role that a spreadsheet's word means: '' for one that only people give, None for one nobody knows."""
    return _roles().get(plain(written))


def called_of(written: str) -> str:
    """What a spreadsheet's word calls a contractor; '' where it says no more than the role."""
    return _called().get(plain(written), "")


def everybody_is(columns: Iterable[str]) -> str:
    """What the people of a sheet without a column of roles are, as its fields suggest; '' for no idea."""
    about_pupils = ("year", "contact1_name", "contact1_given", "contact1_email", "birth_date")
    return "pupil" if any(field in about_pupils for field in columns) else ""

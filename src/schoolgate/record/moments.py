"""Moments as they lie in the database, where there are too many of them to make a datetime of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models.functions import Cast

Moment = datetime | str | None
"""As `lying` brings it: on SQLite the text in which Django keeps it there, in UTC and without saying so."""


def lying(field: str) -> Any:
    """What to ask for in `values_list`, to have the moments of a column as `Moment`."""
    return Cast(field, models.TextField()) if connection.vendor == "sqlite" else models.F(field)


def spelt(moment: Moment) -> str:
    """As `str` spells the same datetime in UTC: "2026-11-21 17:15:00.123456+00:00"; without a fraction where there is
    none."""
    return f"{moment}+00:00" if type(moment) is str else str(moment)


def iso(moment: Moment) -> str:
    """As `isoformat` spells it, to the microsecond, in UTC."""
    text = spelt(moment).replace(" ", "T")
    return text if "." in text else f"{text[:-6]}.000000{text[-6:]}"

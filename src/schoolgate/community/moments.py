"""Moments as they stand on a page."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


def at(moment: datetime | None) -> str:
    """“21 November 2026, 21:05”; '' for no moment."""
    return date_format(timezone.localtime(moment), "j F Y, H:i") if moment else ""


def on(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")

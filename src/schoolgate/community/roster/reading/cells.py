"""What stands in one cell: names, addresses, days."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

EMAIL = re.compile(r"[^\s@<>(),;:\"\[\]\\]+@[^\s@<>(),;:\"\[\]\\.]+(?:\.[^\s@<>(),;:\"\[\]\\.]+)+")
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that no name or key holds: control characters, and halves of characters."""
OLDEST = date(1900, 1, 1)
MOST_DAYS = 5000
"""Days that are kept: as many as the pupils of all year groups can be born on."""
_SPACES = re.compile(r"\s+")
_WRITTEN = ("%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y", "%Y/%m/%d")


def tidy(text: str) -> str:
    """A name with its accents composed (NFC) and single spaces."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return _SPACES.sub(" ", text).strip() if "  " in text or "\n" in text or not text.isascii() else text


def is_email(text: str) -> bool:
    return len(text) <= 254 and EMAIL.fullmatch(text) is not None


@lru_cache(MOST_DAYS)
def iso_day(text: str) -> str | None:
    """A day written YYYY-MM-DD, as OneRoster asks. None for any other."""
    try:
        return text if len(text) == 10 and date.fromisoformat(text) >= OLDEST else None
    except ValueError:
        return None


@lru_cache(MOST_DAYS)
def any_day(text: str) -> str | None:
    """A day as people in Britain write it (3/9/2015, 3 Sep 2015) or as a spreadsheet does, in ISO. None for no day."""
    plain = _SPACES.sub(" ", text.removesuffix(" 00:00:00"))
    if iso_day(plain):
        return plain
    for form in _WRITTEN:
        try:
            day = datetime.strptime(plain, form).date()
        except ValueError:
            continue
        return day.isoformat() if day >= OLDEST else None
    return None

"""From what a file writes to a year group."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

import yaml

_NUMBER = re.compile(r"(?:year|yr|y)?0?(\d{1,2})")


@cache
def _words() -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(files(__package__).joinpath("years.yaml").read_text("utf-8"))
    return found


@lru_cache(100)
def year_of(written: str) -> str | None:
    """N, R, 1 to 13, or '' for none. None: nobody knows what this means. Of several, with commas, the oldest."""
    if "," in written:
        years = [year_of(part) for part in written.split(",") if part.strip()]
        return None if None in years else max((year or "" for year in years), key=_age, default="")
    plain = re.sub(r"[\s.]", "", written.casefold())
    if not plain or plain in _words():
        return _words().get(plain, "")
    for lead in ("year", "yr", "y"):
        if plain.removeprefix(lead) in _words() and plain.startswith(lead):
            return _words()[plain.removeprefix(lead)]
    number = _NUMBER.fullmatch(plain)
    if number is None or int(number[1]) > 13:
        return None
    return str(int(number[1])) if int(number[1]) else "R"


def _age(year: str) -> int:
    return {"": -3, "N": -2, "R": -1}.get(year, int(year) if year.isdecimal() else 0)

"""What each app knows that somebody did: signed, learned, declared, decided.

An app says so in its own `home.py`, with `record(person)`: what that person did, as Entries.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from schoolgate.community.models import Person
from schoolgate.community.today import offers


class Entry(NamedTuple):
    """One thing that somebody did. `clause` is the number of the clause that asked for it; '' for none."""

    on: date
    kind: str
    words: str
    clause: str = ""
    url: str = ""


def entries(person: Person) -> list[Entry]:
    """Everything somebody did, the latest first."""
    found = [entry for offer in offers("record") for entry in offer(person) if isinstance(entry, Entry)]
    return sorted(found, key=lambda entry: entry.on, reverse=True)

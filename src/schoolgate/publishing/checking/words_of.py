"""The words of a draft, field by field, as anybody could read them once it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from schoolgate.publishing.checking.model import Draft

CAPTION = ", caption"


class Field(NamedTuple):
    where: str
    words: str


def fields(draft: Draft) -> Iterator[Field]:
    """Every field that has words. Tags are read as they will stand: #SpringFair #Year4."""
    yield from (one for one in _all(draft) if one.words.strip())


def tags(draft: Draft) -> str:
    return " ".join(f"#{tag}" for tag in draft.tags)


def _all(draft: Draft) -> Iterator[Field]:
    yield Field("title", draft.title)
    yield Field("text", draft.text)
    yield Field("tags", tags(draft))
    for where, picture in zip(places(draft), draft.pictures, strict=True):
        yield Field(where, picture.alt)
        yield Field(f"{where}{CAPTION}", picture.caption)


def places(draft: Draft) -> list[str]:
    """What each picture and film is called in a finding."""
    numbers = {"picture": 0, "film": 0}
    found = []
    for picture in draft.pictures:
        kind = "film" if picture.film else "picture"
        numbers[kind] += 1
        found.append(f"{kind} {numbers[kind]}")
    return found

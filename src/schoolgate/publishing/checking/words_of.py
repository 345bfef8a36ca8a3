"""The words of a draft, field by field, as anybody could read them once it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from schoolgate.publishing.checking.model import Draft


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
    for number, picture in enumerate(draft.pictures, 1):
        yield Field(f"picture {number}", picture.alt)
        yield Field(f"picture {number}, caption", picture.caption)

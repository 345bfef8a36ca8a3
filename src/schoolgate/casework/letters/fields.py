"""The fields of a letter: `{{ name }}` stands for what is known when it is written. Pure.

This is not a template language: a field is a name of the catalogue and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

FIELD = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
MARKS = re.compile(r"([\\`*\[\]<])")
"""What Markdown would read as a mark in somebody's name."""


def used(text: str) -> list[str]:
    """The names of the fields that stand in a text, each once, in order."""
    return list(dict.fromkeys(" ".join(name.split()) for name in FIELD.findall(text)))


def unknown(text: str, known: Iterable[str]) -> list[str]:
    """The fields of a text that are not among those known."""
    known = set(known)
    return [name for name in used(text) if name not in known]


def gap(label: str) -> str:
    """What stands in a letter where something still has to be filled in."""
    return f"[{label}]"


def fill(text: str, values: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """A text with what is known put in, once: a value is never read for fields again. The rest becomes gaps.

    `labels` are those of every known field. Raises KeyError for a field that is not among them.
    """
    return FIELD.sub(lambda found: _put(" ".join(found[1].split()), values, labels), text)


def fill_gaps(text: str, values: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """A letter whose gaps are filled with what is known by now."""
    for name, value in values.items():
        if value:
            text = text.replace(gap(labels[name]), value)
    return text


def gaps(text: str, labels: Mapping[str, str]) -> list[str]:
    """The labels of the gaps that are left in a letter."""
    return [label for label in labels.values() if gap(label) in text]


def escaped(value: str) -> str:
    """One line that Markdown shows as it stands."""
    return MARKS.sub(r"\\\1", " ".join(value.split()))


def _put(name: str, values: Mapping[str, str], labels: Mapping[str, str]) -> str:
    return values.get(name) or gap(labels[name])

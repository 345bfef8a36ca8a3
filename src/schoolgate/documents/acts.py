"""Which act of the catalogue a clause is about, and which of the act's facts its words fix."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from schoolgate.documents.model import Label

_ABOUT_ITSELF = re.compile(
    r"(?:this|the)\s+(?:\w+\s+){0,2}(?:policy|document|aim|purpose)\b(?!.{0,80}\b(?:must not|not (?:allow|permit)))",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:must|should|shall|will|may|can|cannot|right to|not to|never|required|asked)\b", re.IGNORECASE
)
_RELATIVE = re.compile(r"\s(?:who|whose|whom)\b[^,.;]*?(?=\s(?:from|to)\s|[,.;]|$)", re.IGNORECASE)
_PATTERNS = Path(__file__).with_name("acts.yaml")


class Act(NamedTuple):
    """An act with the words that gave it, and its facts."""

    label: Label
    facts: tuple[tuple[str, str], ...]


class _Rule(NamedTuple):
    act: str
    every: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    facts: tuple[str, ...]
    by_people: bool


_Facts = dict[str, list[tuple[str, re.Pattern[str]]]]


def act_of(text: str, lead: str = "", *, school_only: bool = False) -> Act | None:
    """The act that a clause's own words are about, else its words with the lead above it; None where none fits.

    `school_only` says that the clause binds nobody but the school.
    """
    if _ABOUT_ITSELF.match(text):
        return None
    rules, facts = _learned()
    bare = _without_relatives(text)
    for words in dict.fromkeys((bare, text, f"{lead} {text}") if lead else (bare, text)):
        for rule in rules:
            if school_only and rule.by_people:
                continue
            if found := _match(rule, words):
                fixed = tuple((name, value) for name in rule.facts if (value := _fact(facts[name], words)))
                return Act(Label(rule.act, found, 0.7), fixed)
    return None


def _without_relatives(text: str) -> str:
    """The text without "who …" after its main verb: that says of whom, not what is done."""
    verb = _MODAL.search(text)
    return text[: verb.end()] + _RELATIVE.sub("", text[verb.end() :]) if verb else text


def _match(rule: _Rule, text: str) -> str:
    """The words that decided it, or ''."""
    found = [pattern.search(text) for pattern in rule.every]
    if not all(found) or (rule.unless and rule.unless.search(text)):
        return ""
    return " … ".join(dict.fromkeys(match.group().strip() for match in found if match))


def _fact(values: list[tuple[str, re.Pattern[str]]], text: str) -> str:
    """The value that the words fix; '' where none, or more than one, is named."""
    named = [value for value, pattern in values if pattern.search(text)]
    return named[0] if len(named) == 1 else ""


@cache
def _learned() -> tuple[tuple[_Rule, ...], _Facts]:
    import yaml

    # the C loader is ten times quicker where PyYAML has it; both load plain data only
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(_PATTERNS.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    words: dict[str, str] = data["words"]

    def pattern(source: str) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{([a-z]+)\}", lambda found: words[str(found.group(1))], source), re.IGNORECASE)

    rules = tuple(
        _Rule(
            row["act"],
            tuple(pattern(source) for source in row["all"]),
            pattern(row["unless"]) if "unless" in row else None,
            tuple(row.get("facts", ())),
            row.get("by") == "people",
        )
        for row in data["acts"]
    )
    facts = {
        name: [(value, pattern(source)) for value, source in values.items()] for name, values in data["facts"].items()
    }
    return rules, facts

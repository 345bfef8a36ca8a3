"""What a policy of this kind is expected to cover and this one does not. The expectations are data: topics.yaml."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Any

from schoolgate.policy.lint.data import pattern, table
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.sheet import Sheet


def check(sheet: Sheet) -> Iterator[Finding]:
    acts = {
        clause.act.value for clause in sheet.reading.clauses if clause.act is not None and clause.act.confidence >= 0.7
    }
    yield from missing(sheet.text, acts, frozenset(), (1, 1))


def missing(text: str, acts: Set[str], controls: Set[str], lines: tuple[int, int]) -> Iterator[Finding]:
    """A finding for each expected topic that neither the text nor the acts and controls it binds to cover."""
    for entry in table("topics"):
        if not _covered(entry, text, acts, controls):
            source = entry["source"]
            yield Finding(
                "missing_topic",
                lines,
                f"It says nothing about {entry['topic']} (expected by: {source}).",
                f"Add a rule about {entry['topic']}, or point to the policy that has one.",
                entry["topic"],
            )


def _covered(entry: Any, text: str, acts: Set[str], controls: Set[str]) -> bool:
    if acts & set(entry.get("acts", ())) or controls & set(entry.get("controls", ())):
        return True
    return any(pattern(p.replace("[^.", r"[^.\n")).search(text) for p in entry["any"])

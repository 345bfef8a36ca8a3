"""Small clauses for the engine's tests."""

from __future__ import annotations

from schoolgate.policy.clause import Clause
from schoolgate.policy.pack import parse


def clauses(*texts: str) -> tuple[Clause, ...]:
    """Clauses written as in a pack, one mapping each: 'HB-1, staff, must_not, {act: …}, {act: …}'."""
    items = []
    for text in texts:
        number, who, modality, rules = (part.strip() for part in text.split(",", 3))
        items.append(
            f"  - {{id: {number}, section: Rules, who: [{who.replace(' ', ', ')}], modality: {modality}, "
            f"says: Clause {number} says so., rules: [{rules}]}}"
        )
    text = "policy: t\ntitle: T\nschool: S\nclauses:\n" + "\n".join(items)
    return parse(text, "test.yaml").clauses

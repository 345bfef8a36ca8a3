"""A finding: one thing in a policy that a careful reader would mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "overdue_review",
    "missing_review_date",
    "missing_adoption_date",
    "missing_approver",
    "missing_owner",
    "superseded_guidance",
    "placeholder",
    "numbering_gap",
    "dangling_reference",
    "broken_sentence",
    "old_platform_name",
    "typo_key_term",
    "named_individual",
    "unidentified_authority",
    "scope_hole",
    "contradiction",
    "password_expiry",
    "missing_topic",
]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Finding:
    """`lines` is the first and last line in the document, (0, 0) where a clause has none. `message` is one
    sentence on why, `fix` one on what to do, `words` the words found, or ''."""

    kind: Kind
    lines: tuple[int, int]
    message: str
    fix: str
    words: str = ""

"""The linter: what a careful reader would mend in a policy. Pure: a reading and a day in, findings out.

Each family of defects is a small file of rules; dates, editions, names and expectations are YAML beside them.
"""

from __future__ import annotations

from datetime import date

from schoolgate.documents.model import Reading
from schoolgate.policy.lint import (
    authority,
    broken,
    contradictions,
    guidance,
    listing,
    numbering,
    placeholders,
    platforms,
    points,
    references,
    scope,
    spelling,
    topics,
    upkeep,
)
from schoolgate.policy.lint.finding import KINDS, Finding, Kind
from schoolgate.policy.lint.sheet import Sheet
from schoolgate.policy.lint.structured import lint_clauses

__all__ = ["KINDS", "Finding", "Kind", "lint", "lint_clauses"]

_CHECKS = (
    upkeep.check,
    guidance.check,
    placeholders.check,
    numbering.check,
    points.check,
    references.check,
    broken.check,
    listing.check,
    platforms.check,
    spelling.check,
    authority.check,
    scope.check,
    contradictions.check,
    topics.check,
)


def lint(reading: Reading, on: date) -> list[Finding]:
    """The defects of a document on a day, in the order of its lines. `on` decides which guidance is in force."""
    sheet = Sheet(reading, on)
    found = dict.fromkeys(finding for check in _CHECKS for finding in check(sheet))
    return sorted(found, key=lambda finding: (finding.lines, finding.kind))

"""The defects of a version: what its document shows, and what its clauses show as they have been corrected. Pure."""

from __future__ import annotations

from datetime import date

from schoolgate.documents.model import Reading
from schoolgate.policy.lint import Finding, lint, lint_clauses
from schoolgate.policy.pack import Pack

# Kinds that the corrected clauses tell better than the document does.
FROM_CLAUSES = frozenset({"contradiction", "scope_hole", "missing_topic"})


def defects(reading: Reading | None, pack: Pack, on: date) -> list[Finding]:
    """Every defect on a day, in the order of the document's lines."""
    written = [f for f in lint(reading, on) if f.kind not in FROM_CLAUSES] if reading else []
    meant = [f for f in lint_clauses(pack.clauses, pack.title, on) if not reading or f.kind in FROM_CLAUSES]
    return sorted([*written, *meant], key=lambda finding: finding.lines)

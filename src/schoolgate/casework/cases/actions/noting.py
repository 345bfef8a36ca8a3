"""Notes for those who work on a case."""

from __future__ import annotations

from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.community.models import Person


def note(by: Person, case: Case, words: str, *, kind: str = "noted", file: str = "response", restricted: bool) -> Entry:
    """Add a note ("noted"), or what was agreed about how to go on ("strategy")."""
    with working(by, case, emergency=True) as (ledger, held):
        return chronicle(ledger, held, kind, words, file=Entry.File(file), restricted=restricted)

"""Opening a restricted line of a chronology: with a reason, which is written down before the words are shown."""

from __future__ import annotations

from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.cases.models import Case, Entry, LineOpening
from schoolgate.community.models import Person


def open_line(by: Person, case: Case, line: Entry, why: str) -> str:
    """The words of a restricted line, once it is kept that this person opened it, when and why."""
    with working(by, case, closed=True, emergency=True) as (ledger, held):
        opening = LineOpening(entry=line, person=by)
        opening.keep(why=why)
        opening.save()
        ledger.write("case.line_opened", held, entry=line.pk, number=line.number)
    return line.said("words")

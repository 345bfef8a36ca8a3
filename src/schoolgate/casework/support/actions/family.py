"""A pupil's parents are let in to the pupil's page, or not any more."""

from __future__ import annotations

from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.models import Entry
from schoolgate.casework.support import letting_know
from schoolgate.casework.support.access import of_cases, parents
from schoolgate.casework.support.actions.holding import held
from schoolgate.casework.support.models import SupportFile
from schoolgate.community.change import Refused
from schoolgate.community.models import Person

FOR_PARENTS = "The school would like to support your child, together with you."
NOBODY_TO_READ = (
    "Nobody can be let in: the case names each parent or may be about them, or none is written down. Ask your "
    "safeguarding lead how to tell them."
)


def let_family_in(by: Person, file: SupportFile, let_in: bool, why: str) -> None:
    """Let a pupil's parents read the pupil's page and speak for them, or not any more, with a reason."""
    with held(by, file, "case.decide", of_cases) as (ledger, row):
        readers = list(parents(row))
        if let_in and not readers:
            raise Refused(NOBODY_TO_READ)
        row.with_family = let_in
        row.keep(family_why=why)
        row.save(update_fields=["with_family", "sealed"])
        who = ", ".join(each.name for each in readers)
        words = f"{who} may read the page of {row.person.name}" if let_in else "The parents read the page no more"
        chronicle(ledger, row.case, "support", f"{words}: {why}", file=Entry.File.SUPPORT, about=row)
        ledger.write("support.family", row, let_in=let_in)
        if let_in:
            letting_know.parents_of(row, FOR_PARENTS)

"""A picture turns out to show a child with few or no clothes on: from then on its case takes and shows words alone."""

from __future__ import annotations

from schoolgate.casework.cases.access import who_may_open
from schoolgate.casework.cases.actions.working import JOINED, chronicle, working
from schoolgate.casework.cases.models import Case
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.notices import tell

SAID = (
    "It is about a picture of a child with few or no clothes on. No file can be added, opened or shared from now on. "
    "What was kept before stays shut: ask the police first."
)
TOLD = "{}: no file is added, opened or shared in it from now on. Read why before you do more."


def no_pictures_from_now(by: Person, case: Case, known: str = "") -> None:
    """Somebody who may open a case says so; `known` is what they know, in words. It cannot be taken back.

    Said again, it stands once. Raises Http404 for whoever may not know of the case, Refused for one that was joined to
    another.
    """
    with working(by, case, closed=True, emergency=True) as (ledger, held):
        if held.state == Case.State.JOINED:
            raise Refused(JOINED)
        if held.no_pictures:
            ledger.write("case.no_pictures_again", held)
            return
        held.no_pictures = True
        held.save()
        chronicle(ledger, held, "noted", f"{SAID} {known}".strip())
        others = [person for person in who_may_open(held) if person != by]
        tell(others, TOLD.format(held.reference), held.path)

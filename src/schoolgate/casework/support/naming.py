"""What is written for the person affected names nobody else of the case."""

from __future__ import annotations

from schoolgate.casework.cases.models import Case
from schoolgate.casework.reports.naming import Names
from schoolgate.community.change import Refused
from schoolgate.community.models import Person

NAMED = (
    "This has the name of somebody else in the case: “{}”. The person affected reads these words, so leave the name "
    "out. If you meant another word, put it another way."
)


def name_nobody(case: Case, reader: Person, text: str) -> None:
    """Raises Refused where words for `reader` hold a name, or a part of one, of somebody else of the case."""
    if found := Names(case).stand_in(text, {reader.pk}):
        raise Refused(NAMED.format(found[0]))

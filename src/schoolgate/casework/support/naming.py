"""What is written for the person affected names nobody else of the case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.reports.models import Report
from schoolgate.community.called import TITLES
from schoolgate.community.change import Refused
from schoolgate.community.models import Person

SHORTEST = 3
"""Letters of a part of a name that gives somebody away."""
NAMED = (
    "This has the name of somebody else in the case: “{}”. The person affected reads these words, so leave the name "
    "out. If you meant another word, put it another way."
)


def name_nobody(case: Case, reader: Person, text: str) -> None:
    """Raises Refused where words for `reader` hold a name, or a part of one, of somebody else whom the case names."""
    if found := next(names_in(text, names_beside(case, reader)), ""):
        raise Refused(NAMED.format(found))


def names_beside(case: Case, reader: Person) -> frozenset[str]:
    """The names, and the parts of names, of everybody whom the case names or named and of whoever told us, without the
    reader's own."""
    parties = Party.objects.of(case.school).filter(case=case).exclude(person=reader).select_related("person")
    names = [party.called() for party in parties if party.person_id or party.said("name")]
    for report in Report.objects.of(case.school).filter(case=case).exclude(by=reader).select_related("by"):
        names += [report.by.name if report.by else report.said("name")]
    return frozenset(part for name in names for part in _parts(name)) - set(_parts(reader.name))


def names_in(text: str, names: Iterable[str]) -> Iterator[str]:
    """Those of the names that a text holds, written as a name is: “Will wrote it”, and not “we will”."""
    return (name for name in sorted(names) if re.search(rf"\b{re.escape(name)}\b", text))


def _parts(name: str) -> list[str]:
    words = re.findall(r"\w[\w’'-]*", name)
    return [word for word in words if len(word) >= SHORTEST and word[0].isupper() and word.casefold() not in TITLES]

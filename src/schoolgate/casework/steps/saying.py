"""What the person affected may read: never a name of somebody else in the case."""

from __future__ import annotations

from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.reports.naming import Names, key_of


def names_in(words: str, case: Case) -> list[str]:
    """The names in these words that one of those affected is not to read, as they are hidden on their page."""
    affected = Party.objects.of(case.school).filter(case=case, ended_at=None, part=Party.Part.AFFECTED)
    names, readers = Names(case), [{key_of(party)} for party in affected] or [set()]
    return list(dict.fromkeys(found for own in readers for found in names.stand_in(words, own)))

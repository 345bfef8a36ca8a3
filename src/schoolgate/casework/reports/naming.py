"""Whose names words about a case must not give away: all whom it names or named, and whoever told us of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.reports.models import Report
from schoolgate.community.names.finder import Finder
from schoolgate.community.names.known import Key, Named
from schoolgate.community.names.roll import named


class Names:
    """The names of a case, ready to be looked for; `also` those of others whom the words may name or are for."""

    def __init__(self, case: Case, also: Iterable[Named] = ()) -> None:
        self._finder = Finder([*_of(case), *also])

    def stand_in(self, words: str, own: Collection[Key]) -> list[str]:
        """The names in some words, as they stand there, without those of `own`.

        What may as well be one of theirs is none: a family has one last name. In small letters a word like “will” is no
        name; with a capital it may be one, also where a sentence begins.
        """
        found = self._finder.find(words, besides=own)
        return list(dict.fromkeys(" ".join(words[one.start : one.end].split()) for one in found))


def key_of(party: Party) -> Key:
    """By what somebody whom a case names is known as a reader."""
    return party.person_id or f"party {party.pk}"


def _of(case: Case) -> Iterator[Named]:
    for party in Party.objects.of(case.school).filter(case=case).select_related("person"):
        yield named(party.person) if party.person else Named(key_of(party), party.said("name"))
    for report in Report.objects.of(case.school).filter(case=case).select_related("by"):
        yield named(report.by) if report.by else Named(f"report {report.pk}", report.said("name"))

"""What goes into the bundle of a referral: the records, the people, the paper and the evidence itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from schoolgate.casework.cases.models import Entry, Party
from schoolgate.casework.evidence.actions.keeping import bytes_of
from schoolgate.casework.evidence.models import Custody, Item
from schoolgate.casework.evidence.sharing import bag
from schoolgate.casework.evidence.sharing.items import items_of
from schoolgate.casework.evidence.sharing.models import Referral
from schoolgate.casework.evidence.sharing.paper import paper
from schoolgate.community.models import Person
from schoolgate.record.chain import Json

Rows = list[dict[str, Json]]


class Contents:
    """A referral's share of a case, as it stands now. `items` are those that are shared, in the order they came."""

    def __init__(self, referral: Referral) -> None:
        self.referral, self.case = referral, referral.case
        self.items = list(items_of(referral))
        self.entries = self._entries()
        self.custody = list(Custody.objects.of(self.case.school).filter(item__in=self.items).order_by("at", "pk"))
        self.names = {item.pk: f"evidence/{_file(number, item)}" for number, item in enumerate(self.items, 1)}
        self.people = self._people()

    def records(self) -> dict[str, bag.Record]:
        """The chronology, the custody record and the list of items."""
        numbers = {item.pk: number for number, item in enumerate(self.items, 1)}
        return {
            "chronology": bag.as_it_stands(self._line(entry) for entry in self.entries),
            "custody": bag.chained(self._hand(line, numbers[line.item_id]) for line in self.custody),
            "items": bag.chained(self._item(item) for item in self.items),
        }

    def inside(self) -> Iterator[tuple[str, bytes]]:
        """Every other file of the bag, one at a time: the evidence first, which takes longest.

        Raises VaultError for evidence that is not what was kept.
        """
        for item in self.items:
            yield self.names[item.pk], bytes_of(item)
            if stamp := getattr(item, "stamp", None):
                yield f"stamps/{self.names[item.pk].removeprefix('evidence/')}.tsr", bytes(stamp.token)
        yield "referral.json", _json(self._referral())
        yield "people.json", _json({str(number): name for number, name in sorted(self.people.items())})
        if self.entries:
            yield "parties.json", _json(self._parties())
        yield "chronology.pdf", paper(self)

    def shares(self, entry: Entry) -> bool:
        """Whether a line goes with it, or only its hash."""
        which = self.referral.chronology
        of_file = which in (Referral.Chronology.BOTH, entry.file)
        return of_file and (self.referral.restricted or not entry.restricted)

    def parties(self) -> list[Party]:
        """Those whom the case is about now; with the support file alone, only those who are affected."""
        rows = Party.objects.of(self.case.school).filter(case=self.case, ended_at=None).select_related("person")
        if self.referral.chronology == Referral.Chronology.SUPPORT:
            rows = rows.filter(part=Party.Part.AFFECTED)
        return list(rows)

    def by(self, number: int | None) -> str:
        return self.people.get(number or 0, "the system")

    def _entries(self) -> list[Entry]:
        if self.referral.chronology == Referral.Chronology.NONE:
            return []
        lines = Entry.objects.of(self.case.school).filter(case=self.case, number__lte=self.referral.up_to)
        return list(lines.select_related("case").order_by("number"))

    def _people(self) -> dict[int, str]:
        did = {entry.by_id for entry in self.entries if self.shares(entry)} | {line.by_id for line in self.custody}
        did |= {item.by_id for item in self.items} | {self.referral.by_id}
        people = Person.objects.of(self.case.school).filter(pk__in=did - {None})
        return dict(people.values_list("pk", "name"))

    def _line(self, entry: Entry) -> dict[str, Json]:
        if not self.shares(entry):
            return bag.left_out(entry.number, entry.hash)
        return {**entry.says(), "hash": entry.hash}

    def _hand(self, line: Custody, item: int) -> dict[str, Json]:
        return {
            "item": item,
            "at": when(line.at),
            "by": line.by_id or 0,
            "what": line.what,
            "why": line.said("why"),
        }

    def _item(self, item: Item) -> dict[str, Json]:
        return {
            "reference": item.reference,
            "file": f"data/{self.names[item.pk]}",
            "name": item.said("name"),
            "sha256": item.sha256,
            "size": item.size,
            "kind": item.kind,
            "media": item.media,
            "inert": item.inert,
            "restricted": item.restricted,
            "scanned": item.scanned,
            "came": when(item.at),
            "by": item.by_id or 0,
            "source": item.said("source"),
            "made_from": item.parent.reference if item.parent else "",
            "made_how": item.made_how,
        }

    def _referral(self) -> dict[str, Json]:
        said = self.referral
        return {
            "reference": said.reference,
            "case": self.case.reference,
            "school": self.case.school.name,
            "to": said.said("name"),
            "office": said.said("office"),
            "kind": said.what.label,
            "why": said.said("why"),
            "why_apart": said.said("why_apart"),
            "chronology": said.chronology,
            "restricted": said.restricted,
            "by": self.by(said.by_id),
            "at": when(said.at),
        }

    def _parties(self) -> list[Json]:
        return [{"name": party.called(), "part": party.part, "kind": party.kind} for party in self.parties()]


def when(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _file(number: int, item: Item) -> str:
    return bag.safe_name(number, item.said("name"), inert=item.inert)


def _json(value: Json) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()

"""Blocks into clauses: each rule with its section, its force and who it binds, from its words and those above it."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence

from schoolgate.documents import bearers, leads, tables
from schoolgate.documents.acts import act_of
from schoolgate.documents.audience import audience_of
from schoolgate.documents.commands import aim, imperative
from schoolgate.documents.dates import dates_in
from schoolgate.documents.details import conditions_of, references_of
from schoolgate.documents.force import Force
from schoolgate.documents.leads import Lead
from schoolgate.documents.meta import labels_on
from schoolgate.documents.modality import force_in, stated
from schoolgate.documents.model import Block, Document, Label, ReadClause
from schoolgate.documents.sentences import Part, rules_of, sentences_of
from schoolgate.documents.telling import keeps, tells


def clauses_of(document: Document) -> tuple[ReadClause, ...]:
    """Every clause of a document, in order, numbered c001, c002…"""
    walk = _Walk(document)
    return tuple(walk.run())


class _Walk:
    """One pass over the blocks, remembering the section, the leads that are open and who was last spoken of."""

    def __init__(self, document: Document) -> None:
        self.blocks: Sequence[Block] = document.blocks
        self.audience = audience_of(document)
        self.section = ""
        self.section_who: tuple[Label, ...] = ()
        self.section_force: Force | None = None
        self.leads: list[Lead] = []
        self.path: list[tuple[int, str]] = []
        self.count = 0
        self.last_who: tuple[Label, ...] = ()
        self.columns: dict[int, Force] = {}
        self.row_who: tuple[Label, ...] = ()

    def run(self) -> Iterator[ReadClause]:
        index = 0
        while index < len(self.blocks):
            block = self.blocks[index]
            following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
            self.last_who = ()
            if block.kind == "heading":
                self._enter(block)
                index += yield from self._pointers(block, index)
            elif told := labels_on(block):
                yield self._told(block, told)
            elif block.kind == "row":
                yield from self._row(block)
                index += 1
                continue
            else:
                index += yield from self._text(block, following, index)
            self.columns = {}
            index += 1

    def _enter(self, block: Block) -> None:
        self.section = block.text.strip(" :")
        self.section_who = bearers.heading(block.text)
        self.section_force = leads.heading_force(block.text)
        self.leads, self.path = [], []

    def _pointers(self, block: Block, index: int) -> Generator[ReadClause, None, int]:
        """A list of other documents under "See also" is one statement; returns how many items it took."""
        items = self._items_after(index, 0)
        if not items or not leads.points_elsewhere(block.text) or _mostly_rules(items):
            return 0
        who = (Label("school", block.text, 0.6),)
        yield self._clause(block, Part(block.text, 0), Force("statement", block.text, 0.7), who, items)
        return len(items)

    def _told(self, block: Block, told: Sequence[tuple[str, str]]) -> ReadClause:
        """What the document says of its own adoption and review: a review to come, and its owner, bind somebody."""
        keys = [key for key, _ in told]
        binds = "review_due" in keys or "owner" in keys
        words = block.cells[0] if block.cells else block.text.split(":")[0]
        who = bearers.named(" ".join(value for key, value in told if key in ("owner", "approver")))
        force = Force("must" if binds else "statement", words, 0.7)
        return self._clause(block, Part(block.text, 0), force, who or (Label("school", words, 0.6),))

    def _row(self, block: Block) -> Iterator[ReadClause]:
        """A table of rules: the head of a column gives its force, a role in the first cell its bearer."""
        if forces := tables.column_forces(block):
            self.columns = forces
            return
        start = 0
        for column, cell in enumerate(block.cells):
            start = max(block.text.find(cell, start), 0)
            force = self.columns.get(column)
            if column == 0 and not force and (who := tables.row_bearer(block)):
                self.row_who = who
            elif force or len(cell.split()) > 4 or self.row_who:
                lead = tables.lead_of(force, self.row_who, block)
                for place, part in enumerate(sentences_of(cell)):
                    yield from self._rules(block, Part(part.text, start + part.start), lead, first=place == 0)
            start += len(cell)
        self.row_who = ()

    def _text(self, block: Block, following: Block | None, index: int) -> Generator[ReadClause, None, int]:
        """The clauses of a paragraph or item; returns how many blocks after it were used up."""
        level = self._settle(block)
        if block.kind == "paragraph" and (spoken_to := bearers.addressed(block.text)):
            self.section_who = spoken_to
            return 0
        lead = self.leads[-1] if self.leads else None
        parts = sentences_of(block.text)
        opening = parts.pop() if parts and leads.opens_list(block, parts[-1].text, following) else None
        for place, part in enumerate(parts):
            yield from self._rules(block, part, lead, first=place == 0)
        if opening is None:
            return 0
        return (yield from self._open(block, opening, level, lead, index))

    def _settle(self, block: Block) -> int:
        """Close the leads and the path that this block is not under; its own level."""
        if block.kind == "item":
            level = block.level
            self.leads = [lead for lead in self.leads if lead.level < level]
            self.path = [step for step in self.path if step[0] < level] + [(level, block.marker)]
            return level
        self.path = []
        if self.leads and leads.is_continuation(block.text):
            self.leads = self.leads[:1]
            return 0
        self.leads = []
        return 0

    def _open(
        self, block: Block, opening: Part, level: int, outer: Lead | None, index: int
    ) -> Generator[ReadClause, None, int]:
        items = self._items_after(index, level)
        kind = leads.kind_of(opening.text)
        given = leads.force_of(opening.text)
        if outer and outer.force:
            given = leads.under(outer.force, opening.text)
        force = given or Force("statement", "", 0.5)
        who = self._who(opening.text, force, outer)
        if kind == "conditions" or (kind == "single" and items and not _mostly_rules(items)):
            yield self._clause(block, opening, force, who, items, kind=kind)
            return len(items)
        self.leads = [one for one in self.leads if one.level < level]
        self.leads.append(Lead(opening.text, level, block.lines[0], kind, given, who))
        return 0

    def _items_after(self, index: int, level: int) -> list[Block]:
        items: list[Block] = []
        for block in self.blocks[index + 1 :]:
            if block.kind != "item" or block.level <= level:
                break
            items.append(block)
        return items

    def _rules(self, block: Block, sentence: Part, lead: Lead | None, *, first: bool) -> Iterator[ReadClause]:
        for part in rules_of(sentence):
            goes_on = part.start != sentence.start
            force = self._force(part.text, lead, first=first and not goes_on, goes_on=goes_on)
            if force is None:
                continue
            who = self._who(part.text, force, lead, goes_on=goes_on)
            self.last_who = who or self.last_who
            yield self._clause(block, part, force, who, lead=lead)

    def _force(self, text: str, lead: Lead | None, *, first: bool, goes_on: bool) -> Force | None:
        if found := aim(text, binds=bool(bearers.addressee(text)), aims=leads.is_aims(self.section)):
            return found
        own = force_in(text)
        led = first or (bool(imperative(text)) and not stated(text, main_only=True))
        if led and lead is not None and lead.force is not None and not leads.speaks_for_itself(text):
            return leads.under(lead.force, text)
        if own and (kept := keeps(text, own, goes_on=goes_on)):
            return kept
        if first and self.section_force and len(text.split()) > 2:
            return self.section_force
        return tells(text)

    def _who(self, text: str, force: Force, lead: Lead | None, *, goes_on: bool = False) -> tuple[Label, ...]:
        above: tuple[Label, ...] = ()
        again = goes_on or (bool(imperative(text)) and {label.value for label in self.last_who} != {"school"})
        carried = self.last_who if again else ()
        for who, sure in (
            (carried if goes_on else (), 0.8),
            (lead.who if lead else (), 0.85),
            (carried, 0.7),
            (self.section_who, 0.65),
            (self.audience, 0.5),
        ):
            if who:
                above = _faded(who, sure)
                break
        return bearers.bearers_of(text, force, above, self.last_who)

    def _clause(
        self,
        block: Block,
        part: Part,
        force: Force,
        who: tuple[Label, ...],
        items: Sequence[Block] = (),
        *,
        lead: Lead | None = None,
        kind: str = "",
    ) -> ReadClause:
        self.count += 1
        text = " ".join([part.text, *(item.text for item in items)])
        first, last = _lines(block, part)
        act = act_of(part.text, lead.text if lead else "", school_only={label.value for label in who} == {"school"})
        conditions = conditions_of(part.text) + tuple(item.text for item in items if kind == "conditions")
        confidence = force.confidence * (min(label.confidence for label in who) if who else 0.5)
        return ReadClause(
            id=f"c{self.count:03}",
            section=self.section,
            path=tuple(marker for _, marker in self.path),
            lines=(first, max(last, items[-1].lines[1]) if items else last),
            page=block.page,
            text=text,
            who=who,
            modality=Label(force.value, force.words, force.confidence),
            act=act.label if act else None,
            facts=act.facts if act else (),
            conditions=conditions,
            references=references_of(text),
            dates=tuple(date.iso for date in dates_in(text)),
            confidence=round(confidence, 2),
            lead=lead.text if lead else "",
        )


def _faded(who: tuple[Label, ...], sure: float) -> tuple[Label, ...]:
    return tuple(Label(label.value, label.words, min(label.confidence, sure)) for label in who)


def _lines(block: Block, part: Part) -> tuple[int, int]:
    """The lines a part of a block stands on."""
    end = part.start + len(part.text) - 1
    first = last = block.lines[0]
    for offset, number in block.starts:
        if offset <= part.start:
            first = number
        if offset <= end:
            last = number
    return first, last


def _mostly_rules(items: Sequence[Block]) -> bool:
    """Whether the items are rules of their own rather than names of things."""
    ruling = sum(1 for item in items if stated(item.text) or (imperative(item.text) and len(item.text.split()) > 3))
    return ruling * 2 > len(items)

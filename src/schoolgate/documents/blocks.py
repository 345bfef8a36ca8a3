"""Lines into blocks: headings, paragraphs, list items, table rows; what a page or a blank line split is joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from schoolgate.documents import markers
from schoolgate.documents.headings import is_heading, level_of
from schoolgate.documents.markup import plain
from schoolgate.documents.model import Block, BlockKind, Line

_UNFINISHED = re.compile(
    r"(?:,|\b(?:and|or|the|a|an|to|of|with|in|on|for|their|its|our|your|this|that|as|by|from|be|is"
    r"|are|not|will|must|should))$",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"\s*\d{1,2}\.\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z]")
_HASHES = re.compile(r"^\s*(#{1,6})\s+(.+?)\s*#*$")
_RULE_ROW = re.compile(r"^[\s|:+=-]+$")
_LONGEST = 12_000
"""Characters: no paragraph of a policy is longer, and joining lines for ever takes for ever."""


@dataclass(slots=True)
class _Piece:
    line: Line
    text: str
    markers: tuple[str, ...]
    gap: bool
    last: bool = False


@dataclass(slots=True)
class _Open:
    """A block being built."""

    kind: BlockKind
    level: int
    marker: str
    page: int
    bold: bool = False
    from_list: bool = False
    text: str = ""
    starts: list[tuple[int, int]] = field(default_factory=list)

    def add(self, piece: _Piece) -> None:
        if self.text.endswith("-") and re.search(r"[a-z]-$", self.text[-2:]) and piece.text[:1].islower():
            self.text = self.text[:-1] if not _keeps_hyphen(self.text) else self.text
        elif self.text:
            self.text += " "
        self.starts.append((len(self.text), piece.line.number))
        self.text += piece.text

    def close(self, cells: tuple[str, ...] = ()) -> Block:
        lines = (self.starts[0][1], self.starts[-1][1])
        return Block(self.kind, self.text, lines, self.page, self.level, self.marker, cells, tuple(self.starts))


def blocks_of(lines: Iterable[Line]) -> tuple[Block, ...]:
    """The blocks of a document, in order. Furniture and blank lines are in none of them."""
    return tuple(_Builder().build(list(_pieces(lines))))


class _Builder:
    def __init__(self) -> None:
        self.open: _Open | None = None
        self.sorts: list[str] = []
        self.open_sort = ""

    def build(self, pieces: Sequence[_Piece]) -> Iterator[Block]:
        for index, piece in enumerate(pieces):
            following = pieces[index + 1] if index + 1 < len(pieces) else None
            yield from self._place(piece, following)
        yield from self._shut()

    def _place(self, piece: _Piece, following: _Piece | None) -> Iterator[Block]:
        if cells := _cells(piece):
            yield from self._shut()
            row = _Open("row", 1, "", piece.line.page)
            row.add(piece)
            row.text = " | ".join(cells)
            yield row.close(cells)
            return
        if self._continues(piece):
            assert self.open is not None
            self.open.add(piece)
            return
        yield from self._shut()
        self.open = self._start(piece, following)
        self.open.add(piece)

    def _shut(self) -> Iterator[Block]:
        if self.open is not None:
            yield self.open.close()
        self.open = None

    def _start(self, piece: _Piece, following: _Piece | None) -> _Open:
        line, page = piece.line, piece.line.page
        heading = _heading_level(piece, following) or _title_of_list(piece, following, self.open_sort)
        if heading:
            self.sorts.clear()
            numbers = " ".join(piece.markers)
            piece.text = f"{numbers} {piece.text}".strip()
            self.open_sort = ""
            return _Open("heading", heading, numbers, page, line.bold, from_list=line.role == "item")
        if piece.markers or line.role == "item":
            marker = piece.markers[-1] if piece.markers else (line.marker or "-")
            self.open_sort = markers.sort(marker)
            return _Open("item", self._item_level(piece, marker), marker, page)
        self.sorts.clear()
        self.open_sort = ""
        return _Open("paragraph", 1, "", page)

    def _item_level(self, piece: _Piece, marker: str) -> int:
        """A list inside a list is known by the file's own depth, or by a new sort of marker."""
        if piece.line.level:
            return piece.line.level
        chain = [markers.sort(m) for m in piece.markers[:-1] if markers.sort(m) != "bullet"]
        sort = ("bullet" if marker != "o" else "o") if markers.sort(marker) == "bullet" else markers.sort(marker)
        for outer in chain:
            if outer not in self.sorts:
                self.sorts.append(outer)
        if sort in self.sorts:
            del self.sorts[self.sorts.index(sort) + 1 :]
        else:
            self.sorts.append(sort)
        return len(self.sorts)

    def _continues(self, piece: _Piece) -> bool:
        """Whether the piece goes on with the block that is open: same paragraph, or one that a page cut."""
        before = self.open
        if before is None or piece.markers or piece.line.role in ("heading", "item", "row"):
            return False
        if piece.line.role == "more":
            if before.kind == "heading" and before.from_list:
                return False
            return len(before.text) < _LONGEST
        if len(before.text) >= _LONGEST:
            return False
        if before.kind == "heading":
            return _wrapped(before, piece)
        if not piece.gap and not piece.line.role and not _looks_new(before.text, piece):
            return True
        if _UNFINISHED.search(before.text[-20:]):
            return not is_heading(piece.text, bold=piece.line.bold, alone=True)
        return before.text[-1:] not in '.!?:;"”' and piece.text[:1].islower()


def _wrapped(before: _Open, piece: _Piece) -> bool:
    """A long heading that goes on in a second line of the same weight, with no space between."""
    whole = f"{before.text} {piece.text}"
    if (
        piece.gap
        or piece.line.role
        or before.bold != piece.line.bold
        or len(before.text) < 20
        or before.text[-1] in ":."
    ):
        return False
    return before.text.isupper() == piece.text.isupper() and is_heading(whole, bold=piece.line.bold, alone=True)


def _looks_new(before: str, piece: _Piece) -> bool:
    """A short label or a bold heading follows without a blank line."""
    if is_heading(piece.text, bold=piece.line.bold, alone=False):
        return True
    return bool(re.match(r"^[A-Z][\w' /-]{2,40}:(\s|$)", piece.text)) and len(before) < 80


def _heading_level(piece: _Piece, following: _Piece | None) -> int:
    line = piece.line
    if line.role == "heading":
        return line.level or level_of(piece.text)
    if found := _HASHES.match(line.text):
        return len(found.group(1))
    if line.role in ("item", "row", "more"):
        return 0
    sorts = [markers.sort(m) for m in piece.markers]
    if "bullet" in sorts or len(sorts) > 1:
        return 0
    alone = piece.gap and (
        following is None or following.gap or bool(following.markers) or (bool(sorts) and _heads(piece, following))
    )
    if sorts and _in_a_list(piece, following) and not line.bold:
        return 0
    return _level(piece) if is_heading(piece.text, bold=line.bold, alone=alone, numbered=bool(sorts)) else 0


def _title_of_list(piece: _Piece, following: _Piece | None, before: str) -> int:
    """Markdown takes "2. Staff" for a list; alone, with a rule of another sort below, it is a heading: its level."""
    if piece.line.role != "item" or following is None or len(piece.markers) != 1 or len(piece.text.split()) > 5:
        return 0
    own = markers.sort(piece.markers[0])
    if own != "1" or before == own or (following.markers and markers.sort(following.markers[0]) == own):
        return 0
    return _level(piece) if is_heading(piece.text, bold=piece.line.bold, alone=True, numbered=True) else 0


def _heads(piece: _Piece, following: _Piece) -> bool:
    """A short numbered title with its first sentence on the very next line."""
    return len(piece.text.split()) <= 5 and following.text[:1].isupper() and following.text[-1:] in ".:"


def _level(piece: _Piece) -> int:
    return level_of(f"{piece.markers[0]} {piece.text}" if piece.markers else piece.text)


def _in_a_list(piece: _Piece, following: _Piece | None) -> bool:
    """Numbered lines that follow each other with no space are a list, not headings."""
    if not piece.gap:
        return True
    return (
        following is not None
        and bool(following.markers)
        and not following.gap
        and (markers.sort(following.markers[0]) == markers.sort(piece.markers[0]))
    )


def _cells(piece: _Piece) -> tuple[str, ...]:
    text = piece.text
    if piece.line.role == "row" or ("\t" in text and not piece.markers):
        cells = tuple(cell.strip() for cell in re.split(r"\t+|\s*\|\s*", text.strip("| \t")))
    elif text.startswith("|") and text.endswith("|") and text.count("|") > 2:
        cells = tuple(cell.strip() for cell in text.strip("|").split("|"))
    else:
        return ()
    return cells if len([c for c in cells if c]) > 1 or piece.line.role == "row" else ()


def _pieces(lines: Iterable[Line]) -> Iterator[_Piece]:
    gap = True
    for line in lines:
        if line.role == "furniture":
            continue
        if not line.text.strip() or _RULE_ROW.match(line.text) or not plain(line.text):
            gap = True
            continue
        hashes = _HASHES.match(line.text) if line.role in ("", "heading") else None
        text = plain(hashes.group(2) if hashes else line.text)
        for part in markers.split_lost(text) or [text]:
            marked = (
                markers.take(part)
                if not hashes and line.role in ("", "item", "paragraph")
                else markers.Marked((), part)
            )
            if line.role == "more" and _DOTTED.match(part):
                marked = markers.take(part)
            if marked.text:
                yield _Piece(line, marked.text, marked.markers, gap or bool(line.role))
                gap = False


def _keeps_hyphen(text: str) -> bool:
    """ "self-" and "co-" keep the hyphen that a line break may have made."""
    return bool(re.search(r"\b(self|non|co|pre|e|on|anti|cyber|ex)-$", text[-8:], re.IGNORECASE))

"""The rows of an Excel workbook's sheet, one after the other: nothing of a workbook is ever held whole but its words.

A library that makes a tree of each part takes eighty times as much memory as the part, and a part of a hundred
megabytes packs into a hundred kilobytes.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.parsers import expat

from schoolgate.community.roster.reading.packing import MEGABYTE, TOO_BIG
from schoolgate.community.roster.reading.problems import UnreadableError

UNPACKED = 100 * MEGABYTE
"""Bytes of a workbook, unpacked."""
MOST_WORDS = 50 * MEGABYTE
"""Bytes of the table of words that the cells point to."""
SMALL = 5 * MEGABYTE
"""Bytes of every other part that is read."""
MOST_COLUMNS = 100
LONGEST_CELL = 32_767
"""Letters of a cell, as Excel has it."""
PIECE = 1 << 16
LONGEST_TAG = MEGABYTE
"""Bytes between < and >: a parser reads one that does not end from its beginning with each piece."""
DEEPEST = 50
"""Elements inside each other: a parser keeps every one that is open."""
MOST_NAMES = 1_000
"""Different names of elements and attributes: a parser keeps each that it has met. A real part has some dozens."""

Cells = list[str]
Numbered = tuple[int, Cells]
Attributes = dict[str, str]


def workbook_rows(data: bytes, name: str) -> Iterator[Numbered]:
    """The rows of the sheet that was open last, each with its number. Raises UnreadableError."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            if sum(one.file_size for one in packed.infolist()) > UNPACKED:
                raise UnreadableError(name, "too_big", TOO_BIG)
            yield from _Book(packed, name).rows()
    except UnreadableError:
        raise
    except Exception as wrong:  # whatever a damaged workbook leads to
        raise UnreadableError(name, "not_a_workbook", NOT_A_WORKBOOK) from wrong


class _Book:
    def __init__(self, packed: zipfile.ZipFile, name: str) -> None:
        self.packed, self.name = packed, name

    def rows(self) -> Iterator[Numbered]:
        book = next(part for kind, part in self.related("").values() if kind == "officeDocument")
        related = self.related(book)
        outline = _Outline()
        self.walk(book, SMALL, outline.begin)
        sheets = [related[key][1] if related[key][0] == "worksheet" else "" for key in outline.sheets if key in related]
        sheet = (sheets[outline.active : outline.active + 1] or [""])[0] or next(filter(None, sheets))
        parts = {kind: part for kind, part in related.values() if part in self.packed.NameToInfo}
        words, styles = _Words(), _Styles()
        if "sharedStrings" in parts:
            self.walk(parts["sharedStrings"], MOST_WORDS, words.begin, words.end, words.text)
        if "styles" in parts:
            self.walk(parts["styles"], SMALL, styles.begin, styles.end)
        reader = _Rows(words.found, styles.dates(), from_1904=outline.from_1904)
        for _ in self.events(sheet, UNPACKED, reader.begin, reader.end, reader.text):
            yield from reader.done
            reader.done.clear()

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """The parts that one speaks of: key -> (last word of its kind, where it is)."""
        found = {}
        folder, file = posixpath.split(part)

        def begin(tag: str, said: Attributes) -> None:
            if tag == "Relationship" and said.get("TargetMode") != "External":
                where = posixpath.normpath(posixpath.join("/", folder, said["Target"])).lstrip("/")
                found[said["Id"]] = said["Type"].rpartition("/")[2], where

        self.walk(f"{folder}/_rels/{file}.rels".lstrip("/"), SMALL, begin)
        return found

    def walk(self, part: str, most: int, *what: Callable[..., None]) -> None:
        for _ in self.events(part, most, *what):
            pass

    def events(
        self,
        part: str,
        most: int,
        begin: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> Iterator[None]:
        """Call `begin`, `end` and `text` for what a part holds, names without prefix; a pause after each piece."""
        if self.packed.getinfo(part).file_size > most:
            raise UnreadableError(self.name, "too_big", TOO_BIG)
        names: dict[str, str] = {}
        parser = expat.ParserCreate(intern=names)
        depth = 0

        def opened(tag: str, said: Attributes) -> None:
            nonlocal depth
            depth += 1
            if depth > DEEPEST:
                raise ValueError("too deep")
            begin(tag.rpartition(":")[2], said)

        def closed(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if end:
                end(tag.rpartition(":")[2])

        parser.StartElementHandler, parser.EndElementHandler = opened, closed
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse
        given = 0
        with closing(self.packed.open(part)) as file:
            while piece := file.read(PIECE):
                parser.Parse(piece)
                given += len(piece)
                if given - parser.CurrentByteIndex > LONGEST_TAG:
                    raise ValueError("a tag without end")
                if len(names) > MOST_NAMES:
                    raise ValueError("too many names")
                yield
        parser.Parse(b"", True)
        yield


def _refuse(*_: object) -> None:
    """A workbook declares no entities: they are how a small file becomes a huge one, or asks for another."""
    raise ValueError("a document type")


@dataclass(slots=True)
class _Outline:
    """The keys of a workbook's sheets in their order, which one is open, and where its days begin."""

    sheets: list[str] = field(default_factory=list)
    active: int = 0
    from_1904: bool = False

    def begin(self, tag: str, said: Attributes) -> None:
        if tag == "sheet":
            self.sheets.append(next(value for name, value in said.items() if name.endswith(":id")))
        elif tag == "workbookView":
            self.active = int(said.get("activeTab", 0))
        elif tag == "workbookPr":
            self.from_1904 = said.get("date1904", "0") in ("1", "true")


@dataclass(slots=True)
class _Words:
    """The table of words: each is the text of its runs, without how it is pronounced (East Asian sheets say that)."""

    found: list[str] = field(default_factory=list)
    word: _Text = field(default_factory=lambda: _Text())

    def begin(self, tag: str, _: Attributes) -> None:
        self.word.begin(tag)

    def end(self, tag: str) -> None:
        if tag == "si":
            self.found.append(self.word.take())
        self.word.end(tag)

    def text(self, piece: str) -> None:
        self.word.add(piece)


@dataclass(slots=True)
class _Text:
    """Text as it comes in pieces, between <t> and </t>."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    open: bool = False
    aside: bool = False

    def begin(self, tag: str) -> None:
        self.open = tag == "t"
        self.aside = self.aside or tag == "rPh"

    def end(self, tag: str) -> None:
        self.open = False
        self.aside = self.aside and tag != "rPh"

    def add(self, piece: str) -> None:
        if self.open and not self.aside and self.length < LONGEST_CELL:
            self.pieces.append(piece)
            self.length += len(piece)

    def take(self) -> str:
        text = "".join(self.pieces)
        self.pieces.clear()
        self.length = 0
        return text.replace("x005F_", "") if "x005F_" in text else text


@dataclass(slots=True)
class _Styles:
    """How cells are shown: `shown` is the number of each style's format, `own` the formats that the workbook brings."""

    shown: list[int] = field(default_factory=list)
    own: dict[int, str] = field(default_factory=dict)
    of_cells: bool = False

    def begin(self, tag: str, said: Attributes) -> None:
        if tag == "cellXfs":
            self.of_cells = True
        elif tag == "xf" and self.of_cells:
            self.shown.append(int(said.get("numFmtId", 0)))
        elif tag == "numFmt":
            self.own[int(said["numFmtId"])] = said["formatCode"][:255]

    def end(self, tag: str) -> None:
        if tag == "cellXfs":
            self.of_cells = False

    def dates(self) -> frozenset[int]:
        """The styles that show a number as a day."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

        formats = {one: self.own.get(one, BUILTIN_FORMATS.get(one, "")) for one in set(self.shown)}
        days = {one for one, how in formats.items() if is_date_format(how) and not is_timedelta_format(how)}
        return frozenset(number for number, one in enumerate(self.shown) if one in days)


@dataclass(slots=True)
class _Rows:
    """Rows of cells: `done` holds those that are complete."""

    words: list[str]
    dates: frozenset[int]
    from_1904: bool
    done: list[Numbered] = field(default_factory=list)
    cells: Cells = field(default_factory=list)
    line: int = 0
    column: int = 0
    kind: str = ""
    style: int = 0
    value: _Text = field(default_factory=_Text)

    def begin(self, tag: str, said: Attributes) -> None:
        if tag == "row":
            self.line = max(self.line + 1, int(said.get("r", 0)))
            self.cells, self.column = [], 0
        elif tag == "c":
            self.column = _column(said["r"]) if "r" in said else self.column + 1
            self.kind, self.style = said.get("t", "n"), int(said.get("s", 0))
            self.value.take()
        else:
            # A value stands in <v>, and text that is the cell's own in <is><t>; a formula is left out.
            self.value.begin("t" if tag == "v" else tag)

    def end(self, tag: str) -> None:
        if tag == "c":
            if self.column <= MOST_COLUMNS and (said := self.value.take()):
                self.cells += [""] * (self.column - len(self.cells))
                self.cells[self.column - 1] = self.meant(said)
        elif tag == "row":
            self.done.append((self.line, self.cells))
        else:
            self.value.end(tag)

    def text(self, piece: str) -> None:
        self.value.add(piece)

    def meant(self, said: str) -> str:
        if self.kind == "s":
            return self.words[int(said)]
        if self.kind == "b":
            return str(said == "1")
        if self.kind == "d":
            return said[:10]
        if self.kind != "n":
            return said
        number = float(said) if set(said) & {".", "e", "E"} else int(said)
        if self.style in self.dates:
            return _day(number, self.from_1904)
        return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number)


def _column(place: str) -> int:
    """The number of a cell's column, from 1, as its place says: B7 -> 2."""
    number = 0
    for letter in place[:4]:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    if not number:
        raise ValueError(f"no place of a cell: {place[:20]}")
    return number


def _day(number: float, from_1904: bool) -> str:
    from datetime import datetime

    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

    try:
        day: Any = from_excel(number, MAC_EPOCH if from_1904 else WINDOWS_EPOCH)
    except (OverflowError, ValueError):
        return "#VALUE!"
    return day.strftime("%Y-%m-%d") if isinstance(day, datetime) else str(day)


NOT_A_WORKBOOK = "This workbook is damaged or locked with a password. Save a new copy of it without one."

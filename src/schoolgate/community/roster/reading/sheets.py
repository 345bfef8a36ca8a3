"""A spreadsheet as rows of text: CSV as Excel and others write it, or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from schoolgate.community.roster.reading.cells import UNSEEN
from schoolgate.community.roster.reading.columns import field_of
from schoolgate.community.roster.reading.packing import LARGEST, TOO_BIG, lines
from schoolgate.community.roster.reading.problems import UnreadableError
from schoolgate.community.roster.reading.workbook import MOST_COLUMNS, Cells, Numbered, workbook_rows

MOST_ROWS = 200_000
HEADINGS_WITHIN = 20
"""Rows in which the headings are looked for: some sheets begin with a title."""

SAMPLES, SAMPLED_ROWS, SAMPLE_LENGTH = 2, 50, 40


@dataclass(slots=True)
class Sheet:
    """The headings of a sheet, the line they stand in, and the lines below."""

    file: str
    headings: Cells
    line: int
    rows: Iterator[Numbered]


def open_sheet(source: bytes | Path, name: str) -> Sheet:
    """Raises UnreadableError for a file that is too big, damaged, of another kind, or has no headings."""
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size > LARGEST:
        raise UnreadableError(name, "too_big", TOO_BIG)
    data = source.read_bytes() if isinstance(source, Path) else source
    lines = workbook_rows(data, name) if data[:4] == b"PK\x03\x04" else _text(data, name)
    rows = _bounded(lines, name)
    first = list(islice(rows, HEADINGS_WITHIN))
    best = max(first, key=lambda row: len({field_of(cell) for cell in row[1]} - {""}), default=None)
    if best is None or not any(field_of(cell) for cell in best[1]):
        message = "We found no headings here, such as Name, Role, Year or Email. Put them in the first row."
        raise UnreadableError(name, "wrong_header", message, 1)
    rest = [row for row in first if row[0] > best[0]]
    return Sheet(name, best[1], best[0], _chain(rest, rows))


def samples(sheet: Sheet) -> dict[str, list[str]]:
    """The first values below each heading, shortened, for people to see what a column holds. Uses up its first rows."""
    found: dict[str, list[str]] = {}
    for _, row in islice(sheet.rows, SAMPLED_ROWS):
        for heading, value in zip(sheet.headings, row, strict=False):
            known = found.setdefault(heading, [])
            value = value[:SAMPLE_LENGTH]
            if heading and value and value not in known and len(known) < SAMPLES:
                known.append(value)
    return found


def _chain(first: list[Numbered], rest: Iterator[Numbered]) -> Iterator[Numbered]:
    yield from first
    yield from rest


def _bounded(lines: Iterator[Numbered], name: str) -> Iterator[Numbered]:
    """The lines that hold anything, tidied."""
    for count, (line, cells) in enumerate(lines):
        if count > MOST_ROWS:
            raise UnreadableError(name, "too_big", f"This sheet has more than {MOST_ROWS:,} rows. Split it in two.")
        row = [cell.strip() for cell in cells[:MOST_COLUMNS]]
        if any(row):
            if UNSEEN.search("".join(row)):
                raise UnreadableError(name, "bad_encoding", ODD.format(line=line), line)
            yield line, row


def _text(data: bytes, name: str) -> Iterator[Numbered]:
    text = _decoded(data, name)
    opening = next((line for line in text[:10_000].splitlines() if line.strip()), "")
    delimiter = max(",;\t|", key=opening.count)
    reader = csv.reader(lines(io.StringIO(text, newline="")), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        message = f"This row cannot be read ({error}). Check its quotation marks."
        raise UnreadableError(name, "bad_row", message, reader.line_num) from error


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, or what Excel in Western Europe writes; UTF-16 where it says so."""
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError(name, "bad_encoding", ODD.format(line=1), 1)


ODD = (
    "Line {line} holds characters that we cannot read. In Excel, save it as CSV UTF-8 or as an Excel workbook, "
    "and send that."
)

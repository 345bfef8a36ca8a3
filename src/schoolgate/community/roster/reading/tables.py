"""One table of a OneRoster set, row by row: its header, its values and its keys checked on the way."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from operator import itemgetter
from typing import Any, NamedTuple

import yaml

from schoolgate.community.roster.reading.cells import UNSEEN, iso_day, tidy
from schoolgate.community.roster.reading.packing import Package, lines
from schoolgate.community.roster.reading.problems import Problems, UnreadableError

BULK, DELTA, ABSENT = "bulk", "delta", "absent"
TO_BE_DELETED = "tobedeleted"
LONGEST_KEY = 255
MOST_COLUMNS = 200


@cache
def words() -> dict[str, Any]:
    """The tables, values and roles of OneRoster, from oneroster.yaml."""
    found: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("oneroster.yaml").read_text("utf-8"))
    return found


class Row(NamedTuple):
    """A row's line, whether it says that what it speaks of is to go, and the values that were asked for."""

    line: int
    gone: bool
    values: tuple[str, ...]


class Table:
    """`rows(columns)` gives the good rows; what is wrong goes to `problems`.

    `keys` are those met so far, of rows that are wrong too. `unread`: its header is wrong, so nothing is known of it.
    """

    def __init__(self, package: Package, table: str, version: str, mode: str, problems: Problems) -> None:
        self.package, self.mode, self.version = package, mode, version
        self.table, self.file = table, f"{table}.csv"
        self.problems = problems
        self.keys: set[str] = set()
        marked = words()["versions"][version][table].split()
        self.columns = [column.rstrip("!+") for column in marked]
        self.needed = [column.rstrip("!+") for column in marked if column[-1] in "!+"]
        self.filled = [column.rstrip("!") for column in marked if column.endswith("!")]
        self.has: frozenset[str] = frozenset()
        self.unread = False

    def wrong(self, line: int, kind: str, message: str) -> None:
        self.problems.add(self.file, line, kind, message)

    def rows(self, *wants: str) -> Iterator[Row]:
        """Each good row with the values of two or more columns. A column that the table does not have gives ''."""
        with self.package.open(self.file) as raw:
            # What is not UTF-8 comes through as halves of characters, so that its line can be told.
            text = io.TextIOWrapper(raw, "utf-8-sig", errors="surrogateescape", newline="")
            reader = csv.reader(lines(text), strict=True)
            try:
                header = [name.strip() for name in next(reader, [])]
                self.unread = not self._header_is_right(header)
                if not self.unread:
                    yield from self._good(reader, header, wants)
            except csv.Error as error:
                self.wrong(reader.line_num, "bad_row", f"This row cannot be read ({error}). Check its quotation marks.")

    def _header_is_right(self, header: list[str]) -> bool:
        if len(header) > MOST_COLUMNS:
            message = f"{self.file} has more than {MOST_COLUMNS} columns. Export it again with OneRoster’s alone."
            self.wrong(1, "wrong_header", message)
            return False
        self.has = frozenset(header)
        told = len(self.problems.listed)
        strange = [name for name in header if name not in self.columns and not name.startswith("metadata.")]
        for name in self.needed:
            if name not in self.has:
                near = get_close_matches(name.casefold(), [one.casefold() for one in strange], 1)
                hint = f" There is a column like it: {near[0]}." if near else ""
                self.wrong(1, "wrong_header", f"The column {name} is missing from {self.file}.{hint} Export it again.")
        for name in strange:
            shown = name[:60] or "without a name"
            self.wrong(
                1,
                "wrong_header",
                f"{self.file} has a column ({shown}) that OneRoster {self.version} does not have. "
                "Take it out, or begin its name with metadata.",
            )
        for name in (name for name, times in Counter(header).items() if times > 1):
            self.wrong(1, "wrong_header", f"The column {name[:60]} stands in {self.file} twice. Keep one.")
        return len(self.problems.listed) == told

    def _good(self, reader: Any, header: list[str], wants: tuple[str, ...]) -> Iterator[Row]:
        at = {name: number for number, name in enumerate(header)}
        width = len(header)
        # One empty value stands at the end of each row for the columns that are not there.
        wanted = itemgetter(*(at.get(name, width) for name in wants))
        filled = itemgetter(*(at[name] for name in self.filled), at["sourcedId"])
        key_at, status_at = at["sourcedId"], at.get("status", width)
        choices = self._choices(at)
        days = [at[name] for name in words()["dates"] if name in at]
        for cells in reader:
            line = reader.line_num
            if not cells:
                continue
            if len(cells) != width:
                self.wrong(line, "bad_row", f"This row has {len(cells)} values and the header {width}. Check commas.")
                continue
            joined = "".join(cells)
            if (not joined.isascii() or not joined.isprintable()) and not self._can_be_kept(line, joined):
                self.keys.add(cells[key_at].strip())
                continue
            row = [cell.strip() for cell in cells]
            row.append("")
            good = "" not in filled(row) or self._say_empty(line, row, at)
            key, status = row[key_at], row[status_at].lower()
            if key in self.keys:
                self.wrong(line, "duplicate_id", f"The sourcedId {key[:60]} stands in {self.file} more than once.")
                good = False
            elif len(key) > LONGEST_KEY:
                self.wrong(line, "too_long", f"This sourcedId is longer than {LONGEST_KEY} letters. Shorten it.")
                good = False
            elif key:
                self.keys.add(key)
            if status not in ("active", TO_BE_DELETED) and (status or self.mode == DELTA):
                self.wrong(line, "bad_status", "In status, write active or tobedeleted.")
                good = False
            for number, allowed in choices:
                if row[number] not in allowed and row[number] and not row[number].startswith("ext:"):
                    kind = "unknown_role" if header[number] == "role" else "unknown_value"
                    known = ", ".join(sorted(allowed))
                    self.wrong(line, kind, f"{header[number]} cannot be “{row[number][:60]}”. Use one of: {known}.")
                    good = False
            for number in days:
                if row[number] and iso_day(row[number]) is None:
                    shown = row[number][:40]
                    self.wrong(line, "bad_date", f"{header[number]} is “{shown}”. Write a day like 2015-09-01.")
                    good = False
            if good:
                yield Row(line, status == TO_BE_DELETED, wanted(row))

    def _choices(self, at: dict[str, int]) -> list[tuple[int, frozenset[str]]]:
        found = [
            (at[column], frozenset(allowed))
            for name, allowed in words()["values"].items()
            for table, column in [name.split(".")]
            if table == self.table and column in at
        ]
        if self.table in ("users", "roles") and "role" in at:
            found.append((at["role"], frozenset(words()["roles"][self.version])))
        return found

    def _can_be_kept(self, line: int, joined: str) -> bool:
        if (unseen := UNSEEN.search(joined)) is None:
            return True
        half = "\ud800" <= unseen[0] <= "\udfff"
        message = "This row is not in UTF-8." if half else "This row holds a character that cannot be seen."
        self.wrong(line, "bad_encoding", f"{message} Export the tables again as UTF-8.")
        return False

    def _say_empty(self, line: int, row: list[str], at: dict[str, int]) -> bool:
        for name in self.filled:
            if not row[at[name]]:
                self.wrong(line, "missing_value", f"{name} is empty. Fill it in.")
        return False


def modes(package: Package, problems: Problems) -> tuple[str, dict[str, str]]:
    """The version and, for each table that is read, whether it is bulk, delta or absent, as manifest.csv says.

    Raises UnreadableError without a manifest, or for a version that is not read.
    """
    file = "manifest.csv"
    if file not in package.names:
        raise UnreadableError(file, "missing_file", "There is no manifest.csv. Export the whole set again.")
    said: dict[str, tuple[str, int]] = {}
    with package.open(file) as raw:
        text = io.TextIOWrapper(raw, "utf-8-sig", errors="replace", newline="")
        reader = csv.reader(lines(text))
        try:
            if [name.strip() for name in next(reader, [])][:2] != ["propertyName", "value"]:
                raise UnreadableError(file, "wrong_header", "manifest.csv begins with propertyName,value.", 1)
            for row in reader:
                if len(row) >= 2:
                    said[row[0].strip()] = (row[1].strip(), reader.line_num)
        except csv.Error as wrong:
            message = "This row cannot be read. Export the whole set again."
            raise UnreadableError(file, "bad_row", message, reader.line_num) from wrong
    version, line = said.get("oneroster.version", ("", 1))
    if version not in words()["versions"]:
        shown = tidy(version)[:20] or "none"
        message = f"The version of OneRoster is {shown}; 1.1 and 1.2 can be read. Export the set as one of them."
        raise UnreadableError(file, "unknown_version", message, line)
    found = {}
    for table in words()["versions"][version]:
        mode, line = said.get(f"file.{table}", ("", 0))
        here = f"{table}.csv" in package.names
        mode = mode.lower() or (ABSENT if not here else "")
        if mode not in (BULK, DELTA, ABSENT):
            message = f"For file.{table}, write bulk, delta or absent, so that we know what {table}.csv holds."
            problems.add(file, line, "bad_manifest", message)
        elif mode == ABSENT and here:
            problems.add(file, line, "bad_manifest", f"It says that {table}.csv is absent, but it is here.")
        elif mode != ABSENT and not here:
            problems.add(f"{table}.csv", 0, "missing_file", f"{table}.csv is missing: manifest.csv says it is here.")
            mode = ABSENT
        found[table] = mode
    return version, found

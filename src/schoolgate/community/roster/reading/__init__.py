"""From a file to a roster, without a database: OneRoster or a spreadsheet, whichever it is.

Nothing here knows Django, the clock or the network. A roster is right only while there are no problems.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path

from schoolgate.community.roster.reading.model import Known, Roster
from schoolgate.community.roster.reading.oneroster import read_oneroster
from schoolgate.community.roster.reading.packing import LARGEST, NOT_A_ZIP, TOO_BIG, Package
from schoolgate.community.roster.reading.problems import Problem, Problems, UnreadableError
from schoolgate.community.roster.reading.sheets import open_sheet
from schoolgate.community.roster.reading.spreadsheet import Matching, read_spreadsheet, suggest

STEPS = 4
"""How often `step` is called for a OneRoster set."""
ONEROSTER, SPREADSHEET = "oneroster", "spreadsheet"


@dataclass(slots=True)
class Read:
    """What became of a file. `more`: there are more problems than these. `schools`: those of a set, key -> name."""

    roster: Roster
    problems: list[Problem] = field(default_factory=list)
    schools: dict[str, str] = field(default_factory=dict)
    more: bool = False


def kind_of(source: bytes | Path, name: str) -> str:
    """Whether a file is a OneRoster set or a spreadsheet. Raises UnreadableError for neither, and for a huge one."""
    if isinstance(source, Path) and source.is_dir():
        return ONEROSTER
    if (source.stat().st_size if isinstance(source, Path) else len(source)) > LARGEST:
        raise UnreadableError(name, "too_big", TOO_BIG)
    with BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        opening = file.read(8)
        if opening[:2] == b"PK":
            try:
                with zipfile.ZipFile(file) as packed:
                    return SPREADSHEET if "[Content_Types].xml" in packed.namelist() else ONEROSTER
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as wrong:
                raise UnreadableError(name, "not_a_zip", NOT_A_ZIP) from wrong
    if name.lower().endswith(".zip"):
        raise UnreadableError(name, "not_a_zip", NOT_A_ZIP)
    if name.lower().endswith((".xlsx", ".xls", ".ods", ".pdf", ".docx")):
        raise UnreadableError(name, "unknown_kind", UNKNOWN_KIND)
    return SPREADSHEET


def read_roster(
    source: bytes | Path,
    name: str,
    *,
    school: str,
    on: date,
    org: str = "",
    matching: Matching | None = None,
    known: Known | None = None,
    step: Callable[[], None] = lambda: None,
) -> Read:
    """Read a file's bytes, or what stands at a path (a folder is a OneRoster set).

    `school` is the school's name, `org` its key in OneRoster where it is known, `on` today, `matching` how a
    spreadsheet's columns were matched (as its headings suggest, without), `known` what a list of changes may speak of.
    """
    problems = Problems()
    known = known or Known()
    try:
        if kind_of(source, name) == ONEROSTER:
            package = Package(source, name)
            roster, schools = read_oneroster(
                package, school=school, org=org, on=on, known=known, problems=problems, step=step
            )
            return Read(roster, problems.listed, schools, problems.are_more())
        sheet = open_sheet(source, name)
        roster = read_spreadsheet(sheet, matching or suggest(sheet), on=on, known=known, problems=problems)
        return Read(roster, problems.listed, more=problems.are_more())
    except UnreadableError as wrong:
        return Read(Roster(file=name), [*problems.listed, wrong.problem], more=problems.are_more())


UNKNOWN_KIND = "We cannot read this kind of file. Send a OneRoster zip, an Excel workbook (.xlsx) or a CSV file."

"""`schoolgate roster`: a school's people, from its own records."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from schoolgate.cli import installation
from schoolgate.cli.output import add_json, could_not, emit

if TYPE_CHECKING:
    from schoolgate.community.models import School
    from schoolgate.community.roster.bringing import Looked


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a OneRoster zip or folder, a CSV file or an Excel workbook")
    parser.add_argument("--school", metavar="NAME", help="the school's name; not needed where there is only one")
    parser.add_argument("--org", metavar="KEY", default="", help="the school's sourcedId, where the file has several")
    parser.add_argument("--some", action="store_true", help="a spreadsheet of some of the people: nobody leaves")
    parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """0: brought in; 1: the file has problems, and nothing has changed; 2: no such file or school."""
    path = Path(args.file)
    if not path.exists():
        could_not(f"There is no file {args.file}. Check its name.")
    installation.start()
    if not installation.is_there():
        could_not("There is no school here yet. `schoolgate school` begins one; SCHOOLGATE_DATA says where.")
    installation.prepare()
    school = _school(args.school)
    looked = _bring_in(school, path, args)
    counts = looked.plan.counts if not looked.problems else dict.fromkeys(looked.plan.counts, 0)
    data = {**counts, "problems": [one._asdict() for one in looked.problems]}
    emit(data, args, lambda: _say(school, looked, args.dry_run))
    return 1 if looked.problems else 0


def _bring_in(school: School, path: Path, args: argparse.Namespace) -> Looked:
    from schoolgate.community.roster.bringing import File, import_file, understand
    from schoolgate.community.roster.reading.problems import UnreadableError
    from schoolgate.community.roster.reading.spreadsheet import Matching

    name, matching = path.resolve().name, None
    try:
        said = understand(school, path, name)
        if "guess" in said:
            matching = Matching(said["guess"], said["role"], whole=not args.some)
    except UnreadableError:
        pass  # the import says so among the problems
    except OSError as wrong:
        could_not(f"{path} cannot be opened: {(wrong.strerror or 'unknown reason').lower()}.")
    return import_file(school, File(path, name, args.org, matching), dry_run=args.dry_run)


def _school(name: str | None) -> School:
    from schoolgate.community.models import School

    schools = list(School.objects.order_by("name"))
    if not schools:
        could_not("There is no school here yet. `schoolgate school` begins one.")
    if name is None and len(schools) == 1:
        return schools[0]
    names = ", ".join(school.name for school in schools[:20])
    if name is None:
        could_not(f"Say which school with --school: {names}.")
    wanted = name.strip().casefold()
    found = [school for school in schools if wanted in (school.name.casefold(), school.slug)]
    return found[0] if found else could_not(f"There is no school called {name}. There is: {names}.")


def _say(school: School, looked: Looked, dry_run: bool) -> str:
    if looked.problems:
        lines = [f"  {one.file}, line {one.line}: {one.message}" for one in looked.problems]
        return "\n".join(["The file has problems, so nothing has changed.", *lines])
    counts, aside = looked.plan.counts, len(looked.plan.aside)
    will = "would be " if dry_run else ""
    said = (
        f"{school.name}: {counts['added']:,} {will}added, {counts['changed']:,} {will}changed, "
        f"{counts['left']:,} {'would have ' if dry_run else ''}left, {counts['unchanged']:,} unchanged."
    )
    return f"{said}\n{LEFT_ALONE.format(aside)}" if aside else said


LEFT_ALONE = (
    "Addresses left as they are, of people with a role such as head or governor: {:,}. "
    "The head teacher or chair of governors changes them on each person's page."
)

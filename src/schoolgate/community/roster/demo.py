"""Files of the demonstration school: one that was brought in, one ready to be, one to put right, one to match."""

from __future__ import annotations

from schoolgate.community.change import by_machine
from schoolgate.community.models import RosterImport, School
from schoolgate.community.roster import jobs
from schoolgate.community.roster.bringing import File, import_file, understand
from schoolgate.community.roster.keeping import sealed_file
from schoolgate.community.roster.reading.sheets import open_sheet
from schoolgate.community.roster.reading.spreadsheet import suggest

HEADINGS = "Number,First name,Surname,Role,Year,Class,Parent 1 name,Parent 1 email"
STARTED = "D-101,Nia,Example,Pupil,Year 2,Hazel,Noel Example,noel@alder-lane.example"
FILES = (
    ("starters-in-january.csv", "D-102,Otis,Example,Pupil,Year 4,Maple,Orla Example,orla@alder-lane.example", True),
    ("to-put-right.csv", "D-103,Una,Example,Wizard,Year 44,Maple,Ulf Example,ulf", True),
    ("to-match.csv", "D-104,Ivo,Example,Pupil,Year 1,Hazel,Ida Example,ida@alder-lane.example", False),
)


def fill(school: School) -> None:
    started = File(_sheet(STARTED), "starters-in-september.csv")
    import_file(school, started._replace(matching=suggest(open_sheet(_sheet(STARTED), started.name))))
    for name, row, matched in FILES:
        data = _sheet(row)
        said = understand(school, data, name)
        with by_machine(school) as ledger:
            made = RosterImport.objects.create(
                school=school,
                name=name,
                sha256=File(data, name).sha256(),
                data=sealed_file(school, data),
                mapping={**said, "columns": said["guess"], "whole": False} if matched else said,
            )
            ledger.write("roster.uploaded", made, sha256=made.sha256)
            jobs.look.later(roster=made.pk)


def _sheet(row: str) -> bytes:
    return f"{HEADINGS}\n{row}\n".encode()

"""`schoolgate roster`, as a technician or the night's time-table runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from community.roster.sets import small_school
from factories import SchoolFactory
from schoolgate.cli import main
from schoolgate.community.models import Person, RosterImport, School
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db
NOTHING = {"added": 0, "changed": 0, "left": 0, "unchanged": 0}


def roster(capsys: pytest.CaptureFixture[str], *given: object, status: int = 0) -> dict[str, Any]:
    assert main(["roster", *map(str, given), "--json"]) == status
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture
def file(school: School, tmp_path: Path) -> Path:
    return small_school(name=school.name).save(tmp_path)


def test_it_looks_brings_in_and_finds_nothing_to_change(file: Path, school: School, tmp_path: Path, capsys):
    first = {**NOTHING, "added": 6, "problems": []}
    assert roster(capsys, file, "--dry-run") == first
    assert not Person.objects.of(school).exists()
    assert not RosterImport.objects.of(school).exists()
    assert roster(capsys, file) == first
    assert roster(capsys, file) == {**NOTHING, "unchanged": 6, "problems": []}
    folder = small_school("1.2", school.name).unpack(tmp_path / "folder")
    assert roster(capsys, folder)["unchanged"] == 6
    entries = LedgerEntry.objects.filter(verb="roster.imported")
    assert [entry.actor for entry in entries] == [None] * 3
    assert RosterImport.objects.of(school).filter(data__isnull=False).count() == 0


def test_problems_have_a_file_a_line_a_kind_and_a_sentence_and_nothing_changes(school: School, tmp_path: Path, capsys):
    made = small_school(name=school.name)
    made.find("users", "p1")["grades"] = "Third"
    found = roster(capsys, made.save(tmp_path), status=1)
    assert found == {
        **NOTHING,
        "problems": [
            {
                "file": "users.csv",
                "line": 3,
                "kind": "unknown_year",
                "message": "“Third” is not a year group that we know. Use PK, KG or 01 to 13.",
            }
        ],
    }
    assert not Person.objects.of(school).exists()
    assert main(["roster", str(tmp_path / "roster.zip")]) == 1
    assert "nothing has changed" in capsys.readouterr().out


def test_which_school(file: Path, school: School, capsys):
    other = SchoolFactory(name="Another Place")
    assert "Say which school" in roster(capsys, file, status=2)["error"]
    assert "There is no school called" in roster(capsys, file, "--school", "Nowhere", status=2)["error"]
    assert roster(capsys, file, "--school", school.name.upper())["added"] == 6
    assert not Person.objects.of(other).exists()


def test_a_file_of_several_schools(school: School, tmp_path: Path, capsys):
    made = small_school(name="Somewhere Else")
    made.add("orgs", sourcedId="S2", name="Another Place", type="school")
    path = made.save(tmp_path)
    assert [one["kind"] for one in roster(capsys, path, status=1)["problems"]] == ["unknown_school"]
    assert roster(capsys, path, "--org", "S1")["added"] == 6
    assert roster(capsys, path)["unchanged"] == 6


def test_a_spreadsheet_of_everybody_or_of_some(school: School, tmp_path: Path, capsys):
    path = tmp_path / "staff.csv"
    path.write_text("Name,Role,Email\nTess Example,Teacher,tess@x.example\nVic Example,TA,vic@x.example\n")
    assert roster(capsys, path)["added"] == 2
    path.write_text("Name,Role,Email\nTess Example,Teacher,tess@x.example\n")
    assert roster(capsys, path, "--some") == {**NOTHING, "unchanged": 1, "problems": []}
    assert roster(capsys, path) == {**NOTHING, "unchanged": 1, "left": 1, "problems": []}


def test_no_such_file(school: School, capsys):
    assert "There is no file nowhere.zip" in roster(capsys, "nowhere.zip", status=2)["error"]

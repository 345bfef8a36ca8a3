"""What a file holds, and every place where it is wrong: without a database."""

from __future__ import annotations

import io
import random
import time
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from community.roster.sets import Set, small_school
from schoolgate.community.roster.reading import Read, packing, read_roster, workbook
from schoolgate.community.roster.reading.cells import any_day, is_email, iso_day
from schoolgate.community.roster.reading.columns import field_of, role_of
from schoolgate.community.roster.reading.model import Known
from schoolgate.community.roster.reading.years import year_of

TODAY = date(2026, 11, 21)
VERSIONS = pytest.mark.parametrize("version", ["1.1", "1.2"])


def read(made: Set | bytes | Path, name: str = "roster.zip", **said: Any) -> Read:
    source = made.zip() if isinstance(made, Set) else made
    return read_roster(source, name, school="Made Up Primary", on=TODAY, **said)


def told(found: Read) -> list[tuple[str, int, str]]:
    return [(one.file, one.line, one.kind) for one in found.problems]


@VERSIONS
def test_a_set_is_read_from_a_zip_a_folder_and_a_zip_of_a_folder(version: str, tmp_path: Path):
    made = small_school(version)
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w") as packed:
        for name, text in made.written().items():
            packed.writestr(f"export/{name}", text)
        packed.writestr("__MACOSX/export/._users.csv", b"junk")
    for source in (made.zip(), made.save(tmp_path), made.unpack(tmp_path / "set"), nested.getvalue()):
        found = read(source)
        assert told(found) == []
        assert set(found.roster.people) == {"t1", "p1", "p2", "p3", "a1", "a2"}
        assert found.roster.whole
        assert len(found.roster.links) == 4


def _break(made: Set, how: str) -> None:
    users = {row["sourcedId"]: row for row in made.tables["users"]}
    match how:
        case "no manifest":
            made.files["manifest.csv"] = None
        case "no users":
            made.files["users.csv"] = None
        case "no orgs":
            del made.tables["orgs"]
        case "version":
            made.version = "1.0"
        case "header":
            made.headers["users"] = made.headers["users"].replace("givenName", "firstName")
        case "mode":
            made.modes["users"] = "whole"
        case "absent but here":
            made.modes["classes"] = "absent"
        case "date":
            made.tables["demographics"][0]["birthDate"] = "03/09/2018"
        case "day to come":
            made.tables["demographics"][0]["birthDate"] = "2027-09-03"
        case "no such day":
            made.tables["academicSessions"][1]["endDate"] = "2026-02-30"
        case "ends first":
            made.tables["academicSessions"][1]["endDate"] = "2026-09-01"
        case "duplicate":
            users["p2"]["sourcedId"] = "p1"
        case "no name":
            users["p2"] |= {"givenName": "", "familyName": ""}
        case "email":
            users["a1"]["email"] = "ann@home"
        case "year":
            users["p2"]["grades"] = "Third"
        case "childless":
            made.user("a3", "parent", "Cy", "Example")
        case "agent":
            users["p2"]["agentSourcedIds"] = "a1,a9"
        case "class":
            made.tables["enrollments"][1]["classSourcedId"] = "c9"
        case "user":
            made.tables["enrollments"][1]["userSourcedId"] = "p9"
        case "enrolment":
            made.tables["enrollments"][1]["role"] = "pupil"
        case "school":
            made.tables["classes"][0]["schoolSourcedId"] = "S9"
        case "course":
            made.tables["classes"][0]["courseSourcedId"] = "k9"
        case "status":
            users["p2"]["status"] = "gone"
        case "encoding":
            text = made.written()["users.csv"].decode()
            made.files["users.csv"] = text.replace("Exämple", "Ex\xe4mple").encode("latin-1")
        case "quotes":
            made.files["courses.csv"] = made.written()["courses.csv"] + b'"k2,'
        case "commas":
            made.files["courses.csv"] = made.written()["courses.csv"] + b"k2,,\n"


@VERSIONS
@pytest.mark.parametrize(
    ("how", "file", "line", "kind"),
    [
        ("no manifest", "manifest.csv", 0, "missing_file"),
        ("no users", "users.csv", 0, "missing_file"),
        ("no orgs", "orgs.csv", 0, "missing_file"),
        ("version", "manifest.csv", 3, "unknown_version"),
        ("header", "users.csv", 1, "wrong_header"),
        ("mode", "manifest.csv", 10, "bad_manifest"),
        ("absent but here", "manifest.csv", 7, "bad_manifest"),
        ("date", "demographics.csv", 2, "bad_date"),
        ("day to come", "demographics.csv", 2, "bad_date"),
        ("no such day", "academicSessions.csv", 3, "bad_date"),
        ("ends first", "academicSessions.csv", 3, "bad_date"),
        ("duplicate", "users.csv", 4, "duplicate_id"),
        ("no name", "users.csv", 4, "missing_value"),
        ("email", "users.csv", 6, "bad_email"),
        ("year", "users.csv", 4, "unknown_year"),
        ("childless", "users.csv", 8, "parent_without_child"),
        ("agent", "users.csv", 4, "unknown_reference"),
        ("class", "enrollments.csv", 3, "unknown_reference"),
        ("user", "enrollments.csv", 3, "unknown_reference"),
        ("enrolment", "enrollments.csv", 3, "unknown_role"),
        ("school", "classes.csv", 2, "unknown_reference"),
        ("course", "classes.csv", 2, "unknown_reference"),
        ("status", "users.csv", 4, "bad_status"),
        ("encoding", "users.csv", 7, "bad_encoding"),
        ("quotes", "courses.csv", 3, "bad_row"),
        ("commas", "courses.csv", 3, "bad_row"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_line(version: str, how: str, file: str, line: int, kind: str):
    made = small_school(version)
    _break(made, how)
    found = read(made)
    assert (file, line, kind) in told(found)
    assert all(one.message.endswith((".", ")")) and "\n" not in one.message for one in found.problems)


def test_roles_that_nobody_knows():
    made = small_school()
    made.find("users", "t1")["role"] = "wizard"
    assert told(read(made))[0] == ("users.csv", 2, "unknown_role")
    made = small_school("1.2")
    made.tables["roles"][0]["role"] = "wizard"
    made.tables["roles"][1]["userSourcedId"] = "p9"
    kinds = {kind for _, _, kind in told(read(made))}
    assert {"unknown_role", "unknown_reference", "missing_role"} <= kinds


def test_every_problem_of_a_file_is_told_up_to_a_hundred_of_each_kind():
    made = small_school()
    for number in range(150):
        made.user(f"x{number}", "teacher", "Tess", "Example", email="nowhere", grades="?")
    made.user("p1", "student", "Zoë", "Example")
    made.user("p9", "student", "Zoë", "Example", grades="third")
    counts = Counter(kind for _, _, kind in told(read(made)))
    assert (counts["bad_email"], counts["duplicate_id"], counts["unknown_year"]) == (100, 1, 1)


def test_columns_may_stand_in_any_order_and_a_school_may_add_its_own():
    made = small_school()
    made.headers["users"] = ",".join([*reversed(made.headers["users"].split(",")), "metadata.house"])
    made.find("users", "p1")["metadata.house"] = "Red"
    assert told(read(made)) == []
    made.headers["users"] += ",house"
    assert told(read(made)) == [("users.csv", 1, "wrong_header")]


def test_a_file_larger_than_a_school_needs_is_not_opened(tmp_path: Path):
    huge = tmp_path / "huge.zip"
    with huge.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 * packing.MEGABYTE)
    assert told(read(huge, "huge.zip")) == [("huge.zip", 0, "too_big")]
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("users.csv", "w") as table:
        for _ in range(packing.UNPACKED // packing.MEGABYTE + 1):
            table.write(b"0" * packing.MEGABYTE)
    assert len(bomb.getvalue()) < packing.MEGABYTE
    assert told(read(bomb.getvalue())) == [("roster.zip", 0, "too_big")]


def test_a_damaged_or_locked_zip(tmp_path: Path):
    assert told(read(b"not a zip at all")) == [("roster.zip", 0, "not_a_zip")]
    assert told(read(small_school().zip()[:400])) == [("roster.zip", 0, "not_a_zip")]
    data = bytearray(small_school().zip())
    middle = data.index(b"users.csv") + 60
    data[middle : middle + 20] = bytes(20)
    assert {kind for _, _, kind in told(read(bytes(data)))} & {"not_a_zip", "bad_row", "bad_encoding"}
    locked = bytearray(small_school().zip())
    at = 0
    while (at := locked.find(b"PK\x01\x02", at)) >= 0:
        locked[at + 8] |= 1
        at += 4
    assert told(read(bytes(locked))) == [("roster.zip", 0, "locked")]
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as packed:
        packed.writestr("a/users.csv", "")
        packed.writestr("b/orgs.csv", "")
    assert told(read(tmp_path / "two.zip", "two.zip")) == [("two.zip", 0, "several_sets")]


def test_relatives_are_left_out_and_staff_whom_a_pupil_names_are_no_family():
    made = small_school()
    made.user("r1", "relative", "Gran", "Example")
    made.find("users", "p3")["agentSourcedIds"] = "a2,r1,t1"
    found = read(made)
    assert told(found) == []
    assert "r1" not in found.roster.people
    assert {adult for adult, child in found.roster.links if child == "p3"} == {"a2"}


def test_a_parent_may_name_the_child_instead():
    made = small_school()
    made.find("users", "p3")["agentSourcedIds"] = ""
    made.find("users", "a2")["agentSourcedIds"] = "p3,p1"
    found = read(made)
    assert told(found) == []
    assert ("a2", "p3") in found.roster.links


@VERSIONS
def test_parents_whom_the_district_keeps_are_ours_when_a_pupil_of_ours_names_them(version: str):
    made = small_school(version)
    made.add("orgs", sourcedId="S2", name="Another Place", type="school", parentSourcedId="T1")
    made.user("x1", "student", "Xan", "Example", org="S2", agentSourcedIds="y1,y2")
    made.user("y1", "parent", "Yu", "Example", org="T1")
    made.user("y2", "parent", "Yan", "Example", org="T1")
    made.find("users", "p2")["agentSourcedIds"] = "y1"
    found = read(made)
    assert told(found) == []
    assert set(found.roster.people) == {"t1", "p1", "p2", "p3", "a1", "a2", "y1"}


def test_enrolments_count_between_their_days():
    made = small_school()
    rows = made.tables["enrollments"]
    rows[0]["endDate"], rows[1]["beginDate"], rows[2]["endDate"] = "2026-11-21", "2026-11-22", "2026-11-22"
    assert set(read(made).roster.members) == {("c1", "p2")}


def test_changes_may_speak_of_whom_the_school_has():
    delta = Set()
    delta.mode = "delta"
    delta.add("orgs", sourcedId="S1", name="Made Up Primary", type="school")
    delta.add("enrollments", sourcedId="e", classSourcedId="c1", schoolSourcedId="S1", userSourcedId="p1",
              role="student")  # fmt: skip
    known = Known(frozenset({"p1"}), frozenset({"c1"}))
    assert set(read(delta, known=known).roster.members) == {("c1", "p1")}
    assert told(read(delta, known=Known(frozenset(), frozenset({"c1"})))) == [
        ("enrollments.csv", 2, "unknown_reference")
    ]
    delta.add("demographics", sourcedId="p1", birthDate="2018-09-03", status="")
    assert ("demographics.csv", 2, "bad_status") in told(read(delta, known=known))


@pytest.mark.parametrize(
    ("written", "year"),
    [("03", "3"), ("3", "3"), ("Year 3", "3"), ("yr11", "11"), ("Y7", "7"), ("KG", "R"), ("R", "R"), ("Year R", "R"),
     ("Reception", "R"), ("PK", "N"), ("Nursery", "N"), ("N2", "N"), ("", ""), ("UG", ""), ("02,03", "3"), ("13", "13"),
     ("14", None), ("Third", None), ("0", "R"), ("3,x", None)],
)  # fmt: skip
def test_year_groups_as_files_write_them(written: str, year: str | None):
    assert year_of(written) == year


@pytest.mark.parametrize(
    ("written", "day"),
    [("3/9/2018", "2018-09-03"), ("2018-09-03", "2018-09-03"), ("03 Sep 2018", "2018-09-03"),
     ("2018-09-03 00:00:00", "2018-09-03"), ("31/2/2018", None), ("1/1/1700", None), ("soon", None)],
)  # fmt: skip
def test_days_as_people_write_them(written: str, day: str | None):
    assert any_day(written) == day


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Pupil Name", "name"), ("Forename", "given"), ("Surname", "family"), ("E-mail Address", "email"),
     ("NC Year", "year"), ("Reg Group", "group"), ("D.O.B.", "birth_date"), ("UPN", "key"), ("sourcedId", "key"),
     ("Parent 1 Name", "contact1_name"), ("Parent/Carer 2 Email", "contact2_email"), ("Contact1 Surname",
     "contact1_family"), ("Mother", "contact1_name"), ("Dad's email", "contact2_email"), ("Favourite colour", ""),
     ("Known as", "given"), ("Fam.", "family"), ("Yr Gp 26/27", "year"), ("Class 2026-27", "group"),
     ("Tutor base", "group"), ("Born on", "birth_date"), ("Who are they?", "role"), ("Age 26", "")],
)  # fmt: skip
def test_headings_that_schools_use(heading: str, field: str):
    assert field_of(heading) == field


def test_words_for_roles():
    assert [role_of(word) for word in ("Class Teacher", "TA", "Student", "Carer", "Supply", "Governor", "Wizard")] == [
        "staff", "staff", "pupil", "parent", "contractor", "", None,
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_spreadsheet_as_programs_save_it(encoding: str, delimiter: str):
    text = "Name,Role,Year\r\nZoë Example,Pupil,3\r\n\r\n".replace(",", delimiter)
    found = read(text.encode(encoding), "list.csv")
    assert told(found) == []
    assert [entry.name for entry in found.roster.people.values()] == ["Zoë Example"]


def test_names_are_composed_so_that_two_ways_of_writing_one_are_one():
    found = read("Name,Role\nZoe\u0308  Example,Pupil\n".encode(), "list.csv")
    assert [entry.name for entry in found.roster.people.values()] == ["Zoë Example"]


@pytest.mark.parametrize(
    ("written", "name", "given", "family"),
    [
        ("Mrs Grace Brennan", "Grace Brennan", "Grace", "Brennan"),
        ("MR. Grace Brennan", "Grace Brennan", "Grace", "Brennan"),
        ("Ms  Grace Ann Brennan", "Grace Ann Brennan", "Grace", "Ann Brennan"),
        ("Miss.Grace Brennan", "Grace Brennan", "Grace", "Brennan"),
        ("Rev. Dr Grace Brennan", "Grace Brennan", "Grace", "Brennan"),
        ("The Revd Grace Brennan", "Grace Brennan", "Grace", "Brennan"),
        ("Prof Sir Grace Brennan", "Grace Brennan", "Grace", "Brennan"),
        ("Mx G Brennan", "G Brennan", "G", "Brennan"),
        ('"Brennan, Mrs Grace"', "Grace Brennan", "Grace", "Brennan"),
        ('"Mrs Brennan, Grace"', "Grace Brennan", "Grace", "Brennan"),
        ('"Brennan, Mrs"', "Mrs Brennan", "", "Brennan"),
        ("Mrs Brennan", "Mrs Brennan", "", "Brennan"),
        ("Mr & Mrs G Brennan", "Mr & Mrs G Brennan", "", "Brennan"),
        ("Mr and Mrs Brennan", "Mr and Mrs Brennan", "", "Brennan"),
        ("Drew Brennan", "Drew Brennan", "Drew", "Brennan"),
        ("Missy Revell", "Missy Revell", "Missy", "Revell"),
        ("Grace Master", "Grace Master", "Grace", "Master"),
        ("Grace", "Grace", "Grace", ""),
    ],
)
def test_a_title_is_no_first_name(written: str, name: str, given: str, family: str):
    found = read(f"Name,Role\n{written},Staff\n".encode(), "list.csv")
    assert [(one.name, one.given, one.family) for one in found.roster.people.values()] == [(name, given, family)]


@pytest.mark.parametrize(
    ("given", "family", "called"),
    [
        ("Mrs Grace", "Brennan", ("Grace Brennan", "Grace", "Brennan")),
        ("Grace", "Mrs Brennan", ("Grace Brennan", "Grace", "Brennan")),
        ("Grace", "Master", ("Grace Master", "Grace", "Master")),
        ("Mrs", "Brennan", ("Mrs Brennan", "", "Brennan")),
    ],
)
def test_a_title_in_the_column_of_first_names_is_none(given: str, family: str, called: tuple[str, str, str]):
    found = read(f"First name,Last name,Role\n{given},{family},Staff\n".encode(), "list.csv")
    assert [(one.name, one.given, one.family) for one in found.roster.people.values()] == [called]


def test_a_parent_may_write_a_title_before_the_childs_name():
    text = "Name,Role,Children\nPip Example,Pupil,\nMrs Pat Example,Parent,Master Pip Example\n"
    assert list(read(text.encode(), "list.csv").roster.links) == [("sheet:3", "sheet:2")]


@pytest.mark.parametrize(
    ("text", "line", "kind"),
    [
        ("Name,Role\nMrs,Staff\n", 2, "missing_value"),
        ("Name,Role\nPip Example,Wizard\n", 2, "unknown_role"),
        ("Name,Role\nGus Example,Governor\n", 2, "unknown_role"),
        ("Name,Role\nPip Example,\n", 2, "unknown_role"),
        ("Name,Role,Year\nPip Example,Pupil,Third\n", 2, "unknown_year"),
        ("Name,Role,DOB\nPip Example,Pupil,31/2/2018\n", 2, "bad_date"),
        ("Name,Role,Email\nTess Example,Staff,tess\n", 2, "bad_email"),
        ("ID,Name,Role\n1,Tess Example,Staff\n1,Vic Example,Staff\n", 3, "duplicate_id"),
        ("Name,Role\n,Staff\n", 2, "missing_value"),
        ("Name,Role,Child\nPat Example,Parent,\n", 2, "parent_without_child"),
        ("Name,Role,Child\nPat Example,Parent,Pip Example\n", 2, "unknown_reference"),
        ("Name,Favourite colour\nPat Example,Red\n", 1, "wrong_header"),
        ("Colour\nRed\n", 1, "wrong_header"),
        ("", 1, "wrong_header"),
        ('Name,Role\n"Pat Example,Staff\n', 2, "bad_row"),
        ("Name,Role\nPat\x07 Example,Staff\n", 2, "bad_encoding"),
        (f"Name,Role\n{'P' * 150},Staff\n", 2, "too_long"),
    ],
)
def test_what_is_wrong_with_a_spreadsheet(text: str, line: int, kind: str):
    assert told(read(text.encode(), "list.csv")) == [("list.csv", line, kind)]


def test_all_that_is_wrong_with_a_row_is_told_at_once():
    text = "Name,Role,Year,Parent 1 name,Parent 1 email\nUna Example,Wizard,44,Ulf Example,ulf\n"
    kinds = {kind for _, _, kind in told(read(text.encode(), "list.csv"))}
    assert kinds == {"unknown_role", "unknown_year", "bad_email"}


@pytest.mark.parametrize("role", ["Governor", "Chair; Trustee", "Staff"])
def test_a_row_of_an_adult_is_not_read_as_a_pupils(role: str):
    text = f"Name,Role,Year,Parent 1 name,Parent 1 email\nUna Example,{role},44,,ulf@home.example\n"
    assert {kind for _, _, kind in told(read(text.encode(), "list.csv"))} <= {"unknown_role"}


def test_a_parents_row_names_the_child():
    text = "Name,Role,Children\nPip Example,Pupil,\nPat Example,Parent,Pip Example\n"
    found = read(text.encode(), "list.csv")
    assert list(found.roster.links) == [("sheet:3", "sheet:2")]


def test_a_workbook_that_unpacks_to_too_much_or_is_damaged(monkeypatch: pytest.MonkeyPatch):
    book = Workbook()
    book.active.append(["Name", "Role"])
    book.active.append(["Tess Example", "Staff"])
    data = io.BytesIO()
    book.save(data)
    assert told(read(data.getvalue(), "list.xlsx")) == []
    monkeypatch.setattr(workbook, "UNPACKED", 1000)
    assert told(read(data.getvalue(), "list.xlsx")) == [("list.xlsx", 0, "too_big")]
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as packed:
        packed.writestr("[Content_Types].xml", "<no/>")
    assert told(read(broken.getvalue(), "list.xlsx")) == [("list.xlsx", 0, "not_a_workbook")]


def test_a_workbook_that_asks_for_other_files_is_refused():
    book = Workbook()
    book.active.append(["Name", "Role"])
    data = io.BytesIO()
    book.save(data)
    evil = io.BytesIO()
    with zipfile.ZipFile(data) as good, zipfile.ZipFile(evil, "w") as packed:
        for name in good.namelist():
            text = good.read(name)
            if name == "xl/worksheets/sheet1.xml":
                start = text.index(b"<worksheet")
                text = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + text[start:]
            packed.writestr(name, text)
    assert told(read(evil.getvalue(), "list.xlsx")) == [("list.xlsx", 0, "not_a_workbook")]


@pytest.mark.parametrize("name", ["list.xls", "list.pdf", "list.ods"])
def test_a_file_of_another_kind(name: str):
    assert told(read(b"\xd0\xcf\x11\xe0 something", name)) == [(name, 0, "unknown_kind")]


@VERSIONS
def test_whatever_is_broken_in_a_set_is_told_and_never_stops_the_reader(version: str):
    chance = random.Random(version)
    pieces = [b'"', b",", b"\n", b"\x00", b"\xff", b"p1", b"a" * 140_000]
    for _ in range(150):
        made = small_school(version)
        written = made.written()
        name = chance.choice(sorted(written))
        data = bytearray(written[name])
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 20)] = chance.choice(pieces)
        made.files[name] = bytes(data)
        for problem in read(made).problems:
            assert problem.message.encode()


def test_a_header_of_more_columns_than_any_table_has_is_refused_at_once():
    made = small_school()
    names = ",".join(f"metadata.{number}" for number in range(15_000))
    made.files["users.csv"] = f"sourcedId,{names}\n".encode()
    started = time.process_time()
    assert told(read(made)) == [("users.csv", 1, "wrong_header")]
    assert time.process_time() - started < 0.5


def test_a_line_without_end_is_not_held_whole():
    made = small_school()
    made.files["users.csv"] = b"sourcedId," + b"x," * 4_000_000
    tracemalloc.start()
    try:
        assert ("users.csv", 1, "wrong_header") in told(read(made))
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("read_cell", "written"),
    [(iso_day, "{:04}-01-01"), (any_day, "1 Jan {:04}"), (year_of, "{:04}"), (is_email, "{}@x.x")],
)
def test_what_files_hold_is_not_kept_in_memory_for_good(read_cell: Callable[[str], object], written: str):
    for number in range(10_000):
        read_cell(written.format(number))
    kept = getattr(read_cell, "cache_info", lambda: None)()
    assert kept is None or kept.currsize <= 5000

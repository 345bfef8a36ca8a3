"""A technician brings people in from a spreadsheet: columns are matched, and names as people write them understood."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from openpyxl import Workbook

from community.roster.bringing import SHEET, bring_in_sheet, counts, newest, person, upload
from community.roster.sets import Set
from factories import somebody
from schoolgate.community.models import Group, Person, RoleHolding, School
from schoolgate.jobs.work import drain
from typed import fill, words

pytestmark = pytest.mark.django_db


def test_a_spreadsheet_is_matched_by_its_headings_and_corrected_by_people(technician: Client, school: School):
    upload(technician, SHEET.replace("Class", "Den").encode(), "pupils.csv")
    drain()
    page = technician.get(f"/roster/{newest().pk}/", follow=True)
    assert "What does each column hold?" in words(page)
    address = f"/roster/{newest().pk}/columns/"
    page = fill(technician, address)
    assert "Say whether the list holds all of them" in words(page)
    page = fill(technician, address, column2="group", whole="all")
    drain()
    page = technician.get(f"/roster/{newest().pk}/")
    assert "People who will be added: 6" in words(page)
    fill(technician, f"/roster/{newest().pk}/bring-in/")
    drain()
    zoe = Person.unscoped.get(name="Zoë Example")
    assert (zoe.year, zoe.birth_date) == ("R", date(2021, 10, 4))
    assert {link.adult.name for link in zoe.adult_links.all()} == {"Ann Example", "Bo Example"}
    assert Person.unscoped.filter(name="Ann Example").count() == 1
    assert Group.unscoped.get(memberships__person=zoe).name == "RB"

    # The next file is understood as the last one was.
    upload(technician, SHEET.replace("Class", "Den").encode(), "pupils.csv")
    drain()
    fill(technician, f"/roster/{newest().pk}/columns/", whole="all")
    drain()
    assert newest().plan["counts"] == counts(unchanged=6)


def test_beside_each_heading_stand_two_values_of_the_file_until_it_is_brought_in(technician: Client):
    upload(technician, SHEET.encode(), "pupils.csv")
    drain()
    address = f"/roster/{newest().pk}/columns/"
    page = words(technician.get(address))
    assert "“Pupil name” holds For example: Pip Example · Example, Zoë" in page
    assert "“Parent 2 name” holds For example: Bo Example" in page
    fill(technician, address, whole="all")
    drain()
    fill(technician, f"/roster/{newest().pk}/bring-in/")
    drain()
    assert "Zoë" not in str(newest().mapping)


def test_values_of_a_file_are_text_and_never_markup(technician: Client):
    upload(technician, b"Name,Role\n<b>Pip</b>,Pupil\n", "pupils.csv")
    drain()
    page = technician.get(f"/roster/{newest().pk}/columns/").content.decode()
    assert "&lt;b&gt;Pip&lt;/b&gt;" in page
    assert "<b>Pip" not in page


def test_some_of_the_people_make_nobody_leave(technician: Client):
    upload(technician, SHEET.encode(), "pupils.csv")
    drain()
    fill(technician, f"/roster/{newest().pk}/columns/", whole="all")
    drain()
    fill(technician, f"/roster/{newest().pk}/bring-in/")
    drain()
    part = "\n".join(SHEET.splitlines()[:2])
    for whole, left in (("some", 0), ("all", 4)):
        upload(technician, part.encode(), "pupils.csv")
        drain()
        fill(technician, f"/roster/{newest().pk}/columns/", whole=whole)
        drain()
        assert newest().plan["counts"]["left"] == left


def test_a_workbook_with_a_title_above_its_headings(technician: Client):
    book = Workbook()
    sheet = book.active
    for row in (["Our people"], [], ["Staff code", "Surname", "Forename", "Job title", "Email"],
                [7, "Example", "Renée", "Class teacher", "Renee@School.example"],
                [8.0, "Example", "Vic", "Helper", None]):  # fmt: skip
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    upload(technician, data.getvalue(), "staff.xlsx")
    drain()
    fill(technician, f"/roster/{newest().pk}/columns/", whole="all")
    drain()
    fill(technician, f"/roster/{newest().pk}/bring-in/")
    drain()
    renee = person("7")
    assert (renee.name, renee.held(), renee.address) == ("Renée Example", ["staff"], "renee@school.example")
    assert person("8").held() == ["volunteer"]


def test_a_supply_teacher_is_called_one_and_a_contractor_is_not(technician: Client):
    sheet = "Name,Job\nSunny Example,Supply\nVal Example,Peripatetic teacher\nCol Example,Contractor\n"
    upload(technician, f"{sheet}Dee Example,Teacher / Supply teacher\n".encode(), "staff.csv")
    drain()
    fill(technician, f"/roster/{newest().pk}/columns/", whole="all")
    drain()
    page = words(technician.get(f"/roster/{newest().pk}/"))
    assert "Sunny Example Supply teacher" in page
    assert "Dee Example Supply teacher, member of staff" in page
    fill(technician, f"/roster/{newest().pk}/bring-in/")
    drain()
    held = RoleHolding.unscoped.exclude(person__name="Ita Example").values_list("person__name", "role", "called")
    assert set(held) == {
        ("Sunny Example", "contractor", "supply teacher"),
        ("Val Example", "contractor", "visiting teacher"),
        ("Col Example", "contractor", ""),
        ("Dee Example", "contractor", "supply teacher"),
        ("Dee Example", "staff", ""),
    }
    assert bring_in_sheet(technician, sheet) == counts(changed=1, unchanged=3)


def test_a_pupil_of_last_year_is_known_again_without_a_key(technician: Client):
    last_year = "Name,Role,Year\nPip Example,pupil,3\nTess Example,teacher,\n"
    next_year = "Name,Role,Year\nPip Example,pupil,4\nPip Example,pupil,3\nTess Example,teacher,\n"
    bring_in_sheet(technician, last_year)
    pip = Person.unscoped.get(name="Pip Example")
    assert bring_in_sheet(technician, last_year) == counts(unchanged=2)
    assert bring_in_sheet(technician, last_year.replace(",3", ",4")) == counts(changed=1, unchanged=1)
    assert Person.unscoped.get(name="Pip Example").pk == pip.pk
    assert bring_in_sheet(technician, next_year) == counts(added=1, unchanged=2)
    assert Person.unscoped.filter(name="Pip Example").count() == 2


def test_somebody_taken_in_with_a_title_is_known_again_without_it(technician: Client, school: School):
    by_hand = somebody("staff", school=school, name="Dr Tess Example")
    earlier = somebody("staff", school=school, name="Mrs Grace Brennan", address="grace@school.example")
    Person.unscoped.filter(pk=earlier.pk).update(given_name="Mrs", family_name="Grace Brennan")
    sheet = "Name,Role,Email\nMrs Grace Brennan,teacher,grace@school.example\nTess Example,teacher,\n"
    assert bring_in_sheet(technician, sheet) == counts(changed=2)
    grace = Person.unscoped.get(pk=earlier.pk)
    assert (grace.name, grace.given_name, grace.family_name) == ("Grace Brennan", "Grace", "Brennan")
    assert Person.unscoped.get(pk=by_hand.pk).name == "Tess Example"
    assert bring_in_sheet(technician, sheet.replace("Mrs ", "Ms. ")) == counts(unchanged=2)


def test_two_parents_told_apart_by_their_titles_alone_stay_two(technician: Client):
    sheet = "Name,Year,Parent 1 name,Parent 1 email,Parent 2 name,Parent 2 email\n"
    sheet += "Pip Example,3,Mr Example,us@home.example,Mrs Example,us@home.example\n"
    assert bring_in_sheet(technician, sheet) == counts(added=3)
    assert set(Person.unscoped.filter(family_name="Example", year="").values_list("name", "given_name")) == {
        ("Mr Example", ""),
        ("Mrs Example", ""),
    }
    assert bring_in_sheet(technician, sheet) == counts(unchanged=3)


def test_namesakes_whom_nobody_can_tell_apart_are_a_problem(technician: Client):
    bring_in_sheet(technician, "Name,Role,Year\nPip Example,pupil,3\n")
    upload(technician, b"Name,Role,Year\nPip Example,pupil,3\nPip Example,pupil,3\n", "list.csv")
    drain()
    fill(technician, f"/roster/{newest().pk}/columns/", whole="all")
    drain()
    assert {one["kind"] for one in newest().problems} == {"same_name"}
    assert "more than one Pip Example" in words(technician.get(f"/roster/{newest().pk}/"))
    assert bring_in_sheet(technician, "Name,Role,Year\nPip Example,pupil,3\n") == counts(unchanged=1)


@pytest.mark.parametrize("ended", ["replaced", "called off"])
def test_the_columns_of_a_file_to_put_right_are_matched_already_when_it_comes_again(technician: Client, ended: str):
    upload(technician, b"Who is it,Role,Email\nTess Example,Wizard,\n", "list.csv")
    drain()
    fill(technician, f"/roster/{newest().pk}/columns/", column0="name", whole="all")
    drain()
    assert newest().state == "problems"
    if ended == "called off":
        fill(technician, f"/roster/{newest().pk}/call-off/")
    upload(technician, b"Who is it,Role,Email\nTess Example,Staff,\n", "list.csv")
    drain()
    assert newest().mapping["guess"] == {"name": "Who is it", "role": "Role", "email": "Email"}


def test_before_another_file_is_uploaded_the_page_says_which_it_takes_the_place_of(technician: Client, made: Set):
    def said() -> str:
        return words(technician.get("/roster/upload/"))

    assert "takes its place" not in said()
    upload(technician, SHEET.encode(), "pupils.csv")
    drain()
    assert "pupils.csv still waits for somebody to decide. The file you upload takes its place." in said()
    upload(technician, made.zip())
    drain()
    assert "roster.zip still waits" in said()
    assert "pupils.csv" not in said()
    fill(technician, f"/roster/{newest().pk}/bring-in/")
    assert "takes its place" not in said()


def test_only_where_there_are_more_problems_than_are_listed_the_page_says_so(technician: Client):
    for rows, more in ((1, False), (100, False), (101, True)):
        upload(technician, ("Name,Role\n" + "Pip Example,Wizard\n" * rows).encode(), "list.csv")
        drain()
        fill(technician, f"/roster/{newest().pk}/columns/", whole="all")
        drain()
        assert len(newest().problems) == min(rows, 100)
        assert ("first hundred" in words(technician.get(f"/roster/{newest().pk}/"))) is more

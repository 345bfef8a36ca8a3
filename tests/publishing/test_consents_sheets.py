"""The papers of a whole school are written down from a list: looked at first, all or nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from factories import FamilyLinkFactory, family, pupil, somebody
from schoolgate.publishing.consents.actions.sheets import forget_old
from schoolgate.publishing.consents.models import Consent, PaperSheet
from typed import words

pytestmark = pytest.mark.django_db
BEGIN = "Pupil,UPN,Signed by,Date,Website,Facebook,Newsletter\n"


@pytest.fixture
def office(school):
    return somebody("staff", school=school)


@pytest.fixture
def wren(school):
    """Wren, whose mother and father answer for her."""
    child = pupil(school, name="Wren Featherstone", sourced_id="U-1")
    for name in ("Ada Featherstone", "Ben Featherstone"):
        FamilyLinkFactory(child=child, adult=somebody("parent", school=school, name=name))
    return child


def send(client, text: str, follow: bool = True):
    today = timezone.localdate()
    on = {"on_0": today.day, "on_1": today.month, "on_2": today.year}
    return client.post(
        "/consents/papers/list/", {"file": SimpleUploadedFile("list.csv", text.encode()), **on}, follow=follow
    )


def write(client):
    return client.post(f"/consents/papers/list/{PaperSheet.unscoped.get().pk}/", {}, follow=True)


def test_a_list_is_looked_at_and_then_written_down_as_paper_by_who_signed(office, wren, sign_in):
    client = sign_in(office)
    page = words(send(client, f"{BEGIN}Wren Featherstone,,Ada Featherstone,3/9/2026,yes,No,\n"))
    assert "Write these answers down?" in page
    assert "The school’s website 1 yes, 0 no" in page
    assert not Consent.unscoped.exists()
    assert "We have written down 1 row" in words(write(client))
    said = {row.purpose: row for row in Consent.objects.of(wren.school)}
    assert {purpose: row.yes for purpose, row in said.items()} == {"website": True, "facebook": False}
    one = said["website"]
    assert (one.said_by.name, one.recorded_by, one.how) == ("Ada Featherstone", office, "paper")
    assert timezone.localdate(one.at) == date(2026, 9, 3)
    assert not PaperSheet.unscoped.exists()


def test_the_schools_own_number_says_who_is_meant_and_one_parent_need_not_be_named(school, office, wren, sign_in):
    mother, other = family(school)
    other.sourced_id = "U-2"
    other.save()
    client = sign_in(office)
    send(client, f"{BEGIN},U-2,,,y,n,y\n,U-1,ben  featherstone,,1,0,1\n")
    write(client)
    assert Consent.objects.of(school).filter(person=other, said_by=mother).count() == 3
    assert Consent.objects.of(school).filter(person=wren, said_by__name="Ben Featherstone").count() == 3


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("Wren Featherstone,,Ada Featherstone,,perhaps,,", "is neither yes nor no"),
        ("Nobody Known,,,,yes,,", "Nobody here is called Nobody Known"),
        (",U-9,,,yes,,", "Nobody here has the number U-9"),
        ("Wren Featherstone,,,,yes,,", "More than one answers for Wren Featherstone"),
        ("Wren Featherstone,,Zed Other,,yes,,", "does not answer for Wren Featherstone"),
        ("Wren Featherstone,,Ada Featherstone,1/1/2999,yes,,", "is no day that we can take"),
        ("Wren Featherstone,,Ada Featherstone,soon,yes,,", "is no day that we can take"),
        ("Same Name,,,,yes,,", "2 people are called Same Name"),
    ],
)
def test_what_is_not_clear_is_said_and_then_nothing_is_written(school, office, wren, sign_in, row, says):
    for _ in range(2):
        pupil(school, name="Same Name")
    client = sign_in(office)
    page = words(send(client, f"{BEGIN}Wren Featherstone,,Ben Featherstone,,yes,,\n{row}\n"))
    assert "Some rows are not clear" in page
    assert says in page
    assert " 3 " in page
    assert "Nothing was written down" in words(write(client))
    assert not Consent.unscoped.exists()


def test_nobody_writes_down_their_own_familys(school, wren, sign_in):
    teacher = somebody("staff", school=school, name="Una Featherstone")
    FamilyLinkFactory(child=wren, adult=teacher)
    page = words(send(sign_in(teacher), f"{BEGIN}Wren Featherstone,,Ada Featherstone,,yes,,\n"))
    assert "This is about your own family" in page


def test_what_changed_since_it_was_looked_at_stops_all_of_it(school, office, wren, sign_in):
    _, other = family(school)
    client = sign_in(office)
    send(client, f"{BEGIN}{other.name},,,,yes,,\nWren Featherstone,,Ada Featherstone,,yes,,\n")
    wren.adult_links.filter(adult__name="Ada Featherstone").delete()
    assert "Nothing was written down" in words(write(client))
    assert not Consent.unscoped.exists()


def test_a_file_that_is_no_list_of_answers_is_not_taken(office, sign_in):
    client = sign_in(office)
    assert "no column for a place" in words(send(client, "Name,Year\nWren,3\n"))
    assert "There is no answer in this list" in words(send(client, f"{BEGIN}Wren,,,,,,\n"))


def test_a_list_lies_sealed_for_whoever_sent_it_and_for_a_day(school, office, wren, sign_in):
    send(sign_in(office), f"{BEGIN}Wren Featherstone,,Ada Featherstone,,yes,,\n")
    sheet = PaperSheet.unscoped.get()
    assert "website" not in sheet.sealed
    other = sign_in(somebody("staff", school=school))
    assert other.get(f"/consents/papers/list/{sheet.pk}/").status_code == 404
    forget_old()
    assert PaperSheet.unscoped.exists()
    PaperSheet.unscoped.update(at=timezone.now() - timedelta(days=2))
    forget_old()
    assert not PaperSheet.unscoped.exists()

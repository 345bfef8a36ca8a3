"""What somebody owes stands on their home page; what they did, in their record; both in their own calendar."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from factories import DutyFactory, FamilyLinkFactory, RoleHoldingFactory, pupil, somebody
from schoolgate.community.actions.people import remove_person
from schoolgate.community.actions.recovering import Reason, help_back_in
from schoolgate.duties.jobs import settle_school
from schoolgate.duties.models import CalendarFeed, Duty
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school)


def test_what_is_owed_stands_on_the_home_page_with_its_day_and_its_clause(teacher, errand, sign_in):
    DutyFactory(person=teacher, what="Sign the staff agreement", due=TODAY - timedelta(days=1))
    DutyFactory(person=teacher, what="Take the course", key="learn", due=TODAY + timedelta(days=7), clause="")
    DutyFactory(person=teacher, what="Check the filter", key="check", due=TODAY + timedelta(days=90), clause="The law")
    DutyFactory(person=teacher, what="Read the old text", key="old", state="done")

    page = sign_in(teacher).get("/")

    said = words(page)
    day = f"{TODAY - timedelta(days=1):%-d %B %Y}"
    assert f"Sign the staff agreement By {day}. Because of clause 4.2. Overdue" in said
    assert f"Take the course By {TODAY + timedelta(days=7):%-d %B %Y}. Due soon" in said
    assert "Because of The law. To do" in said
    assert "Read the old text" not in said
    assert '"/help/#sign"' in page.content.decode()


def test_a_long_list_ends_with_a_way_to_the_rest(teacher, sign_in):
    for number in range(15):
        DutyFactory(person=teacher, key=f"k{number}", what=f"Do thing {number:02}")
    said = words(sign_in(teacher).get("/"))
    assert "Do thing 11" in said
    assert "Do thing 12" not in said
    assert "See what else you have to do" in said
    assert "Do thing 14" in words(sign_in(teacher).get("/record/"))


def test_a_parent_sees_what_waits_for_their_own_child_where_they_may_do_it(school, errand, sign_in):
    parent, child, other = somebody("parent", school=school), pupil(school, name="Pip Example"), pupil(school)
    FamilyLinkFactory(adult=parent, child=child)
    relative = somebody("staff", school=school)
    FamilyLinkFactory(adult=relative, child=child, kind="relative")
    for one in (child, other):
        DutyFactory(person=one, audience="ks2", what="Sign the pupils’ agreement")

    page = sign_in(parent).get("/")
    assert words(page).count("Sign the pupils’ agreement") == 1
    assert "Sign the pupils’ agreement, for Pip Example" in words(page)
    assert '"/help/#sign-for-a-child"' in page.content.decode()
    assert "Pip Example" not in words(sign_in(relative).get("/"))


def test_a_parent_sees_what_is_theirs_behind_much_that_the_child_does_at_school(school, errand, sign_in):
    parent, child = somebody("parent", school=school), pupil(school, name="Pip Example")
    FamilyLinkFactory(adult=parent, child=child)
    for number in range(15):
        DutyFactory(person=child, key=f"lesson-{number}", audience="pupil", due=TODAY)
    for number in range(15):
        DutyFactory(person=child, key=f"k{number}", audience="ks2", what=f"Sign thing {number:02}")

    said = words(sign_in(parent).get("/"))
    assert "Sign thing 00, for Pip Example" in said
    assert "Sign thing 11, for Pip Example" in said
    assert "Sign thing 12" not in said


def test_the_record_has_what_is_owed_and_can_be_taken_home(teacher, sign_in):
    DutyFactory(person=teacher, what="=Sign", due=TODAY)
    client = sign_in(teacher)
    assert "=Sign" in words(client.get("/record/"))
    rows = list(csv.reader(io.StringIO(client.get("/record/record.csv").content.decode("utf-8-sig"))))
    assert rows[1] == ["To do", "'=Sign", TODAY.isoformat(), "4.2"]
    paper = client.get("/record/record.pdf")
    assert paper.content.startswith(b"%PDF")
    assert paper["Content-Disposition"] == 'attachment; filename="my-record.pdf"'


def test_the_record_is_ones_own(teacher, school, sign_in):
    DutyFactory(person=teacher, what="Sign the staff agreement")
    head = sign_in(somebody("head", school=school))
    assert "Sign the staff agreement" not in words(head.get("/record/"))
    assert b"Sign" not in head.get("/record/record.csv").content


# The calendar


def make(client) -> str:
    """The path of a new calendar address."""
    from selectolax.lexbor import LexborHTMLParser

    page = client.post("/calendar/make/")
    shown = LexborHTMLParser(page.content.decode()).css_first(".sg-secret").text(strip=True)
    return shown[shown.index("/calendar/") :]


def events(path) -> list[icalendar.Event]:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    found = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    # The year's own days, such as Safer Internet Day, stand in everybody's.
    return [event for event in found if str(event["UID"]).startswith("duty-")]


def test_a_private_address_holds_ones_dates_as_whole_days(teacher, errand, sign_in):
    duty = DutyFactory(person=teacher, what="Sign the staff agreement; all of it", due=TODAY + timedelta(days=3))
    (event,) = events(make(sign_in(teacher)))
    assert event["SUMMARY"] == "Sign the staff agreement; all of it"
    assert event.decoded("DTSTART") == duty.due
    assert event.decoded("DTEND") == duty.due + timedelta(days=1)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert str(event["URL"]).endswith("/help/#sign")
    assert event["UID"] == f"duty-{duty.pk}-{teacher.pk}@{teacher.school.slug}.schoolgate"


def test_what_is_late_stands_on_today_and_is_stamped_with_the_day_it_is_read(teacher, errand, sign_in):
    duty = DutyFactory(person=teacher, what="Sign the staff agreement", due=date(2021, 2, 1))
    (event,) = events(make(sign_in(teacher)))
    assert event["SUMMARY"] == "Late: Sign the staff agreement"
    assert event.decoded("DTSTART") == TODAY
    assert "1 February 2021" in event["DESCRIPTION"]
    assert event["UID"].startswith(f"duty-{duty.pk}-")
    assert event.decoded("DTSTAMP").date() == datetime.now(UTC).date()


def test_the_file_has_what_calendars_ask_for_and_is_the_same_until_something_changes(teacher, sign_in):
    DutyFactory(person=teacher)
    path = make(sign_in(teacher))
    first = Client().get(path).content
    assert first == Client().get(path).content
    assert first.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"VTIMEZONE" not in first
    for line in (b"PRODID:", b"VERSION:2.0", b"METHOD:PUBLISH", b"DTSTAMP:"):
        assert line in first
    assert teacher.name.encode() not in first
    Duty.unscoped.update(state="done")
    assert events(path) == []


def test_the_address_is_kept_as_a_hash_and_shown_once(teacher, sign_in):
    client = sign_in(teacher)
    secret = make(client).removeprefix("/calendar/").removesuffix(".ics")
    assert len(secret) >= 22  # 128 bits and more
    feed = CalendarFeed.unscoped.get()
    assert secret not in str(feed.__dict__)
    assert secret not in client.get("/calendar/").content.decode()
    assert secret not in str(list(LedgerEntry.objects.values()))


def test_a_new_address_ends_the_old_one(teacher, sign_in):
    client = sign_in(teacher)
    old, new = make(client), make(client)
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200


def test_an_address_can_be_ended(teacher, sign_in):
    client = sign_in(teacher)
    path = make(client)
    client.post("/calendar/end/")
    assert Client().get(path).status_code == 404
    assert "You have no calendar address any more" in words(client.post("/calendar/end/", follow=True))
    assert list(LedgerEntry.objects.filter(verb__startswith="duties.feed").values_list("verb", flat=True)) == [
        "duties.feed_made",
        "duties.feed_ended",
    ]


def test_whoever_is_helped_back_in_has_no_address_any_more_that_somebody_else_may_know(teacher, sign_in):
    colleague, technician = somebody("staff", school=teacher.school), somebody("technician", school=teacher.school)
    somebody("head", school=teacher.school)
    path, other = make(sign_in(teacher)), make(sign_in(colleague))
    help_back_in(technician, teacher, Reason.FORGOTTEN)
    assert Client().get(path).status_code == 404
    assert Client().get(other).status_code == 200
    assert LedgerEntry.objects.get(verb="duties.feed_ended").actor == technician.pk
    assert "The address of your calendar has ended. You can make a new one." in [
        one.words for one in teacher.notices.all()
    ]

    help_back_in(technician, teacher, Reason.MISUSED)
    assert LedgerEntry.objects.filter(verb="duties.feed_ended").count() == 1, "there was none to end"


@pytest.mark.parametrize("path", ["/calendar/wrong.ics", "/calendar/.ics", "/calendar/' OR 1=1.ics"])
def test_a_guess_finds_nothing(path, teacher, sign_in):
    make(sign_in(teacher))
    assert Client().get(path).status_code == 404


def test_who_leaves_loses_it_at_once_and_for_good(school, teacher, sign_in):
    path = make(sign_in(teacher))
    remove_person(somebody("head", school=school), teacher)
    assert Client().get(path).status_code == 404
    settle_school(school=school.pk)
    RoleHoldingFactory(person=teacher, role="governor")
    assert Client().get(path).status_code == 404

"""A mail a day at most, in school hours, that says only how many things wait; what stays undone climbs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from factories import (
    AbsenceFactory,
    DutyFactory,
    FamilyLinkFactory,
    GroupFactory,
    MembershipFactory,
    TermFactory,
    pupil,
    somebody,
)
from schoolgate.community.models import Notice
from schoolgate.duties.actions.climbing import climb
from schoolgate.duties.actions.digests import write_digests
from schoolgate.duties.actions.ending import end
from schoolgate.duties.models import Duty
from schoolgate.duties.quiet import next_here
from schoolgate.jobs.work import drain
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 3, 1)


def at(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour, 5))


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.fixture(autouse=True)
def _some_months_before(monkeypatch):
    """Whatever day it is, people have their roles on the days that are spoken of here."""
    before = at(MONDAY - days(100))
    monkeypatch.setattr(timezone, "now", lambda: before)


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school)


def write(school, day=MONDAY, hour=10) -> int:
    written = write_digests(school, at(day, hour))
    drain()
    return written


@pytest.mark.parametrize(
    ("moment", "there"),
    [
        (at(MONDAY, 0), MONDAY),
        (at(MONDAY, 17), MONDAY),
        (at(MONDAY, 18), MONDAY + days(1)),
        (at(MONDAY + days(4), 23), MONDAY + days(7)),
        (at(MONDAY + days(5)), MONDAY + days(7)),
        (at(MONDAY + days(25), 18), date(2027, 4, 12)),
    ],
)
def test_people_are_there_until_school_closes_and_then_on_its_next_day(school, moment, there):
    for first, last in ((date(2027, 1, 4), date(2027, 3, 26)), (date(2027, 4, 12), date(2027, 7, 23))):
        TermFactory(school=school, name=f"From {first}", first_day=first, last_day=last)
    assert next_here(school, moment) == there


def test_a_week_before_it_is_due_the_mail_says_that_something_waits_and_no_more(school, teacher):
    DutyFactory(person=teacher, what="Sign the staff agreement", due=MONDAY + days(7))

    assert write(school) == 1

    (sent,) = mail.outbox
    assert sent.to == [teacher.account.email]
    assert sent.subject == "One thing waits for you at school"
    for secret in ("Sign", "agreement", teacher.name, school.name, "4.2"):
        assert secret not in sent.body + sent.subject
    duty = Duty.unscoped.get()
    assert (duty.reminders, duty.reminded_at) == (1, at(MONDAY))
    assert LedgerEntry.objects.get(verb="duties.written").details() == {"people": 1}


def test_by_half_term_they_have_been_asked_three_times(school, teacher):
    DutyFactory(person=teacher, due=MONDAY)
    asked = [day for day in range(-10, 12) if write(school, MONDAY + days(day))]
    # A week before, on the day, and a week after.
    assert asked == [-7, 0, 7]
    assert Duty.unscoped.get().reminders == 3


def test_what_falls_due_on_a_weekend_is_asked_on_monday(school, teacher):
    DutyFactory(person=teacher, due=MONDAY - days(1), reminded_at=at(MONDAY - days(8)), reminders=1)
    assert [write(school, MONDAY + days(day)) for day in (-2, -1, 0, 1)] == [0, 0, 1, 0]


def test_what_is_not_due_for_a_while_is_not_mailed(school, teacher):
    DutyFactory(person=teacher, due=MONDAY + days(8))
    assert write(school) == 0


def test_what_was_done_is_not_asked_again(school, teacher):
    DutyFactory(person=teacher, due=MONDAY, state="done")
    assert write(school) == 0


def test_everything_that_waits_is_one_mail(school, teacher):
    for key in ("sign", "learn"):
        DutyFactory(person=teacher, key=key, due=MONDAY)
    Notice.unscoped.create(person=teacher, words="Tess Example asks you something.", url="/")
    write(school)
    (sent,) = mail.outbox
    assert sent.subject == "Three things wait for you at school"
    assert set(Duty.unscoped.values_list("reminders", flat=True)) == {1}


def test_a_notice_alone_is_mailed_once(school, teacher):
    Notice.unscoped.create(person=teacher, words="Tess Example asks you something.", url="/")
    assert [write(school, MONDAY + days(day)) for day in (0, 1, 7)] == [1, 0, 0]
    assert "Tess" not in mail.outbox[0].body


def test_a_notice_that_was_seen_is_not_mailed(school, teacher):
    Notice.unscoped.create(person=teacher, words="Something new.", url="/", seen_at=timezone.now())
    assert write(school) == 0


def test_nobody_gets_two_mails_in_a_day(school, teacher):
    DutyFactory(person=teacher, due=MONDAY)
    write(school)
    Notice.unscoped.create(person=teacher, words="Something new.", url="/")
    assert write(school, hour=15) == 0
    assert write(school, MONDAY + days(1)) == 1


@pytest.mark.parametrize(("day", "hour"), [(0, 6), (0, 7), (0, 18), (0, 22), (5, 10), (6, 10)])
def test_nobody_is_written_to_at_night_or_on_a_weekend(school, teacher, day, hour):
    DutyFactory(person=teacher, due=MONDAY)
    assert write_digests(school, at(MONDAY + days(day), hour)) == 0


@pytest.mark.parametrize("role", ["staff", "governor"])
def test_nobody_is_chased_in_the_holidays(school, role):
    DutyFactory(person=somebody(role, school=school), due=MONDAY)
    TermFactory(school=school, first_day=MONDAY + days(14), last_day=MONDAY + days(40))
    assert write(school) == 0
    assert write(school, MONDAY + days(14)) == 1


def test_nobody_is_chased_while_away(school, teacher):
    DutyFactory(person=teacher, due=MONDAY)
    AbsenceFactory(person=teacher, first_day=MONDAY, last_day=MONDAY + days(1))
    assert [write(school, MONDAY + days(day)) for day in (0, 1, 2)] == [0, 0, 1]


def test_a_pupil_who_is_away_is_not_asked_through_others(school, errand):
    child = pupil(school)
    FamilyLinkFactory(adult=somebody("parent", school=school), child=child)
    DutyFactory(person=child, audience="ks2", due=MONDAY)
    AbsenceFactory(person=child, first_day=MONDAY, last_day=MONDAY)
    assert [write(school, MONDAY + days(day)) for day in (0, 1)] == [0, 1]


def test_who_has_no_address_is_not_counted_as_asked(school):
    DutyFactory(person=somebody("staff", school=school, account=None), due=MONDAY)
    assert write(school) == 0
    assert Duty.unscoped.get().reminders == 0


def test_for_a_young_pupil_the_teacher_is_written_to_once(school, teacher):
    group = GroupFactory(school=school)
    MembershipFactory(group=group, person=teacher, leads=True)
    for _ in range(2):
        DutyFactory(person=MembershipFactory(group=group, person=pupil(school)).person, due=MONDAY)
    assert write(school) == 1
    assert mail.outbox[0].to == [teacher.account.email]
    assert set(Duty.unscoped.values_list("reminders", flat=True)) == {1}


def test_the_parents_are_both_written_to_and_the_child_asked_once(school, errand):
    child = pupil(school)
    for _ in range(2):
        FamilyLinkFactory(adult=somebody("parent", school=school), child=child)
    DutyFactory(person=child, audience="ks2", due=MONDAY)
    assert write(school) == 2
    assert Duty.unscoped.get().reminders == 1


def test_killed_between_two_hundreds_nobody_gets_two(school, monkeypatch):
    """The first hundred are committed; the next run writes to the others alone."""
    from schoolgate.duties.actions import digests

    monkeypatch.setattr(digests, "BATCH", 2)
    people = [somebody("staff", school=school) for _ in range(5)]
    for one in people:
        DutyFactory(person=one, due=MONDAY)
    write_hundred, calls = digests._write, []

    def then_the_power_goes(*given):
        calls.append(given)
        if len(calls) == 2:
            raise SystemExit
        return write_hundred(*given)

    with monkeypatch.context() as power:
        power.setattr(digests, "_write", then_the_power_goes)
        with pytest.raises(SystemExit):
            write_digests(school, at(MONDAY))
    assert write(school) == 3
    drain()
    assert sorted(one.to[0] for one in mail.outbox) == sorted(person.account.email for person in people)


def test_two_workers_at_once_write_to_nobody_twice(school, teacher):
    from schoolgate.duties.actions import digests

    DutyFactory(person=teacher, due=MONDAY)
    wanted = digests._wanted(school, MONDAY)
    assert digests._write(school, [teacher.pk], wanted, at(MONDAY)) == 1
    assert digests._write(school, [teacher.pk], wanted, at(MONDAY)) == 0


def test_the_heads_click_reaches_their_mail_in_school_hours(school, teacher, sign_in):
    head = somebody("head", school=school)
    duty = DutyFactory(person=teacher, due=MONDAY + days(60))
    sign_in(head).post(f"/duties/remind/{duty.pk}/")
    assert write(school) == 1
    assert [one.to for one in mail.outbox] == [[teacher.account.email]]
    assert Duty.unscoped.get().reminders == 1


def test_what_was_asked_by_hand_at_night_is_mailed_in_the_morning_as_the_same_reminder(school, teacher, sign_in):
    head = somebody("head", school=school)
    duty = DutyFactory(person=teacher, due=MONDAY + days(60))
    sign_in(head).post(f"/duties/remind/{duty.pk}/")
    assert [write(school, MONDAY + days(day), hour) for day, hour in ((0, 22), (1, 8), (2, 8))] == [0, 1, 0]
    assert mail.outbox[0].subject == "One thing waits for you at school"
    assert head.name not in mail.outbox[0].body
    assert Duty.unscoped.get().reminders == 1


# What climbs


def late(person, by=14, **more):
    return DutyFactory(person=person, due=MONDAY - days(by), **more)


def test_two_weeks_late_the_line_manager_hears_of_it_once(school, sign_in):
    manager = somebody("slt", school=school, name="Selma Example")
    teacher = somebody("staff", school=school, manager=manager)
    late(teacher)

    assert climb(school, at(MONDAY)) == 1
    assert climb(school, at(MONDAY + days(1))) == 0

    notice = Notice.unscoped.get()
    assert notice.person == manager
    assert notice.words == "Somebody is very late with what the school asks. See what is missing, and help."
    assert Duty.unscoped.get().climbed_at == at(MONDAY)


def test_thirteen_days_late_nobody_hears(school, teacher):
    late(teacher, by=13)
    assert climb(school, at(MONDAY)) == 0


def test_without_a_manager_or_while_they_are_away_it_goes_to_the_head(school, teacher):
    head = somebody("head", school=school)
    manager = somebody("staff", school=school)
    AbsenceFactory(person=manager, first_day=MONDAY, last_day=MONDAY)
    late(teacher)
    late(somebody("staff", school=school, manager=manager))
    assert climb(school, at(MONDAY)) == 1
    notice = Notice.unscoped.get()
    assert (notice.person, notice.url) == (head, "/duties/")
    assert notice.words.startswith("2 people are very late")


def test_the_heads_own_goes_to_the_chair(school):
    head, chair = somebody("head", school=school), somebody("chair", school=school)
    late(head)
    climb(school, at(MONDAY))
    assert Notice.unscoped.get().person == chair


def test_a_governors_goes_to_the_chair_and_the_chairs_to_another_governor(school):
    chair, governor = somebody("chair", school=school), somebody("governor", school=school)
    late(governor)
    climb(school, at(MONDAY))
    assert Notice.unscoped.get().person == chair
    Notice.unscoped.all().delete()
    late(chair)
    climb(school, at(MONDAY))
    assert Notice.unscoped.get().person == governor


def test_a_pupils_goes_to_the_class_teacher_who_sees_whose_it_is(school, teacher, sign_in):
    group = GroupFactory(school=school)
    MembershipFactory(group=group, person=teacher, leads=True)
    child = MembershipFactory(group=group, person=pupil(school)).person
    late_one = DutyFactory(person=child, due=timezone.localdate() - days(14))
    somebody_elses = DutyFactory(due=timezone.localdate() - days(14), person=somebody("staff", school=school))
    climb(school, at(MONDAY))
    assert Notice.unscoped.get(person=teacher).url == "/duties/my-people/"

    client = sign_in(teacher)
    assert "See who is late among your people" in words(client.get("/"))
    page = client.get("/duties/my-people/")
    assert late_one.person.name in words(page)
    assert somebody_elses.person.name not in words(page)


def test_climbing_waits_for_school_hours_too(school, teacher):
    somebody("head", school=school)
    late(teacher)
    assert climb(school, at(MONDAY, 22)) == 0
    assert climb(school, at(MONDAY)) == 1


def test_what_nobody_could_hear_of_is_told_as_soon_as_somebody_can(school, teacher):
    late(teacher)
    assert climb(school, at(MONDAY)) == 0
    somebody("head", school=school)
    assert climb(school, at(MONDAY)) == 1


def climbed(school, weeks: int) -> list[tuple[str, str]]:
    """Who is told, day after day for so many weeks: ("day 0", their name)."""
    told = []
    for day in range(weeks * 7):
        climb(school, at(MONDAY + days(day)))
        told += [(f"day {day}", notice.person.name) for notice in Notice.unscoped.order_by("person__name")]
        Notice.unscoped.all().delete()
    return told


def test_what_a_manager_leaves_climbs_to_the_head_and_then_to_the_chair(school):
    manager = somebody("slt", school=school, name="Manager Example")
    somebody("head", school=school, name="Head Example"), somebody("chair", school=school, name="Chair Example")
    late(somebody("staff", school=school, manager=manager))
    assert climbed(school, 13) == [
        ("day 0", "Manager Example"),
        ("day 14", "Head Example"),
        ("day 28", "Chair Example"),
    ]
    verbs = LedgerEntry.objects.filter(verb="duties.climbed")
    assert [entry.details()["duties"] for entry in verbs] == [1, 1, 1]


def test_who_hears_of_it_again_reads_that_others_were_told_before_them(school):
    somebody("head", school=school)
    late(somebody("staff", school=school, manager=somebody("slt", school=school)))
    climb(school, at(MONDAY))
    climb(school, at(MONDAY + days(14)))
    last = Notice.unscoped.latest("pk").words
    assert last == (
        "Somebody is still very late with what the school asks, though others were told before you. "
        "See what is missing, and help."
    )


def test_it_climbs_no_further_once_it_is_done(school):
    somebody("head", school=school)
    duty = late(somebody("staff", school=school, manager=somebody("slt", school=school)))
    climb(school, at(MONDAY))
    end(duty.person, duty.kind, duty.key, duty.person)
    assert climb(school, at(MONDAY + days(14))) == 0


def test_nobody_hears_of_it_twice_as_manager_and_as_head(school):
    head = somebody("head", school=school, name="Head Example")
    somebody("chair", school=school, name="Chair Example")
    late(somebody("staff", school=school, manager=head))
    assert climbed(school, 9) == [("day 0", "Head Example"), ("day 14", "Chair Example")]


def test_nobody_hears_of_their_own(school):
    """The head's own waits for the chair, and the chair's for another governor, and neither comes to them."""
    late(somebody("head", "governor", school=school, name="Head Example"))
    assert climbed(school, 5) == []
    chair = somebody("chair", school=school, name="Chair Example")
    assert climbed(school, 5) == [("day 0", "Chair Example")]
    late(chair)
    assert climbed(school, 5) == [("day 0", "Head Example")]


def test_a_pupils_climbs_to_every_class_teacher_and_then_to_the_head(school):
    group = GroupFactory(school=school)
    for name in ("Ann Example", "Bob Example"):
        MembershipFactory(group=group, person=somebody("staff", school=school, name=name), leads=True)
    somebody("head", school=school, name="Head Example")
    late(MembershipFactory(group=group, person=pupil(school)).person)
    assert climbed(school, 5) == [("day 0", "Ann Example"), ("day 0", "Bob Example"), ("day 14", "Head Example")]

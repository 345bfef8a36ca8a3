"""The head's table: who has and who has not, by audience, with one click to remind."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from factories import (
    AbsenceFactory,
    DutyFactory,
    FamilyLinkFactory,
    GroupFactory,
    MembershipFactory,
    SchoolFactory,
    pupil,
    somebody,
)
from schoolgate.community.models import Notice
from schoolgate.duties.actions.ending import end
from schoolgate.duties.dates import dates_of
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import kinds
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.models import LedgerEntry
from typed import cells, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LAST_WEEK = TODAY - timedelta(days=7)
ROW = "/duties/of/errand/sign/staff/"


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.fixture
def staff(school):
    return [somebody("staff", school=school, name=f"{name} Example") for name in ("Ana", "Ben", "Cy", "Dot")]


@pytest.fixture
def a_round(staff):
    """Ana is late, Ben has time, Cy has signed, Dot has declined."""
    owed = [DutyFactory(person=one, round="v1") for one in staff]
    Duty.unscoped.filter(pk=owed[0].pk).update(due=LAST_WEEK)
    end(staff[2], "errand", "sign", staff[2])
    end(staff[3], "errand", "sign", staff[3], declined=True)
    return owed


def test_the_head_sees_how_many_have_and_have_not(head, a_round, sign_in):
    page = sign_in(head).get("/duties/")
    assert cells(page, "Staff") == [["Sign the staff agreement", "4", "1", "2", "1", "1", "4.2, in an earlier policy"]]
    assert "1 person is late with at least one thing" in words(page)


def test_one_line_for_many_classes_has_words_for_all_and_each_name_its_own(head, staff, sign_in):
    for one, name in zip(staff, ("Year 1", "Year 6"), strict=False):
        what = f"Teach online safety this autumn term: {name}"
        DutyFactory(person=one, kind="lesson", key="termly", round=f"2026-autumn/{one.pk}", what=what, clause="")
    client = sign_in(head)
    assert cells(client.get("/duties/"), "Staff")[0][:2] == ["Teach online safety this autumn term", "2"]
    page = client.get("/duties/of/lesson/termly/staff/")
    assert '<h1 class="govuk-heading-l">Teach online safety this autumn term</h1>' in page.content.decode()
    assert [row[1] for row in cells(page, "People")] == [
        "Teach online safety this autumn term: Year 1",
        "Teach online safety this autumn term: Year 6",
    ]


def test_a_clause_that_is_not_in_the_policy_of_today_is_no_link_to_it(school, head, a_round, sign_in):
    version = adopting.send(head, drafting.start_from(head, "model"))
    adopting.adopt(somebody("governor", school=school), version, TODAY)
    DutyFactory(person=head, key="learn", what="Learn", clause="M-132")
    page = sign_in(head).get("/duties/")
    assert [row[-1] for row in cells(page, "Staff")] == ["4.2, in an earlier policy", "M-132"]
    text = page.content.decode()
    assert "#clause-M-132" in text
    assert "#clause-4.2" not in text


def test_columns_that_would_hold_nothing_are_left_out_and_zeros_on_a_phone(head, staff, a_round, sign_in):
    text = sign_in(head).get("/duties/").content.decode()
    assert "Declined</th>" in text
    assert "Away</th>" not in text
    Duty.unscoped.filter(state="declined").delete()
    text = sign_in(head).get("/duties/").content.decode()
    assert "Declined</th>" not in text
    assert text.count("sg-zero") == 0
    Duty.unscoped.filter(state="done").delete()
    assert 'sg-zero" data-label="Done"' in sign_in(head).get("/duties/").content.decode()


def test_the_home_page_says_who_is_late_and_leads_there(head, a_round, sign_in):
    page = sign_in(head).get("/")
    assert "See who is late One person is late with what the school asks of them." in words(page)


def test_a_line_leads_to_the_names(head, a_round, sign_in):
    client = sign_in(head)
    assert f'href="{ROW}"' in client.get("/duties/").content.decode()

    assert [row[0] for row in cells(client.get(ROW), "People")] == ["Ana Example", "Ben Example"]
    assert [row[0] for row in cells(client.get(f"{ROW}?show=overdue"), "People")] == ["Ana Example"]
    assert [row[0] for row in cells(client.get(f"{ROW}?show=done"), "People")] == ["Cy Example"]
    declined = cells(client.get(f"{ROW}?show=declined"), "People")
    assert [row[0] for row in declined] == ["Dot Example"]
    assert len(cells(client.get(f"{ROW}?show=all"), "People")) == 4


def test_the_answer_of_who_declined_is_a_click_away(head, a_round, errand, sign_in):
    page = sign_in(head).get(f"{ROW}?show=declined").content.decode()
    assert f"/help/#answer-{a_round[3].pk}" in page


def test_pupils_are_listed_by_class(school, head, sign_in):
    year_three, year_four = GroupFactory(school=school, name="Oak"), GroupFactory(school=school, name="Elm")
    for group in (year_three, year_four):
        member = MembershipFactory(group=group, person=pupil(school, name=f"{group.name} Example"))
        DutyFactory(person=member.person, audience="ks2")
    page = sign_in(head).get(f"/duties/of/errand/sign/ks2/?group={year_four.pk}")
    assert [row[:2] for row in cells(page, "People")] == [["Elm Example", "Elm"]]


def test_an_earlier_round_does_not_count(head, staff, sign_in):
    DutyFactory(person=staff[0], round="v1", state="done", current=False)
    DutyFactory(person=staff[0], round="v2")
    assert cells(sign_in(head).get("/duties/"), "Staff")[0][1:4] == ["1", "0", "1"]


def test_who_owes_nothing_yet_sees_why_the_table_is_empty(head, sign_in):
    assert "Nothing is asked of anybody yet" in words(sign_in(head).get("/duties/"))


def test_governors_see_numbers_and_never_names(school, a_round, sign_in):
    for role in ("chair", "governor"):
        client = sign_in(somebody(role, school=school))
        page = client.get("/duties/")
        assert cells(page, "Staff")[0][:4] == ["Sign the staff agreement", "4", "1", "2"]
        assert ROW not in page.content.decode()
        assert client.get(ROW).status_code == 403
        assert client.get(f"{ROW}names.csv").status_code == 403
        assert client.get("/duties/late/").status_code == 403
        assert client.post(f"{ROW}remind/").status_code == 403


def test_another_schools_people_are_not_counted(head, sign_in):
    DutyFactory(person=somebody("staff", school=SchoolFactory()))
    assert "Nothing is asked of anybody yet" in words(sign_in(head).get("/duties/"))
    assert sign_in(head).get(ROW).status_code == 404


def test_one_click_reminds_all_who_have_not(head, staff, a_round, errand, sign_in):
    page = sign_in(head).post(f"{ROW}remind/", follow=True)

    said = "2 people were asked. They see it when they sign in, and get a mail in school hours."
    assert said in words(page)
    assert list(Duty.unscoped.order_by("pk").values_list("reminders", flat=True)) == [1, 1, 0, 0]
    entry = LedgerEntry.objects.get(verb="duties.reminded")
    assert entry.actor == head.pk
    assert entry.details() == {"people": 2, "duties": 2}


@pytest.mark.parametrize(
    ("show", "offered"),
    [("", True), ("overdue", True), ("all", True), ("done", False), ("declined", False), ("let_off", False)],
)
def test_all_are_reminded_from_a_list_of_those_who_have_not(head, a_round, sign_in, show, offered):
    page = words(sign_in(head).get(f"{ROW}?show={show}"))
    assert ("Remind them all" in page) is offered


def test_they_see_who_asks_beside_the_thing_itself_and_once(head, staff, a_round, errand, sign_in):
    sign_in(head).post(f"{ROW}remind/")
    client = sign_in(staff[0])
    home = words(client.get("/"))
    assert home.lower().count("sign the staff agreement") == 1
    assert f"{head.name} asked you on {TODAY:%-d %B}." in home
    assert head.name in words(client.get("/record/"))
    # What one's calendar reads has no names in it.
    assert not any(head.name in one.note for one in dates_of(staff[0]))
    end(staff[0], "errand", "sign", staff[0])
    assert head.name not in words(client.get("/"))


def test_nobody_is_asked_twice_in_a_day(head, a_round, sign_in):
    client = sign_in(head)
    assert "One person was asked." in words(client.post(f"/duties/remind/{a_round[0].pk}/", follow=True))
    again = client.post(f"{ROW}remind/", follow=True)
    assert "One person was asked." in words(again)
    assert "One person was asked earlier today." in words(again)
    assert "has been asked today" in words(client.post(f"{ROW}remind/", follow=True))


def test_the_next_day_they_can_be_asked_again(head, a_round, sign_in):
    client = sign_in(head)
    client.post(f"{ROW}remind/")
    Duty.unscoped.update(reminded_at=timezone.now() - timedelta(days=1))
    client.post(f"{ROW}remind/")
    assert list(Duty.unscoped.order_by("pk").values_list("reminders", flat=True)) == [2, 2, 0, 0]
    assert "2 times, last on" in words(client.get(ROW))


def test_a_head_does_not_remind_herself(head, sign_in):
    duty = DutyFactory(person=head)
    assert "Nobody is left to ask" in words(sign_in(head).post(f"/duties/remind/{duty.pk}/", follow=True))
    assert not Duty.unscoped.get().asked_by


def test_the_heads_own_line_has_no_button_to_remind_herself(head, staff, sign_in):
    mine, theirs = DutyFactory(person=head), DutyFactory(person=staff[0])
    page = sign_in(head).get(ROW).content.decode()
    assert f"/duties/remind/{theirs.pk}/" in page
    assert f"/duties/remind/{mine.pk}/" not in page


def test_who_is_away_is_not_late_nor_asked_until_they_are_back(head, staff, a_round, sign_in):
    away = AbsenceFactory(person=staff[0], last_day=TODAY + timedelta(days=30))
    client = sign_in(head)
    assert cells(client.get("/duties/"), "Staff")[0][1:5] == ["4", "1", "2", "0"]
    assert "Nobody is late" in words(client.get("/duties/"))
    assert "Nobody is late" in words(client.get("/duties/late/"))
    assert "See who is late" not in words(client.get("/"))
    assert cells(client.get(ROW), "People")[0][3] == "Away"
    assert f"/duties/remind/{a_round[0].pk}/" not in client.get(ROW).content.decode()
    assert "Nobody is in this list" in words(client.get(f"{ROW}?show=overdue"))
    page = client.post(f"{ROW}remind/", follow=True)
    assert "One person was asked." in words(page)
    assert "One person is away: ask them once they are back." in words(page)

    away.delete()
    assert cells(client.get("/duties/"), "Staff")[0][4] == "1"
    assert cells(client.get(ROW), "People")[0][3] == "Late"


def test_for_a_young_pupil_the_parent_is_asked_where_they_may_do_it(school, head, errand, sign_in):
    parent, child = somebody("parent", school=school), pupil(school)
    FamilyLinkFactory(adult=parent, child=child)
    duty = DutyFactory(person=child, audience="ks2", what="Sign the pupils’ agreement")
    page = sign_in(head).post(f"/duties/remind/{duty.pk}/", follow=True)
    assert "For one pupil, a parent was asked. They see it when they sign in, and get a mail" in words(page)
    home = words(sign_in(parent).get("/"))
    assert f"Sign the pupils’ agreement, for {child.name} {head.name} asked you on" in home
    assert home.count("pupils’ agreement") == 1


def test_for_pupils_without_parents_here_their_teacher_is_asked_once_for_all(school, head, sign_in):
    teacher, group = somebody("staff", school=school), GroupFactory(school=school)
    MembershipFactory(group=group, person=teacher, leads=True)
    for _ in range(3):
        DutyFactory(person=MembershipFactory(group=group, person=pupil(school)).person, audience="ks2")
    page = sign_in(head).post("/duties/of/errand/sign/ks2/remind/", follow=True)
    assert "For 3 pupils, one of their teachers was asked. They see it when" in words(page)
    assert "people were asked" not in words(page)
    notice = Notice.unscoped.get()
    assert notice.person == teacher
    assert "3 of your pupils have still to sign the staff agreement" in notice.words


def test_who_cannot_be_reached_is_said_so(school, head, staff, sign_in):
    DutyFactory(person=staff[0])
    DutyFactory(person=somebody("staff", school=school, account=None))
    page = sign_in(head).post(f"{ROW}remind/", follow=True)
    assert "One person was asked." in words(page)
    said = (
        "One person has no sign-in or address, and nobody here can be asked for them: speak to them, or, for a pupil,"
    )
    assert said in words(page)


def test_a_parent_and_a_teacher_who_are_there_but_not_asked_are_not_said_to_be_missing(school, head, sign_in):
    child, group = pupil(school), GroupFactory(school=school)
    FamilyLinkFactory(adult=somebody("parent", school=school), child=child)
    MembershipFactory(group=group, person=somebody("staff", school=school, account=None), leads=True)
    MembershipFactory(group=group, person=child)
    # The class signs at school: its parents are not asked, and its teacher has no address.
    duty = DutyFactory(person=child, kind="agreement", key="ks2", audience="ks2")
    page = words(sign_in(head).post(f"/duties/remind/{duty.pk}/", follow=True))
    assert "They have no sign-in or address, and nobody here can be asked for them." in page
    assert "no parent" not in page
    assert "or teacher here" not in page


def test_who_does_not_sign_in_yet_is_said_to_get_a_mail_alone(school, head, staff, sign_in):
    DutyFactory(person=somebody("staff", school=school, account=None, address="new@school.example"))
    client = sign_in(head)
    assert "They do not sign in yet: they get a mail in school hours." in words(
        client.post(f"{ROW}remind/", follow=True)
    )
    DutyFactory(person=staff[0])
    DutyFactory(person=staff[1])
    DutyFactory(person=somebody("staff", school=school, account=None, address="newer@school.example"))
    page = words(client.post(f"{ROW}remind/", follow=True))
    assert "3 people were asked. All get a mail in school hours, and 2 of them see it when they sign in." in page


def test_a_parent_who_cannot_be_reached_is_not_said_to_be_asked(school, head, errand, sign_in):
    child = pupil(school)
    FamilyLinkFactory(adult=somebody("parent", school=school, account=None), child=child)
    duty = DutyFactory(person=child, audience="ks2")
    client = sign_in(head)
    assert "Speak to them, or add an address" in words(client.post(f"/duties/remind/{duty.pk}/", follow=True))
    teacher = MembershipFactory(person=somebody("staff", school=school), group=GroupFactory(school=school), leads=True)
    MembershipFactory(group=teacher.group, person=child)
    client.post(f"/duties/remind/{duty.pk}/")
    assert Notice.unscoped.get().person == teacher.person


def test_who_is_late_is_listed_the_longest_first(head, staff, sign_in):
    for days, one in ((2, staff[0]), (9, staff[1])):
        DutyFactory(person=one, due=TODAY - timedelta(days=days))
    page = sign_in(head).get("/duties/late/")
    assert [row[0] for row in cells(page, "The longest late first")] == ["Ben Example", "Ana Example"]


def test_the_lists_are_spreadsheets_in_which_nothing_is_a_formula(school, head, sign_in):
    trick = somebody("staff", school=school, name='=HYPERLINK("http://x.example")')
    DutyFactory(person=trick, what="Sign")
    client = sign_in(head)

    file = client.get(f"{ROW}names.csv")
    assert file["Content-Disposition"] == 'attachment; filename="errand-staff.csv"'
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0][0] == "Name"
    assert rows[1][0] == '\'=HYPERLINK("http://x.example")'

    counts = list(csv.reader(io.StringIO(client.get("/duties/counts.csv").content.decode("utf-8-sig"))))
    assert counts[1][:4] == ["Staff", "Sign", "1", "0"]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "\n=1"])
def test_a_cell_that_would_be_a_formula_is_words(cell):
    from schoolgate.duties.spreadsheet import to_csv

    assert b"'" + cell.encode() in to_csv(["A"], [[cell]])


def test_the_evidence_of_every_kind_can_be_reached_but_of_what_only_those_with_a_part_in_it_or_who_were_told_may_know():
    assert {name for name, kind in kinds().items() if not hasattr(kind, "answer")} == {
        "declaration",
        "search",
        "check_in",
    }

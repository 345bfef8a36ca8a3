"""The head lets somebody off one thing, with a reason, and asks it again; never her own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import AbsenceFactory, DutyFactory, FamilyLinkFactory, RoleHoldingFactory, SchoolFactory, pupil, somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import Notice
from schoolgate.duties.actions.climbing import climb
from schoolgate.duties.actions.digests import to_be_reminded
from schoolgate.duties.actions.ending import end
from schoolgate.duties.actions.letting_off import ask_again, let_off
from schoolgate.duties.counting import counts
from schoolgate.duties.models import Duty
from schoolgate.duties.settling import Settled, settle
from schoolgate.record.models import LedgerEntry
from typed import cells, fill, send, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
ROW = "/duties/of/errand/sign/staff/"
WHY = "On leave until the summer"


@pytest.fixture
def head(school):
    return somebody("head", school=school, name="Hattie Example")


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school, name="Ana Example")


@pytest.fixture
def late(teacher):
    return DutyFactory(person=teacher, due=TODAY - timedelta(days=20))


def page_of(duty: Duty) -> str:
    return f"/duties/let-off/{duty.pk}/"


def test_the_head_lets_somebody_off_with_a_reason_and_all_can_see_that_it_is_so(head, teacher, late, errand, sign_in):
    client = sign_in(head)
    assert f'href="{page_of(late)}"' in client.get(ROW).content.decode()
    empty = fill(client, page_of(late))
    assert empty.status_code == 422
    assert "Say why in a few words" in words(empty)

    done = fill(client, page_of(late), because=WHY)
    assert "Ana Example is let off, and told so." in words(done)
    assert cells(client.get(f"{ROW}?show=let_off"), "People")[0][3] == "Let off"
    (row,) = [row for row in counts(head.school, TODAY) if row.kind == "errand"]
    assert (row.asked, row.owed, row.overdue, row.let_off) == (1, 0, 0, 1)
    assert "Let off" in words(client.get("/duties/"))
    assert WHY in words(client.get(page_of(late)))
    assert "Nobody is late" in words(client.get("/duties/"))

    notice = Notice.unscoped.get(person=teacher)
    assert notice.words == "Hattie Example has let you off: Sign the staff agreement. The reason stands in your record."
    theirs = words(sign_in(teacher).get("/record/"))
    assert f"Sign the staff agreement: {WHY}" in theirs
    assert "Let off" in theirs
    entry = LedgerEntry.objects.get(verb="duties.let_off")
    assert (entry.actor, entry.details()) == (head.pk, {"person": teacher.pk})
    late.refresh_from_db()
    assert WHY not in late.let_off_because


def test_it_is_undone_the_same_way(head, teacher, late, errand, sign_in):
    let_off(head, late, WHY)
    client = sign_in(head)
    page = send(client, f"{page_of(late)}undo/", {})
    assert "Ana Example is asked again, and told so." in words(page)
    late.refresh_from_db()
    assert (late.state, late.due, late.let_off_by, late.let_off_because) == (
        "owed",
        TODAY - timedelta(days=20),
        None,
        "",
    )
    assert "asks you for this after all" in Notice.unscoped.filter(person=teacher).latest("pk").words
    assert LedgerEntry.objects.filter(verb="duties.asked_again", actor=head.pk).count() == 1
    assert WHY not in words(sign_in(teacher).get("/record/"))
    with pytest.raises(Refused, match="changed meanwhile"):
        ask_again(head, late)


def test_nobody_lets_themselves_off_by_whichever_account_nor_their_own_office(school, head, sign_in):
    own = DutyFactory(person=head)
    twin = somebody("parent", school=school, account=None, address=head.account.email.upper())
    stand_in = somebody("staff", school=school)
    RoleHoldingFactory(person=stand_in, role="head", acting=True, to_date=TODAY + timedelta(days=9))
    office = DutyFactory(person=head, key="office", audience="head")
    for by, duty in ((head, own), (head, DutyFactory(person=twin, key="twin")), (stand_in, office)):
        with pytest.raises(Refused, match="Nobody lets themselves off"):
            let_off(by, duty, WHY)
    client = sign_in(head)
    assert page_of(own) not in client.get(ROW).content.decode()
    assert client.get(page_of(own)).status_code == 403
    # What the head owes as a member of staff is no business of an office: an acting head may let them off that.
    let_off(stand_in, own, WHY)
    with pytest.raises(Refused, match="Nobody lets themselves off"):
        ask_again(head, own)


@pytest.mark.parametrize("role", ["slt", "chair", "dsl", "technician", "staff"])
def test_only_the_head_does(school, late, sign_in, role):
    client = sign_in(somebody(role, school=school))
    assert client.get(page_of(late)).status_code == 403
    assert client.post(f"{page_of(late)}undo/").status_code == 403


def test_another_schools_duty_is_not_there(head, sign_in):
    duty = DutyFactory(person=somebody("staff", school=SchoolFactory()))
    assert sign_in(head).get(page_of(duty)).status_code == 404
    with pytest.raises(Refused):
        let_off(head, duty, WHY)


def test_what_was_done_meanwhile_is_not_let_off(head, teacher, late):
    end(teacher, "errand", "sign", teacher)
    with pytest.raises(Refused, match="changed meanwhile"):
        let_off(head, late, WHY)


def test_settling_leaves_it_so_and_the_next_round_is_asked_anew(school, head, teacher, errand):
    one = errand("sign", "staff", TODAY)
    settle(school)
    let_off(head, Duty.objects.of(school).get(person=teacher), WHY)
    assert settle(school) == Settled()
    assert Duty.objects.of(school).get(person=teacher).state == "let_off"
    one.round = "2"
    settle(school)
    assert Duty.objects.of(school).get(person=teacher, round="2").state == "owed"
    assert not Duty.objects.of(school).get(person=teacher, round="1").current


def test_who_does_it_all_the_same_has_done_it(head, teacher, late):
    let_off(head, late, WHY)
    assert end(teacher, "errand", "sign", teacher) == 1
    late.refresh_from_db()
    assert late.state == "done"


def test_a_pupils_parent_is_told(school, head, errand):
    child, parent = pupil(school, name="Nell Example"), somebody("parent", school=school)
    FamilyLinkFactory(adult=parent, child=child)
    let_off(head, DutyFactory(person=child, audience="ks2"), WHY)
    told = Notice.unscoped.get(person=parent).words
    assert told == f"{head.name} has let Nell Example off: Sign the staff agreement."


def test_nobody_hears_of_what_is_let_off_or_of_who_is_away(school, head, teacher, late):
    here = timezone.localtime().replace(hour=10)
    moment = here + timedelta(days=(7 - here.weekday()) % 7)
    AbsenceFactory(person=teacher, first_day=TODAY, last_day=moment.date())
    assert climb(school, moment) == 0
    teacher.absences.all().delete()
    let_off(head, late, WHY)
    assert climb(school, moment) == 0
    assert not to_be_reminded(school, moment.date()).exists()
    ask_again(head, late)
    assert climb(school, moment) == 1

"""Classes, the team for official accounts, and a new school year."""

from __future__ import annotations

import pytest

from factories import GroupFactory, MembershipFactory, PersonFactory, family, pupil, somebody
from schoolgate.community.actions import groups, moving_up
from schoolgate.community.change import Refused
from schoolgate.community.models import FamilyLink, Group, Membership, Person
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.fixture
def browser(head, sign_in):
    return sign_in(head)


def test_a_class_is_made_and_filled(browser, school):
    tess = somebody("staff", school=school, name="Tess Example")
    ana, zoe = pupil(school, name="Ana Example"), pupil(school, name="Zoë Example")
    fill(browser, "/classes/add/", name="Year 3")
    made = Group.objects.of(school).get()
    fill(browser, f"/classes/{made.pk}/teachers/", people=[str(tess.pk)])
    page = fill(browser, f"/classes/{made.pk}/pupils/", people=[str(ana.pk), str(zoe.pk)])

    assert "2 added to Year 3." in page.content.decode()
    for name in ("Tess Example", "Ana Example", "Zoë Example"):
        assert name in words(page)
    assert [one.person.name for one in Membership.objects.of(school).filter(leads=True)] == ["Tess Example"]
    said = words(browser.get("/classes/"))
    assert "Year 3 Tess Example 2" in said


def test_two_classes_that_run_have_two_names(browser, school):
    GroupFactory(school=school, name="Hazel")
    page = browser.post("/classes/add/", {"name": "hazel"})
    assert page.status_code == 422
    assert "Choose a name that tells the two apart" in words(page)


def test_a_class_that_has_ended_takes_nobody_and_its_name_is_free(browser, head, school):
    hazel = GroupFactory(school=school, name="Hazel")
    browser.post(f"/classes/{hazel.pk}/end/")
    with pytest.raises(Refused, match="has ended"):
        groups.put_in(head, Group.unscoped.get(pk=hazel.pk), [pupil(school)])
    with pytest.raises(Refused, match="has ended"):
        groups.end(head, hazel)
    groups.make(head, school, "Hazel")
    assert "No classes yet" not in words(browser.get("/classes/"))


def test_pupils_do_not_teach_and_adults_are_not_taught(head, school):
    hazel = GroupFactory(school=school)
    for person, leads in ((pupil(school), True), (somebody("staff", school=school), False), (pupil(), False)):
        with pytest.raises(Refused):
            groups.put_in(head, hazel, [person], leads=leads)
    assert not hazel.memberships.exists()


def test_taking_somebody_out_of_a_class(browser, school):
    member = MembershipFactory(group__school=school)
    address = f"/classes/{member.group_id}/people/{member.pk}/out/"
    assert browser.get(address).status_code == 200
    browser.post(address)

    assert not Membership.objects.of(school).exists()
    assert browser.post(address).status_code == 404


def test_a_class_gets_another_name(browser, school):
    hazel = GroupFactory(school=school, name="Hazel")
    assert "Rowan" in words(fill(browser, f"/classes/{hazel.pk}/name/", name="Rowan"))


def test_every_member_of_staff_sees_classes_and_only_some_change_them(school, sign_in):
    hazel = GroupFactory(school=school, name="Hazel")
    teacher = sign_in(somebody("staff", school=school))
    assert "Hazel" in words(teacher.get("/classes/"))
    assert "Add pupils" not in words(teacher.get(f"/classes/{hazel.pk}/"))
    assert teacher.get(f"/classes/{hazel.pk}/pupils/").status_code == 403


def test_the_head_says_who_runs_the_official_accounts_and_never_herself(browser, head, school):
    olly = somebody("staff", school=school, name="Olly Example")
    page = fill(browser, "/team/add/", people=[str(olly.pk)])

    assert "Olly Example" in words(page)
    with pytest.raises(Refused, match="cannot add yourself"):
        groups.put_in_team(head, school, [head])
    member = Membership.objects.of(school).get()
    browser.post(f"/team/{member.pk}/out/")
    assert "Nobody yet" in words(browser.get("/team/"))


def test_the_technician_puts_nobody_in_the_team(school):
    with pytest.raises(Refused):
        groups.put_in_team(somebody("technician", school=school), school, [somebody("staff", school=school)])
    assert not Group.objects.of(school).exists()


def years(school):
    return dict(Person.objects.of(school).exclude(year="").values_list("name", "year"))


def test_in_september_everybody_moves_up_and_the_oldest_leave(browser, school):
    parent, six = family(school, year="6")
    both, twin = family(school, year="6")
    FamilyLink.objects.create(adult=both, child=pupil(school, year="R", name="Bo Example"))
    three = pupil(school, year="3", name="Ana Example")
    hazel = MembershipFactory(group__school=school, person=three)
    look = browser.get("/classes/move-up/")

    assert "Year 6 2 They leave the school" in words(look)
    assert "Year 3 1 Year 4" in words(look)
    assert "1 parent or carer has no other child here" in words(look)
    assert years(school)["Ana Example"] == "3"
    fill(browser, "/classes/move-up/", classes="keep")
    assert years(school)["Ana Example"] == "4"
    assert years(school)["Bo Example"] == "1"
    six.refresh_from_db()
    assert six.left_on is not None
    assert six.held() == []
    assert Person.unscoped.get(pk=parent.pk).held() == []
    assert Person.unscoped.get(pk=both.pk).held() == ["parent"]
    assert hazel.group.memberships.exists()
    entry = LedgerEntry.objects.get(verb="year.moved_up")
    assert entry.details() == {"moved": 2, "left": [six.pk, twin.pk], "parents": [parent.pk]}


def test_the_families_that_go_are_signed_out_and_a_pupil_with_other_work_here_stays(browser, school, sign_in):
    parent, _ = family(school, year="6")
    helper = somebody("pupil", "volunteer", school=school, year="6")
    theirs = sign_in(parent)
    assert theirs.get("/you/").status_code == 200
    fill(browser, "/classes/move-up/", classes="keep")

    assert theirs.get("/you/").status_code == 404
    helper = Person.unscoped.get(pk=helper.pk)
    assert (helper.held(), helper.left_on) == (["volunteer"], None)


def test_nobody_moves_up_twice_by_pressing_twice(browser, head, school):
    ana = pupil(school, year="3")
    stamp = moving_up.plan(school).stamp
    for status in (302, 422):
        page = browser.post("/classes/move-up/", {"stamp": stamp, "classes": "keep"})
        assert page.status_code == status
    assert "Look again" in words(page)
    ana.refresh_from_db()
    assert ana.year == "4"


def test_classes_can_be_filled_anew(browser, school):
    member = MembershipFactory(group__school=school, person=pupil(school, year="3"))
    teacher = MembershipFactory(group=member.group, leads=True)
    fill(browser, "/classes/move-up/", classes="empty")
    assert list(Membership.objects.of(school)) == [teacher]


def test_a_secondary_school_keeps_its_sixth_form(school, head):
    school.phase = "secondary"
    school.save()
    pupil(school, year="11")
    assert moving_up.plan(school).moves[0].to == ""
    pupil(school, year="12")
    assert [(move.year, move.to) for move in moving_up.plan(school).moves] == [("11", "12"), ("12", "13")]


def test_where_a_roster_says_the_year_nobody_moves_by_hand(browser, school):
    PersonFactory(school=school)
    pupil(school, year="3", sourced_id="p-1")
    page = browser.get("/classes/move-up/", follow=True)
    assert "Import the new school year’s roster" in page.content.decode()

"""One person's page: what the school has about them, and who changes it."""

from __future__ import annotations

import pytest

from factories import MembershipFactory, family, pupil, somebody
from schoolgate.community.actions.people import change_person, remove_person
from schoolgate.community.actions.roles import assign_role
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.policy.holders import holders
from schoolgate.record.models import LedgerEntry
from typed import fill, form_on, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.fixture
def browser(head, sign_in):
    return sign_in(head)


def test_everything_that_is_known_stands_on_one_page(browser, school):
    parent, child = family(school, year="4")
    MembershipFactory(person=child, group__school=school, group__name="Hazel")
    page = words(browser.get(f"/people/{child.pk}/"))

    for said in ("Year 4", "Hazel", parent.name, "No email address", "Pupil"):
        assert said in page


def test_details_are_changed_and_the_ledger_says_which_but_not_to_what(browser, school):
    child = pupil(school, year="3", name="Zoe Example")
    birth = {"birth_date_0": "3", "birth_date_1": "5", "birth_date_2": "2018"}
    page = fill(
        browser, f"/people/{child.pk}/details/", name="Zoë Example", year="4", address="z@home.example", **birth
    )

    assert "Zoë Example" in words(page)
    child.refresh_from_db()
    assert (child.name, child.year, child.address, str(child.birth_date)) == (
        "Zoë Example",
        "4",
        "z@home.example",
        "2018-05-03",
    )
    entry = LedgerEntry.objects.get(verb="person.changed")
    assert entry.details() == {"fields": ["address", "birth_date", "name", "year"]}


def test_where_nothing_is_different_nothing_is_written(browser, school):
    child = pupil(school, year="3")
    fill(browser, f"/people/{child.pk}/details/")
    assert not LedgerEntry.objects.exists()


def test_an_adult_is_not_asked_for_a_year_group(browser, school):
    page = browser.get(f"/people/{somebody('staff', school=school).pk}/details/").content.decode()
    assert "Year group" not in page
    assert "Date of birth" not in page


def test_a_line_manager_is_chosen_among_staff(browser, school):
    tess, selma = somebody("staff", school=school), somebody("slt", school=school, name="Selma Example")
    somebody("parent", school=school, name="Pat Example")
    address = f"/people/{tess.pk}/manager/"
    assert "Pat Example" not in words(browser.get(address))
    page = fill(browser, address, people=str(selma.pk))
    assert "Selma Example" in words(page)
    assert Person.unscoped.get(pk=tess.pk).manager == selma
    browser.post(address, {"nobody": "yes"})
    assert Person.unscoped.get(pk=tess.pk).manager is None


def test_nobody_chooses_their_own_line_manager_and_a_parent_is_none(school, head):
    tess, pat = somebody("staff", school=school), somebody("parent", school=school)
    with pytest.raises(Refused, match="about yourself"):
        change_person(head, head, manager=tess)
    for wrong in (pat, tess, somebody("staff")):
        with pytest.raises(Refused, match="line manager"):
            change_person(head, tess, manager=wrong)


def test_a_day_of_leaving_is_put_right_but_not_into_the_future(browser, school, head):
    tess = somebody("staff", school=school)
    browser.post(f"/people/{tess.pk}/remove/")
    day = {"left_on_0": "31", "left_on_1": "8", "left_on_2": "2026"}
    assert "31 Aug 2026" in words(fill(browser, f"/people/{tess.pk}/details/", **day))
    page = browser.post(f"/people/{tess.pk}/details/", {"name": "T", **day, "left_on_2": "2999"})
    assert page.status_code == 422
    assert "still to come" in words(page)


def test_a_leaver_who_comes_back_is_here_again(school, head):
    tess = somebody("staff", school=school)
    remove_person(head, tess)
    assert Person.unscoped.get(pk=tess.pk).left_on is not None
    assign_role(head, Person.unscoped.get(pk=tess.pk), "staff")
    back = Person.unscoped.get(pk=tess.pk)
    assert (back.left_on, back.held()) == (None, ["staff"])


def test_somebody_sees_what_is_written_down_about_them(school, sign_in):
    parent, child = family(school)
    page = words(sign_in(parent).get("/you/"))
    assert child.name in page
    assert "Say when you are away" not in page


def test_the_safeguarding_lead_looks_and_changes_nothing(school, sign_in):
    child = pupil(school)
    dsl = sign_in(somebody("dsl", school=school))
    assert "Change details" not in words(dsl.get(f"/people/{child.pk}/"))
    assert dsl.get(f"/people/{child.pk}/details/").status_code == 403


def test_a_senior_leader_makes_herself_nobodys_line_manager_and_the_head_may(school, head):
    selma, tess = somebody("slt", school=school), somebody("staff", school=school)
    with pytest.raises(Refused, match="Ask your head teacher"):
        change_person(selma, tess, manager=selma)
    change_person(head, tess, manager=head)
    assert Person.unscoped.get(pk=tess.pk).manager == head


def test_a_line_manager_who_has_left_decides_nothing(browser, school, head):
    selma = somebody("slt", school=school, name="Selma Example")
    tess = somebody("staff", school=school, manager=selma)
    assert holders(school, ["manager"], asker=tess) == [selma]
    remove_person(head, selma)

    tess = Person.unscoped.get(pk=tess.pk)
    assert selma not in holders(school, ["manager"], asker=tess)
    assert "Selma Example (has left)" in words(browser.get(f"/people/{tess.pk}/"))


@pytest.mark.parametrize("role", ["head", "slt", "technician"])
def test_nobody_changes_their_own_name_and_the_page_says_whom_to_ask(school, sign_in, role):
    """How it was: a head who was a candidate took another name, and was not known again."""
    somebody("head", school=school)
    person = somebody(role, school=school, name="Hattie Example", given_name="Hattie", family_name="Example")
    browser = sign_in(person)
    page = browser.get(f"/people/{person.pk}/details/")
    assert "You cannot change your own name" in words(page)
    assert "Ask your head teacher, a senior leader or your IT technician" in words(page)
    assert not {"name", "given_name", "family_name"} & set(form_on(page))
    browser.post(f"/people/{person.pk}/details/", {"name": "Hattie A Example", "address": "h@school.example"})
    person.refresh_from_db()
    assert (person.name, person.address) == ("Hattie Example", "h@school.example")
    for field in ("name", "given_name", "family_name"):
        with pytest.raises(Refused, match="your own name"):
            change_person(person, person, **{field: "Another"})
    assert LedgerEntry.objects.filter(verb="person.changed").count() == 1


def test_others_change_it_for_them(school, sign_in):
    technician, head = somebody("technician", school=school), somebody("head", school=school, name="Hattie Example")
    fill(sign_in(technician), f"/people/{head.pk}/details/", name="Hattie Newname")
    head.refresh_from_db()
    assert head.name == "Hattie Newname"

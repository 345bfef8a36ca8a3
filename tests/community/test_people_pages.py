"""The people pages, as a head uses them."""

from __future__ import annotations

import pytest

from factories import RoleHoldingFactory, somebody
from schoolgate.community.actions.people import remove_person
from schoolgate.community.models import Person
from schoolgate.community.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.fixture
def browser(head, sign_in):
    return sign_in(head)


def test_the_list_shows_the_people_of_this_school_and_their_roles(browser, head):
    somebody("staff", school=head.school, name="Tess Example")
    somebody("staff", name="Otto Otherschool")
    page = browser.get("/people/").content.decode()

    assert "Tess Example" in page
    assert "Member of staff" in page
    assert "Otto" not in page


def test_the_list_is_narrowed_by_name_and_by_role(browser, head):
    somebody("staff", school=head.school, name="Tess Example")
    somebody("parent", school=head.school, name="Pat Example")
    past = RoleHoldingFactory(person__school=head.school, person__name="Gone Example", from_date="2020-01-01")
    past.to_date = past.from_date = past.from_date
    past.save()

    assert "Pat Example" not in browser.get("/people/?name=tess").content.decode()
    assert "Tess Example" not in browser.get("/people/?role=parent").content.decode()
    staff = browser.get("/people/?role=staff").content.decode()
    assert "Tess Example" in staff
    assert "Gone Example" not in staff
    assert "Nobody found" in browser.get("/people/?name=zzz").content.decode()


def test_only_year_groups_with_pupils_are_offered_and_a_leaver_is_in_none(browser, head):
    somebody("pupil", school=head.school, name="Pip Example", year="3")
    gone = somebody("pupil", school=head.school, name="Gia Example", year="6")
    remove_person(head, gone)
    page = browser.get("/people/").content.decode()
    assert '<option value="3">Year 3</option>' in page
    assert "Year 6" not in page
    assert "Year 12" not in page


@pytest.mark.parametrize("typed", ["zoe", "ZOË", "zoë lukasz", "Łukasz", "zo luk", "z@home.example"])
def test_a_name_is_found_with_its_accents_or_without(browser, head, typed):
    somebody("parent", school=head.school, name="Zoë Łukasz-Example", address="z@home.example")
    somebody("parent", school=head.school, name="Pat Example")
    page = browser.get("/people/", {"name": typed}).content.decode()

    assert "Zoë Łukasz-Example" in page
    assert "Pat Example" not in page


@pytest.mark.parametrize("typed", ["(", "[a", "\\", ".*", "a" * 300, "%", "?"])
def test_whatever_is_typed_is_only_looked_for(browser, head, typed):
    somebody("parent", school=head.school, name="Pat Example")
    page = browser.get("/people/", {"name": typed})
    assert page.status_code == 200
    assert ("Pat Example" in page.content.decode()) is (len(typed) > 200)


def test_adding_a_pupil_who_will_not_sign_in(browser, head):
    answer = browser.post("/people/add/", {"name": "Pip Example", "email": "", "roles": ["pupil"]}, follow=True)
    pip = Person.objects.of(head.school).get(name="Pip Example")

    assert pip.account is None
    assert pip.roles() == {"pupil"}
    assert "Does not sign in" in answer.content.decode()


def test_mistakes_are_named_beside_the_boxes(browser):
    answer = browser.post("/people/add/", {"name": "", "email": "not an address"})
    page = answer.content.decode()

    assert answer.status_code == 422
    for sentence in ("Enter their full name", "Enter an email address like", "Choose at least one role"):
        assert sentence in page


def test_nobody_is_made_head_by_the_head(browser):
    answer = browser.post("/people/add/", {"name": "Second Head", "roles": ["head"]})
    assert answer.status_code == 422


def test_giving_and_ending_a_role(browser, head):
    teacher = somebody("staff", school=head.school)
    date = {"from_date_0": "", "from_date_1": "", "from_date_2": ""}
    given = browser.post(f"/people/{teacher.pk}/roles/", {"role": "dsl", **date}, follow=True)
    assert "designated safeguarding lead" in given.content.decode()
    held = teacher.holdings.get(role="dsl")
    assert "End this role" in browser.get(f"/people/{teacher.pk}/roles/{held.pk}/end/").content.decode()
    browser.post(f"/people/{teacher.pk}/roles/{held.pk}/end/")

    assert Person.unscoped.get(pk=teacher.pk).roles() == {"staff"}


def test_a_role_that_is_held_is_not_offered_again(browser, head):
    teacher = somebody("staff", school=head.school)
    page = browser.get(f"/people/{teacher.pk}/roles/").content.decode()
    assert 'value="dsl"' in page
    assert 'value="staff"' not in page
    assert browser.post(f"/people/{teacher.pk}/roles/", {"role": "staff"}).status_code == 422


def test_a_role_that_cannot_be_given_is_explained_on_the_page(sign_in, school):
    somebody("head", school=school)
    teacher, technician = somebody("staff", school=school), somebody("technician", school=school)
    answer = sign_in(technician).post(f"/people/{teacher.pk}/roles/", {"role": "head"})
    assert answer.status_code == 422
    assert "Only the chair of governors" in answer.content.decode()


def test_ones_own_page_offers_no_change(browser, head):
    page = browser.get(f"/people/{head.pk}/").content.decode()
    assert "Somebody else has to change them" in page
    assert "Give another role" not in page
    assert browser.post(f"/people/{head.pk}/remove/").status_code == 403


def test_removing_somebody(browser, head):
    teacher = somebody("staff", school=head.school)
    assert browser.get(f"/people/{teacher.pk}/remove/").status_code == 200
    browser.post(f"/people/{teacher.pk}/remove/")
    assert Person.unscoped.get(pk=teacher.pk).roles() == {Role.LEAVER}


def test_the_technician_is_told_gently_what_is_not_theirs(school, sign_in):
    teacher = somebody("dsl", school=school)
    answer = sign_in(somebody("technician", school=school)).post(f"/people/{teacher.pk}/remove/")
    assert answer.status_code == 403
    assert "Ask the head teacher at your school" in answer.content.decode()


def test_two_hundred_people_cost_no_more_questions_than_two(browser, head, django_assert_max_num_queries):
    for _ in range(60):
        somebody("staff", school=head.school)
    with django_assert_max_num_queries(15):
        browser.get("/people/")

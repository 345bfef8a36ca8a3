"""Roles that are held for a time: governors' terms, and those who stand in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import AbsenceFactory, RoleHoldingFactory, somebody
from schoolgate.community.actions.roles import assign_role, end_role, givers
from schoolgate.community.change import Refused
from schoolgate.community.models import Person, RoleHolding
from schoolgate.community.powers import holds
from typed import fill, words

pytestmark = pytest.mark.django_db


def on(name, value):
    return {f"{name}_0": str(value.day), f"{name}_1": str(value.month), f"{name}_2": str(value.year)}


@pytest.fixture
def today():
    return timezone.localdate()


def test_a_governor_is_given_a_term_with_an_end(school, sign_in, today):
    head, gus = sign_in(somebody("head", school=school)), somebody(school=school)
    page = head.post(f"/people/{gus.pk}/roles/", {"role": "governor"})
    assert page.status_code == 422
    assert "Enter the last day of their term of office" in words(page)

    last = today + timedelta(days=365)
    fill(head, f"/people/{gus.pk}/roles/", role="governor", **on("last_day", last))
    held = gus.holdings.get()
    assert (held.to_date, held.acting) == (last + timedelta(days=1), False)


def test_a_new_governor_has_one_too(school, sign_in, today):
    head = sign_in(somebody("head", school=school))
    page = head.post("/people/add/", {"name": "Gus Example", "roles": ["governor"]})
    assert "Enter the last day of their term of office" in words(page)
    fill(head, "/people/add/", name="Gus Example", roles=["governor", "parent"], **on("last_day", today))

    found = {held.role: held.to_date for held in Person.objects.of(school).get(name="Gus Example").holdings.all()}
    assert found == {"governor": today + timedelta(days=1), "parent": None}


@pytest.mark.parametrize(("days", "told"), [(1, True), (60, True), (61, False)])
def test_head_and_chair_are_told_before_a_term_ends(school, sign_in, today, days, told):
    gus = somebody(school=school, name="Gus Example")
    RoleHoldingFactory(person=gus, role="governor", to_date=today + timedelta(days=days))
    for role, tells in (("head", told), ("chair", told), ("staff", False)):
        home = words(sign_in(somebody(role, school=school)).get("/"))
        assert ("Gus Example’s term as governor" in home) is tells, role


def test_a_term_that_goes_on_needs_no_telling(school, sign_in, today):
    head, gus = somebody("head", school=school), somebody(school=school, name="Gus Example")
    ends = today + timedelta(days=30)
    RoleHoldingFactory(person=gus, role="governor", to_date=ends)
    with pytest.raises(Refused, match="already has the role"):
        assign_role(head, gus, "governor", today, ends)
    browser = sign_in(head)
    fill(
        browser,
        f"/people/{gus.pk}/roles/",
        role="governor",
        **on("from_date", ends),
        **on("last_day", ends + timedelta(days=99)),
    )
    assert "Gus Example’s term" not in words(browser.get("/"))


def test_a_term_that_is_over_opens_nothing_at_once(school, sign_in, today):
    gus = somebody("governor", "parent", school=school)
    browser = sign_in(gus)
    assert browser.get("/people/").status_code == 403
    assert "Governor" in words(browser.get("/you/"))
    RoleHolding.objects.of(school).filter(role="governor").update(from_date=today - timedelta(days=9), to_date=today)
    assert not holds(Person.unscoped.get(pk=gus.pk), "policy.adopt")
    assert "Governor" not in words(browser.get("/you/"))


def test_the_chair_gives_an_acting_head_for_some_days(school, sign_in, today):
    somebody("head", school=school)
    chair, selma = somebody("chair", school=school), somebody("slt", school=school, name="Selma Example")
    browser = sign_in(chair)
    page = browser.post(f"/people/{selma.pk}/roles/", {"role": "head", "acting": "on"})
    assert "Enter the last day on which they stand in" in words(page)

    last = today + timedelta(days=13)
    page = fill(browser, f"/people/{selma.pk}/roles/", role="head", acting="on", **on("last_day", last))
    assert "Acting head teacher" in words(page)
    selma = Person.unscoped.get(pk=selma.pk)
    assert "head" in selma.roles(last)
    assert "head" not in selma.roles(last + timedelta(days=1))
    assert "given you a role: acting head teacher" in words(sign_in(selma).get("/"))


def test_the_head_gives_an_acting_dsl_and_nobody_gives_themselves_one(school, today):
    head, denny = somebody("head", school=school), somebody("deputy_dsl", school=school)
    until = today + timedelta(days=7)
    assert assign_role(head, denny, "dsl", None, until, acting=True).acting
    with pytest.raises(Refused, match="does not let you"):
        assign_role(denny, denny, "dsl", None, until, acting=True)
    with pytest.raises(Refused, match="Only the chair"):
        assign_role(somebody("technician", school=school), denny, "head", None, until, acting=True)


def test_standing_in_has_an_end_and_is_for_some_roles_only(school, today):
    head, tess = somebody("head", school=school), somebody("staff", school=school)
    with pytest.raises(Refused, match="Choose the last day"):
        assign_role(head, tess, "dsl", acting=True)
    with pytest.raises(Refused, match="Nobody stands in"):
        assign_role(head, tess, "volunteer", None, today + timedelta(days=2), acting=True)
    with pytest.raises(Refused, match="end before it begins"):
        assign_role(head, tess, "dsl", today, today)


def test_a_role_ends_on_a_day_that_is_to_come(school, sign_in, today):
    tess = somebody("staff", school=school)
    browser, held = sign_in(somebody("head", school=school)), tess.holdings.get()
    last = today + timedelta(days=20)
    address = f"/people/{tess.pk}/roles/{held.pk}/end/"
    fill(browser, address, **on("last_day", last))
    held.refresh_from_db()
    assert held.to_date == last + timedelta(days=1)
    page = browser.post(address, on("last_day", today - timedelta(days=20)))
    assert page.status_code == 422
    assert "cannot end in the past" in words(page)


def test_who_may_give_a_role_leaves_out_those_it_is_about_and_those_away(school, today):
    head, tess = somebody("head", school=school), somebody("staff", school=school)
    chair, ita = somebody("chair", school=school), somebody("technician", school=school)

    assert set(givers(school, "parent")) == {head, ita}
    assert givers(school, "parent", besides=[ita]) == [head]
    assert givers(school, "head", besides=[tess]) == [chair]
    AbsenceFactory(person=head, first_day=today, last_day=today)
    assert givers(school, "parent") == [ita]
    assert givers(school, "dsl") == [head]


def test_without_a_head_the_technician_names_one(school):
    ita = somebody("technician", school=school)
    assert givers(school, "head") == [ita]


def test_two_schools_never_mix_who_gives(school):
    somebody("head")
    assert givers(school, "dsl") == []


def test_ending_a_role_needs_somebody_else(school, today):
    head = somebody("head", school=school)
    with pytest.raises(Refused, match="your own roles"):
        end_role(head, head.holdings.get(), today + timedelta(days=1))

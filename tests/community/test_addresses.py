"""Whoever is written to at an address can become its person, so not everybody may write one down."""

from __future__ import annotations

import pytest
from django.test import Client

from factories import RoleHoldingFactory, somebody
from newcomers import choose, invited, links, newcomer
from schoolgate.community.actions import inviting, people
from schoolgate.community.actions.addresses import may_readdress
from schoolgate.community.change import Refused
from schoolgate.community.models import Invitation, Notice, Person
from schoolgate.community.roles import Role
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db
NEW = "mallory@else.example"
GUARDED = ["head", "dsl", "deputy_dsl", "slt", "chair", "governor", "technician"]


@pytest.fixture
def head(school) -> Person:
    return somebody("head", school=school)


@pytest.fixture
def technician(school) -> Person:
    return somebody("technician", school=school)


def told(person: Person) -> list[str]:
    return [notice.words for notice in Notice.unscoped.filter(person=person)]


@pytest.mark.parametrize("role", GUARDED)
@pytest.mark.parametrize("by", ["technician", "slt"])
def test_where_mail_to_those_who_lead_goes_is_for_the_head_or_the_chair_to_say(school, head, role, by):
    person = newcomer(school, role=role, second_factor=False)
    with pytest.raises(Refused, match="Ask your head teacher or chair of governors"):
        people.change_person(somebody(by, school=school), person, address=NEW)
    assert Person.unscoped.get(pk=person.pk).address == "pat@home.example"


@pytest.mark.parametrize("role", sorted(set(Role.values) - set(GUARDED) - {"leaver"}))
def test_for_the_others_whoever_keeps_the_list_writes_it_down(school, head, technician, role):
    people.change_person(technician, newcomer(school, role=role), address=NEW)
    assert told(head) == [], "and nobody is bothered with it"


def test_a_role_that_is_to_come_counts_and_one_that_is_over_does_not(school, head, technician):
    coming, past = newcomer(school, role="staff"), newcomer(school, role="staff")
    RoleHoldingFactory(person=coming, role="dsl", from_date="2099-01-01")
    RoleHoldingFactory(person=past, role="governor", from_date="2020-01-01", to_date="2021-01-01")
    with pytest.raises(Refused):
        may_readdress(technician, coming)
    may_readdress(technician, past)


def test_everything_else_about_them_stays_the_technician_s_to_keep(school, head, technician, sign_in):
    governor = newcomer(school, role="governor")
    people.change_person(technician, governor, name="Gus Example", address="pat@home.example")
    page = sign_in(technician).get(f"/people/{governor.pk}/details/")
    assert "Email address to write to" not in words(page)
    assert "Only your head teacher or chair of governors can change" in words(page)
    answer = sign_in(technician).post(f"/people/{governor.pk}/details/", {"name": "Guy Example", "address": NEW})
    assert answer.status_code == 302
    governor.refresh_from_db()
    assert (governor.name, governor.address) == ("Guy Example", "pat@home.example")


def test_until_a_head_or_a_chair_has_come_in_the_technician_who_names_them_mends_their_address(school, technician):
    head = newcomer(school, role="head", second_factor=False)
    people.change_person(technician, head, address="head@school.example")
    choose(Client(), invited(technician, head))
    chair = newcomer(school, role="chair")
    with pytest.raises(Refused):
        people.change_person(technician, chair, address=NEW)


def test_the_head_mends_one_the_old_link_ends_and_the_chair_hears_of_it(school, head, technician):
    chair = somebody("chair", school=school)
    governor = newcomer(school, role="governor", name="Gus Example")
    link = invited(head, governor)
    people.change_person(head, governor, address="gus@home.example")
    assert told(chair)[:1] == [f"{head.name} changed the address that the school writes to Gus Example at."]
    assert Client().get(link).status_code == 410
    assert Invitation.unscoped.get().ended_at is not None
    assert LedgerEntry.objects.filter(verb="invitation.called_off").count() == 1
    people.change_person(head, governor, address="pat@home.example")
    assert Client().get(link).status_code == 410, "not even where it was a slip and is taken back"


def test_the_chair_mends_the_head_s_address_and_nothing_else_of_anybody(school, head, sign_in):
    chair, parent = somebody("chair", school=school, name="Chris Example"), newcomer(school)
    new = newcomer(school, role="head", name="Hattie Example", second_factor=False)
    browser = sign_in(chair)
    page = browser.get(f"/people/{new.pk}/")
    assert "Change where the school writes to them" in words(page)
    assert "Change details" not in words(page)
    assert browser.post(f"/people/{new.pk}/address/", {"address": "hattie"}).status_code == 422
    page = browser.post(f"/people/{new.pk}/address/", {"address": "hattie@school.example"}, follow=True)
    assert "The school writes to Hattie Example at hattie@school.example now." in words(page)
    new.refresh_from_db()
    assert new.address == "hattie@school.example"
    assert told(head) == ["Chris Example changed the address that the school writes to Hattie Example at."]
    assert LedgerEntry.objects.get(verb="person.changed").details() == {"fields": ["address"]}

    assert "Change where the school writes to them" not in words(browser.get(f"/people/{parent.pk}/"))
    assert browser.get(f"/people/{parent.pk}/address/").status_code == 404
    for changes in ({"name": "Another"}, {"address": NEW}):
        with pytest.raises(Refused):
            people.change_person(chair, parent, **changes)
    with pytest.raises(Refused):
        people.change_person(chair, new, name="Another", address=NEW)


def test_nobody_becomes_the_chair_by_writing_down_another_address_for_them(school, head, technician, sign_in):
    """How it was: the technician wrote down an address of their own, invited it, and as the chair made a new head."""
    chair = newcomer(school, role="chair", name="Chris Example")
    browser = sign_in(technician)
    browser.post(f"/people/{chair.pk}/details/", {"name": "Chris Example", "address": NEW})
    browser.post(f"/people/{chair.pk}/invite/")
    assert {to for to, _ in links()} == {"pat@home.example"}
    assert told(head) == [f"{technician.name} invited Chris Example to sign in."]


@pytest.mark.parametrize("role", GUARDED[1:])
def test_the_head_hears_whoever_of_those_who_lead_is_invited(school, head, technician, role):
    person = newcomer(school, role=role, second_factor=False)
    inviting.invite(technician, person)
    assert told(head) == [f"{technician.name} invited {person.name} to sign in."]

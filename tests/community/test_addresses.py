"""Whoever is written to at an address can become its person, so not everybody may write one down."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from duties.recruiting import World
from factories import RoleHoldingFactory, somebody
from newcomers import choose, invited, links, newcomer
from schoolgate.approvals.actions import asking, deciding
from schoolgate.community.actions import inviting, people
from schoolgate.community.actions.addresses import may_readdress
from schoolgate.community.actions.roles import assign_role
from schoolgate.community.change import Refused
from schoolgate.community.models import Invitation, Notice, Person
from schoolgate.community.roles import Role
from schoolgate.duties.declarations.actions.making import declare
from schoolgate.duties.declarations.kinds import kinds
from schoolgate.duties.searches.actions import opening
from schoolgate.record.models import LedgerEntry
from typed import fill, form_on, send, words

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


@pytest.fixture
def dana(school, technician) -> Person:
    """A teacher whose address the technician wrote anew."""
    person = newcomer(school, role="staff", name="Dana Example")
    people.change_person(technician, person, address=NEW)
    return person


def test_whoever_gives_a_role_that_sees_much_looks_first_at_an_address_that_others_wrote(school, head, dana, sign_in):
    """How it was: the technician wrote an address of their own, and as the new safeguarding lead read everything."""
    browser, at = sign_in(head), f"/people/{dana.pk}/roles/"
    check = fill(browser, at, role="dsl")
    assert "Is this Dana Example’s own address?" in words(check)
    today = date_format(timezone.localdate(), "j F Y")
    assert f"The school writes to {NEW} Who wrote it down Somebody Example" in words(check)
    assert today in words(check)
    assert "dsl" not in Person.unscoped.get(pk=dana.pk).roles()

    people.change_person(head, dana, address="dana@school.example")
    again = send(browser, at, form_on(check))
    assert "dana@school.example" in words(again), "the address that they looked at is not the one any more"
    send(browser, at, form_on(again))
    assert "dsl" in Person.unscoped.get(pk=dana.pk).roles()


def test_an_address_that_the_giver_wrote_or_nobody_did_needs_no_look(school, head, technician, sign_in):
    tess, vera = newcomer(school, role="staff"), newcomer(school, role="staff")
    people.change_person(head, vera, address="vera@school.example")
    for one in (tess, vera):
        fill(sign_in(head), f"/people/{one.pk}/roles/", role="slt")
        assert "slt" in Person.unscoped.get(pk=one.pk).roles()
    added = people.add_person(technician, school, name="Ann Example", roles=["staff"], email="ann@school.example")
    fill(sign_in(head), f"/people/{added.pk}/roles/", role="volunteer")
    assert "volunteer" in Person.unscoped.get(pk=added.pk).roles()
    check = fill(sign_in(head), f"/people/{added.pk}/roles/", role="slt")
    assert "They sign in with ann@school.example" in words(check)
    imported = newcomer(school, role="staff", sourced_id="t-7")
    assert "It came with a file" in words(fill(sign_in(head), f"/people/{imported.pk}/roles/", role="slt"))


def test_no_other_way_gives_such_a_role_past_that_look(school, head, dana):
    with pytest.raises(Refused, match="from their own page"):
        assign_role(head, dana, "dsl")
    facts = {"person": dana.pk, "role": "dsl", "from_date": "", "to_date": "", "acting": ""}
    request = asking.ask_for_role(somebody("staff", school=school), dana, facts, "She has the training")
    with pytest.raises(Refused, match="from their own page"):
        deciding.approve(head, request, "Yes")
    assert assign_role(head, dana, "dsl", seen=NEW).role == "dsl"


def test_links_that_were_sent_before_such_a_role_stop_working_with_it(school, head, technician, dana):
    link = invited(technician, dana)
    assert told(head) == []
    assign_role(head, dana, "dsl", seen=NEW)
    assert Client().get(link).status_code == 410
    assert LedgerEntry.objects.filter(verb="invitation.called_off").count() == 1
    choose(Client(), invited(head, Person.unscoped.get(pk=dana.pk)))
    assert told(head) == ["Dana Example signed in for the first time, with a link that they were sent."]


def private_part(person: Person, part: str) -> None:
    if part == "manager":
        somebody("staff", school=person.school, manager=person)
    elif part == "reader":
        declaration = declare(
            somebody("staff", school=person.school),
            kinds()["outside_work"],
            {"about": "none", "words": "A blog", "what": "blog"},
        )
        declaration.reader_rows.create(person=person, role="staff")
    else:
        world = World(person.school)
        changes = {"searcher": person} if part == "searcher" else {"panel": [person]}
        opening.change_people(world.head, world.post, **{"searcher": world.searcher, "panel": [world.judge], **changes})


@pytest.mark.parametrize("part", ["manager", "reader", "searcher", "panel"])
def test_who_sees_what_is_private_is_not_taken_over_by_another_address_either(school, head, technician, part):
    """How it was: the technician wrote down an address of their own for a line manager, and read what staff told her."""
    mia = newcomer(school, role="staff", name="Mia Example")
    may_readdress(technician, mia)
    private_part(mia, part)
    with pytest.raises(Refused, match="sees what is private"):
        people.change_person(technician, mia, address=NEW)
    inviting.invite(technician, mia)
    assert f"{technician.name} invited Mia Example to sign in." in told(head)
    people.change_person(head, mia, address="mia@school.example")

"""Somebody with an account is added at another school. Nothing happens to them until they say yes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from factories import AccountFactory, PersonFactory, SchoolFactory, somebody
from schoolgate.community.actions import joining, people, roles
from schoolgate.community.actions.schools import begin_school
from schoolgate.community.change import Refused
from schoolgate.community.models import Account, Person
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db
CHOOSE = "/school/choose/"


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school)


@pytest.fixture
def other_head():
    return somebody("head", school=SchoolFactory(name="Brook Primary"))


@pytest.fixture
def offered(teacher, other_head) -> Person:
    """The teacher's address, added by another school's head to be its safeguarding lead."""
    return people.add_person(
        other_head, other_head.school, name="Tess Example", roles=["dsl"], email=teacher.account.email.upper()
    )


def entered(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def answer(client: Client, offered: Person, said: str):
    return client.post(f"/school/offers/{offered.pk}/{said}/", follow=True)


def is_in(client: Client) -> bool:
    return client.get("/account/password/change/").status_code == 200


def told() -> list[tuple[str, int | None, object]]:
    entries = LedgerEntry.objects.filter(verb__startswith="account.")
    return [(one.verb, one.actor, one.details()["account"]) for one in entries]


def test_being_added_elsewhere_changes_nothing_for_the_teacher(teacher, offered):
    client = entered(teacher)
    assert client.get("/").wsgi_request.person == teacher
    assert is_in(client), "no second step is asked for"
    assert offered.account is None
    assert offered not in teacher.account.current_persons()


def test_being_removed_there_again_changes_nothing_either(teacher, offered, other_head):
    client = entered(teacher)
    assert is_in(client)
    people.remove_person(other_head, offered)
    assert is_in(client)
    assert "Brook Primary" not in words(client.get("/"))


def test_the_teacher_is_asked_says_yes_and_is_there(teacher, offered, other_head):
    client = entered(teacher)
    assert "Say whether you belong to Brook Primary" in words(client.get("/"))
    assert "Do you belong to Brook Primary?" in words(client.get(CHOOSE))

    page = answer(client, offered, "accept")
    assert page.redirect_chain[-1][0] == "/account/2fa/", "a safeguarding lead needs a second step, there"
    joined = Person.unscoped.get(pk=offered.pk)
    assert (joined.account, joined.offered_to) == (teacher.account, None)

    client.post(CHOOSE, {"person": teacher.pk})
    assert client.get("/").wsgi_request.person == teacher
    assert is_in(client), "and not at the school where they are a teacher"
    client.post(CHOOSE, {"person": offered.pk})
    assert client.get("/people/").headers["Location"] == "/account/2fa/"
    account = teacher.account.pk
    assert told() == [("account.offered", other_head.pk, account), ("account.accepted", offered.pk, account)]


def test_the_head_hears_which_of_those_who_lead_is_in_now(teacher, offered, other_head):
    joining.accept(teacher.account, offered)
    assert [one.words for one in other_head.notices.all()] == [
        "Tess Example signs in here now, with an account that they had already."
    ]


def test_the_teacher_says_no_and_is_asked_no_more(teacher, offered, other_head):
    client = entered(teacher)
    assert "Brook Primary is not added to your account" in words(answer(client, offered, "decline"))
    assert "Brook Primary" not in words(client.get("/"))
    left = Person.unscoped.get(pk=offered.pk)
    assert (left.account, left.offered_to) == (None, None)
    account = teacher.account.pk
    assert told() == [("account.offered", other_head.pk, account), ("account.declined", offered.pk, account)]


@pytest.mark.parametrize("said", ["accept", "decline"])
def test_nobody_answers_for_somebody_else_or_twice(said, teacher, offered, other_head):
    assert answer(entered(other_head), offered, said).status_code == 404
    assert answer(entered(somebody("staff", school=teacher.school)), offered, said).status_code == 404
    with pytest.raises(Refused):
        joining.accept(other_head.account, offered)

    client = entered(teacher)
    answer(client, offered, said)
    before = told()
    answer(client, offered, said)
    assert told() == before
    with pytest.raises(Refused, match="answered this already"):
        joining.decline(teacher.account, Person.unscoped.get(pk=offered.pk))


def test_losing_one_school_of_two_leaves_the_session_at_the_other(teacher, other_head):
    volunteer = somebody("volunteer", school=other_head.school, account=teacher.account)
    governor = somebody("governor", school=SchoolFactory(), account=teacher.account)
    client = entered(teacher)
    client.post(CHOOSE, {"person": volunteer.pk})
    roles.end_role(other_head, volunteer.holdings.get())
    assert client.get("/people/").headers["Location"] == CHOOSE, "the school that is gone is no longer the one chosen"

    people.remove_person(somebody("head", school=governor.school), governor)
    assert client.get("/").wsgi_request.person == teacher
    people.remove_person(somebody("head", school=teacher.school), teacher)
    assert not is_in(client), "no school is left"


def test_whoever_left_their_school_can_still_answer_the_next_one(teacher, offered):
    people.remove_person(somebody("head", school=teacher.school), teacher)
    client = entered(Person.unscoped.get(pk=teacher.pk))
    assert client.get("/").headers["Location"] == CHOOSE
    page = words(client.get(CHOOSE))
    assert "Do you belong to Brook Primary?" in page
    assert "Which school" not in page
    assert client.get("/people/").headers["Location"] == CHOOSE
    answer(client, offered, "accept")
    assert client.get("/account/2fa/").wsgi_request.person == offered


def test_the_other_school_cannot_tell_whether_an_address_is_known(teacher, other_head):
    browser = entered(other_head)
    pages = []
    for email in (teacher.account.email, "new@school.example"):
        page = browser.post("/people/add/", {"name": "Same Example", "email": email, "roles": ["staff"]}, follow=True)
        pages.append(words(page).replace(email, "…"))
    assert pages[0] == pages[1]
    listed = words(browser.get("/people/?name=Same"))
    assert listed.count("Member of staff Yes") == 2


def test_the_same_address_is_offered_once_in_a_school(teacher, offered, other_head):
    with pytest.raises(Refused, match="already has that email address"):
        people.add_person(other_head, other_head.school, name="Again", roles=["staff"], email=teacher.account.email)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory(school=other_head.school, account=None, offered_to=teacher.account)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory(account=AccountFactory(), offered_to=teacher.account)


def test_a_school_that_begins_with_a_known_technician_asks_them_too(teacher):
    technician = begin_school("Brook Primary", technician="Ita Example", email=teacher.account.email)
    assert technician.account is None
    assert [one.school.name for one in teacher.account.offers()] == ["Brook Primary"]
    joining.accept(teacher.account, technician)
    assert Account.objects.get(pk=teacher.account.pk).needs_second_factor()

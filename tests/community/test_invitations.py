"""People are invited by a link: it makes their sign-in, works once, and tells nobody anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factories import FamilyLinkFactory, GroupFactory, MembershipFactory, RoleHoldingFactory, SchoolFactory, somebody
from newcomers import NEW, SECRET, choose, invited, links, newcomer
from schoolgate.community.actions import inviting, people
from schoolgate.community.change import Refused
from schoolgate.community.models import Account, Invitation, Mail, Notice, Person
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(school) -> Person:
    return somebody("head", school=school)


def is_in(client: Client) -> bool:
    return client.get("/account/password/change/").status_code == 200


def again(person: Person) -> Person:
    return Person.unscoped.get(pk=person.pk)


def told(verb: str) -> int:
    return LedgerEntry.objects.filter(verb=verb).count()


def test_a_parent_is_invited_chooses_a_password_and_is_in(school, head, sign_in):
    parent = newcomer(school)
    page = sign_in(head).post(f"/people/{parent.pk}/invite/", follow=True)
    assert "We are sending" in words(page)

    [(to, link)] = links()
    assert to == "pat@home.example"
    assert parent.name not in mail.outbox[0].body + mail.outbox[0].subject
    browser = Client()
    for _ in range(2):
        page = browser.get(link)
        assert f"{school.name} has invited you" in words(page)
    page = choose(browser, link)
    assert page.redirect_chain[-1][0] == "/"
    assert page.wsgi_request.person == parent
    assert again(parent).account.email == "pat@home.example"
    assert again(parent).account.password_set_at is not None
    assert (told("invitation.sent"), told("invitation.used"), told("account.made")) == (1, 1, 1)


def test_the_secret_is_nowhere_to_be_read(school, head):
    parent = newcomer(school)
    secret = SECRET.search(invited(head, parent)).group(1)
    assert Mail.unscoped.get().path == ""
    assert secret not in str(list(Invitation.unscoped.values())) + str(list(Mail.unscoped.values()))
    assert not LedgerEntry.objects.filter(detail__contains=secret).exists()


def test_a_link_works_once(school, head):
    link = invited(head, newcomer(school))
    choose(Client(), link)
    late = choose(Client(), link, "another three words")
    assert late.status_code == 410
    assert "This link has been used" in words(late)
    assert Account.objects.get(email="pat@home.example").check_password(NEW)


def test_a_link_lasts_14_days_and_says_how_to_get_a_new_one(school, head):
    link = invited(head, newcomer(school))
    made = Invitation.unscoped.get()
    assert made.expires_at - made.at == timedelta(days=14)
    Invitation.unscoped.update(expires_at=timezone.now() - timedelta(seconds=1))
    page = Client().get(link)
    assert page.status_code == 410
    assert "Send me a new link" in words(page)
    assert choose(Client(), link).status_code == 410


def test_a_weak_password_is_asked_for_again_and_the_link_still_works(school, head):
    link = invited(head, newcomer(school))
    for weak in ("short", "password1234", school.name, "kettle"):
        assert choose(Client(), link, weak).status_code == 422
    assert choose(Client(), link).status_code == 200


def test_a_new_link_puts_the_one_before_out_of_use(school, head):
    parent = newcomer(school)
    first, second = invited(head, parent), invited(head, parent)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


def test_an_invitation_is_called_off(school, head, sign_in):
    link = invited(head, newcomer(school))
    made = Invitation.unscoped.get()
    sign_in(head).post(f"/invitations/{made.pk}/call-off/")
    assert Client().get(link).status_code == 410
    with pytest.raises(Refused, match="used or called off already"):
        inviting.call_off(head, made)
    Client().post("/account/password/reset/", {"email": "pat@home.example"})
    assert len(links()) == 1, "and its holder cannot call it back"


def test_whoever_left_meanwhile_or_has_another_address_now_is_not_let_in(school, head):
    gone, moved = newcomer(school), newcomer(school, address="old@home.example")
    first, second = invited(head, gone), invited(head, moved)
    people.remove_person(head, gone)
    Person.unscoped.filter(pk=moved.pk).update(address="new@home.example")
    assert Client().get(first).status_code == 410
    assert choose(Client(), second).status_code == 410
    assert not Account.objects.filter(persons__in=[gone, moved]).exists()


def test_a_new_link_is_sent_to_whoever_was_invited_and_nobody_learns_of_the_others(school, head):
    parent = newcomer(school)
    newcomer(school, address="never@home.example")
    invited(head, parent)
    Invitation.unscoped.update(expires_at=timezone.now() - timedelta(days=1))

    pages = [
        words(Client().post("/account/password/reset/", {"email": email}, follow=True))
        for email in ("PAT@home.example", "never@home.example", "nobody@home.example")
    ]
    assert len(set(pages)) == 1
    assert [to for to, _ in links()] == ["pat@home.example"] * 2
    assert Client().get(links()[-1][1]).status_code == 200


def test_no_new_link_goes_to_an_address_that_nobody_was_invited_at(school, head):
    """How it was: whoever may change an address could have a link sent there, by asking for one as if they were them."""
    by_hand, by_file = newcomer(school, role="staff"), newcomer(school, address="tess@home.example")
    for person in (by_hand, by_file):
        invited(head, person)
    people.change_person(somebody("slt", school=school), by_hand, address="new@home.example")
    Person.unscoped.filter(pk=by_file.pk).update(address="newer@home.example")
    for address in ("new@home.example", "newer@home.example", "pat@home.example"):
        Client().post("/account/password/reset/", {"email": address})
    assert len(links()) == 2
    assert told("invitation.sent") == 2
    invited(head, again(by_hand))
    Client().post("/account/password/reset/", {"email": "new@home.example"})
    assert len(links()) == 4, "once somebody has invited them there, it works as ever"


def test_asking_for_new_links_is_slowed_down(school, head):
    invited(head, newcomer(school))
    answers = [Client().post("/account/password/reset/", {"email": "pat@home.example"}).status_code for _ in range(6)]
    assert answers[-1] == 429
    assert answers[0] == 302


def test_a_safeguarding_lead_who_comes_by_a_link_sets_up_a_second_step_first(school, head):
    dsl = newcomer(school, role="dsl", second_factor=False)
    page = choose(Client(), invited(head, dsl))
    assert page.redirect_chain[-1][0] == "/account/2fa/"


def test_somebody_with_an_account_elsewhere_is_asked_and_not_taken(school, head):
    teacher = somebody("staff", account__email="tess@school.example", school=SchoolFactory())
    parent = newcomer(school, address="Tess@School.example")
    link = invited(head, parent)
    browser = Client()
    assert "You sign in to Schoolgate already" in words(browser.get(link))
    page = browser.post(link, follow=True)
    assert page.redirect_chain[-1][0].startswith("/account/login/?next=/school/choose/")
    assert (again(parent).account, again(parent).offered_to) == (None, teacher.account)
    assert teacher.account.check_password("a long made-up password")
    assert Client().get(link).status_code == 410
    assert told("account.offered") == 1


def test_two_with_one_address_are_not_mixed_up(school, head):
    mother, father = newcomer(school), newcomer(school)
    for parent in (mother, father):
        with pytest.raises(Refused, match="has the same address"):
            inviting.invite(head, parent)
    Person.unscoped.filter(pk=father.pk).update(address="")
    link = invited(head, mother)
    choose(Client(), link)
    Person.unscoped.filter(pk=father.pk).update(address="pat@home.example")
    with pytest.raises(Refused, match="has the same address"):
        inviting.invite(head, again(father))


def test_somebody_without_an_address_gets_one_first(school, head, sign_in):
    parent = newcomer(school, address="")
    assert "has no email address" in words(sign_in(head).get(f"/people/{parent.pk}/invite/"))
    with pytest.raises(Refused, match="Add one first"):
        inviting.invite(head, parent)
    with pytest.raises(Refused, match="sign in already"):
        inviting.invite(head, somebody("staff", school=school))


@pytest.mark.parametrize("role", ["staff", "chair", "dsl", "parent"])
def test_only_the_head_and_the_technician_invite(school, role, sign_in):
    parent = newcomer(school)
    with pytest.raises(Refused):
        inviting.invite(somebody(role, school=school), parent)
    assert sign_in(somebody(role, school=school)).get("/invitations/new/").status_code == 403


def a_class(school, parents: int) -> tuple[int, list[Person]]:
    """A class whose pupils each have a parent with an address; and a teacher with a child in another class."""
    group = GroupFactory(school=school, name="Class 3")
    found = []
    for number in range(parents):
        child = somebody("pupil", school=school, account=None)
        MembershipFactory(group=group, person=child)
        found.append(newcomer(school, address=f"parent{number}@home.example"))
        FamilyLinkFactory(adult=found[-1], child=child)
    teacher = newcomer(school, role="staff", address="teacher@school.example")
    MembershipFactory(group=group, person=teacher, leads=True)
    return group.pk, found


def test_a_class_s_parents_are_invited_at_once_after_a_look_at_how_many(school, head, sign_in):
    group, parents = a_class(school, 4)
    Person.unscoped.filter(pk=parents[0].pk).update(address="")
    choose(Client(), invited(head, again(parents[1])))
    mail.outbox.clear()
    browser = sign_in(head)
    page = browser.get("/invitations/new/", {"who": f"parents:{group}"}, follow=True)
    text = words(page)
    assert "Will get an invitation 2" in text
    assert "Sign in already 1" in text
    assert "Have no email address here 1" in text
    assert "Send 2 invitations" in text

    page = browser.post(page.redirect_chain[-1][0], follow=True)
    assert "Nobody is invited yet" not in words(page)
    assert "We are sending 2 invitations." in words(page)
    assert "2 invitations have still to be written. They stand here in a moment." in words(page)
    assert sorted(to for to, _ in links()) == ["parent2@home.example", "parent3@home.example"]
    assert (told("invitation.asked"), told("invitation.batch")) == (1, 1)
    listed = words(browser.get("/invitations/"))
    assert "still to be written" not in listed
    assert parents[2].name in listed
    assert "Used" in listed


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("role:dsl", "Nobody is written down yet. Add somebody"),
        ("role:head", "All of them sign in already."),
        ("role:parent", "None of them can get a link yet."),
    ],
)
def test_where_there_is_nobody_to_invite_the_page_says_why(school, head, sign_in, who, why):
    newcomer(school, address="")
    page = words(sign_in(head).get("/invitations/check/", {"who": who}))
    assert f"Nobody to invite {why}" in page


def test_a_role_is_named_as_people_say_it(head, sign_in):
    assert "Every IT technician" in words(sign_in(head).get("/invitations/new/"))
    assert "Invite every IT technician" in words(sign_in(head).get("/invitations/check/?who=role:technician"))


def test_everybody_of_a_role_is_invited_and_one_job_takes_no_more_than_it_should(school, head, monkeypatch):
    monkeypatch.setattr(inviting, "AT_ONCE", 2)
    volunteers = [newcomer(school, role="volunteer", address=f"v{number}@home.example") for number in range(5)]
    newcomer(SchoolFactory(), role="volunteer", address="elsewhere@home.example")
    assert inviting.invite_all(head, school, volunteers) == 5
    assert sorted(to for to, _ in links()) == [f"v{number}@home.example" for number in range(5)]
    assert told("invitation.batch") == 3
    with pytest.raises(Refused, match="nobody to invite"):
        inviting.invite_all(head, school, [])


def test_nobody_of_another_school_is_reached(school, head, sign_in):
    other = newcomer(SchoolFactory())
    browser = sign_in(head)
    assert browser.get(f"/people/{other.pk}/invite/").status_code == 404
    assert browser.post(f"/people/{other.pk}/invite/").status_code == 404
    assert browser.get("/invitations/check/", {"who": f"parents:{GroupFactory().pk}"}).status_code == 404
    assert browser.get("/invitations/check/", {"who": "role:leaver"}).status_code == 404
    assert browser.get("/invitations/check/").status_code == 404


def queries(browser: Client, path: str) -> int:
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", ["/invitations/check/?who=role:volunteer", "/invitations/"])
def test_a_page_asks_the_database_the_same_for_few_and_for_many(school, head, sign_in, path):
    browser, counts = sign_in(head), []
    for start, end in ((0, 3), (3, 30)):
        for number in range(start, end):
            inviting.invite(head, newcomer(school, role="volunteer", address=f"v{number}@home.example"))
        counts.append(queries(browser, path))
    assert counts[0] == counts[1]


def test_an_account_made_and_never_used_is_as_good_as_none(school, head):
    new = people.add_person(head, school, name="Nia Example", roles=["staff"], email="nia@school.example")
    page = choose(Client(), invited(head, again(new)))
    assert page.wsgi_request.person == new
    assert Account.objects.filter(email="nia@school.example").count() == 1


def test_somebody_signed_in_as_another_follows_their_own_link(school, head, sign_in):
    link = invited(head, newcomer(school))
    browser = sign_in(head)
    page = choose(browser, link)
    assert page.wsgi_request.person.write_to() == "pat@home.example"


def test_a_role_that_ended_is_not_invited(school, head):
    past = newcomer(school, role="volunteer")
    past.holdings.update(from_date="2020-01-01", to_date="2020-02-01")
    with pytest.raises(Refused, match="no role"):
        inviting.invite(head, again(past))
    RoleHoldingFactory(person=again(past), role="leaver")
    with pytest.raises(Refused, match="no role"):
        inviting.invite(head, again(past))


def test_of_two_who_follow_one_link_at_once_the_second_is_told_gently(school, head):
    invited(head, newcomer(school))
    first, second = (Invitation.unscoped.select_related("person__school").get() for _ in range(2))
    inviting.accept(first, NEW)
    with pytest.raises(Refused, match="Ask for a new one"):
        inviting.accept(second, "another three words")
    assert Account.objects.get(email="pat@home.example").check_password(NEW)


def test_the_head_hears_when_the_technician_invites_somebody_who_sees_private_records(school, head):
    technician = somebody("technician", school=school)
    dsl = newcomer(school, role="dsl", address="dsl@school.example", second_factor=False)
    inviting.invite(technician, dsl)
    inviting.invite(technician, newcomer(school))
    told_ = [notice.words for notice in Notice.unscoped.filter(person=head)]
    assert told_ == [f"{technician.name} invited {dsl.name} to sign in."]

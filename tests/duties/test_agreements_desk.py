"""The screen is handed to somebody at the desk: they sign, and see nothing else until it is back with whose it is."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from factories import AccountFactory, a_text, somebody
from schoolgate.community.models import Person
from schoolgate.duties.agreements.actions import at_desk
from schoolgate.duties.agreements.models import AgreementText, Signature
from schoolgate.web.home import roles_in_words
from typed import fill, form_on, send, words

pytestmark = pytest.mark.django_db
PASSWORD = "a long made-up password"
BACK = "/desk/back/"


@pytest.fixture
def office(school) -> Person:
    return somebody("staff", school=school, name="Olly Example")


@pytest.fixture
def visitor(school, office) -> Person:
    a_text(school, "visitor")
    return at_desk.add_at_desk(office, name="Vic Example", kind="visitor")


def hand_over(client, visitor: Person):
    return fill(client, f"/desk/{visitor.pk}/")


def confirm(client, password: str = PASSWORD):
    """Follow the way back, and type the password it asks for."""
    asked = client.get(BACK, follow=True)
    path, _ = asked.redirect_chain[-1]
    return send(client, path, form_on(asked), password=password)


def test_they_see_the_words_and_nothing_else(school, sign_in, office, visitor):
    other = at_desk.add_at_desk(office, name="Val Example", kind="visitor")
    client = sign_in(office)
    page = hand_over(client, visitor)
    at = f"/desk/{visitor.pk}/words/"
    assert page.redirect_chain[-1][0] == at
    assert "You sign in front of Olly Example" in words(page)
    assert office.name not in page.content.decode().partition("<main")[0]

    elsewhere = ["/", "/people/", "/desk/", "/desk/add/", f"/desk/{visitor.pk}/", f"/desk/{other.pk}/words/"]
    elsewhere += ["/account/2fa/", "/account/password/change/", f"/ask/{school.slug}/", "/help/", "/record/"]
    for path in elsewhere:
        for answer in (client.get(path), client.post(path, {"name": "Made Up", "kind": "contractor"})):
            assert answer.status_code == 302, path
            assert answer.headers["Location"] == at, path
    assert not Person.objects.of(school).filter(name="Made Up").exists()

    thanks = send(client, at, form_on(client.get(at)))
    assert "Please hand the screen back now." in words(thanks)
    assert Signature.objects.of(school).get().person == visitor
    assert client.get("/people/").headers["Location"] == at


def test_it_is_back_once_whoever_it_belongs_to_shows_that_it_is_them(school, sign_in, office, visitor):
    client = sign_in(office)
    # Having shown it a minute ago is not enough.
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    hand_over(client, visitor)
    assert client.get(BACK).headers["Location"].startswith("/account/reauthenticate/?next=")
    wrong = confirm(client, "not the password")
    assert "That is not your password" in words(wrong)
    assert client.get("/").status_code == 302

    back = confirm(client)
    assert back.redirect_chain[-1][0] == "/desk/"
    assert client.get("/").status_code == 200
    assert client.get(f"/desk/{visitor.pk}/words/").headers["Location"] == f"/desk/{visitor.pk}/"


def test_whoever_has_no_password_signs_out_and_in_again(school, sign_in, visitor):
    account = AccountFactory()
    account.set_unusable_password()
    account.save()
    client = sign_in(somebody("staff", school=school, account=account))
    hand_over(client, visitor)
    page = client.get(BACK)
    assert "Sign out" in words(page)
    assert client.get("/people/").status_code == 302
    client.post(reverse("account_logout"))
    assert client.get("/people/").status_code == 404


def test_the_words_open_only_once_the_screen_is_handed_over(school, sign_in, office, visitor):
    client = sign_in(office)
    for path in ("words/", "decline/?version=1"):
        assert client.get(f"/desk/{visitor.pk}/{path}").headers["Location"] == f"/desk/{visitor.pk}/"
    sha256 = Signature.objects.of(school).model.text.field.related_model.unscoped.get().sha256
    client.post(f"/desk/{visitor.pk}/words/", {"shown": sha256})
    assert not Signature.objects.of(school).exists()


def test_where_there_is_nothing_to_sign_any_more_they_are_asked_to_hand_it_back(school, sign_in, office, visitor):
    client = sign_in(office)
    hand_over(client, visitor)
    Person.objects.of(school).filter(pk=visitor.pk).update(account=AccountFactory())
    assert "Please hand the screen back now." in words(client.get("/", follow=True))
    assert confirm(client).status_code == 200
    assert client.get("/").status_code == 200


def test_they_decline_and_say_why(school, sign_in, office, visitor):
    client = sign_in(office)
    hand_over(client, visitor)
    path = f"/desk/{visitor.pk}/decline/?version=1"
    assert office.name not in client.get(path).content.decode()
    thanks = fill(client, path, reason="I have no phone with me.")
    assert "Please hand the screen back now." in words(thanks)
    given = Signature.objects.of(school).get()
    assert (given.answer, given.how, given.by) == ("declined", "desk", office)


def test_the_list_says_as_what_they_came_when_and_whether_they_have_signed(school, sign_in, office, visitor):
    text = a_text(school, "contractor")
    sunny = at_desk.add_at_desk(office, name="Sunny Example", kind="supply")
    at_desk.sign_at_desk(office, sunny, text, text.sha256)
    today = f"{timezone.localdate():%-d %B %Y}"

    page = words(sign_in(office).get("/desk/"))
    assert f"Sunny Example Supply teacher {today} Signed {today}" in page
    assert f"Vic Example Visitor {today} Not yet" in page


def test_the_list_takes_as_many_queries_for_ten_as_for_one(
    school, sign_in, office, visitor, django_assert_max_num_queries
):
    client = sign_in(office)
    client.get("/desk/")
    with django_assert_max_num_queries(60) as one:
        client.get("/desk/")
    for number in range(9):
        at_desk.add_at_desk(office, name=f"Vic {number} Example", kind="supply" if number % 2 else "visitor")
    with django_assert_max_num_queries(len(one)):
        client.get("/desk/")


def test_a_name_that_is_on_the_list_is_asked_about_before_there_are_two(school, sign_in, office, visitor):
    client = sign_in(office)
    asked = fill(client, "/desk/add/", name="vic  example", kind="visitor")
    assert "Is it one of these?" in words(asked)
    assert f"/desk/{visitor.pk}/" in asked.content.decode()
    assert Person.objects.of(school).filter(name__iexact="vic example").count() == 1

    page = send(client, "/desk/add/", form_on(asked))
    assert "They are shown the visitors’ agreement" in words(page)
    assert Person.objects.of(school).filter(name__iexact="vic example").count() == 2


def test_everybody_is_called_what_they_came_as_on_every_page(school, sign_in, office, visitor):
    sunny = at_desk.add_at_desk(office, name="Sunny Example", kind="supply")
    assert roles_in_words(sunny) == ["supply teacher"]
    client = sign_in(somebody("head", school=school))
    people = words(client.get("/people/"))
    assert "Sunny Example Supply teacher" in people
    assert "Vic Example Visitor" in people
    assert "Supply teacher" in words(client.get(f"/people/{sunny.pk}/"))


def test_thanks_are_said_once(school, sign_in, office, visitor):
    client = sign_in(office)
    asked = hand_over(client, visitor)
    assert words(send(client, asked.redirect_chain[-1][0], form_on(asked))).count("Thank you") == 1


def test_the_head_finds_the_visitors_who_have_signed_and_who_have_not(school, sign_in, office, visitor):
    head = somebody("head", school=school)
    text = AgreementText.objects.of(school).get(audience="visitor")
    at_desk.sign_at_desk(office, visitor, text, text.sha256)
    client = sign_in(head)
    assert "1 at the desk" in words(client.get("/agreement-texts/"))
    assert 'href="/desk/">Who has not' in client.get(f"/agreement-texts/{text.pk}/").content.decode()
    assert 'value="visitor"' not in client.get("/duties/").content.decode()

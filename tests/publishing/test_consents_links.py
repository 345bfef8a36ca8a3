"""A parent answers by the link she was sent, without signing in, and takes it back in May by the same one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from factories import FamilyLinkFactory, family, pupil
from schoolgate.community.change import change
from schoolgate.community.models import Mail, Person
from schoolgate.publishing.consents.actions import answering
from schoolgate.publishing.consents.actions.linking import issue
from schoolgate.publishing.consents.law import Standing
from schoolgate.publishing.consents.models import Consent, ConsentLink, Purpose
from schoolgate.publishing.consents.standing import may_be_shown
from schoolgate.record.sealing import unseal
from typed import fill


def stands(person: Person, purpose: str = "website") -> Standing:
    return may_be_shown([person], [purpose], timezone.localdate())[person.pk, purpose]


def sent_to(parent: Person, child: Person) -> str:
    """The path that the mail leads to."""
    with change(parent, "account", parent.school) as ledger:
        assert issue(ledger, parent, child)
    return last_path(parent)


def last_path(parent: Person) -> str:
    mail = Mail.objects.of(parent.school).filter(person=parent).order_by("-pk")[0]
    return unseal(mail.path, purpose="mail")


def named_family(school) -> tuple[Person, Person]:
    parent, child = family(school)
    child.name, child.given_name = "Wren Featherstone", "Wren"
    child.save()
    return parent, child


def test_she_says_yes_and_later_takes_everything_back_by_the_same_link(school):
    parent, child = named_family(school)
    path, client = sent_to(parent, child), Client()
    page = client.get(path).content.decode()
    assert "May we show pictures of Wren?" in page
    assert "Featherstone" not in page
    assert parent.name not in page
    assert "written down" in fill(client, path, website="yes").content.decode()
    assert stands(child) == Standing.YES
    row = Consent.objects.of(school).get()
    assert (row.said_by, row.how) == (parent, "link")
    later = Client()
    assert "no to everything" in later.post(f"{path}no/", follow=True).content.decode()
    assert stands(child) == Standing.NO
    assert Consent.objects.of(school).filter(how="link", yes=False).count() == len(Purpose)


def test_the_mail_says_no_name(school):
    parent, child = named_family(school)
    sent_to(parent, child)
    mail = Mail.objects.of(school).get()
    assert "Wren" not in mail.subject + mail.reference
    assert str(child.pk) not in mail.subject


def test_opening_it_changes_nothing(school):
    parent, child = named_family(school)
    path = sent_to(parent, child)
    Client().get(path)
    assert Client().get(f"{path}no/").status_code == 405
    assert not Consent.objects.of(school).exists()


@pytest.mark.parametrize("how", ["too old", "newer", "moved", "not hers", "wrong"])
def test_a_link_that_is_over_says_how_to_get_another(school, how):
    parent, child = named_family(school)
    path = sent_to(parent, child)
    if how == "too old":
        ConsentLink.unscoped.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "newer":
        assert Client().get(sent_to(parent, child)).status_code == 200
    elif how == "moved":
        parent.account.email = "elsewhere@example.com"
        parent.account.save()
    elif how == "not hers":
        child.adult_links.all().delete()
    else:
        path = "/consent/wrong/"
    for page in (Client().get(path), Client().post(path, {"website": "yes"}), Client().post(f"{path}no/")):
        assert page.status_code == 410
        assert "Get a new link" in page.content.decode()
    assert not Consent.objects.of(school).exists()


def test_a_link_is_for_one_child(school):
    parent, child = named_family(school)
    other = pupil(school)
    FamilyLinkFactory(adult=parent, child=other)
    fill(Client(), sent_to(parent, child), website="yes")
    assert stands(other) == Standing.NOBODY_SAID


def test_a_new_link_is_sent_to_whoever_asks_and_a_stranger_learns_nothing(school):
    parent, child = named_family(school)
    known = Client().post("/consent/again/", {"address": parent.write_to().upper()})
    stranger = Client().post("/consent/again/", {"address": "nobody@example.com"})
    assert known.content.split(b"<main")[1] == stranger.content.split(b"<main")[1]
    assert Mail.objects.of(school).count() == 1
    assert Client().get(last_path(parent)).status_code == 200
    Client().post("/consent/again/", {"address": parent.write_to()})
    assert Mail.objects.of(school).count() == 1, "not again within minutes"
    assert child.name not in known.content.decode()


def test_two_answers_at_once_are_both_kept_and_the_no_counts(school):
    parent, child = named_family(school)
    path = sent_to(parent, child)
    fill(Client(), path, website="yes")
    answering.answer(parent, child, {"website": False})
    assert stands(child) == Standing.NO

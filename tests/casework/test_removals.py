"""Something that should come down: whom to ask next, what was asked when, and how it ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import a_case
from factories import somebody
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.cases.page import hinders
from schoolgate.casework.removals.counting import rates
from schoolgate.casework.removals.models import Removal
from schoolgate.casework.removals.routes import network_of, networks
from schoolgate.community.today import tasks
from schoolgate.record.growing import AppendOnlyError
from schoolgate.record.models import LedgerEntry
from typed import cells, fill, words

pytestmark = pytest.mark.django_db
POST = "https://www.facebook.com/groups/1/posts/2"


@pytest.fixture
def head(school):
    return somebody("head", school=school, name="Hattie Head")


@pytest.fixture
def case(head):
    return a_case(head)


@pytest.fixture
def client(head, sign_in):
    return sign_in(head)


def put(client, case, address=POST, **given):
    url = reverse("removal_add", args=[case.reference])
    return fill(client, url, address=address, **{"kind": "post", "ground": "bullying", **given})


def at(case, name, number=1):
    return reverse(name, args=[case.reference, number])


def day(ago):
    on = timezone.localdate() - timedelta(days=ago)
    return {"on_0": str(on.day), "on_1": str(on.month), "on_2": str(on.year)}


def test_an_address_is_put_on_the_list_sealed_and_its_network_is_known(client, case):
    page = put(client, case)
    (row,) = cells(page, "What should come down")
    assert row[0] == "1. A post, a comment or a message, Facebook"
    assert row[1:3] == ["To take down", "Nobody has been asked yet"]
    assert row[3].startswith("Ask whoever wrote it to take it down, from")
    removal = Removal.objects.of(case.school).get()
    assert removal.said("address") == POST
    assert "groups" not in removal.sealed
    assert "facebook.com" not in str(list(LedgerEntry.objects.values("subject", "detail")))
    assert "on the list already" in words(put(client, case))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("https://m.facebook.com/x", "facebook"),
        ("https://youtu.be/abc", "youtube"),
        ("https://X.com/somebody/status/1", "x"),
        ("https://netflix.com/", "other"),
        ("https://facebook.com.evil.example/", "other"),
        ("https://notfacebook.com/", "other"),
    ],
)
def test_a_network_is_known_by_its_own_addresses_alone(address, network):
    assert network_of(address) == network


def test_every_network_says_how_to_ask_and_when_that_was_looked_up():
    for network in networks().values():
        assert network.steps
        assert network.asks
        assert network.checked
        assert network.source
        for form in network.report.values():
            assert form.startswith("https://")


def test_an_account_in_an_app_has_a_name_and_its_network_is_asked_for(client, case):
    page = put(client, case, "Year 6 gossip")
    assert page.status_code == 422
    assert "Choose the network" in words(page)
    assert put(client, case, "Year 6 gossip", network="whatsapp").status_code == 200
    page = client.get(at(case, "removal"))
    assert "Look now from here" not in words(page), "nobody outside can look into it"
    assert client.post(at(case, "removal_look")).status_code == 403


@pytest.mark.parametrize("address", ["http://", "ftp://a.example/x", "https://user:secret@a.example/"])
def test_what_is_no_address_of_the_web_is_not_taken(client, case, address):
    assert put(client, case, address).status_code == 422
    assert not Removal.objects.of(case.school).exists()


def test_one_thing_follows_another_each_with_its_day(client, case, head):
    put(client, case)
    assert "write them a letter" in words(client.get(at(case, "removal_author")))
    fill(client, at(case, "removal_author"), words="On the phone", **day(9))
    assert "Next: Ask the network to take it down" in words(client.get(at(case, "removal")))
    asking = words(client.get(at(case, "removal_network")))
    assert f"Please remove this: {POST}" in asking
    assert "three dots" in asking
    assert "A made-up worry" not in asking
    fill(client, at(case, "removal_network"), reference="FB-77", **day(5))
    page = words(client.get(at(case, "removal")))
    assert "Next: Ask a helpline" in page
    assert "Their reference: FB-77" in page
    assert "First asked 9 days ago" in page
    assert "0344 381 4772" in words(client.get(at(case, "removal_helpline")))
    assert any(case.reference in task.title for task in tasks(head))
    fill(client, at(case, "removal_helpline"), words="The helpline rings back")
    assert not any(case.reference in task.title and "online" in task.title for task in tasks(head)), "it waits a week"
    kinds = [entry.kind for entry in Entry.objects.of(case.school).filter(case=case)]
    assert kinds.count("removal") == 4
    events = Removal.objects.of(case.school).get().events
    with pytest.raises(AppendOnlyError):
        events.first().delete()


def test_a_day_that_has_not_come_is_not_taken(client, case):
    put(client, case)
    assert fill(client, at(case, "removal_author"), **day(-1)).status_code == 422


def test_somebody_who_looked_says_how_and_it_ends_and_can_begin_again(client, case):
    put(client, case)
    fill(client, at(case, "removal_network"), **day(3))
    assert fill(client, at(case, "removal_gone"), words="In a private window").status_code == 422
    page = fill(client, at(case, "removal_gone"), words="In a private window", signed_out="on")
    assert "Gone after 3 days" in words(page)
    assert not list(hinders_of(case))
    assert client.post(at(case, "removal_network"), {**day(0)}).status_code == 422, "there is nothing to ask for"
    page = fill(client, at(case, "removal_still_there"), words="It is back", signed_out="on")
    assert "First asked 3 days ago" in words(page)
    assert list(hinders_of(case))
    page = fill(client, at(case, "removal_give_up"), words="The network said no twice")
    assert "Given up after 3 days" in words(page)
    assert not list(hinders_of(case))


def hinders_of(case):
    return [line for line in hinders(case) if line.startswith("Removal")]


def test_an_account_that_pretends_goes_to_the_network_first(client, case):
    put(client, case, "https://www.tiktok.com/@made.up.official", kind="account", ground="impersonation")
    page = words(client.get(at(case, "removal")))
    assert "Next: Ask the network" in page
    asking = client.get(at(case, "removal_network")).content.decode()
    assert "report-an-impersonation-account" in asking
    assert "pretends to be somebody from our school" in asking


def test_an_account_of_a_young_child_is_reported_as_one(client, case):
    put(client, case, "https://www.instagram.com/somebody", kind="underage", ground="underage")
    asking = client.get(at(case, "removal_network")).content.decode()
    assert networks()["instagram"].report["underage"] in asking
    assert "under 13" in asking


def test_a_picture_that_nobody_may_see_is_never_looked_at(head, sign_in):
    case, client = a_case(head), sign_in(head)
    put(client, case, "https://a.example/picture", kind="picture", ground="private")
    Case.objects.of(case.school).filter(pk=case.pk).update(no_pictures=True)
    page = client.get(reverse("removals", args=[case.reference]))
    assert "Internet Watch Foundation" in words(page)
    assert "Report Remove" in words(page)
    page = client.get(at(case, "removal"))
    assert 'href="https://a.example' not in page.content.decode(), "it is no link to press"
    assert "Look now from here" not in words(page)
    assert "Next: Ask a helpline" in words(page)
    assert client.post(at(case, "removal_look")).status_code == 403
    assert "signed in" not in words(client.get(at(case, "removal_gone")))


def test_how_often_it_works_is_counted_by_network(client, case, head, sign_in):
    for number, (ago, ends) in enumerate([(20, True), (5, True), (3, False)], 1):
        put(client, case, f"{POST}{number}")
        fill(client, at(case, "removal_network", number), **day(ago))
        if ends:
            fill(client, at(case, "removal_gone", number), words="Seen", signed_out="on")
    put(client, case, "https://www.tiktok.com/@x")
    (rate,) = rates(Case.objects.of(case.school))
    assert (rate.label, rate.asked, rate.gone, rate.in_time, rate.days) == ("Facebook", 3, 2, 1, 12.5)
    assert rate.percent == 33
    assert rates(Case.objects.of(a_case(somebody("head")).school)) == []


def test_whoever_may_not_know_of_the_case_learns_nothing(client, case, sign_in):
    put(client, case)
    outside = sign_in(somebody("dsl", school=case.school))
    one = ("removal", "removal_author", "removal_network", "removal_helpline", "removal_gone", "removal_still_there")
    pages = [reverse(name, args=[case.reference]) for name in ("removals", "removal_add")]
    pages += [at(case, name) for name in (*one, "removal_give_up")]
    for url in pages:
        assert outside.get(url).status_code == 404
        assert outside.post(url).status_code in (404, 405)
        assert outside.get(url.replace(case.reference, "C-00000000")).status_code == 404
    assert outside.post(at(case, "removal_look")).status_code == 404
    assert client.get(at(case, "removal", 2)).status_code == 404

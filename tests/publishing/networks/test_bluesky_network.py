"""A real server that is in the network: what others make of its posts is faked from the lexicon (`bluesky_view`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

import pds as real
from publishing.networks.bluesky_view import BEGIN, ENTRANCE, SERVER, VIEW, Network, Web
from publishing.networks.fakes import fails
from publishing.networks.test_bluesky import a_film, a_key, a_picture, a_post
from schoolgate.publishing.networks.bluesky import words
from schoolgate.publishing.networks.bluesky.adapter import Bluesky
from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess
from schoolgate.publishing.networks.network import Account, Published

pytestmark = pytest.mark.whole

GATES = "app.bsky.feed.threadgate"


@pytest.fixture
def network(pds: real.Server) -> Iterator[Network]:
    with Network(pds) as network:
        yield network
        assert network.wrong == []


@pytest.fixture
def web(pds: real.Server, network: Network) -> Web:
    return Web(pds, network)


@pytest.fixture
def ours(pds: real.Server, web: Web) -> Bluesky:
    return Bluesky(account(pds, web))


def account(server: real.Server, transport: httpx.BaseTransport, host: str = SERVER) -> Account:
    return Account(server.handle, f"https://{host}", {"password": server.password}, transport)


def gate(server: real.Server, published: Published) -> dict[str, Any]:
    """Who may answer below a post and what is hidden, as the real server has it."""
    rkey = published.post.id.rpartition("/")[2]
    about = {"repo": server.did, "collection": GATES, "rkey": rkey}
    answer = server.xrpc("GET", "com.atproto.repo.getRecord", params=about)
    return answer.json()["value"] if answer.status_code == 200 else {}


# Where it stands


def test_everything_that_the_network_makes_of_a_post_is_named_and_asked_for(pds, ours):
    published = ours.publish(a_post(a_picture()), a_key())
    rkey = published.post.id.rpartition("/")[2]
    assert published.address == f"https://bsky.app/profile/{pds.did}/post/{rkey}"
    hosts = [(one.kind, one.media, httpx.URL(one.address).host) for one in published.references]
    assert hosts == [
        ("post", None, "bsky.app"),
        ("copy", None, SERVER),
        ("media", 0, SERVER),
        ("copy", 0, "cdn.bsky.app"),
        ("copy", 0, "cdn.bsky.app"),
    ]
    assert not any(ours.confirm_gone(one) for one in published.references)
    assert {one.outcome for one in ours.remove(published)} == {"done"}
    assert all(ours.confirm_gone(one) for one in published.references)


def test_a_film_has_copies_too(ours):
    published = ours.publish(a_post(a_film()), a_key())
    assert [one.address.rpartition("/")[2] for one in published.references[3:]] == ["playlist.m3u8", "thumbnail.jpg"]
    assert not any(ours.confirm_gone(one) for one in published.references)
    ours.remove(published)
    assert all(ours.confirm_gone(one) for one in published.references)


def test_a_picture_that_the_network_still_serves_is_not_gone(network, ours):
    published = ours.publish(a_post(a_picture()), a_key())
    network.cached = True
    ours.remove(published)
    found = {one.address: ours.confirm_gone(one) for one in published.references}
    assert [gone for address, gone in found.items() if "cdn.bsky.app" in address] == [False, False]
    assert all(gone for address, gone in found.items() if "cdn.bsky.app" not in address)


def test_a_post_that_the_network_still_shows_is_not_gone(network, ours):
    published = ours.publish(a_post(), a_key())
    network.stale.add(published.post.id)
    ours.remove(published)
    assert not ours.confirm_gone(published.post)
    assert ours.confirm_gone(published.references[1])


def test_an_app_view_that_is_down_is_neither(network, ours):
    published = ours.publish(a_post(), a_key())
    ours.remove(published)
    network.next("GET", "/xrpc/app.bsky.feed.getPosts", fails(502))
    with pytest.raises(Failed) as error:
        ours.confirm_gone(published.post)
    assert error.value.again
    assert ours.confirm_gone(published.post)


# Signing in at an entrance


def test_an_account_behind_an_entrance_is_worked_with_where_it_is_kept(pds, web):
    ours = Bluesky(account(pds, web, ENTRANCE))
    published = ours.publish(a_post(a_picture()), a_key())
    assert {name for host, name in web.asked if host == ENTRANCE} == {"createSession"}
    assert httpx.URL(published.references[1].address).host == SERVER
    assert {one.outcome for one in ours.remove(published)} == {"done"}


@pytest.mark.parametrize("names", ["http://127.0.0.1:1", "http://pds.test", "ftp://pds.test", "https://a:b@pds.test"])
def test_an_entrance_that_names_somewhere_else_is_sent_nothing_more(pds, network, names):
    web = Web(pds, network, names)
    with pytest.raises((NoAccess, Failed)):
        Bluesky(account(pds, web, ENTRANCE)).publish(a_post(), a_key())
    assert web.asked == [(ENTRANCE, "createSession")]


# Answers


def test_answers_are_read_hidden_and_shown_again(pds, network, ours):
    published = ours.publish(a_post(), a_key())
    post = published.post.id
    first = network.answer_to(post, "Well done & <b>thanks</b>")
    second = network.answer_to(first, "Indeed", "father", root=post)
    network.answer_to(second, "Not ours", "uncle", root=post)

    comments = ours.fetch_comments(published)
    assert [(one.author, one.text, one.answers) for one in comments] == [
        ("Mother", "Well done & <b>thanks</b>", ""),
        ("Father", "Indeed", first),
        ("Uncle", "Not ours", second),
    ]
    assert comments[0].at == BEGIN, "when the network saw it, whatever its writer says"
    assert comments[0].address == f"https://bsky.app/profile/{first.split('/')[2]}/post/{first.split('/')[4]}"
    assert not any(one.hidden for one in comments)

    ours.hide_comment(first)
    ours.hide_comment(second)
    ours.hide_comment(second)
    assert gate(pds, published)["hiddenReplies"] == [first, second]
    assert [one.hidden for one in ours.fetch_comments(published)] == [True, True, False]
    ours.show_comment(first)
    ours.show_comment(first)
    assert gate(pds, published)["hiddenReplies"] == [second]
    assert "allow" not in gate(pds, published), "anybody may still answer"


def test_only_what_came_since_is_read_again(network, ours):
    published = ours.publish(a_post(), a_key())
    for number in range(3):
        network.answer_to(published.post.id, f"n{number}")
    since = ours.fetch_comments(published, BEGIN + timedelta(minutes=1))
    assert [one.text for one in since] == ["n1", "n2"]


def test_answers_that_are_too_deep_for_one_request_are_asked_for_again(network, ours):
    published = ours.publish(a_post(), a_key())
    at = published.post.id
    for number in range(7):
        at = network.answer_to(at, f"n{number}", root=published.post.id)
    network.deepest = 2
    assert [one.text for one in ours.fetch_comments(published)] == [f"n{number}" for number in range(7)]


def test_a_post_that_the_app_view_has_not_seen_yet_has_no_answers(network, ours):
    published = ours.publish(a_post(), a_key())
    network.unseen = True
    assert ours.fetch_comments(published) == []


def test_who_may_answer_stays_as_somebody_chose(pds, network, ours):
    key = a_key()
    published = ours.publish(a_post(), key)
    chosen = {"$type": GATES, "post": published.post.id, "createdAt": "2026-11-21T12:00:00.000Z", "allow": []}
    pds.put(GATES, words.rkey(key), chosen)
    first = network.answer_to(published.post.id, "Hm")
    ours.hide_comment(first)
    assert gate(pds, published) == {**chosen, "hiddenReplies": [first]}


def test_two_that_hide_at_once_lose_nothing(pds, network, web, ours):
    published = ours.publish(a_post(), a_key())
    first, second = (network.answer_to(published.post.id, text) for text in ("One", "Two"))

    class Between(Web):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if request.url.path.endswith("putRecord") and ("", "other") not in self.asked:
                self.asked.append(("", "other"))
                ours.hide_comment(second)
            return super().handle_request(request)

    late = Bluesky(account(pds, Between(pds, network)))
    with pytest.raises(Failed) as error:
        late.hide_comment(first)
    assert error.value.again
    assert gate(pds, published)["hiddenReplies"] == [second]
    late.hide_comment(first)
    assert gate(pds, published)["hiddenReplies"] == [second, first]


def test_an_answer_that_is_gone_or_stands_elsewhere_is_said_so(network, ours):
    published = ours.publish(a_post(), a_key())
    first = network.answer_to(published.post.id, "One")
    del network.answers[first]
    with pytest.raises(Gone, match="not there any more"):
        ours.hide_comment(first)
    elsewhere = network.answer_to("at://did:plc:somebody/app.bsky.feed.post/3maaaaaaaaaaa", "Two")
    with pytest.raises(Failed, match="below a post of the school"):
        ours.hide_comment(elsewhere)


def test_nobody_signs_in_at_the_app_view(network, web, ours):
    published = ours.publish(a_post(), a_key())
    ours.fetch_comments(published)
    assert (VIEW, "getPostThread") in web.asked
    assert all("authorization" not in one.headers for one in network.asked)

"""Mastodon's adapter against `mastodon_mock`: a server that others wrote, with rows of its own and true HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from mastodon_server import OURS, Server, running
from schoolgate.publishing.networks import keys
from schoolgate.publishing.networks.errors import Failed, NoAccess, Unsupported, Unsure
from schoolgate.publishing.networks.mastodon.adapter import Mastodon
from schoolgate.publishing.networks.network import Account, Media, Outgoing, media

pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running() as where:
        yield where


@pytest.fixture
def server(address: str) -> Server:
    httpx.post(f"{address}/api/v1/_mock/reset").raise_for_status()
    return replace(Server(address, ""), token=Server(address, "").somebody("alderlane", OURS))


@pytest.fixture
def ours(server: Server) -> Mastodon:
    return adapter(server)


def adapter(server: Server, handle: str = "@alderlane", **more: object) -> Mastodon:
    return Mastodon(Account(handle, server.address, {"token": server.token}, **more))


def a_key() -> str:
    return keys.made(datetime.now(UTC))


def a_picture(alt: str = "A green field", data: bytes = b"\xff\xd8 picture") -> Media:
    return media(data, "image/jpeg", alt=alt, width=400, height=300)


def a_post(*pictures: Media, text: str = "We ran.\n\nThen we rested.", **more: object) -> Outgoing:
    return Outgoing(text=text, media=pictures, **more)


class Breaks(httpx.BaseTransport):
    """The true line; the first request of this kind breaks, before it is sent or once it was answered."""

    def __init__(self, method: str, path: str, *, after: bool) -> None:
        self.line = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))
        self.meant, self.after, self.left = (method, path), after, 1

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if not self.left or (request.method, request.url.path) != self.meant:
            return self.line.handle_request(request)
        self.left = 0
        if self.after:
            answer = self.line.handle_request(request)
            answer.read()
            answer.close()
        raise httpx.ReadError("the line broke")

    def close(self) -> None:
        self.line.close()


def test_the_account_is_tried_when_it_is_connected(server, ours):
    ours.check_access()
    adapter(server, handle="AlderLane@127.0.0.1").check_access()
    adapter(server, handle="").check_access()


def test_the_token_of_another_account_is_not_taken(server):
    with pytest.raises(NoAccess, match="of another account, alderlane"):
        adapter(server, handle="@oakfield").check_access()


def test_a_token_that_may_too_little_says_what_to_tick(server):
    small = replace(server, token=server.somebody("alderlane", "read:accounts write:statuses read:statuses"))
    with pytest.raises(NoAccess, match="tick write:media,"):
        adapter(small).check_access()


def test_a_token_that_is_none_is_no_access(server):
    with pytest.raises(NoAccess) as error:
        adapter(replace(server, token="wrong-token")).check_access()
    assert "wrong-token" not in str(error.value)


def test_a_post_with_two_pictures_is_there_with_what_they_show(server, ours):
    post = a_post(a_picture(), a_picture("A red field", b"\xff\xd8 other"), tags=("Sports & games", "Year 6"))
    assert ours.validate(post) == []
    published = ours.publish(post, a_key())
    row = server.api("GET", f"statuses/{published.post.id}").json()
    assert "We ran." in row["content"]
    assert {one["name"].lower() for one in row["tags"]} == {"sportsgames", "year6"}
    assert (row["visibility"], row["language"], row["sensitive"]) == ("public", "en", False)
    assert [one["description"] for one in row["media_attachments"]] == ["A green field", "A red field"]
    assert published.address == row["url"]
    files = [one for one in published.references if one.kind == "media"]
    assert [httpx.get(one.address).content for one in files] == [b"\xff\xd8 picture", b"\xff\xd8 other"]
    assert [one.media for one in files] == [0, 1]
    assert ours.poll(published) == "live"


def test_the_same_key_makes_one_post(server, ours):
    key, post = a_key(), a_post(a_picture())
    first = ours.publish(post, key)
    assert ours.publish(post, key) == first
    assert ours.look(key, post) == first
    assert server.count() == 1


@pytest.mark.parametrize("after", [False, True])
def test_a_line_that_breaks_makes_no_second_post(server, after):
    key, post = a_key(), a_post(a_picture())
    breaking = adapter(server, transport=Breaks("POST", "/api/v1/statuses", after=after))
    with pytest.raises(Unsure):
        breaking.publish(post, key)
    assert server.count() == (1 if after else 0)
    assert (breaking.look(key, post) is not None) == after
    breaking.publish(post, key)
    assert server.count() == 1


def test_the_same_words_under_a_later_key_are_another_post(server, ours):
    post = a_post()
    first = ours.publish(post, keys.made(datetime.now(UTC) - timedelta(days=8)))
    later = keys.made(datetime.now(UTC) + timedelta(hours=1))
    assert ours.look(later, post) is None, "a post from before the key was made is not under it"
    second = ours.publish(post, later)
    assert second.post.id != first.post.id


def test_other_words_or_pictures_are_not_this_post(server, ours):
    key = a_key()
    ours.publish(a_post(a_picture()), key)
    assert ours.look(key, a_post(a_picture(), text="We walked.")) is None
    assert ours.look(key, a_post()) is None
    assert ours.look(key, a_post(a_picture("A blue field"))) is None


def test_what_is_left_of_a_post_that_is_given_up_is_named(server, ours):
    key, post = a_key(), a_post(a_picture())
    assert ours.remains(key, post) is None
    published = ours.publish(post, key)
    assert ours.remains(key, post) == published


def test_a_post_is_taken_down_with_its_pictures(server, ours):
    published = ours.publish(a_post(a_picture()), a_key())
    assert {one.outcome for one in ours.remove(published)} == {"done"}
    assert server.api("GET", f"statuses/{published.post.id}").status_code == 404
    assert ours.poll(published) == "gone"
    assert {one.outcome for one in ours.remove(published)} == {"already gone"}
    assert len(ours.remove(published)) == len(published.references)


def test_answers_are_read_as_plain_words_and_letters_are_not(server, ours):
    published = ours.publish(a_post(), a_key())
    parent = server.somebody("parent")
    first = server.answers(published.post.id, "Well run & <done>!\n\nAll of you.", parent)
    under = server.answers(first, "Yes.", parent)
    server.answers(published.post.id, "@alderlane for you alone", parent, visibility="direct")
    one, two = ours.fetch_comments(published)
    assert (one.id, one.answers, one.author) == (first, published.post.id, "parent")
    assert one.text == "Well run & <done>!\n\nAll of you."
    assert (two.id, two.answers) == (under, first)
    assert ours.fetch_comments(published, one.at + timedelta(days=1)) == []
    assert [found.id for found in ours.fetch_comments(published, two.at)][-1:] == [two.id]
    for cannot in (lambda: ours.hide_comment(first), lambda: ours.delete_comment(first), ours.verify_admins):
        with pytest.raises(Unsupported):
            cannot()


def test_a_server_that_is_busy_is_waited_for(server, ours):
    about = {"match": {"path": "/api/v1/statuses"}, "effect": {"type": "status", "status": 429}, "count": 1}
    about["effect"]["headers"] = {"Retry-After": "40"}
    httpx.post(f"{server.address}/api/v1/_mock/faults", json=about).raise_for_status()
    with pytest.raises(Failed) as error:
        ours.publish(a_post(), a_key())
    assert error.value.again
    assert server.count() == 0

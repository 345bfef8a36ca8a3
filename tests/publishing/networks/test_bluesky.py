"""Bluesky's adapter against a real server of theirs: what a stranger sees is asked for without an account."""

from __future__ import annotations

import hashlib
import io
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import av
import httpx
import pytest
from PIL import Image

import pds as real
from publishing.networks.fakes import Fake
from schoolgate.publishing.networks.bluesky import words
from schoolgate.publishing.networks.bluesky.adapter import Bluesky
from schoolgate.publishing.networks.errors import Failed, NoAccess, Unsupported, Unsure
from schoolgate.publishing.networks.network import Account, Media, Outgoing, media

pytestmark = pytest.mark.whole


def a_picture(colour: str = "green", size: tuple[int, int] = (400, 300), mark: str = "") -> Media:
    """One that no other test has, for a server keeps the same bytes once."""
    shade = int(hashlib.sha256((mark or uuid.uuid4().hex).encode()).hexdigest()[:6], 16)
    file, image = io.BytesIO(), Image.new("RGB", size, colour)
    image.paste((shade >> 16, shade >> 8 & 255, shade & 255), (0, 0, 32, 32))
    image.save(file, "JPEG", quality=95)
    return media(file.getvalue(), "image/jpeg", alt=f"A {colour} field", width=size[0], height=size[1])


def a_film() -> Media:
    file, shade = io.BytesIO(), uuid.uuid4().bytes[0]
    with av.open(file, "w", format="mp4") as made:
        stream = made.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for number in range(5):
            frame = av.VideoFrame.from_image(Image.new("RGB", (160, 120), (shade, number * 50, 0)))
            made.mux(stream.encode(frame))
        made.mux(stream.encode())
    data = file.getvalue()
    parts = [data[at : at + 999] for at in range(0, len(data), 999)]
    return Media("video/mp4", len(data), lambda: iter(parts), alt="A field", width=160, height=120)


def a_post(*pictures: Media, text: str = "We ran.\n\nThen we rested.", **more: Any) -> Outgoing:
    return Outgoing(text=text, media=pictures, **more)


def a_key() -> str:
    return uuid.uuid4().hex


def account(server: real.Server, transport: httpx.BaseTransport | None = None, **secrets: str) -> Account:
    return Account(server.handle, server.address, {"password": server.password, **secrets}, transport)


def shown(server: real.Server, key: str) -> dict[str, Any]:
    """The record under this key, as a stranger reads it."""
    about = {"repo": server.did, "collection": real.POSTS, "rkey": words.rkey(key)}
    answer = server.xrpc("GET", "com.atproto.repo.getRecord", params=about)
    assert answer.status_code == 200, answer.text
    return answer.json()["value"]


@pytest.fixture
def ours(pds: real.Server) -> Bluesky:
    return Bluesky(account(pds))


Meant = Callable[[httpx.Request], bool]


def making(request: httpx.Request) -> bool:
    return request.url.path.endswith("createRecord")


def uploading(request: httpx.Request) -> bool:
    return request.url.path.endswith("uploadBlob")


class TrueLine(httpx.HTTPTransport):
    """As the adapter's own: no connection is kept."""

    def __init__(self) -> None:
        super().__init__(limits=httpx.Limits(max_keepalive_connections=0))


class Breaking(TrueLine):
    """It breaks at the first request that is meant: before it is sent, or once it was answered."""

    def __init__(self, meant: Meant, *, after: bool) -> None:
        super().__init__()
        self.meant, self.after, self.broke = meant, after, False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.broke or not self.meant(request):
            return super().handle_request(request)
        self.broke = True
        if self.after:
            answer = super().handle_request(request)
            answer.read()
            answer.close()
        raise httpx.ReadError("the line broke")


# Publishing


def test_a_post_with_two_pictures_is_read_by_a_stranger(pds, ours):
    post, key = a_post(a_picture("green", (800, 600)), a_picture("red")), a_key()
    assert ours.validate(post) == []
    published = ours.publish(post, key)

    record = shown(pds, key)
    assert record["text"] == "We ran.\n\nThen we rested."
    assert record["langs"] == ["en-GB"]
    assert "labels" not in record
    first, second = record["embed"]["images"]
    assert (first["alt"], second["alt"]) == ("A green field", "A red field")
    assert first["aspectRatio"] == {"width": 800, "height": 600}
    assert [(one.kind, one.media) for one in published.references] == [("post", None), ("media", 0), ("media", 1)]
    for one, picture in zip(published.references[1:], post.media, strict=True):
        assert pds.stranger(one.address) == (200, picture.data)
    assert pds.stranger(published.address)[0] == 200
    assert ours.poll(published) == "live"


def test_the_time_of_a_post_is_the_servers(pds, ours):
    key = a_key()
    ours.publish(a_post(), key)
    now = httpx.get(f"{pds.address}/xrpc/_health").headers["Date"]
    made = httpx.Response(200, headers={"Date": now})
    assert shown(pds, key)["createdAt"].startswith(made.headers["Date"].split()[3])


def test_links_and_tags_stand_over_the_right_bytes(pds, ours):
    key = a_key()
    text = "Ünder 👨‍👩‍👧‍👦 see https://alderlane.example/a?b=1 #orchard"
    ours.publish(a_post(text=text, tags=("Year 6",)), key)
    record = shown(pds, key)
    over = [
        record["text"].encode()[one["index"]["byteStart"] : one["index"]["byteEnd"]].decode()
        for one in record["facets"]
    ]
    assert over == ["https://alderlane.example/a?b=1", "#orchard", "#Year6"]


def test_the_server_counts_as_we_do(pds, ours):
    longest = "👨‍👩‍👧‍👦" * 60 + "🇬🇧" * 60 + "e\u0301" * 60 + "\n" * 2 + "x" * 118
    assert words.characters(longest) == 300
    assert ours.validate(a_post(text=longest)) == []
    ours.publish(a_post(text=longest), a_key())
    with pytest.raises(Failed, match="does not take this") as error:
        ours.publish(a_post(text=longest + "x"), a_key())
    assert not error.value.again


def test_a_film_goes_up_in_parts_and_goes_with_its_post(pds, ours):
    film, key = a_film(), a_key()
    published = ours.publish(a_post(film), key)
    assert shown(pds, key)["embed"]["$type"] == "app.bsky.embed.video"
    assert shown(pds, key)["embed"]["alt"] == "A field"
    [where] = [one.address for one in published.references if one.media == 0]
    assert pds.stranger(where) == (200, film.data)
    assert not any(ours.confirm_gone(one) for one in published.references)
    assert {one.outcome for one in ours.remove(published)} == {"done"}
    assert all(ours.confirm_gone(one) for one in published.references)


def test_a_picture_that_is_shown_twice_has_one_address(ours):
    picture = a_picture()
    published = ours.publish(a_post(picture, picture), a_key())
    assert [one.kind for one in published.references] == ["post", "media"]


# Once, whatever breaks


@pytest.mark.parametrize("after", [False, True], ids=["before it arrived", "after it was done"])
@pytest.mark.parametrize("meant", [uploading, making], ids=["picture", "post"])
def test_a_line_that_breaks_leaves_nothing_twice_and_nothing_lost(pds, ours, meant, after):
    records = len(pds.records())
    post, key = a_post(a_picture(), a_picture("red")), a_key()
    breaking = Bluesky(account(pds, Breaking(meant, after=after)))
    try:
        breaking.publish(post, key)
    except (Unsure, Failed):
        assert len(pds.records()) == records
        assert ours.look(key, post) is None
    else:
        assert meant is making, "it looked for what it was not answered about, and found it"
        assert after
    published = ours.publish(post, key)
    assert len(pds.records()) == records + 1
    assert ours.look(key, post) == published
    assert ours.publish(post, key) == published
    assert len(pds.records()) == records + 1


def test_a_line_that_stays_broken_is_unsure_and_it_is_found_later(pds, ours):
    class Silent(Breaking):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if self.broke:
                raise httpx.ConnectError("no line")
            return super().handle_request(request)

    post, key = a_post(a_picture()), a_key()
    with pytest.raises(Unsure):
        Bluesky(account(pds, Silent(making, after=True))).publish(post, key)
    records = len(pds.records())
    assert ours.look(key, post) is not None
    ours.publish(post, key)
    assert len(pds.records()) == records


def test_a_request_that_was_given_up_and_arrives_late_changes_nothing(pds, ours):
    late: list[httpx.Request] = []

    class Late(TrueLine):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if not late and making(request):
                request.read()
                late.append(request)
                raise httpx.ReadTimeout("nothing came")
            return super().handle_request(request)

    post, key = a_post(a_picture()), a_key()
    with pytest.raises(Unsure):
        Bluesky(account(pds, Late())).publish(post, key)
    first = ours.publish(post, key)
    before = pds.records()
    with httpx.Client() as client:
        assert client.send(late[0]).status_code >= 400
    assert pds.records() == before

    ours.remove(first)
    with httpx.Client() as client:
        assert client.send(late[0]).status_code >= 400, "its picture is gone, so the post cannot come back either"
    assert ours.look(key, post) is None


def test_two_that_publish_the_same_at_once_make_one_post(pds):
    records = len(pds.records())
    post, key = a_post(a_picture()), a_key()
    with ThreadPoolExecutor(3) as at_once:
        found = list(at_once.map(lambda _: Bluesky(account(pds)).publish(post, key), range(3)))
    assert found[0] == found[1] == found[2]
    assert len(pds.records()) == records + 1


def test_a_second_publish_under_a_key_overwrites_nothing(pds, ours):
    key = a_key()
    first = ours.publish(a_post(text="The first."), key)
    assert ours.publish(a_post(text="The second."), key) == first
    assert shown(pds, key)["text"] == "The first."


def test_no_picture_is_in_public_before_its_post(pds, ours):
    post, key = a_post(a_picture()), a_key()
    with pytest.raises(Unsure):
        Bluesky(account(pds, Breaking(making, after=False))).publish(post, key)
    about = {"did": pds.did, "cid": words.cid(post.media[0])}
    assert pds.xrpc("GET", "com.atproto.sync.getBlob", params=about).status_code == 400
    assert ours.remains(key, post) is None


def test_a_file_that_arrives_damaged_is_not_published(pds, ours):
    class Damaging(TrueLine):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if uploading(request):
                data = bytearray(request.read())
                data[-3] ^= 255
                request.stream = httpx.ByteStream(bytes(data))
            return super().handle_request(request)

    post, key = a_post(a_picture()), a_key()
    with pytest.raises(Failed, match="did not arrive whole") as error:
        Bluesky(account(pds, Damaging())).publish(post, key)
    assert error.value.again
    assert ours.look(key, post) is None


# Taking down


def test_after_a_takedown_a_stranger_finds_nothing(pds, ours):
    key = a_key()
    published = ours.publish(a_post(a_picture(), a_picture("red")), key)
    pds.put(
        "app.bsky.feed.threadgate",
        words.rkey(key),
        {
            "$type": "app.bsky.feed.threadgate",
            "post": published.post.id,
            "createdAt": "2026-11-21T12:00:00.000Z",
            "allow": [],
        },
    )
    assert not any(ours.confirm_gone(one) for one in published.references)

    removals = ours.remove(published)
    assert [one.reference for one in removals] == list(published.references)
    assert {one.outcome for one in removals} == {"done"}
    for one in published.references:
        assert pds.stranger(one.address)[0] == 400
        assert ours.confirm_gone(one)
    assert ours.poll(published) == "gone"
    assert pds.records("app.bsky.feed.threadgate") == []
    assert {one.outcome for one in ours.remove(published)} == {"already gone"}


def test_what_somebody_deleted_in_the_app_is_already_gone(pds, ours):
    key = a_key()
    published = ours.publish(a_post(a_picture()), key)
    pds.delete(words.rkey(key))
    assert ours.poll(published) == "gone"
    assert {one.outcome for one in ours.remove(published)} == {"already gone"}
    assert all(ours.confirm_gone(one) for one in published.references)


def test_a_picture_that_another_post_shows_too_is_not_said_to_be_gone(pds, ours):
    picture = a_picture()
    first, second = (ours.publish(a_post(picture, text=text), a_key()) for text in ("One.", "Two."))
    outcomes = {one.reference.kind: one for one in ours.remove(first)}
    assert outcomes["post"].outcome == "done"
    assert (outcomes["media"].outcome, outcomes["media"].again) == ("failed", True)
    assert "another post" in outcomes["media"].why
    assert not ours.confirm_gone(outcomes["media"].reference)

    assert {one.outcome for one in ours.remove(second)} == {"done"}
    left = replace(first, references=(outcomes["media"].reference,))
    assert {one.outcome for one in ours.remove(left)} == {"already gone"}
    assert ours.confirm_gone(outcomes["media"].reference)


def test_a_server_that_is_down_is_neither_done_nor_gone(pds, ours):
    published = ours.publish(a_post(a_picture()), a_key())
    nowhere = Bluesky(replace(account(pds), address="http://127.0.0.1:9"))
    removals = nowhere.remove(published)
    assert {one.outcome for one in removals} == {"failed"}
    assert all(one.again and one.why for one in removals)
    with pytest.raises(Failed) as error:
        nowhere.confirm_gone(replace(published.post, address="http://127.0.0.1:9/xrpc/com.atproto.repo.getRecord"))
    assert error.value.again
    assert pds.stranger(published.address)[0] == 200


def test_what_stands_on_another_account_is_not_said_to_be_gone(pds, ours):
    published = ours.publish(a_post(), a_key())
    theirs = replace(published.post, id=published.post.id.replace(pds.did, "did:plc:" + "a" * 24))
    [removal] = ours.remove(replace(published, references=(theirs,)))
    assert (removal.outcome, removal.again) == ("failed", False)
    assert ours.poll(published) == "live"


# Access


def test_good_credentials_are_taken(ours):
    ours.check_access()


@pytest.mark.parametrize("handle", ["@{}", " {} "])
def test_a_name_may_be_written_as_people_write_it(pds, handle):
    Bluesky(replace(account(pds), handle=handle.format(pds.handle))).check_access()


def test_wrong_credentials_are_no_access_and_nothing_is_done(pds):
    records = len(pds.records())
    nobody = replace(account(pds), handle="nobody.pds.test")
    for wrong in (account(pds, password="wrong"), account(pds, password=""), nobody):
        ours = Bluesky(wrong)
        for act in (ours.check_access, lambda ours=ours: ours.publish(a_post(), a_key())):
            with pytest.raises(NoAccess, match="App passwords"):
                act()
    assert len(pds.records()) == records


def test_the_password_of_the_account_itself_is_not_kept(pds):
    with pytest.raises(NoAccess, match="cannot change the account"):
        Bluesky(account(pds, password=pds.own_password)).check_access()


def test_an_app_password_that_was_taken_back_is_no_access(pds):
    password = pds.app_password("soon gone")
    ours = Bluesky(account(pds, password=password))
    ours.check_access()
    pds.xrpc("POST", "com.atproto.server.revokeAppPassword", owner=True, json={"name": "soon gone"})
    with pytest.raises(NoAccess):
        Bluesky(account(pds, password=password)).publish(a_post(), a_key())


def test_an_account_signs_in_once(pds):
    asked: list[str] = []

    class Noting(TrueLine):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            asked.append(request.url.path.rpartition(".")[2])
            return super().handle_request(request)

    ours = Bluesky(account(pds, Noting()))
    published = ours.publish(a_post(a_picture()), a_key())
    ours.poll(published)
    ours.remove(published)
    assert asked.count("createSession") == 1


def test_a_server_that_asks_us_to_wait_says_until_when(pds):
    elsewhere = {"X-Forwarded-For": "203.0.113.5"}
    sign_in = {"identifier": pds.handle, "password": pds.password}

    class Elsewhere(TrueLine):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            request.headers.update(elsewhere)
            return super().handle_request(request)

    with ThreadPoolExecutor(10) as at_once:
        asked = [
            at_once.submit(pds.xrpc, "POST", "com.atproto.server.createSession", json=sign_in, headers=elsewhere)
            for _ in range(30)
        ]
    assert {one.result().status_code for one in asked} == {200}
    with pytest.raises(Failed, match="asks us to wait") as error:
        Bluesky(account(pds, Elsewhere())).check_access()
    assert error.value.again
    assert 0 < error.value.after <= 300


def test_credentials_never_leave_unencrypted(pds):
    with pytest.raises(NoAccess, match="https://"):
        Bluesky(replace(account(pds), address="http://alderlane.example")).check_access()


@pytest.mark.parametrize("address", ["", "bsky.social", "ftp://bsky.social", "https://a:b@bsky.social"])
def test_what_is_no_address_is_said_so(pds, address):
    with pytest.raises(Failed, match="no server of Bluesky") as error:
        Bluesky(replace(account(pds), address=address)).check_access()
    assert not error.value.again


def test_what_is_no_server_of_theirs_is_said_so():
    with Fake() as other, pytest.raises(Failed, match="no server of Bluesky"):
        Bluesky(Account("a.example", other.address, {"password": "b"})).check_access()


def test_nobody_lists_who_knows_the_password(ours):
    with pytest.raises(Unsupported, match="one sign-in"):
        ours.verify_admins()


# What the server does not take


def test_a_picture_that_is_too_large_for_the_server_is_refused_in_words(ours):
    """The server of the tests has the limit of the winter before: 1,000,000 bytes."""
    file = io.BytesIO()
    Image.effect_noise((1300, 1300), 100).convert("RGB").save(file, "JPEG", quality=95)
    large = media(file.getvalue(), "image/jpeg", alt="Noise")
    assert 1_000_000 < large.size < 2_000_000
    with pytest.raises(Failed, match="large") as error:
        ours.publish(a_post(large), a_key())
    assert not error.value.again


def test_a_file_that_is_too_large_for_the_server_at_all(ours):
    large = Media("video/mp4", 6_000_000, lambda: (b"x" * 1_000_000 for _ in range(6)), alt="Noise")
    with pytest.raises((Failed, Unsure)) as error:
        ours.publish(a_post(large), a_key())
    assert isinstance(error.value, Failed)


def test_a_kind_of_file_that_it_refuses_is_failed(ours):
    with pytest.raises(Failed) as error:
        ours.publish(a_post(media(b"MZ not a picture", "application/x-msdownload", alt="x")), a_key())
    assert not error.value.again


def test_nothing_of_the_server_is_shown_as_it_came(ours):
    with pytest.raises(Failed) as error:
        ours.publish(a_post(text="secret " * 60), a_key())
    assert str(error.value) == "Bluesky does not take this. It says: InvalidRequest. Look at the post again."


def test_a_server_outside_the_network_has_no_answers(ours):
    published = ours.publish(a_post(), a_key())
    for act in (lambda: ours.fetch_comments(published), lambda: ours.hide_comment("at://x/y/z")):
        with pytest.raises(Unsupported, match="not in the network"):
            act()
    with pytest.raises(Unsupported, match="what others write"):
        ours.delete_comment("at://x/y/z")

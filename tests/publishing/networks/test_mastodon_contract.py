"""What `mastodon_mock` has not: slow files, files that stay, limits, what a stranger finds. By Mastodon's published
documentation (github.com/mastodon/documentation, July 2026)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from publishing.networks.fakes import Answer, Asked, Fake, Fault, Reply, breaks, fails, on
from schoolgate.publishing.networks import keys
from schoolgate.publishing.networks.errors import Failed, NoAccess, Unsupported, Unsure
from schoolgate.publishing.networks.hashtags import hashtag
from schoolgate.publishing.networks.known import adapter
from schoolgate.publishing.networks.mastodon import words
from schoolgate.publishing.networks.mastodon.adapter import Mastodon
from schoolgate.publishing.networks.network import Account, Media, Outgoing, Published, Reference, media

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = keys.made(NOW)
NOT_FOUND = Reply(404, {"error": "Record not found"})
NO_TOKEN = Reply(401, {"error": "The access token is invalid"})


class FakeServer(Fake):
    def __init__(self, *, version: int | None = 4, busy: int = 0) -> None:
        super().__init__()
        self.version, self.busy = version, busy
        self.media: dict[str, dict[str, Any]] = {}
        self.posts: dict[str, dict[str, Any]] = {}
        self.keys: dict[str, str] = {}
        self.files: set[str] = set()
        self.left: dict[str, int] = {}

    def _signed_in(self, asked: Asked) -> None:
        asked.need(asked.headers.get("authorization") == "Bearer t", "the token is in a header", NO_TOKEN)

    @on("GET", "/api/v1/accounts/verify_credentials")
    def me(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        return {"id": "7", "username": "alderlane"}

    @on("GET", "/api/v1/apps/verify_credentials")
    def app(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        return {"name": "Schoolgate", **({} if self.version is None else {"scopes": ["read", "write"]})}

    @on("GET", "/api/v2/instance")
    def instance(self, asked: Asked) -> Answer:
        return {"domain": "social.example"} | ({"api_versions": {"mastodon": self.version}} if self.version else {})

    @on("POST", "/api/v2/media")
    def upload(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        file = asked.files["file"]
        asked.need(file.type in ("image/jpeg", "video/mp4"), "a file has its type")
        asked.need(set(asked.form) <= {"description", "focus"}, "only what is known is sent")
        number = str(len(self.media) + 1)
        address = f"https://files.example/{number}/original"
        self.media[number] = {"id": number, "url": address, "preview_url": f"https://files.example/{number}/small"}
        self.media[number]["description"] = asked.form["description"]
        self.files |= {f"/{number}/original", f"/{number}/small"}
        self.left[number] = self.busy if file.type.startswith("video/") else 0
        return self._media(number, 202)

    @on("GET", "/api/v1/media/{number}")
    def file(self, asked: Asked, number: str) -> Answer:
        self._signed_in(asked)
        self.left[number] -= 1
        return self._media(number, 206)

    def _media(self, number: str, unfinished: int) -> Reply:
        row = self.media[number]
        return Reply(unfinished, {**row, "url": None}) if self.left[number] > 0 else Reply(200, row)

    @on("DELETE", "/api/v1/media/{number}")
    def throw_away(self, asked: Asked, number: str) -> Answer:
        self._signed_in(asked)
        if self.version is None or self.version < 4:
            return NOT_FOUND
        self._lose(number)
        return {}

    def _lose(self, number: str) -> None:
        self.media.pop(number)
        self.files -= {f"/{number}/original", f"/{number}/small"}

    @on("POST", "/api/v1/statuses")
    def post(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        key = asked.headers.get("idempotency-key")
        asked.need(key, "a key stands in its header")
        said = asked.json
        asked.need(set(said) <= {"status", "visibility", "language", "media_ids"}, "only what is known is sent")
        asked.need(said["visibility"] == "public" and len(said["language"]) == 2, "it is public, in a language")
        asked.need(all(not self.left[one] > 0 for one in said["media_ids"]), "no file is unfinished")
        if key not in self.keys:
            number = self.keys[key] = str(100 + len(self.posts))
            shown = [self.media[one] for one in said["media_ids"]]
            about = {"id": number, "url": f"https://social.example/@alderlane/{number}", "media_attachments": shown}
            self.posts[number] = {**about, "created_at": "2026-11-21T12:00:05.000Z", "text": said["status"]}
        return self.posts[self.keys[key]]

    @on("GET", "/api/v1/accounts/7/statuses")
    def own(self, asked: Asked) -> Answer:
        self._signed_in(asked)
        asked.need(int(asked.query["limit"]) <= 40, "40 at most are asked for")
        rows = sorted(self.posts.values(), key=lambda row: -int(row["id"]))
        before = int(asked.query.get("max_id", 10**9))
        return [row for row in rows if int(row["id"]) < before][: int(asked.query["limit"])]

    @on("GET", "/api/v1/statuses/{number}/source")
    def source(self, asked: Asked, number: str) -> Answer:
        self._signed_in(asked)
        return {"id": number, "text": self.posts[number]["text"], "spoiler_text": ""}

    @on("GET", "/api/v1/statuses/{number}")
    def one(self, asked: Asked, number: str) -> Answer:
        return self.posts.get(number) or NOT_FOUND

    @on("DELETE", "/api/v1/statuses/{number}")
    def delete(self, asked: Asked, number: str) -> Answer:
        self._signed_in(asked)
        asked.need(asked.query == {"delete_media": "true"}, "its files are asked for too")
        if number not in self.posts:
            return NOT_FOUND
        row = self.posts.pop(number)
        if self.version and self.version >= 4:
            for one in row["media_attachments"]:
                self._lose(one["id"])
        return row

    @on("GET", "/@alderlane/{number}")
    def page(self, asked: Asked, number: str) -> Answer:
        asked.need("authorization" not in asked.headers, "a stranger shows no token")
        return Reply(200, b"<html>") if number in self.posts else Reply(404, b"<html>")

    @on("GET", "/{number}/{size}")
    def stored(self, asked: Asked, number: str, size: str) -> Answer:
        asked.need("authorization" not in asked.headers, "a stranger shows no token")
        return Reply(200, b"picture") if asked.path in self.files else Reply(404)


@pytest.fixture
def server() -> Iterator[FakeServer]:
    with FakeServer() as fake:
        yield fake
    assert fake.wrong == []


def ours(server: FakeServer, token: str = "t", address: str = "https://social.example") -> Mastodon:
    transport = server.transport("social.example", "files.example")
    return Mastodon(Account("@alderlane", address, {"token": f" {token}\n"}, transport))


def a_picture(alt: str = "A field") -> Media:
    return media(b"\xff\xd8", "image/jpeg", alt=alt, width=400, height=300)


A_FILM = media(b"film" * 1000, "video/mp4", alt="The song")
A_POST = Outgoing("We ran.", media=(a_picture(), a_picture("A wall")))


def test_it_is_among_the_networks():
    assert adapter("mastodon") is Mastodon


def test_every_copy_of_a_picture_has_a_reference_and_goes_with_its_post(server):
    published = ours(server).publish(A_POST, KEY)
    assert [(one.kind, one.id, one.media) for one in published.references] == [
        ("post", "100", None),
        ("media", "100/1", 0),
        ("copy", "100/1", 0),
        ("media", "100/2", 1),
        ("copy", "100/2", 1),
    ]
    assert not any(ours(server).confirm_gone(one) for one in published.references)
    assert {one.outcome for one in ours(server).remove(published)} == {"done"}
    assert all(ours(server).confirm_gone(one) for one in published.references)


def test_a_server_that_keeps_files_a_while_is_not_believed_too_early():
    with FakeServer(version=None) as server:
        published = ours(server).publish(A_POST, KEY)
        post, *files = ours(server).remove(published)
        assert post.outcome == "done"
        assert {(one.outcome, one.again) for one in files} == {("failed", True)}
        assert "about a day" in files[0].why
        left = Published(tuple(one.reference for one in files))
        assert {one.outcome for one in ours(server).remove(left)} == {"already gone"}, "the post is gone"
        assert not any(ours(server).confirm_gone(one) for one in left.references), "and its files are not"
        server.files.clear()
        assert all(ours(server).confirm_gone(one) for one in left.references)
    assert server.wrong == []


def test_a_film_is_waited_for():
    with FakeServer(busy=2) as server:
        published = ours(server).publish(Outgoing("Our song", media=(A_FILM,)), KEY)
        assert server.times("GET", "/api/v1/media/{number}") == 2
        assert ours(server).poll(published) == "live"
    assert server.wrong == []


def test_a_film_that_the_server_cannot_work_with_says_so():
    with FakeServer(busy=3) as server:
        server.next("GET", "/api/v1/media/1", fails(422, {"error": "Validation failed: File is invalid"}))
        with pytest.raises(Failed, match="kind of file") as error:
            ours(server).publish(Outgoing("Our song", media=(A_FILM,)), KEY)
        assert not error.value.again
        assert server.posts == {}


def test_what_was_sent_up_for_a_post_that_is_not_taken_is_thrown_away(server):
    too_long = {"error": "Validation failed: Text character limit of 500 exceeded"}
    server.next("POST", "/api/v1/statuses", fails(422, too_long))
    with pytest.raises(Failed, match="Shorten it") as error:
        ours(server).publish(A_POST, KEY)
    assert not error.value.again
    assert server.media == {}
    assert server.files == set()


@pytest.mark.parametrize("done", [False, True])
def test_a_line_that_breaks_leaves_one_post_and_it_is_found(server, done):
    server.next("POST", "/api/v1/statuses", breaks(done=done))
    with pytest.raises(Unsure):
        ours(server).publish(A_POST, KEY)
    assert (ours(server).look(KEY, A_POST) is not None) == done
    ours(server).publish(A_POST, KEY)
    assert len(server.posts) == 1


def test_a_post_is_found_behind_many_others(server):
    ours(server).publish(A_POST, KEY)
    ours(server).publish(Outgoing("Another"), "another")
    for number in range(200, 290):
        server.posts[str(number)] = {**server.posts["101"], "id": str(number)}
    assert ours(server).look(KEY, A_POST).post.id == "100"
    server.asked.clear()
    assert ours(server).look(keys.made(datetime(2026, 11, 22, tzinfo=UTC)), A_POST) is None
    assert server.times("GET", "/api/v1/accounts/7/statuses") == 1, "nothing older than its key is read"


@pytest.mark.parametrize(
    ("fault", "kind", "part"),
    [
        (fails(401, {"error": "The access token is invalid"}), NoAccess, "access token"),
        (fails(403, {"error": "This action is outside the authorized scopes"}), NoAccess, "Development"),
        (Fault(Reply(301, None, {"Location": "https://other.example/?secret=1"})), Failed, "https://other.example/."),
        (fails(404, b"<html>no such page"), Failed, "no Mastodon at this address"),
        (Fault(Reply(200, b"<html>hello")), Failed, "no Mastodon at this address"),
        (fails(418), Failed, "does not take this"),
    ],
)
def test_each_no_is_a_sentence_and_never_the_token(server, fault, kind, part):
    server.next("GET", "/api/v1/accounts/verify_credentials", fault)
    with pytest.raises(kind, match=part) as error:
        ours(server, token="t").check_access()
    assert "secret" not in str(error.value)


def test_a_server_that_names_the_end_of_its_limit_is_waited_for_until_then(server):
    headers = {"Date": "Sat, 21 Nov 2026 12:00:00 GMT", "X-RateLimit-Reset": "2026-11-21T12:05:00.000000Z"}
    server.next("POST", "/api/v1/statuses", Fault(Reply(429, {"error": "Too many requests"}, headers)))
    with pytest.raises(Failed) as error:
        ours(server).publish(Outgoing("We ran."), KEY)
    assert (error.value.again, error.value.after) == (True, 300)
    server.next("POST", "/api/v1/statuses", fails(429))
    with pytest.raises(Failed) as error:
        ours(server).publish(Outgoing("We ran."), KEY)
    assert (error.value.again, error.value.after) == (True, None)


def test_an_older_server_that_says_nothing_of_what_a_token_may_is_taken():
    with FakeServer(version=None) as server:
        ours(server).check_access()
    assert server.wrong == []


@pytest.mark.parametrize(
    "address", ["http://social.example", "ftp://social.example", "", "https://user@social.example"]
)
def test_a_token_goes_to_a_safe_address_only(server, address):
    with pytest.raises((NoAccess, Failed)):
        ours(server, address=address).check_access()
    assert server.asked == []


def test_a_fault_on_the_way_takes_nothing_down_and_says_to_try_again(server):
    published = ours(server).publish(A_POST, KEY)
    server.next("DELETE", "/api/v1/statuses/100", fails(503, after=5))
    assert {(one.outcome, one.again) for one in ours(server).remove(published)} == {("failed", True)}
    assert "100" in server.posts


def test_without_an_address_a_person_looks(server):
    with pytest.raises(Unsupported):
        ours(server).confirm_gone(Reference("media", "100/1"))


def test_words_are_counted_as_a_server_counts_them():
    link = "https://alderlane.example/" + "a" * 200
    assert words.length(f"See {link} now") == len("See  now") + 23
    assert words.length("Thank you @oakfield@social.example!") == len("Thank you @oakfield!")
    assert words.length("cafe\u0301") == 4
    can = Mastodon(Account())
    assert can.validate(Outgoing("a" * 500)) == []
    [problem] = can.validate(Outgoing("a" * 490, tags=("Sports day",)))
    assert "500 characters at most, and this has 502" in problem.message
    assert can.validate(Outgoing("a" * 470 + " " + link)) == []


@pytest.mark.parametrize(
    ("post", "where"),
    [
        (Outgoing(""), "text"),
        (Outgoing("a", media=(a_picture(),) * 5), "media"),
        (Outgoing("a", media=(a_picture(), A_FILM)), "media"),
        (Outgoing("a", media=(a_picture("a" * 1501),)), "picture 1"),
        (Outgoing("a", media=(replace(a_picture(), size=20_000_000),)), "picture 1"),
        (Outgoing("a", unlisted=True), "unlisted"),
        (Outgoing("a", page=True), "page"),
    ],
)
def test_what_a_server_would_not_take_is_said_before(post, where):
    [problem] = Mastodon(Account()).validate(post)
    assert problem.where == where


def test_a_tag_is_read_aloud_word_by_word():
    assert [hashtag(one) for one in ("sports", "Sports & games", "Year 6", "2026", "#maths week", "été")] == [
        "#sports",
        "#SportsGames",
        "#Year6",
        "",
        "#MathsWeek",
        "#été",
    ]


def test_what_is_shown_as_a_page_is_plain_words_again():
    assert words.plain("<p>5 &lt; 6<br />and</p><p>so <a href='x'>on</a></p>") == "5 < 6\nand\n\nso on"


def test_keys_tell_when_they_were_made_and_nothing_else_does():
    assert keys.begun(KEY) == NOW - keys.APART
    assert len({keys.made(NOW) for _ in range(100)}) == 100
    assert len(KEY) == 32
    assert keys.begun("0123456789abcdef0123456789abcdef") is None

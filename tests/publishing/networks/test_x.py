"""X's adapter against a fake written from its published contract: github.com/xdevplatform/docs (docs.x.com and its
openapi.json 2.167, August 2026), twitter-text's weights, RFC 5849 for the signature. It has not met the real one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest

from publishing.networks.fakes import Answer, Asked, Fake, Fault, Reply, breaks, fails, on
from schoolgate.publishing.networks import keys
from schoolgate.publishing.networks.errors import Failed, NoAccess, Unsupported, Unsure
from schoolgate.publishing.networks.known import adapter
from schoolgate.publishing.networks.network import Account, Media, Outgoing, Published, Reference, media
from schoolgate.publishing.networks.reading import pieces
from schoolgate.publishing.networks.x import words
from schoolgate.publishing.networks.x.adapter import X
from schoolgate.publishing.networks.x.standing import at
from schoolgate.publishing.networks.x.uploading import PIECE

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = keys.made(NOW)
SECRETS = {"key": "app", "key_secret": "app+secret", "token": "7-token", "token_secret": "token&secret"}
NOT_FOUND = Reply(404, {"title": "Not Found", "type": "about:blank", "status": 404})
UNSIGNED = Reply(401, {"title": "Unauthorized", "type": "about:blank", "status": 401})
DUPLICATE = {"detail": "You are not allowed to create a Tweet with duplicate content.", "status": 403}
LINK = re.compile(r"https?://\S+[^\s.]|\b[\w-]+\.example\b")


def number(seconds: float = 0, when: datetime = NOW) -> int:
    milliseconds = int((when + timedelta(seconds=seconds)).timestamp() * 1000)
    return (milliseconds - 1288834974657) << 22


def signature(asked: Asked, said: dict[str, str]) -> str:
    """As docs.x.com/fundamentals/authentication/oauth-1-0a/creating-a-signature tells it."""
    known = {**asked.query, **{name: value for name, value in said.items() if name != "oauth_signature"}}
    pairs = sorted((quote(name, safe="~"), quote(value, safe="~")) for name, value in known.items())
    parameters = "&".join(f"{name}={value}" for name, value in pairs)
    whole = f"https://{asked.host}{asked.path}"
    base = "&".join(quote(part, safe="~") for part in (asked.method, whole, parameters))
    key = "&".join(quote(SECRETS[name], safe="~") for name in ("key_secret", "token_secret"))
    return base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha1).digest()).decode()


class FakeX(Fake):
    def __init__(self, *, busy: int = 0) -> None:
        super().__init__()
        self.busy = busy
        self.media: dict[str, dict[str, Any]] = {}
        self.posts: dict[str, dict[str, Any]] = {}
        self.answers: list[dict[str, Any]] = []
        self.hidden: dict[str, bool] = {}
        self.nonces: set[str] = set()
        self.knows_account = True
        self.made = 0

    def _signed(self, asked: Asked) -> None:
        scheme, _, rest = asked.headers.get("authorization", "").partition(" ")
        asked.need(asked.host == "api.x.com" and scheme == "OAuth", "it is signed, and goes to api.x.com", UNSIGNED)
        said = {name: unquote(value) for name, value in re.findall(r'(\w+)="([^"]*)"', rest)}
        asked.need(said["oauth_signature_method"] == "HMAC-SHA1" and said["oauth_nonce"] not in self.nonces, "once")
        asked.need(hmac.compare_digest(signature(asked, said), said["oauth_signature"]), "the signature is right")
        self.nonces.add(said["oauth_nonce"])

    @on("GET", "/2/users/me")
    def me(self, asked: Asked) -> Answer:
        self._signed(asked)
        return {"data": {"id": "7", "name": "Alder Lane", "username": "alderlane"}}

    @on("POST", "/2/media/upload/initialize")
    def initialize(self, asked: Asked) -> Answer:
        self._signed(asked)
        said = asked.json
        asked.need(set(said) == {"media_type", "total_bytes", "media_category"}, "what is known is sent")
        film = said["media_type"] == "video/mp4"
        asked.need(said["media_category"] == ("tweet_video" if film else "tweet_image"), "its kind is right")
        name = str(9000 + len(self.media))
        self.media[name] = {**said, "pieces": [], "film": film, "left": self.busy if film else 0, "alt": ""}
        return {"data": {"id": name, "media_key": f"3_{name}", "expires_after_secs": 86400}}

    @on("POST", "/2/media/upload/{name}/append")
    def append(self, asked: Asked, name: str) -> Answer:
        self._signed(asked)
        asked.need(set(asked.form) == {"segment_index"} and set(asked.files) == {"media"}, "a piece and its place")
        place, have = int(asked.form["segment_index"]), self.media[name]["pieces"]
        asked.need(place in (len(have), len(have) - 1) and place < 1000, "pieces come in order")
        have[place:] = [asked.files["media"].data]
        return {"data": {"expires_at": 1}}

    @on("POST", "/2/media/upload/{name}/finalize")
    def finalize(self, asked: Asked, name: str) -> Answer:
        self._signed(asked)
        one = self.media[name]
        asked.need(sum(map(len, one["pieces"])) == one["total_bytes"], "all of it arrived")
        one["whole"] = zlib.crc32(b"".join(one["pieces"]))
        return self._state(name)

    @on("GET", "/2/media/upload")
    def status(self, asked: Asked) -> Answer:
        self._signed(asked)
        asked.need(asked.query["command"] == "STATUS", "it is asked how far it is")
        self.media[asked.query["media_id"]]["left"] -= 1
        return self._state(asked.query["media_id"])

    def _state(self, name: str) -> Answer:
        one, about = self.media[name], {"id": name, "media_key": f"3_{name}"}
        if one["film"]:
            state = "in_progress" if one["left"] > 0 else "succeeded"
            about["processing_info"] = {"state": state, "check_after_secs": 0}
        return {"data": about}

    @on("POST", "/2/media/metadata")
    def metadata(self, asked: Asked) -> Answer:
        self._signed(asked)
        text = asked.json["metadata"]["alt_text"]["text"]
        asked.need(not self.media[asked.json["id"]]["film"], "only pictures are described")
        asked.need(len(text) <= 1000, "1,000 characters at most")
        self.media[asked.json["id"]]["alt"] = text
        return {"data": {"id": asked.json["id"]}}

    @on("POST", "/2/tweets")
    def post(self, asked: Asked) -> Answer:
        self._signed(asked)
        said = asked.json
        names = said.get("media", {}).get("media_ids", [])
        asked.need(set(said) <= {"text", "media"} and len(names) <= 4, "what is known is sent")
        asked.need(all("whole" in self.media[one] and self.media[one]["left"] <= 0 for one in names), "files are ready")
        text = (
            LINK.sub("https://t.co/aB3", said["text"]).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        )
        shown = f"{text} https://t.co/Xy9".strip() if names else text
        if not names and any(row["text"] == shown for row in self.posts.values()):
            return Reply(403, DUPLICATE)
        self.made += 1
        name = str(number(self.made))
        keys_of = {"attachments": {"media_keys": [f"3_{one}" for one in names]}} if names else {}
        self.posts[name] = {"id": name, "text": shown, "edit_history_tweet_ids": [name], **keys_of}
        return Reply(201, {"data": {"id": name, "text": shown}})

    def _includes(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        found = [one for row in rows for one in row.get("attachments", {}).get("media_keys", [])]
        return {"media": [self._one(key) for key in found]} if found else {}

    def _one(self, key: str) -> dict[str, Any]:
        one = self.media[key.partition("_")[2]]
        about = {"media_key": key, **({"alt_text": one["alt"]} if one["alt"] else {})}
        if not one["film"]:
            return {**about, "type": "photo", "url": f"https://pbs.twimg.com/media/{key}.jpg"}
        films = [{"bit_rate": rate, "url": f"https://video.twimg.com/{key}/{rate}.mp4"} for rate in (256, 2176)]
        films.append({"url": f"https://video.twimg.com/{key}/list.m3u8"})
        still = f"https://pbs.twimg.com/media/{key}-still.jpg"
        return {**about, "type": "video", "preview_image_url": still, "variants": films}

    @on("GET", "/2/tweets/{name}")
    def one(self, asked: Asked, name: str) -> Answer:
        self._signed(asked)
        asked.need(set(asked.query) <= {"expansions", "media.fields"}, "only what guides and specification agree on")
        row = self.posts.get(name)
        if row is None:
            return {"errors": [{"type": "https://api.x.com/2/problems/resource-not-found"}]}
        return {"data": row, "includes": self._includes([row])}

    @on("GET", "/2/users/7/tweets")
    def own(self, asked: Asked) -> Answer:
        self._signed(asked)
        asked.need(5 <= int(asked.query["max_results"]) <= 100, "100 at most are asked for")
        since = datetime.fromisoformat(asked.query.get("start_time", "2010-11-06T00:00:00Z"))
        rows = [row for row in reversed(self.posts.values()) if at(row["id"]) >= since]
        rows = rows[int(asked.query.get("pagination_token", 0)) :]
        more = {"next_token": "100"} if len(rows) > 100 else {}
        rows = rows[:100]
        return {**({"data": rows} if rows else {}), "includes": self._includes(rows), "meta": more}

    @on("DELETE", "/2/tweets/{name}")
    def delete(self, asked: Asked, name: str) -> Answer:
        self._signed(asked)
        return {"data": {"deleted": True}} if self.posts.pop(name, None) else NOT_FOUND

    @on("GET", "/2/tweets/search/recent")
    def search(self, asked: Asked) -> Answer:
        self._signed(asked)
        asked.need(10 <= int(asked.query["max_results"]) <= 100, "100 at most are asked for")
        asked.need(asked.query["query"].startswith("conversation_id:"), "one conversation is asked for")
        people = [{"id": "8", "name": "A parent", "username": "parent8"}]
        return {"data": self.answers, "includes": {"users": people}, "meta": {"result_count": len(self.answers)}}

    @on("PUT", "/2/tweets/{name}/hidden")
    def hide(self, asked: Asked, name: str) -> Answer:
        self._signed(asked)
        asked.need(asked.json in ({"hidden": True}, {"hidden": False}), "it is hidden or shown")
        self.hidden[name] = asked.json["hidden"]
        return {"data": {"hidden": self.hidden[name]}}

    @on("GET", "/oembed")
    def oembed(self, asked: Asked) -> Answer:
        asked.need("authorization" not in asked.headers and asked.host == "publish.x.com", "a stranger asks")
        where = urlsplit(asked.query["url"])
        asked.need(where.hostname == "x.com", "for an address of X")
        account, _, rest = where.path.strip("/").partition("/status/")
        there = rest in self.posts if rest else self.knows_account and account == "alderlane"
        return {"html": "<blockquote>"} if there else Reply(404, b"not found")

    @on("GET", "/{key}/{name}")
    def file(self, asked: Asked, key: str, name: str) -> Answer:
        key = re.split(r"[.-]", name)[0] if key == "media" else key
        asked.need("authorization" not in asked.headers, "a stranger asks")
        shown = {one for row in self.posts.values() for one in row.get("attachments", {}).get("media_keys", [])}
        return Reply(200, b"bytes") if key in shown else Reply(404)


@pytest.fixture
def there() -> Iterator[FakeX]:
    with FakeX() as fake:
        yield fake
    assert fake.wrong == []


def ours(there: FakeX, handle: str = "@alderlane") -> X:
    hosts = ("api.x.com", "publish.x.com", "pbs.twimg.com", "video.twimg.com")
    pasted = {name: f" {value}\n" for name, value in SECRETS.items()}
    return X(Account(handle, "", pasted, there.transport(*hosts)))


def a_picture(alt: str = "A field", size: int = 10) -> Media:
    return media(bytes(range(256)) * (size // 256 + 1), "image/jpeg", alt=alt, width=400, height=300)


def a_film(size: int = 3_000_000) -> Media:
    data = bytes(range(250)) * (size // 250)
    return Media(
        "video/mp4", len(data), lambda: (data[at : at + 70_001] for at in range(0, len(data), 70_001)), "A song"
    )


A_POST = Outgoing("We ran & rested. See https://alderlane.example/sports.", media=(a_picture(), a_picture("A wall")))


def test_it_is_among_the_networks():
    assert adapter("x") is X


def test_the_account_is_tried_when_it_is_connected(there):
    ours(there).check_access()
    ours(there, "AlderLane").check_access()
    with pytest.raises(NoAccess, match="another account, @alderlane"):
        ours(there, "@oakfield").check_access()


def test_what_is_signed_with_a_wrong_secret_is_no_access():
    with FakeX() as there:
        there.next("GET", "/2/users/me", fails(401, UNSIGNED.said))
        with pytest.raises(NoAccess) as error:
            ours(there).check_access()
        assert not any(secret in str(error.value) for secret in SECRETS.values())


def test_a_post_goes_out_with_its_pictures_and_what_they_show(there):
    published = ours(there).publish(replace(A_POST, tags=("Sports day",)), KEY)
    [row] = there.posts.values()
    assert row["text"] == "We ran &amp; rested. See https://t.co/aB3.\n\n#SportsDay https://t.co/Xy9"
    assert [one["alt"] for one in there.media.values()] == ["A field", "A wall"]
    assert published.address == f"https://x.com/alderlane/status/{row['id']}"
    for place in (0, 1):
        shown = [one for one in published.references if one.media == place]
        assert [one.kind for one in shown] == ["media"] + ["copy"] * 5
        assert [one.address.partition("?name=")[2] for one in shown] == [
            "",
            "thumb",
            "small",
            "medium",
            "large",
            "orig",
        ]
    assert ours(there).poll(published) == "live"


def test_a_film_is_sent_in_pieces_and_waited_for():
    with FakeX(busy=2) as there:
        film = a_film()
        published = ours(there).publish(Outgoing("Our song", media=(film,)), KEY)
        [one] = there.media.values()
        assert one["whole"] == zlib.crc32(film.data)
        assert len(one["pieces"]) == -(-film.size // PIECE)
        assert there.times("GET", "/2/media/upload") == 2
        shown = [one.address.rpartition("/")[2] for one in published.references if one.media == 0]
        assert shown[:3] == ["2176.mp4", "256.mp4", "list.m3u8"]
        assert sum("still" in name for name in shown) == 6
        ours(there).remove(published)
        assert all(ours(there).confirm_gone(one) for one in published.references)
    assert there.wrong == []


def test_a_film_that_x_cannot_work_with_says_so():
    with FakeX(busy=2) as there:
        broken = {"data": {"id": "9000", "processing_info": {"state": "failed"}}}
        there.next("GET", "/2/media/upload", Fault(Reply(200, broken)))
        with pytest.raises(Failed, match="could not work with the file") as error:
            ours(there).publish(Outgoing("Our song", media=(a_film(),)), KEY)
        assert not error.value.again
        assert there.posts == {}


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("step", ["/2/media/upload/9000/append", "/2/media/upload/9000/finalize"])
def test_a_line_that_breaks_while_a_picture_is_sent_has_published_nothing(there, step, done):
    there.next("POST", step, breaks(done=done))
    with pytest.raises(Failed) as error:
        ours(there).publish(A_POST, KEY)
    assert error.value.again
    assert there.posts == {}


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("post", [A_POST, Outgoing("We ran.")])
def test_a_line_that_breaks_leaves_one_post_and_it_is_found(there, post, done):
    there.next("POST", "/2/tweets", breaks(done=done))
    with pytest.raises(Unsure):
        ours(there).publish(post, KEY)
    assert (ours(there).look(KEY, post) is not None) == done
    published = ours(there).publish(post, KEY)
    assert len(there.posts) == 1
    assert ours(there).remains(KEY, post) == ours(there).publish(post, KEY) == published


def test_a_post_of_which_the_rest_cannot_be_read_is_looked_for(there):
    there.next("GET", "/2/tweets/{name}", fails(503))
    with pytest.raises(Unsure):
        ours(there).publish(A_POST, KEY)
    assert ours(there).look(KEY, A_POST)


def test_a_post_that_x_showed_a_moment_too_late_is_found_after_its_no(there):
    post = Outgoing("We ran.")
    first = ours(there).publish(post, KEY)
    there.next("GET", "/2/users/7/tweets", Fault(Reply(200, {"meta": {"result_count": 0}})))
    assert ours(there).publish(post, KEY) == first


def test_the_same_words_of_last_week_are_another_post_and_x_refuses_a_second(there):
    post = Outgoing("We ran.")
    ours(there).publish(post, KEY)
    later = keys.made(NOW + timedelta(days=7))
    assert ours(there).look(later, post) is None
    with pytest.raises(Failed, match="Change the words") as error:
        ours(there).publish(post, later)
    assert not error.value.again


def test_other_words_pictures_or_descriptions_are_not_this_post(there):
    ours(there).publish(A_POST, KEY)
    for other in (
        replace(A_POST, text="We ran."),
        replace(A_POST, media=A_POST.media[:1]),
        replace(A_POST, media=A_POST.media[::-1]),
    ):
        assert ours(there).look(KEY, other) is None


def test_a_post_is_found_behind_a_hundred_others(there):
    first = ours(there).publish(A_POST, KEY)
    for count in range(2, 130):
        name = str(number(count))
        there.posts[name] = {"id": name, "text": f"Another {count}"}
    assert ours(there).look(KEY, A_POST) == first


def test_a_post_is_taken_down_and_a_stranger_finds_nothing(there):
    published = ours(there).publish(A_POST, KEY)
    assert not any(ours(there).confirm_gone(one) for one in published.references)
    assert {one.outcome for one in ours(there).remove(published)} == {"done"}
    assert there.times("DELETE", "/2/tweets/{name}") == 1
    assert all(ours(there).confirm_gone(one) for one in published.references)
    assert ours(there).poll(published) == "gone"
    left = Published(published.references[1:])
    assert {one.outcome for one in ours(there).remove(left)} == {"already gone"}
    assert [one.reference for one in ours(there).remove(left)] == list(left.references)


def test_where_x_does_not_answer_strangers_a_machine_does_not_say_that_it_is_gone(there):
    published = ours(there).publish(A_POST, KEY)
    ours(there).remove(published)
    there.knows_account = False
    with pytest.raises(Failed, match="without being signed in") as error:
        ours(there).confirm_gone(published.post)
    assert not error.value.again
    there.knows_account = True
    for status in (401, 403):
        there.next("GET", "/oembed", fails(status))
        with pytest.raises(Failed, match="without being signed in"):
            ours(there).confirm_gone(published.post)
    with pytest.raises(Unsupported):
        ours(there).confirm_gone(Reference("media", "1/2"))


def test_what_could_not_be_deleted_is_not_said_to_be(there):
    published = ours(there).publish(A_POST, KEY)
    there.next("DELETE", "/2/tweets/{name}", fails(503, after=9))
    assert {(one.outcome, one.again) for one in ours(there).remove(published)} == {("failed", True)}
    there.next("DELETE", "/2/tweets/{name}", Fault(Reply(200, {"data": {"deleted": False}})))
    assert {(one.outcome, one.again) for one in ours(there).remove(published)} == {("failed", False)}
    assert there.posts


def test_answers_are_read_hidden_and_shown_again(there):
    published = ours(there).publish(A_POST, KEY)
    for seconds in (50, 40):
        there.answers.append({"id": str(number(seconds)), "text": "Well &lt;run&gt;", "author_id": "8"})
    there.answers.append({"id": published.post.id, "text": "the post itself", "author_id": "7"})
    first, second = ours(there).fetch_comments(published)
    assert (first.author, first.text, first.at) == ("A parent", "Well <run>", NOW + timedelta(seconds=40))
    assert second.address == f"https://x.com/parent8/status/{second.id}"
    assert second.hidden is None, "X does not tell"
    assert ours(there).fetch_comments(published, second.at) == [second]
    ours(there).hide_comment(first.id)
    assert there.hidden == {first.id: True}
    ours(there).show_comment(first.id)
    assert there.hidden == {first.id: False}
    there.next("PUT", "/2/tweets/{name}/hidden", Fault(Reply(200, {"data": {"hidden": False}})))
    with pytest.raises(Failed, match="do it there"):
        ours(there).hide_comment(first.id)
    with pytest.raises(Unsupported):
        ours(there).delete_comment(first.id)
    with pytest.raises(Unsupported):
        ours(there).verify_admins()


@pytest.mark.parametrize(
    ("fault", "kind", "part", "again"),
    [
        (fails(402), Failed, "credit", False),
        (fails(403, {"type": "https://api.x.com/2/problems/client-forbidden"}), NoAccess, "read and write", False),
        (fails(403, {"type": "https://api.x.com/2/problems/usage-capped"}), Failed, "credit", False),
        (fails(429, {"type": "https://api.x.com/2/problems/usage-capped"}), Failed, "credit", False),
        (fails(400, {"detail": "We ran."}), Failed, "does not take this", False),
        (fails(503, after=30), Failed, "asks us to wait", True),
        (fails(500), Unsure, "We look", False),
        (Fault(Reply(200, b"<html>")), Unsure, "cannot be read", False),
    ],
)
def test_each_no_is_a_sentence(there, fault, kind, part, again):
    there.next("POST", "/2/tweets", fault)
    with pytest.raises(kind, match=part) as error:
        ours(there).publish(Outgoing("We ran."), KEY)
    assert "We ran" not in str(error.value)
    assert error.value.again is again


def test_a_limit_is_waited_out_until_x_says(there):
    headers = {"Date": "Sat, 21 Nov 2026 12:00:00 GMT", "x-rate-limit-reset": str(int(NOW.timestamp()) + 600)}
    there.next("POST", "/2/tweets", Fault(Reply(429, None, headers)))
    with pytest.raises(Failed) as error:
        ours(there).publish(Outgoing("We ran."), KEY)
    assert (error.value.again, error.value.after) == (True, 600)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("a" * 280, 280),
        ("Hello, world! 👋", 16),
        ("👾" * 3, 6),
        ("🙋🏽", 2),
        ("👨‍🎤", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("🇬🇧", 2),
        ("1️⃣", 2),
        ("❤️", 2),
        ("日本", 4),
        ("cafe\u0301", 4),
        ("“well” – it’s", 13),
        ("https://example.com", 23),
        ("https://example.com/very/long/path" + "a" * 300, 23),
        ("See https://example.com/a.", 28),
        ("see bbc.co.uk now", 31),
        ("half past 3.30pm", 16),
        ("a@school.example", 16),
    ],
)
def test_words_are_counted_as_x_counts_them(text, count):
    assert words.length(text) == count


def test_what_x_would_not_take_is_said_before():
    can = X(Account())
    assert can.validate(Outgoing("a" * 280)) == []
    [problem] = can.validate(Outgoing("a" * 270, tags=("Sports day",)))
    assert "280 characters at most, and this has 282" in problem.message
    for post, where in (
        (Outgoing(""), "text"),
        (Outgoing("a", media=(a_picture(),) * 5), "media"),
        (Outgoing("a", media=(a_picture("a" * 1001),)), "picture 1"),
        (Outgoing("a", media=(replace(a_picture(), size=5_000_001),)), "picture 1"),
        (Outgoing("a", unlisted=True), "unlisted"),
    ):
        [problem] = can.validate(post)
        assert problem.where == where


@pytest.mark.parametrize(
    ("sent", "shown", "is_same"),
    [
        ("We ran.", "We ran.", True),
        ("We ran.", "We ran. https://t.co/Xy9", True),
        ("", "https://t.co/Xy9", True),
        ("We ran. Fast", "We ran. https://t.co/Xy9", False),
        ("See https://a.example/b, now", "See https://t.co/aB3, now", True),
        ("See a.example", "See https://t.co/aB3", True),
        ("See https://a.example", "See https://t.co/aB3 https://t.co/Xy9", True),
        ("5 < 6 & so", "5 &lt; 6 &amp; so", True),
        ("It ended.Then we left", "It ended.Then we left", True),
        ("We Ran.", "We ran.", False),
    ],
)
def test_what_x_shows_is_known_again(sent, shown, is_same):
    assert words.same(sent, shown) is is_same


@pytest.mark.parametrize(("size", "start"), [(1000, 0), (1000, 1), (70_001, 70_001), (70_000, 999_999), (5, 1_000_000)])
def test_pieces_are_all_of_it_from_any_byte(size, start):
    film = a_film(1_000_000)
    found = list(pieces(film, size, start))
    assert b"".join(found) == film.data[start:]
    assert {len(one) for one in found[:-1]} <= {size}


def test_a_number_tells_when_it_was_made():
    assert abs(at(str(number(90))) - (NOW + timedelta(seconds=90))) < timedelta(milliseconds=2)

"""A post as a record of Bluesky's, and what would stand in its way, without asking anybody."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from schoolgate.publishing.networks import keys
from schoolgate.publishing.networks.bluesky import words
from schoolgate.publishing.networks.bluesky.adapter import Bluesky
from schoolgate.publishing.networks.network import Account, Outgoing, media

FAMILY = "👨‍👩‍👧‍👦"
# https://atproto.com/specs/tid
TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")


@pytest.fixture
def bluesky() -> Bluesky:
    return Bluesky(Account("alderlane.example", "https://bsky.social"))


def a_picture(**about: str | int):
    return media(b"x", "image/jpeg", **{"alt": "A field", **about})


def a_film(**about: str | int):
    return media(b"x", "video/mp4", **{"alt": "A race", **about})


def marked(text: str) -> list[tuple[str, str]]:
    """The bytes that each mark stands over, and what it leads to."""
    found = []
    for one in words.facets(text):
        index, [feature] = one["index"], one["features"]
        over = text.encode()[index["byteStart"] : index["byteEnd"]].decode()
        found.append((over, feature.get("uri") or feature["tag"]))
    return found


@pytest.mark.parametrize(
    "key",
    [keys.made(datetime(2026, 11, 21, tzinfo=UTC)), "0" * 32, "any other", ""],
    ids=["made", "0", "other", "none"],
)
def test_the_record_is_found_again_by_the_key(key):
    assert TID.fullmatch(words.rkey(key))
    assert words.rkey(key) == words.rkey(key)


def test_no_two_keys_of_one_second_share_a_record():
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert len({words.rkey(keys.made(now)) for _ in range(2000)}) == 2000
    assert len({words.rkey(str(number)) for number in range(2000)}) == 2000


def test_records_stand_in_the_order_of_their_keys():
    first, second = datetime(2026, 11, 21, 9, tzinfo=UTC), datetime(2026, 11, 21, 10, tzinfo=UTC)
    assert words.rkey(keys.made(first)) < words.rkey(keys.made(second))


@pytest.mark.parametrize(
    ("text", "number"),
    [("abc", 3), ("e\u0301t\u00e9", 3), (FAMILY, 1), ("🇬🇧🇫🇷", 2), ("นี้", 1), ("한국", 2), ("a\nb", 3), ("", 0)],
)
def test_a_character_is_what_a_reader_sees(text, number):
    assert words.characters(text) == number


def test_links_and_tags_are_marked_by_their_bytes():
    text = f"Ünser {FAMILY} #Sports day, see https://alderlane.example/a?b=1#top. (https://b.example) #2026 #x2"
    assert marked(text) == [
        ("#Sports", "Sports"),
        ("https://alderlane.example/a?b=1#top", "https://alderlane.example/a?b=1#top"),
        ("https://b.example", "https://b.example"),
        ("#x2", "x2"),
    ]


@pytest.mark.parametrize(
    "text", ["#1", "a#b", "##b", "a/#b", "&#39;", "#", "http://", "@alderlane.example", "#" + "x" * 65]
)
def test_what_is_neither_stays_words(text):
    assert marked(text) == []


def test_the_tags_of_a_post_stand_below_its_words_and_are_marked(bluesky):
    record = words.record(Outgoing("We ran.", tags=("Sports & games",)), [], datetime(2026, 11, 21, tzinfo=UTC))
    assert record["text"] == "We ran.\n\n#SportsGames"
    assert [one["features"][0]["tag"] for one in record["facets"]] == ["SportsGames"]
    assert record["createdAt"] == "2026-11-21T00:00:00.000Z"
    assert record["langs"] == ["en-GB"]
    assert "embed" not in record


def test_three_hundred_characters_and_no_more(bluesky):
    assert bluesky.validate(Outgoing(FAMILY * 100 + "x" * 100)) == []
    assert bluesky.validate(Outgoing("é" * 300)) == []
    [problem] = bluesky.validate(Outgoing("é" * 301))
    assert (problem.where, "has 301" in problem.message) == ("text", True)


def test_tags_count(bluesky):
    [problem] = bluesky.validate(Outgoing("x" * 295, tags=("orchard",)))
    assert "has 305" in problem.message


def test_small_pictures_in_the_words_take_room(bluesky):
    [problem] = bluesky.validate(Outgoing(FAMILY * 150))
    assert problem.where == "text"
    assert "room" in problem.message


@pytest.mark.parametrize(
    ("post", "where"),
    [
        (Outgoing("x", media=(a_picture(),) * 5), "media"),
        (Outgoing("x", media=(a_picture(alt=""),)), "picture 1"),
        (Outgoing("x", media=(a_picture(alt="x" * 2001),)), "picture 1"),
        (Outgoing("x", media=(media(b"x", "image/gif", alt="x"),)), "picture 1"),
        (Outgoing("x", media=(media(b"x" * 2_000_001, "image/jpeg", alt="x"),)), "picture 1"),
        (Outgoing("x", media=(a_film(), a_film())), "media"),
        (Outgoing("x", media=(a_film(), a_picture())), "media"),
        (Outgoing("x", media=(a_film(alt="x" * 1001),)), "film 1"),
        (Outgoing("x", page=True), "page"),
        (Outgoing("x", unlisted=True), "unlisted"),
        (Outgoing(""), "text"),
    ],
)
def test_what_bluesky_would_not_take_is_said_before(bluesky, post, where):
    assert [one.where for one in bluesky.validate(post)] == [where]


@pytest.mark.parametrize(
    "post",
    [
        Outgoing("", media=(a_picture(),)),
        Outgoing("x", media=(a_picture(),) * 4),
        Outgoing("x", media=(a_film(),)),
        Outgoing("", title="Sports day"),
    ],
)
def test_what_it_would_take(bluesky, post):
    assert bluesky.validate(post) == []

"""What a network would not take, said before it is asked: by its capabilities alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schoolgate.publishing.networks.limits import problems
from schoolgate.publishing.networks.network import Capabilities, Media, Outgoing, Problem, media

PLAIN = Capabilities(
    longest=20, longest_title=10, pictures=2, picture_bytes=1_000_000, picture_side=2048, longest_alt=15
)


def picture(**about: object) -> Media:
    return replace(media(b"x", "image/jpeg", alt="A field", width=800, height=600), **about)


def film() -> Media:
    return media(b"x", "video/mp4")


def found(can: Capabilities, post: Outgoing) -> list[Problem]:
    return problems(can, "Chirper", post)


def test_a_post_that_fits_has_no_problem():
    assert found(PLAIN, Outgoing("Twenty characters ok", "Ten chars.", (picture(), picture()))) == []


def test_words_that_are_too_many_are_counted_as_the_network_counts():
    [one] = found(PLAIN, Outgoing("Twenty-one characters"))
    assert (one.kind, one.where) == ("limit", "text")
    assert "20 characters at most, and this has 21" in one.message
    assert "Shorten it by 1, or leave Chirper out." in one.fix
    assert found(replace(PLAIN, length=lambda text: len(text.encode()) // 2), Outgoing("Twenty-one characters")) == []


@pytest.mark.parametrize(
    ("can", "post", "where", "part"),
    [
        (PLAIN, Outgoing(" "), "text", "no words"),
        (replace(PLAIN, needs="words"), Outgoing("", media=(picture(),)), "text", "no words"),
        (PLAIN, Outgoing("a", "Eleven char"), "title", "title of 10"),
        (PLAIN, Outgoing("a", page=True), "page", "no pages"),
        (PLAIN, Outgoing("a", unlisted=True), "unlisted", "out of its lists"),
        (PLAIN, Outgoing("a", media=(picture(),) * 3), "media", "2 pictures at most, and this has 3"),
        (replace(PLAIN, pictures=0), Outgoing("a", media=(picture(),)), "media", "no pictures"),
        (PLAIN, Outgoing("a", media=(film(),)), "media", "no films"),
        (replace(PLAIN, film=True), Outgoing("a", media=(film(), film())), "media", "one film, and this has 2"),
        (replace(PLAIN, film=True), Outgoing("a", media=(film(), picture())), "media", "a film and pictures"),
        (replace(PLAIN, needs="media"), Outgoing("a"), "media", "without a picture or film"),
        (replace(PLAIN, film=True, needs="film"), Outgoing("a", media=(picture(),)), "media", "takes one film"),
        (PLAIN, Outgoing("a", media=(picture(), picture(type="image/tiff"))), "picture 2", "this kind of file"),
        (PLAIN, Outgoing("a", media=(picture(size=2_500_000),)), "picture 1", "1 MB at most, and this has 2.5 MB"),
        (PLAIN, Outgoing("a", media=(picture(width=2049),)), "picture 1", "2,048 pixels"),
        (replace(PLAIN, film=True, film_bytes=0), Outgoing("a", media=(film(),)), "film 1", "MB at most"),
    ],
)
def test_each_limit_says_where_and_what_to_do(can, post, where, part):
    [one] = found(can, post)
    assert (one.kind, one.where) == ("limit", where)
    assert part in one.message
    assert one.fix


def test_a_picture_has_words_for_who_cannot_see_it_and_not_too_many():
    [one] = found(PLAIN, Outgoing("a", media=(picture(alt=" "),)))
    assert (one.kind, one.where) == ("alt_text", "picture 1")
    [one] = found(PLAIN, Outgoing("a", media=(picture(alt="A field of green"),)))
    assert (one.kind, one.where) == ("alt_text", "picture 1")
    assert "15 characters at most, and this has 16" in one.message
    assert found(replace(PLAIN, longest_alt=None), Outgoing("a", media=(picture(alt="a" * 9000),))) == []
    assert found(replace(PLAIN, longest_alt=0), Outgoing("a", media=(picture(alt=""),))) == [], "it takes none at all"

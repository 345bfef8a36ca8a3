"""What a network would not take of a post, by its capabilities: the same words for every network."""

from __future__ import annotations

from collections.abc import Iterator

from schoolgate.publishing.networks.network import Capabilities, Media, Outgoing, Problem

MEGABYTE = 1_000_000


def problems(can: Capabilities, called: str, post: Outgoing) -> list[Problem]:
    """Everything that stands in the way, in the order of the form. `called` is the network's name for people."""
    return [*_words(can, called, post), *_together(can, called, post), *_each(can, called, post)]


def _limit(where: str, message: str, fix: str) -> Problem:
    return Problem("limit", where, message, fix)


def _words(can: Capabilities, called: str, post: Outgoing) -> Iterator[Problem]:
    if not post.text.strip() and (can.needs == "words" or not (post.media or post.title.strip())):
        yield _limit("text", "There are no words in this post.", "Write what the post says.")
    length = can.length(post.text)
    if can.longest is not None and length > can.longest:
        yield _limit(
            "text",
            f"{called} takes {can.longest:,} characters at most, and this has {length:,}.",
            f"Shorten it by {length - can.longest:,}, or leave {called} out.",
        )
    if can.longest_title is not None and len(post.title) > can.longest_title:
        yield _limit(
            "title",
            f"{called} takes a title of {can.longest_title} characters at most, and this has {len(post.title)}.",
            "Shorten the title.",
        )
    if post.page and not can.pages:
        yield _limit("page", f"{called} has no pages.", f"Leave {called} out, or make it a post.")
    if post.unlisted and not can.unlisted:
        yield _limit("unlisted", f"{called} cannot keep a post out of its lists.", f"Leave {called} out.")


def _together(can: Capabilities, called: str, post: Outgoing) -> Iterator[Problem]:
    films = sum(one.is_film for one in post.media)
    pictures = len(post.media) - films
    if can.needs == "film" and films != 1:
        yield _limit("media", f"{called} takes one film.", f"Add a film, or leave {called} out.")
    elif can.needs == "media" and not post.media:
        yield _limit("media", f"{called} takes no post without a picture or film.", f"Add one, or leave {called} out.")
    if pictures > can.pictures:
        most = f"{can.pictures} pictures at most" if can.pictures else "no pictures"
        fix = f"Take out {pictures - can.pictures}" if can.pictures else "Take them out"
        yield _limit("media", f"{called} takes {most}, and this has {pictures}.", f"{fix}, or leave {called} out.")
    if films > int(can.film):
        most = "one film" if can.film else "no films"
        yield _limit("media", f"{called} takes {most}, and this has {films}.", f"Take it out, or leave {called} out.")
    elif films and pictures and not can.film_with_pictures:
        yield _limit(
            "media",
            f"{called} does not take a film and pictures in one post.",
            "Make two posts of it, or leave one out.",
        )


def _each(can: Capabilities, called: str, post: Outgoing) -> Iterator[Problem]:
    numbers = {"picture": 0, "film": 0}
    for one in post.media:
        kind = "film" if one.is_film else "picture"
        numbers[kind] += 1
        yield from _one(can, called, one, f"{kind} {numbers[kind]}")


def _one(can: Capabilities, called: str, one: Media, where: str) -> Iterator[Problem]:
    types, most = (can.film_types, can.film_bytes) if one.is_film else (can.picture_types, can.picture_bytes)
    if one.type not in types:
        yield _limit(where, f"{called} does not take this kind of file.", "Save it as another kind and add it again.")
    if most is not None and one.size > most:
        yield _limit(
            where,
            f"{called} takes {most / MEGABYTE:.3g} MB at most, and this has {one.size / MEGABYTE:.3g} MB.",
            f"Make it smaller, or leave {called} out.",
        )
    if can.picture_side is not None and not one.is_film and max(one.width, one.height) > can.picture_side:
        yield _limit(
            where,
            f"{called} takes pictures of {can.picture_side:,} pixels at most on a side.",
            f"Make it smaller, or leave {called} out.",
        )
    if not one.is_film and not one.alt.strip() and can.longest_alt != 0:
        yield Problem(
            "alt_text",
            where,
            "This picture has no words for people who cannot see it.",
            "Say in a sentence what it shows, without names.",
        )
    if can.longest_alt and len(one.alt) > can.longest_alt:
        yield Problem(
            "alt_text",
            where,
            f"{called} takes a description of {can.longest_alt:,} characters at most, and this has {len(one.alt):,}.",
            "Shorten the description.",
        )

"""A post as a record of Bluesky's: its key, its words, what in them is a link or a tag, and its media.

The limits are those of the network's lexicon (app.bsky.feed.post, app.bsky.richtext.facet; looked up 2026-11-21).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime

import regex

from schoolgate.publishing.networks import keys
from schoolgate.publishing.networks.bluesky.places import POSTS
from schoolgate.publishing.networks.hashtags import with_tags
from schoolgate.publishing.networks.http import Row
from schoolgate.publishing.networks.network import Media, Outgoing

LONGEST, LONGEST_BYTES, LONGEST_TAG = 300, 3000, 64
LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
LINK = re.compile(r"https?://[^\s<>\"'\[\]]+[^\s<>\"'\[\].,;:!?)]")
TAG = re.compile(r"(?<![\w#/&])#(\w*[^\W\d_]\w*)")
CHARACTER = regex.compile(r"\X")
FIRST, YEARS, SECOND = datetime(2023, 1, 1, tzinfo=UTC), 3 * 365 * 24 * 3600 * 10**6, 10**6


def rkey(key: str) -> str:
    """The record's key, always the same for ours: thirteen letters that tell a time, as the network wants, and that no
    two keys share. https://atproto.com/specs/tid (2026-11-21): 53 bits of microseconds and 10 of whoever made it."""
    begun = keys.begun(key)
    mark = int.from_bytes(hashlib.sha256(key.encode()).digest()[:16])
    within, mark = mark % (SECOND if begun else YEARS), mark // YEARS
    number = (int((begun or FIRST).timestamp()) * SECOND + within) << 10 | mark % 1024
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(13)))


def characters(text: str) -> int:
    """How many a reader sees: a letter with its accents is one, and so is a family of four (Unicode's graphemes)."""
    return len(CHARACTER.findall(text))


def whole(post: Outgoing) -> str:
    """The words as they go out, tags below them."""
    return with_tags(post).replace("\r\n", "\n")


def cid(media: Media) -> str:
    """What the network calls a file: worked out from its bytes (CIDv1, raw, SHA-256, base 32)."""
    made = hashlib.sha256()
    for part in media.parts():
        made.update(part)
    return "b" + base64.b32encode(bytes([1, 0x55, 0x12, 0x20]) + made.digest()).decode().lower().rstrip("=")


def record(post: Outgoing, blobs: Sequence[Row], at: datetime) -> Row:
    text = whole(post)
    made: Row = {"$type": POSTS, "text": text, "createdAt": instant(at), "langs": [post.language]}
    if found := facets(text):
        made["facets"] = found
    if blobs:
        made["embed"] = _embed(post.media, blobs)
    return made


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _embed(media: Sequence[Media], blobs: Sequence[Row]) -> Row:
    if media[0].is_film:
        return {"$type": "app.bsky.embed.video", "video": blobs[0], **_about(media[0])}
    shown = [{"image": blob, **_about(one)} for one, blob in zip(media, blobs, strict=True)]
    return {"$type": "app.bsky.embed.images", "images": shown}


def _about(one: Media) -> Row:
    about: Row = {"alt": one.alt}
    if one.width and one.height:
        about["aspectRatio"] = {"width": one.width, "height": one.height}
    return about


def media_of(value: Row) -> list[Row]:
    """The blobs that a record shows, in order."""
    embed = value.get("embed") or {}
    found = [one.get("image") for one in embed.get("images") or ()] or [embed.get("video")]
    return [one for one in found if isinstance(one, dict)]


def facets(text: str) -> list[Row]:
    """Links and tags, by where they stand in the bytes of the text."""
    found, ends = [], 0
    marks = [(one.span(), _link(one[0])) for one in LINK.finditer(text)]
    marks += [(one.span(), _tag(one[1])) for one in TAG.finditer(text) if characters(one[1]) <= LONGEST_TAG]
    for (start, end), feature in sorted(marks, key=lambda one: one[0]):
        if start < ends:  # what looks like a tag inside an address
            continue
        ends = end
        begin = len(text[:start].encode())
        index = {"byteStart": begin, "byteEnd": begin + len(text[start:end].encode())}
        found.append({"index": index, "features": [feature]})
    return found


def _link(address: str) -> Row:
    return {"$type": "app.bsky.richtext.facet#link", "uri": address}


def _tag(tag: str) -> Row:
    return {"$type": "app.bsky.richtext.facet#tag", "tag": tag}

"""Words as Mastodon counts them and shows them."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

from schoolgate.publishing.networks.hashtags import with_tags
from schoolgate.publishing.networks.network import Outgoing

LINK = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
A_LINK = "x" * 23
MENTION = re.compile(r"(@\w+)@[\w.-]+\w")


def whole(post: Outgoing) -> str:
    return with_tags(post)


def length(text: str) -> int:
    """Characters as a server counts them: a link is 23, of somebody's name only the part before its server. What is
    drawn as one character and made of several counts as one there and as several here."""
    plain = unicodedata.normalize("NFC", MENTION.sub(r"\1", LINK.sub(A_LINK, text)))
    return len(plain)


def same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").strip())


def plain(html: str) -> str:
    """What a server made of somebody's words, as plain words: paragraphs and lines stay."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    return "".join(reader.found).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002
        if tag == "br":
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self.found.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.found.append(data)

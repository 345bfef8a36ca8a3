"""Words as X counts them, and as it gives them back.

The weights are those of twitter-text, version 3 of its configuration (github.com/twitter/twitter-text, config/v3.json),
as docs.x.com/fundamentals/counting-characters tells them (August 2026).
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

LINK_LENGTH = 23
# These count as one; everything else, letters of Chinese or Korean for one, as two.
LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
# An address, with https:// or without: x.example counts as a link too. What only looks like one is counted as one.
A_LINK = (
    r"(?i:https?://[^\s<>]*[^\s<>.,;:!?)\]'\"”’]"
    r"|(?<![\w@.])(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24}(?:/[^\s<>]*)?(?![\w@]))"
)
LINK = re.compile(A_LINK)
# What is drawn as one sign counts as one: flags, keys, and signs joined to each other or with a colour of skin.
SIGN = "[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff][\ufe0f\U0001f3fb-\U0001f3ff]*"
DRAWN = re.compile(f"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|[©®‼⁉™]\ufe0f|{SIGN}(?:\u200d{SIGN})*")
SHORT = re.compile(r"https://t\.co/\w+")
OF_MEDIA = re.compile(r"\s*https://t\.co/\w+$")


def length(text: str) -> int:
    """How long X says it is. Never less than X counts; a little more for what only looks like an address."""
    rest, links = LINK.subn("", unicodedata.normalize("NFC", text))
    rest, drawn = DRAWN.subn("", rest)
    return LINK_LENGTH * links + 2 * drawn + sum(_weight(letter) for letter in rest)


def _weight(letter: str) -> int:
    return 1 if any(first <= ord(letter) <= last for first, last in LIGHT) else 2


def same(sent: str, shown: str) -> bool:
    """Whether X shows what was sent: it shortens each link, adds one for the media, and writes & as &amp;."""
    whole = _bare(unescape(shown))
    return any(
        re.fullmatch(A_LINK.join(map(re.escape, SHORT.split(one))), _bare(sent))
        for one in (whole, OF_MEDIA.sub("", whole))
    )


def _bare(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").strip())


def read(shown: str) -> str:
    """What somebody wrote, as plain words."""
    return unescape(shown).strip()

"""Take the dress off a line: Markdown and HTML emphasis, links, entities; say whether all of it was bold."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"</?(?:u|b|i|em|strong|sup|sub|span|font|br|p|mark)\b[^<>]*>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\]\n]+)\]\((?:[^()\s]+)(?:\s+\"[^\"]*\")?\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:|www\.)[^<>\s]+)>")
_STARS = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.+?)(?<=\S)\1")
_UNDERSCORE = re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)")
_WHOLE_BOLD = re.compile(r"^\W{0,6}(?:\*\*|__)(?=\S).+(?:\*\*|__)[.:]?$|^<(b|strong)>.*</\1>$", re.IGNORECASE)
_SPACES = re.compile(r"[ \u00a0\u2002-\u200a\u202f\u3000]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def plain(text: str) -> str:
    """The words alone: no emphasis marks, tags, link targets or invisible characters; single spaces, tabs kept."""
    text = _INVISIBLE.sub("", text)
    if "<" in text or "&" in text:
        text = html.unescape(_TAG.sub("", _AUTOLINK.sub(r"\1", text)))
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    for _ in range(3):
        bare = _UNDERSCORE.sub(r"\1", _STARS.sub(r"\2", text))
        if bare == text:
            break
        text = bare
    return _SPACES.sub(" ", text.replace("**", "")).strip()


def is_bold(text: str) -> bool:
    """Whether the marks make the whole of this line bold."""
    text = text.strip()
    return bool(_WHOLE_BOLD.match(text)) and text.count("**") in (0, 2)

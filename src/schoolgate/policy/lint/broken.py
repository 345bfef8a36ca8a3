"""Sentences that do not hold together: merged points, lost endings, words that cannot be right.

Every rule is written to stay silent on a sound sentence; the turns of words are data, in broken.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.documents.model import Block
from schoolgate.policy.lint.data import pattern, table
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.sheet import Passage, Sheet, tail, tidy

_LOST_BULLET = re.compile(r"(?<=[\w.;,)])[ \t]+[□■•▪▫●○◦➢\uf0b7\uf0a7\uf0d8][ \t]*(?=[A-Z][a-z])")
_MERGED = re.compile(
    r"\b(?!(?:the|a|an|of|our|this|that|by|and|or|to|in|on|with|from|e\.g|called|named)\b)[a-z]{3,} "
    r"(?:Bring|Contravene|Cause|Expose|Ensure|Never|Always|Do not|Don't|They|These"
    r"|Those|It|We|You|If|When|Where|Please|Make sure|Remember|Avoid|Lead to|Be|Breach) "
    r"(?=[a-z])"
)
_CUT_WORD = re.compile(
    r"\b(?:the|an?|of|to|with|and|or|their|our|its|for|by|from|that|which"
    r"|who|must|should|will|is|are|not|in|into|including|such as)$|[,(]$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.?!:;\"”’')\]…]$")
FULL_STOP_INSIDE = re.compile(r"[a-z]{2}[.?!] [A-Z][a-z]*\b")
_SENTENCE_START = re.compile(r"[A-Z][\w'’ ,-]+ (?:is|are|was|will|must|should|can|may|has|have)\b")


def check(sheet: Sheet) -> Iterator[Finding]:
    yield from _lost_bullets(sheet)
    for passage in sheet.prose:
        yield from _garbled(passage)
        yield from _merged(passage)
        yield from _brackets(passage)
    yield from _cut_off(sheet)


def broken(lines: tuple[int, int], message: str, fix: str, words: str) -> Finding:
    """A broken_sentence at these lines."""
    return Finding("broken_sentence", lines, message, fix, tidy(words))


def _lost_bullets(sheet: Sheet) -> Iterator[Finding]:
    for line in sheet.reading.document.lines:
        if line.role != "furniture" and (found := _LOST_BULLET.search(line.text)) and len(line.text) > 40:
            words = line.text[max(0, found.start() - 30) : found.end() + 30]
            yield broken(
                (line.number, line.number),
                "Two points have merged into one line, with a bullet lost in the middle.",
                "Give each point its own line.",
                words,
            )


def _garbled(passage: Passage) -> Iterator[Finding]:
    for rule in table("broken"):
        for found in pattern(rule["pattern"], exact="exact" in rule).finditer(passage.text):
            around = passage.text[max(0, found.start() - 60) : found.end() + 20]
            if ("not" in rule and pattern(rule["not"]).search(around)) or _in_address(passage.text, found.start()):
                continue
            yield passage.found("broken_sentence", found, rule["message"], rule["fix"])


def _in_address(text: str, place: int) -> bool:
    word = re.split(r"\s", text[max(0, place - 100) : place])[-1] + re.split(r"\s", text[place : place + 100])[0]
    return bool(re.search(r"https?:|www\.|@|\w\.(?:com|org|uk|net|co)\b", word))


def _merged(passage: Passage) -> Iterator[Finding]:
    if passage.block.kind == "row":
        return
    for found in _MERGED.finditer(passage.text):
        yield passage.found(
            "broken_sentence",
            found,
            "Two points or sentences run together here with nothing between them.",
            "Give each its own line or its own sentence.",
        )


def _brackets(passage: Passage) -> Iterator[Finding]:
    """A bracket that never closes. A closing one by itself is a list's own: "a) …"."""
    opened: list[int] = []
    for place, letter in enumerate(passage.text):
        if letter == "(":
            opened.append(place)
        elif letter == ")" and opened:
            opened.pop()
    if opened and passage.block.kind != "row":
        yield broken(
            passage.span(opened[0], len(passage.text)),
            "A bracket opens here and never closes, so the end may be lost.",
            "Close the bracket where it ends, or put back what is missing.",
            passage.text[opened[0] :],
        )


def _cut_off(sheet: Sheet) -> Iterator[Finding]:
    """Ends in the middle, or has full sentences but no full stop after the last."""
    for index, passage in enumerate(sheet.passages):
        text = passage.text.rstrip()
        block = passage.block
        if block.kind not in ("paragraph", "item") or len(text) < 30:
            continue
        following = sheet.blocks[index + 1] if index + 1 < len(sheet.blocks) else None
        if _CUT_WORD.search(text) and not _goes_on(text, block, following):
            yield broken(
                passage.span(len(text) - 1, len(text)),
                "The sentence stops in the middle.",
                "Put back the end of it.",
                tail(text),
            )
        elif _lacks_stop(text) and not (following and following.kind == "item" and block.kind == "paragraph"):
            yield broken(
                passage.span(len(text) - 1, len(text)),
                "It ends without a full stop, so the end may be lost.",
                "Check that nothing is missing, and finish the sentence.",
                tail(text),
            )


def _lacks_stop(text: str) -> bool:
    """Whole sentences stand in it, and the last has no end. A point of a few words needs none, nor an address."""
    if _ENDED.search(text) or len(text) <= 90 or re.search(r"https?:|www\.|@", text[-80:]):
        return False
    return bool(FULL_STOP_INSIDE.search(text) and _SENTENCE_START.search(text))


def _goes_on(text: str, block: Block, following: Block | None) -> bool:
    """A list may end its points with a comma, "and" or "or" before the next, or lead into points."""
    if following is None or following.kind == "heading":
        return False
    if following.kind == "item":
        return block.kind == "item" or not re.search(r"[,(]$", text)
    return False

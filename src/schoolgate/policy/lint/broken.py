"""Sentences that do not hold together: merged points, lost endings, words that cannot be right.

Every rule is written to stay silent on a sound sentence; the turns of words are data, in broken.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.documents.model import Block

from .data import pattern, table
from .finding import Finding
from .sheet import Passage, Sheet, tail, tidy

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
_FULL_STOP_INSIDE = re.compile(r"[a-z]{2}[.?!] [A-Z][a-z]*\b")
_SENTENCE_START = re.compile(r"[A-Z][\w'’ ,-]+ (?:is|are|was|will|must|should|can|may|has|have)\b")
_NEGATIVE_LEAD = re.compile(
    r"\b(?:must\s+not|should\s+not|may\s+not|never|discourag\w+|not\s+(?:\w+\s+)?(?:acceptable"
    r"|permitted|allowed)|prohibited|forbidden|unacceptable|banned|refrain|avoid)\b[^.]{0,400}:$",
    re.IGNORECASE,
)
_SAYS_NOT_AGAIN = re.compile(
    r"^(?:they\s+|staff\s+|pupils\s+|you\s+)?(?:(?:must|should|do"
    r"|will|may|can)\s+)?(?:not|never)\b|^(?:don['’]t|do\s+not)\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(r"\bI(?:['’]\w+)?\s|\bmy\b")
_STANDS_ALONE = re.compile(
    r"^(?:that\s+)?(?:they|staff|pupils|employees|you)\s+(?!(?:must|should|do|will|may|can)?\s*(?:not|never)\b)",
    re.IGNORECASE,
)


def check(sheet: Sheet) -> Iterator[Finding]:
    yield from _lost_bullets(sheet)
    for passage in sheet.prose:
        yield from _garbled(passage)
        yield from _merged(passage)
        yield from _brackets(passage)
    yield from _cut_off(sheet)
    for lead, items in lists(sheet):
        yield from _against_lead(lead, items)
        yield from _runs_on(lead, items)
    yield from _no_items(sheet)
    yield from _odd_promises(sheet)


def lists(sheet: Sheet) -> Iterator[tuple[Passage, list[Passage]]]:
    """Each sentence that ends in a colon, with the items under it."""
    passages = sheet.passages
    for index, passage in enumerate(passages):
        if not passage.text.rstrip().endswith(":") or passage.block.kind == "row":
            continue
        items: list[Passage] = []
        for following in passages[index + 1 :]:
            if following.block.kind != "item" or _is_beside(passage.block, following.block):
                break
            items.append(following)
        if items:
            yield passage, items


def _is_beside(lead: Block, item: Block) -> bool:
    """Whether `item` goes on the list that `lead` is in, rather than opening one under it."""
    if lead.kind != "item" or item.level > lead.level:
        return False
    return lead.marker[:1].isalnum() == item.marker[:1].isalnum()


def _broken(lines: tuple[int, int], message: str, fix: str, words: str) -> Finding:
    return Finding("broken_sentence", lines, message, fix, tidy(words))


def _lost_bullets(sheet: Sheet) -> Iterator[Finding]:
    for line in sheet.reading.document.lines:
        if line.role != "furniture" and (found := _LOST_BULLET.search(line.text)) and len(line.text) > 40:
            words = line.text[max(0, found.start() - 30) : found.end() + 30]
            yield _broken(
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
        yield _broken(
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
            yield _broken(
                passage.span(len(text) - 1, len(text)),
                "The sentence stops in the middle.",
                "Put back the end of it.",
                tail(text),
            )
        elif _lacks_stop(text) and not (following and following.kind == "item" and block.kind == "paragraph"):
            yield _broken(
                passage.span(len(text) - 1, len(text)),
                "It ends without a full stop, so the end may be lost.",
                "Check that nothing is missing, and finish the sentence.",
                tail(text),
            )


def _lacks_stop(text: str) -> bool:
    """Whole sentences stand in it, and the last has no end. A point of a few words needs none, nor an address."""
    if _ENDED.search(text) or len(text) <= 90 or re.search(r"https?:|www\.|@", text[-80:]):
        return False
    return bool(_FULL_STOP_INSIDE.search(text) and _SENTENCE_START.search(text))


def _goes_on(text: str, block: Block, following: Block | None) -> bool:
    """A list may end its points with a comma, "and" or "or" before the next, or lead into points."""
    if following is None or following.kind == "heading":
        return False
    if following.kind == "item":
        return block.kind == "item" or not re.search(r"[,(]$", text)
    return False


def _against_lead(lead: Passage, items: list[Passage]) -> Iterator[Finding]:
    if not _NEGATIVE_LEAD.search(lead.text) or re.search(
        r"\b(?:should|must)\s+(?:also\s+)?ensure\b", lead.text, re.IGNORECASE
    ):
        return
    again = [item for item in items if _SAYS_NOT_AGAIN.match(item.text)]
    alone = [item for item in items if _STANDS_ALONE.match(item.text)]
    if again:
        yield _broken(
            (again[0].lines[0], again[-1].lines[1]),
            "The words above this list already forbid, and its points "
            "say “not” again, so read together they say the opposite.",
            "Word the points as the things not to do, or take the “not” out of the words above.",
            again[0].text,
        )
    if alone:
        yield _broken(
            (alone[0].lines[0], alone[-1].lines[1]),
            "These points tell people what to do, but the words above them forbid what follows.",
            "Move them under words of their own, such as “Staff should”.",
            alone[0].text,
        )


def _runs_on(lead: Passage, items: list[Passage]) -> Iterator[Finding]:
    """The last short point of a list has swallowed the paragraph after it."""
    last, others = items[-1], items[:-1]
    if len(others) < 2 or any(_FULL_STOP_INSIDE.search(item.text) for item in others) or lead.text.startswith("“"):
        return
    found = _FULL_STOP_INSIDE.search(last.text)
    if found and len(last.text[found.end() :].split()) > 20 and re.match(r"^[A-Z][a-z]+ing\b", last.text):
        yield _broken(
            last.span(found.start(), len(last.text)),
            "The last point has run on into a paragraph that belongs to the whole list.",
            "Start a new paragraph there.",
            last.text[found.start() + 3 : found.end() + 50],
        )


def _no_items(sheet: Sheet) -> Iterator[Finding]:
    for index, passage in enumerate(sheet.passages):
        if passage.block.kind != "paragraph" or not passage.text.rstrip().endswith(":") or len(passage.text) < 25:
            continue
        following = sheet.blocks[index + 1] if index + 1 < len(sheet.blocks) else None
        if following is None or following.kind == "heading":
            yield _broken(
                passage.span(len(passage.text) - 1, len(passage.text)),
                "These words lead into a list that is not there.",
                "Put the list back, or end the sentence.",
                tail(passage.text),
            )


def _odd_promises(sheet: Sheet) -> Iterator[Finding]:
    """A list of promises ("I will …") with a point in it that promises nothing."""
    run: list[Passage] = []
    for passage in (*sheet.passages, None):
        if passage is not None and passage.block.kind == "item":
            if passage.block.level == 1:
                run.append(passage)
            continue
        odd = [item for item in run if not _PROMISE.search(item.text)]
        if len(run) >= 6 and len(odd) <= len(run) // 5:
            for item in odd:
                yield _broken(
                    item.lines,
                    "The other points of this list are promises by the person who signs, and this one is not.",
                    "Word it as “I understand that …”, or move it out of the list.",
                    item.text,
                )
        run = []

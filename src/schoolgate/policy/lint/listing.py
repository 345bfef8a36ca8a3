"""Lists whose points do not go with the words above them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.documents.model import Block
from schoolgate.policy.lint.broken import FULL_STOP_INSIDE, broken
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.sheet import Passage, Sheet, tail

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
    for lead, items in _lists(sheet):
        yield from _against_lead(lead, items)
        yield from _runs_on(lead, items)
    yield from _no_items(sheet)
    yield from _odd_promises(sheet)


def _lists(sheet: Sheet) -> Iterator[tuple[Passage, list[Passage]]]:
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


def _against_lead(lead: Passage, items: list[Passage]) -> Iterator[Finding]:
    if not _NEGATIVE_LEAD.search(lead.text) or re.search(
        r"\b(?:should|must)\s+(?:also\s+)?ensure\b", lead.text, re.IGNORECASE
    ):
        return
    again = [item for item in items if _SAYS_NOT_AGAIN.match(item.text)]
    alone = [item for item in items if _STANDS_ALONE.match(item.text)]
    if again:
        yield broken(
            (again[0].lines[0], again[-1].lines[1]),
            "The words above this list already forbid, and its points "
            "say “not” again, so read together they say the opposite.",
            "Word the points as the things not to do, or take the “not” out of the words above.",
            again[0].text,
        )
    if alone:
        yield broken(
            (alone[0].lines[0], alone[-1].lines[1]),
            "These points tell people what to do, but the words above them forbid what follows.",
            "Move them under words of their own, such as “Staff should”.",
            alone[0].text,
        )


def _runs_on(lead: Passage, items: list[Passage]) -> Iterator[Finding]:
    """The last short point of a list has swallowed the paragraph after it."""
    last, others = items[-1], items[:-1]
    if len(others) < 2 or any(FULL_STOP_INSIDE.search(item.text) for item in others) or lead.text.startswith("“"):
        return
    found = FULL_STOP_INSIDE.search(last.text)
    if found and len(last.text[found.end() :].split()) > 20 and re.match(r"^[A-Z][a-z]+ing\b", last.text):
        yield broken(
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
            yield broken(
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
                yield broken(
                    item.lines,
                    "The other points of this list are promises by the person who signs, and this one is not.",
                    "Word it as “I understand that …”, or move it out of the list.",
                    item.text,
                )
        run = []

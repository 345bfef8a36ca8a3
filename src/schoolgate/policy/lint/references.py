"""Pointers that lead nowhere, or to more than one place; and web addresses that cannot be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.policy.lint.data import table
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.places import Places, is_heading, places
from schoolgate.policy.lint.sheet import Passage, Sheet
from schoolgate.policy.lint.words import Near

_SECTION = re.compile(
    r"\b(?P<kind>sections?|paragraphs?|clauses?|paras?\.?)\s+(?P<target>\d{1,2}(?:\.\d{1,2}){0,3}(?!\.?\d)|[A-Z](?![\w'’]))",
    re.IGNORECASE,
)
_APPENDIX = re.compile(r"\b(?:appendix|appendices|annex|schedule)\s+(?P<target>\d{1,2}|[A-Z](?![\w'’]))", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"^[\s,(]*(?:of|in|from|to|under)\s+(?:the\s+|our\s+|their\s+)?(?!this\b|policy\b)(?:\w+\s+){0,5}?"
    r"(?:Act|Regulations?|Order|Code|KCSIE|guidance|Education|Policy|Handbook"
    r"|Procedures?|Contract|Agreement|Standards?|Framework|schedule)\b"
    r"|^[\s,(]*(?:[A-Z][\w'’]*\s+){0,5}(?:Act|Regulations)\b",
    re.IGNORECASE,
)
_CITED_BEFORE = re.compile(
    r"\b(?:Act|Acts|Regulations?|KCSIE|in Education|guidance|handbook)\s*(?:(?:19|20)\d\d)?\W{0,3}$", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
_LOOSE_END = re.compile(r"\s+(?P<rest>[A-Za-z0-9-]*[_/=?][\w/=.?&-]*|[\w-]+\.(?:html?|aspx?|pdf|php))(?=[\s)>.,]|$)")
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/\s:?#]+)", re.IGNORECASE)


def check(sheet: Sheet) -> Iterator[Finding]:
    known, points = places(sheet), _points(sheet)
    for passage in (p for p in sheet.prose if not is_heading(p.block)):
        yield from _sections(passage, known, points)
        for found in _APPENDIX.finditer(passage.text):
            if not _is_elsewhere(passage.text, found):
                yield from _appendix(passage, found, known)
        yield from _addresses(passage)


def _is_elsewhere(text: str, found: re.Match[str]) -> bool:
    return bool(
        _ELSEWHERE.match(text[found.end() : found.end() + 160])
        or _CITED_BEFORE.search(text[max(0, found.start() - 60) : found.start()])
    )


def _sections(passage: Passage, known: Places, points: frozenset[str]) -> Iterator[Finding]:
    for found in _SECTION.finditer(passage.text):
        if _is_elsewhere(passage.text, found):
            continue
        kind, target = found["kind"].lower(), found["target"].removesuffix(".0").upper()
        if kind[0] in "pc" and target in points:
            continue
        runs = [run for run in known.runs if target in run]
        reach = [run for run in known.runs if _reaches(run, target)]
        if not runs:
            yield _lost(passage, found, f"It points to {found.group()}, but there is no such place in this policy.")
        elif len(runs) > 1 or len(reach) > 1:
            where = " and ".join(str(run[target]) for run in runs)
            gap = "" if len(runs) > 1 else f", and the numbers that go from {_ends(reach, target)} leave {target} out"
            yield _lost(
                passage,
                found,
                f"“{found.group()}” could mean more than one place, "
                f"because the numbers start again: line {where}{gap}.",
            )


def _reaches(run: dict[str, int], target: str) -> bool:
    """Whether a run of numbers goes past the target, so that a reader would look for it there."""
    if not target.isdigit():
        return target in run
    numbers = [int(label) for label in run if label.isdigit()]
    return len(numbers) > 1 and min(numbers) <= int(target) <= max(numbers)


def _ends(runs: list[dict[str, int]], target: str) -> str:
    run = next(run for run in runs if target not in run)
    numbers = sorted(int(label) for label in run if label.isdigit())
    return f"{numbers[0]} to {numbers[-1]}"


def _points(sheet: Sheet) -> frozenset[str]:
    """The numbers and letters of list points, which a "paragraph" or "clause" may mean."""
    return frozenset(block.marker.strip("().").upper() for block in sheet.blocks if block.kind == "item")


def _appendix(passage: Passage, found: re.Match[str], known: Places) -> Iterator[Finding]:
    where = known.appendices.get(found["target"].upper(), [])
    if not where and not (len(known.appendices) == 1 and "" in known.appendices):
        yield _lost(passage, found, f"It points to {found.group()}, but there is no such appendix in this document.")
    elif len(where) > 1:
        yield _lost(
            passage, found, f"“{found.group()}” could mean more than one place: lines {', '.join(map(str, where))}."
        )


def _lost(passage: Passage, found: re.Match[str], message: str) -> Finding:
    return passage.found(
        "dangling_reference", found, message, "Point to the right place by its title as well as its number."
    )


def _addresses(passage: Passage) -> Iterator[Finding]:
    for found in _ADDRESS.finditer(passage.text):
        rest = _LOOSE_END.match(passage.text, found.end())
        if rest and not _ADDRESS.match(rest["rest"]) and "/" in found.group().split("//")[-1]:
            whole = re.compile(re.escape(passage.text[found.start() : rest.end()])).search(passage.text, found.start())
            assert whole is not None
            yield passage.found(
                "dangling_reference",
                whole,
                "This web address is cut in two by a space, so it leads nowhere.",
                "Put the whole address in, and try it.",
            )
        host = _HOST.match(found.group())
        near = _near(host.group(1).lower().rstrip(".,)>")) if host else ""
        if near:
            yield passage.found(
                "dangling_reference",
                found,
                f"This web address looks misspelt, so it leads nowhere: it is close to {near}.",
                f"Check it; {near} is probably meant.",
            )


def _near(host: str) -> str:
    """The well-known site that this host nearly is, or ''."""
    hosts = table("words")["hosts"]
    if host in hosts or any(host.endswith("." + known) for known in hosts):
        return ""
    return next(iter(Near(known for known in hosts if len(known) > 8).one_slip_from(host)), "")

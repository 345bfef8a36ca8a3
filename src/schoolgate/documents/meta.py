"""What a document says of itself: title, dates of adoption and review, who approved it and who owns it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from schoolgate.documents.dates import dates_in
from schoolgate.documents.model import Block, Document

_LABELS: tuple[tuple[str, str], ...] = (
    (
        "review_due",
        r"(?:date\s+(?:of|for)\s+)?(?:next|future)\s+(?:\w+\s+)?review(?:\s+date)?"
        r"|review\s+due(?:\s+date)?|(?:to\s+be\s+|due\s+(?:for|to\s+be)\s+)review(?:ed)?(?:\s+(?:by"
        r"|on|in|date))*|review\s+(?:date|by)|next\s+review\s+due|renewal\s+date|date\s+(?:for"
        r"|of)\s+review|review(?=\s*:)",
    ),
    (
        "reviewed",
        r"(?:date\s+)?(?:last|latest|most\s+recent)\s+(?:\w+\s+)?(?:review(?:ed)?"
        r"|updated?)(?:\s+(?:on|date))*|reviewed(?:\s+(?:on|by|in))?|(?:date\s+)?(?:updated|revised"
        r"|amended)(?:\s+(?:on|in))?|date\s+reviewed|last\s+update",
    ),
    (
        "adopted",
        r"(?:date\s+)?(?:adopted|ratified|approved|agreed|completed|issued|implemented)(?:\s+(?:on"
        r"|date|in))*(?!\s+by)|(?:adoption|approval|ratification|issue|effective"
        r"|implementation)\s+date|date\s+(?:of\s+)?(?:adoption|approval|issue|approved|adopted"
        r"|ratified|agreed|completed)|date(?=\s*(?::|$|\|))|policy\s+date|created(?:\s+on)?",
    ),
    (
        "approver",
        r"(?:approved|adopted|ratified|agreed|authorised|signed\s+off)\s+by(?:\s+the)?"
        r"|approval(?:\s+(?:by|body|level))?|approver|approving\s+body|ratified\s+by",
    ),
    (
        "owner",
        r"(?:policy\s+)?owner|(?:lead\s+)?(?:person|member\s+of\s+staff|officer|staff)\s+responsible"
        r"|responsib(?:le|ility)(?:\s+(?:person|officer|for|to|of|staff|policy|review|lead))*"
        r"|policy\s+lead|lead(?:\s+(?:officer|person|member\s+of\s+staff))?|(?:written|prepared"
        r"|produced|reviewed)\s+by|author(?:\(s\))?|policy\s+(?:author|holder)|contact(?!\s+(?:with|between|to)\b)",
    ),
)
_LABEL = re.compile(
    r"^\W*(?:this\s+policy\s+(?:was|is|has\s+been|will\s+be)\s+|policy\s+|date\s+)?(?:"
    + "|".join(f"(?P<{n}>{p})" for n, p in _LABELS)
    + r")(?![\w])(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE = re.compile(
    r"this\s+(?:policy|document|agreement)\s+(?:was|is|has been|will(?:\s+next)?\s+be|is\s+to\s+be"
    r"|is\s+due\s+to\s+be)\s+(?:next\s+|last\s+|formally\s+)?(?P<verb>adopted|approved|ratified"
    r"|agreed|reviewed|updated|revised|due for review)\b(?P<rest>[^.]*)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:by|to)\s+(?:the\s+)?((?:full\s+)?(?:governing\s+(?:body|board)|governors|board\s+of\s+\w+"
    r"|trust\s+board|trustees|local\s+\w+\s+(?:board|body|committee)|[\w&' ]{3,40}?committee"
    r"|head\s?teacher))",
    re.I,
)
_INITIALS = re.compile(r"\b[A-Z]{2,3}\s*/\s*(?=[A-Z][a-z]{2})")
_SCHOOLISH = re.compile(
    r"\b(?:school|academy|college|trust|nursery|federation|council|infants?|juniors?)\b", re.IGNORECASE
)
_POLICYISH = re.compile(
    r"\b(?:polic(?:y|ies)|agreement|guidance|guidelines|code of conduct|acceptable use|procedure"
    r"|protocol|charter|AUP)\b",
    re.IGNORECASE,
)


class About(NamedTuple):
    """What a document says of itself."""

    dates: dict[str, str]
    people: dict[str, str]


def title_of(blocks: Sequence[Block], given: str = "") -> str:
    """The title: the first early line that names a kind of policy, else the file's own, else the first heading."""
    early = [b for b in blocks[:14] if b.kind in ("heading", "paragraph") and 1 < len(b.text.split()) <= 16]
    for block in early:
        if _POLICYISH.search(block.text) and not re.search(r"[:.]\s*\S", block.text) and block.text[-1] != ".":
            return block.text.strip(" :")
    if given.strip():
        return given.strip()
    headings = [b for b in blocks if b.kind == "heading"]
    other = [b.text for b in headings if not _SCHOOLISH.search(b.text)] or [b.text for b in headings]
    return (other or [b.text for b in blocks[:1] if len(b.text) < 80 and b.text[-1:] != "."] or [""])[0].strip(" :")


def about(document: Document) -> About:
    """Dates and people in header tables, "label: value" lines, labels apart from values, footers, sentences."""
    dates: dict[str, str] = {}
    people: dict[str, str] = {}
    for key, value in _statements(document):
        target = people if key in ("approver", "owner") else dates
        if value:
            target.setdefault(key, value)
    return About(dates, people)


def _statements(document: Document) -> Iterator[tuple[str, str]]:
    yield from _labelled(document)
    for block in document.blocks:
        if block.kind == "heading":
            continue
        for found in _SENTENCE.finditer(block.text):
            yield from _sentence(found)
        if len(block.text) < 120 and _INITIALS.search(block.text):
            yield from _initialled(block.text)


def _labelled(document: Document) -> Iterator[tuple[str, str]]:
    """Labels with their values beside them; a label left alone waits for a value on a later line."""
    waiting: list[str] = []
    for text in _short_texts(document):
        parts = _split_labels(text)
        if not parts and waiting:
            waiting_before = list(waiting)
            for value in _values(text):
                if waiting:
                    yield waiting.pop(0), value
            if len(waiting) == len(waiting_before):
                waiting.clear()
            continue
        for key, rest in parts:
            value = _value(key, rest)
            if value:
                yield key, value
            if key == "approver" and (when := dates_in(rest, bare_years=True)):
                yield "adopted", when[-1].iso
            if not value:
                waiting.append(key)


def _short_texts(document: Document) -> Iterator[str]:
    """Rows, and lines short enough to be a label, in order, furniture too: footers often hold the review date."""
    in_row = {n for b in document.blocks if b.kind == "row" for n in range(b.lines[0], b.lines[1] + 1)}
    rows = {b.lines[0]: b for b in document.blocks if b.kind == "row"}
    for line in document.lines:
        if line.number in rows:
            yield from _row_texts(rows[line.number])
        elif line.number not in in_row and line.text.strip() and len(line.text) <= 140:
            yield re.sub(r"[*_#]|</?\w+>", "", line.text).strip()


def _row_texts(row: Block) -> Iterator[str]:
    cells = [c for c in row.cells if c]
    if len(cells) % 2 == 0 and len(cells) > 2 and all(_LABEL.match(c) for c in cells[::2]):
        yield from (f"{label}: {value}" for label, value in zip(cells[::2], cells[1::2], strict=True))
    elif cells and _LABEL.match(cells[0]):
        yield f"{cells[0].rstrip(': ')}: {' '.join(cells[1:])}"
    else:
        yield "\n".join(cells)


def _split_labels(text: str) -> list[tuple[str, str]]:
    """Label and rest for each label on a line ("Adopted: May 2023   Review: May 2025" has two), or none."""
    pieces = re.split(
        r"\s{3,}|\s+[|–]\s+|\n|,\s+(?=[A-Z]\w+ ?\w*:)|(?<=\d)\s+(?=(?:Next|Review|Date|Approved)\b)"
        r"|(?<=[.;])\s+(?=[A-Z][\w ]{2,30}:)",
        text,
    )
    out = []
    for piece in pieces:
        found = _LABEL.match(piece.strip())
        if found is None or len(piece.split()) > 16:
            continue
        rest = found["rest"]
        separated = bool(re.match(r"\s*[:–-]|\s*$", rest)) or bool(dates_in(rest, bare_years=True))
        if separated:
            key = next(name for name, _ in _LABELS if found[name] is not None)
            out.append((key, rest.strip(" :–-\t")))
    return out


def _value(key: str, rest: str) -> str:
    when = dates_in(rest, bare_years=True)
    if key in ("approver", "owner"):
        words = rest[: when[0].start] if when else rest
        return re.sub(r"^(?:by\s+)?(?:the\s+)?|\s*(?:on|in|[:,(–-])\s*$", "", words.strip(), flags=re.I).strip(
            " :,.–-("
        )
    return when[-1].iso if when else ""


def _values(text: str) -> list[str]:
    """The dates on a line of values."""
    return [date.iso for date in dates_in(text, bare_years=True)] if len(text.split()) <= 8 else []


def _sentence(found: re.Match[str]) -> Iterator[tuple[str, str]]:
    verb, rest, whole = found["verb"].lower(), found["rest"], found.group().lower()
    when = dates_in(rest, bare_years=True)
    future = "will" in whole or "next" in whole or "due" in whole or "to be" in whole
    if when:
        if verb in ("adopted", "approved", "ratified", "agreed"):
            yield "adopted", when[0].iso
        else:
            yield ("review_due" if future else "reviewed"), when[0].iso
    if body := _BODY.search(rest):
        yield ("owner" if verb in ("reviewed", "updated", "revised") else "approver"), body.group(1).strip()


def _initialled(text: str) -> Iterator[tuple[str, str]]:
    """ "AB/Oct 2021": who and when, as a last line; the latest of several is the review."""
    if when := dates_in(text):
        yield "reviewed", max(date.iso for date in when)


def labels_on(block: Block) -> list[tuple[str, str]]:
    """What a row or a short line says of the document: adopted, reviewed, review_due, approver or owner, each
    with its value."""
    if block.kind == "heading" or len(block.text.split()) > 16:
        return []
    texts = _row_texts(block) if block.kind == "row" else iter([block.text])
    if block.kind == "paragraph" and _INITIALS.match(block.text):
        return [("reviewed", date.iso) for date in dates_in(block.text)]
    told = [(key, _value(key, rest) or rest) for text in texts for key, rest in _split_labels(text)]
    return [] if block.kind == "row" and not any(value for _, value in told) else told

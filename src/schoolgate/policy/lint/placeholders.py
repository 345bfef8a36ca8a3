"""What a template left behind: choices nobody made, blanks nobody filled, empty bullets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.documents.model import Line
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.sheet import Sheet, tidy

_BRACKETS = re.compile(r"\[(?!\s*[xX✓✔]?\s*\])([^\[\]]{2,160})\](?!\()")
_FINE_IN_BRACKETS = re.compile(r"^\s*(?:\d+|sic|emphasis added|\.{3}|…|[a-z]{1,12})\s*$", re.IGNORECASE)
_ONLY = re.compile(
    r"\b(?:community|aided|voluntary|maintained|foundation|primary|secondary|special"
    r"|academ\w+|independent|church)\b[^.\]]{0,60}\b(?:schools?|academies)\s+only\b",
    re.IGNORECASE,
)
_FILL_IN = re.compile(
    r"[<{\[(]\s*(?:insert|enter|add|type|put|name of|your|school|date|delete|amend)\b[^<>{}\[\]()]{0,60}[>}\])]"
    r"|\b(?:insert|enter)\s+(?:the\s+|your\s+|school\s+|relevant\s+)?(?:name"
    r"|date|title|role|details|number|address|link|logo|school)\b(?:\s+here)?"
    r"|(?-i:\b(?:School|Academy|Trust)\s+Name\b)(?!\s+or\b)|\bdelete\s+(?:as"
    r"|if|where)\s+(?:appropriate|applicable|necessary|not\s+\w+)\b"
    r"|\blorem\s+ipsum\b|\bDD/MM/YY(?:YY)?\b|\b(?:TBC|TBA|TBD)\b|(?<![\w?])\?{2,}(?!\w)|\bto\s+be\s+(?:confirmed"
    r"|agreed\s+by\s+the\s+school|completed\s+by\s+the\s+school)\b",
    re.IGNORECASE,
)
_CROSSES = re.compile(r"(?<![\w.])(?:[xX]{2,}|[Xx]xx+\w*)(?![\w.])(?!\s*(?:century))")
_ROMAN = re.compile(r"^(?:XX|XXX)$")
_BLANK = re.compile(r"\.{5,}|…{2,}|_{4,}")
_SIGNED = re.compile(r"\b(?:sign\w*|print|name|class|child|pupil|parent|witness|form)\b", re.IGNORECASE)
_FORM = re.compile(r"\b(?:signed|signature|sign|date)\b", re.IGNORECASE)
_OURS = re.compile(
    r"\b(?:policy|approved|adopted|ratified|review\w*|governors?|chair|committee|contact|telephone|lead)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\b(will|is|are|does|do|can|must|should)\s*/\s*\1\s+not\b", re.IGNORECASE)
_LONE_BULLET = re.compile(r"^\s*[-*•·▪◦□■–\uf0b7]\s*$")


def check(sheet: Sheet) -> Iterator[Finding]:
    for passage in sheet.passages:
        taken: list[range] = []
        for found in _BRACKETS.finditer(passage.text):
            inside = found.group(1)
            if not _FINE_IN_BRACKETS.match(inside):
                taken.append(range(*found.span()))
                yield passage.found("placeholder", found, _bracket_message(inside), _bracket_fix(inside))
        for rule, message, fix in (
            (
                _ONLY,
                "A note for whoever filled in the template is still here.",
                "Keep the words if they fit your school, and take the note away.",
            ),
            (_FILL_IN, "Part of a template was never filled in.", "Write in what belongs here, or take it out."),
            (_CROSSES, "Crosses stand where something was to be filled in.", "Write in what belongs here."),
            (_CHOICE, "The template offers both, and nobody has chosen.", "Choose one."),
        ):
            for found in rule.finditer(passage.text):
                if any(found.start() in span for span in taken) or (rule is _CROSSES and _ROMAN.match(found.group())):
                    continue
                taken.append(range(*found.span()))
                yield passage.found("placeholder", found, message, fix)
    yield from _blanks(sheet)


def _bracket_message(inside: str) -> str:
    if _ONLY.search(inside):
        return "A note for whoever filled in the template is still here in square brackets."
    if "/" in inside or re.search(r"\bor\b", inside):
        return "A choice in square brackets was never made, so nobody knows whom it means."
    return "Words in square brackets look like part of a template that was never filled in."


def _bracket_fix(inside: str) -> str:
    if _ONLY.search(inside):
        return "Keep the words if they fit your school, and take the brackets and the note away."
    if "/" in inside or re.search(r"\bor\b", inside):
        return "Choose one and take the brackets away."
    return "Write in what belongs here and take the brackets away."


def _blanks(sheet: Sheet) -> Iterator[Finding]:
    """Dotted lines to fill in, and bullets with nothing after them. A line to sign is meant to be blank."""
    lines = sheet.reading.document.lines
    for index, line in enumerate(lines):
        at = (line.number, line.number)
        if _LONE_BULLET.match(line.text):
            following = lines[index + 1].text if index + 1 < len(lines) else ""
            if not following.strip() or re.match(r"^\s*[-*•·▪]\s", following):
                yield Finding(
                    "placeholder",
                    at,
                    "A bullet stands here with nothing after it.",
                    "Write the missing point, or take the bullet out.",
                    line.text.strip(),
                )
        elif _BLANK.search(line.text) and not re.search(r"\d\s*$", line.text) and _is_ours(lines, index):
            yield Finding(
                "placeholder", at, "A blank was never filled in.", "Write in what belongs here.", tidy(line.text)
            )


def _is_ours(lines: tuple[Line, ...], index: int) -> bool:
    """Whether the school was to fill in the blank, rather than somebody who signs."""
    if _OURS.search(lines[index].text):
        return True
    around = lines[max(0, index - 3) : index + 4]
    return not _SIGNED.search(lines[index].text) and not any(_FORM.search(line.text) for line in around)

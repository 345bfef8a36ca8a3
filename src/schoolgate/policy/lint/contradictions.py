"""Two clauses that cannot both be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.documents.model import ReadClause
from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.people import broad, scope, spread
from schoolgate.policy.lint.sheet import Passage, Sheet, tidy
from schoolgate.policy.vocabulary import acts

_FIX = "Decide which is meant, and change or remove the other."
_MOST = 200
_BANS, _PERMITS = ("must_not", "should_not"), ("may",)
_RECONCILED = re.compile(r"^(?:however|but|except|instead|although|notwithstanding|the\s+exception)\b", re.IGNORECASE)
_EXCEPTED = re.compile(
    r"\b(?:unless|except|other\s+than|without|save\s+(?:where|for)|apart\s+from|only)\b", re.IGNORECASE
)
_OUTSIDE = re.compile(
    r"\bpolicy\b[^.]{0,40}\b(?:relates|applies|is\s+(?:only\s+)?about"
    r"|covers)\b[^.]{0,80}\boutside\s+(?:of\s+)?(?:the\s+)?school\b(?![^.]{0,400}\b(?:and|both|as\s+well)\b)",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\b(?:(?:whilst|while|when|during|at)\s+(?:in\s+|at\s+|the\s+)?(?:school"
    r"|work)\b|in\s+school\b)(?!\s+(?:name|logo|communit|holiday|reputation))[^.]{0,400}"
    r"\b(?:not\s+(?:be\s+)?(?:permitted|allowed|used)|must|may|should|(?:is|are)\s+allowed|have\s+access)\b",
    re.IGNORECASE,
)
_FOLLOWS = re.compile(
    r"\b(?:may|could|might|can)\s+(?:\w+\s+)?(?:lead|result|render|constitute|amount|impact|breach|damage|affect|"
    r"be\s+(?:held|liable|subject|seen|deemed|considered|taken|guilty|used|found|regarded))\b",
    re.IGNORECASE,
)
_ALSO = re.compile(r"\balso\b|\bas\s+well\b|\bincluding\b|\bsections?\b|\bthis\s+part\b", re.IGNORECASE)


def check(sheet: Sheet) -> Iterator[Finding]:
    yield from _verdicts(sheet)
    yield from _scopes(sheet)
    yield from _places(sheet)


def _verdicts(sheet: Sheet) -> Iterator[Finding]:
    """A ban and a permission for one act and the same people, with nothing to tell the cases apart."""
    by_act: dict[str, list[ReadClause]] = {}
    for clause in sheet.reading.clauses:
        if clause.act is not None and clause.act.confidence >= 0.6:
            by_act.setdefault(clause.act.value, []).append(clause)
    for act, clauses in by_act.items():
        bans = [c for c in clauses if c.modality.value in _BANS and not _EXCEPTED.search(c.text) and not c.conditions]
        permits = [
            c
            for c in clauses
            if c.modality.value in _PERMITS and not _RECONCILED.match(c.text) and not _FOLLOWS.search(c.text)
        ]
        for ban in bans[:_MOST]:
            permit = next((p for p in permits[:_MOST] if _same_case(ban, p)), None)
            if permit is not None:
                label = acts()[act].label.lower() if act in acts() else act
                first, second = sorted((ban.lines, permit.lines))
                yield Finding(
                    "contradiction",
                    (first[0], second[1]),
                    f"On one question ({label}) line {ban.lines[0]} says no and line "
                    f"{permit.lines[0]} says yes, and nothing tells the two cases apart.",
                    _FIX,
                    tidy(f"{ban.text[:44]} / {permit.text[:44]}"),
                )


def _same_case(ban: ReadClause, permit: ReadClause) -> bool:
    if ban.lines == permit.lines:
        return False
    one, other = dict(ban.facts), dict(permit.facts)
    if any(one[fact] != other[fact] for fact in one.keys() & other.keys()) or one.keys() - other.keys():
        return False
    return bool(_who(ban) & _who(permit))


def _who(clause: ReadClause) -> frozenset[str]:
    return broad(spread(label.value for label in clause.who))


def _scopes(sheet: Sheet) -> Iterator[Finding]:
    """One sentence says the policy is for staff, another that it is for others too."""
    bound = scope(sheet)
    narrow = [
        entry
        for entry in bound
        if entry[2] == {"staff"} and not _ALSO.search(entry[1]) and re.search(r"expect", entry[1])
    ]
    for lines, text, who in bound:
        wider = who - {"staff"}
        if narrow and wider and lines != narrow[0][0] and not _ALSO.search(text):
            first, second = sorted((narrow[0][0], lines))
            yield Finding(
                "contradiction",
                (first[0], second[1]),
                f"Line {narrow[0][0][0]} says the policy sets out what is expected of staff, and "
                f"line {lines[0]} that it applies to others as well, so it is unclear who is bound.",
                "Say once, near the beginning, whom the policy binds.",
                tidy(f"{narrow[0][1][:44]} / {text[:44]}"),
            )
            return


def _places(sheet: Sheet) -> Iterator[Finding]:
    """It says that it is about life outside school, and then rules on life in school."""
    outside = _first(sheet, _OUTSIDE)
    inside = _first(sheet, _INSIDE)
    if outside and inside:
        first, second = sorted((outside.lines, inside.lines))
        yield Finding(
            "contradiction",
            (first[0], max(first[1], second[1])),
            f"Line {outside.lines[0]} says that the policy is about use outside "
            f"school, but {_where(outside, inside)} makes a rule for use in school.",
            _FIX,
            tidy(f"{outside.text[:44]} / {inside.text[:44]}"),
        )


def _where(one: Passage, other: Passage) -> str:
    return "the sentence after it" if one.lines == other.lines else f"line {other.lines[0]}"


def _first(sheet: Sheet, rule: re.Pattern[str]) -> Passage | None:
    return next((sentence for sentence in sheet.sentences if rule.search(sentence.text)), None)

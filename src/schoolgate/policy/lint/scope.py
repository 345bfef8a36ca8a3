"""Holes in the scope: people who are bound but whom no rule or consequence reaches, and people the scope forgets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from schoolgate.policy.lint.finding import Finding
from schoolgate.policy.lint.people import broad, in_text, reached, says, scope, spread
from schoolgate.policy.lint.sheet import Sheet, tidy

_RULES = ("must", "must_not", "should", "should_not", "may")
_DUTIES = ("must", "must_not", "should", "should_not")
_OPENING = re.compile(
    r"^(?:all\s+|any\s+|every\s+|our\s+|the\s+)?(?:[\w/]+\s+(?:and\s+|or\s+)?){1,3}?(?=(?:must|should|are\s+(?:asked|required|expected|not))\b)",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\bcommunity['”\"’)]*\s+(?:means|includes|is\s+(?:defined|made\s+up)|as\s+any|consists)\b|\bdefines?\b[^.]{0,40}\bcommunity\b|\beveryone\s*\((?=[^)]*,)",
    re.IGNORECASE,
)
_BINDS = re.compile(r"\b(?:must|should|shall|may|will|are|is|expected|need)\b", re.IGNORECASE)


def check(sheet: Sheet) -> Iterator[Finding]:
    bound = scope(sheet)
    yield from _no_rule(sheet, bound)
    yield from _no_consequence(sheet, bound)
    yield from _forgotten(sheet)
    yield from _outside(sheet, bound)
    yield from _unbound(sheet, bound)


def _ruled(sheet: Sheet) -> frozenset[str]:
    """The kinds of people for whom there is a rule: those whom the reader found bound, by words of the document."""
    found: set[str] = set()
    for clause in sheet.reading.clauses:
        if clause.modality.value in _RULES:
            found |= spread(who.value for who in clause.who) & (
                in_text(f"{clause.lead} {clause.section} {clause.text}") or {"staff"}
            )
    return broad(found)


def _no_rule(sheet: Sheet, bound: list[tuple[tuple[int, int], str, frozenset[str]]]) -> Iterator[Finding]:
    scoped = {lines for lines, _, _ in bound}
    ruled: set[str] = set()
    for clause in sheet.reading.clauses:
        if clause.modality.value in _RULES and clause.lines not in scoped:
            ruled |= broad(spread(who.value for who in clause.who))
    for lines, text, who in bound:
        missing = who - ruled - {"leaver"}
        if missing and ruled:
            yield Finding(
                "scope_hole",
                lines,
                f"The policy says that it applies to {says(missing)}, "
                "but no rule in it tells them what to do or not to do.",
                f"Add rules for {says(missing)}, or point to the "
                "document that has them, or take them out of the scope.",
                tidy(text),
            )
            return


def _no_consequence(sheet: Sheet, bound: list[tuple[tuple[int, int], str, frozenset[str]]]) -> Iterator[Finding]:
    who = frozenset().union(*(who for _, _, who in bound)) - {"leaver", "school"}
    if not who:
        who = _ruled(sheet) & {"staff", "pupil", "parent", "governor", "volunteer", "contractor"}
    missing = who - reached(sheet)
    if not missing:
        return
    at = next((entry for entry in bound if entry[2] & missing), None)
    lines, words = (at[0], tidy(at[1])) if at else ((1, 1), "")
    some = who - missing
    message = (
        f"It binds {says(missing)}, but says only of {says(some)} what follows when they break it."
        if some
        else f"It binds {says(missing)}, but says nowhere what follows when somebody breaks it."
    )
    yield Finding(
        "scope_hole",
        lines,
        message,
        f"Say what may follow for {says(missing)}, or name the policy that says it.",
        words,
    )


def _forgotten(sheet: Sheet) -> Iterator[Finding]:
    """A definition of the community that leaves out people whom the policy goes on to bind."""
    done: set[frozenset[str]] = set()
    rules = [
        (clause.lines[0], broad(in_text(clause.text))) for clause in sheet.reading.clauses if _BINDS.search(clause.text)
    ]
    for sentence in sheet.sentences:
        found = _DEFINES.search(sentence.text)
        if not found:
            continue
        inside = sentence.text[found.start() :]
        if "(" in found.group():
            inside = inside[: inside.find(")") + 1].split("(", 1)[-1]
        listed = broad(frozenset(label for label in _listed(inside)))
        named = frozenset().union(*(who for line, who in rules if line != sentence.lines[0]))
        missing = (named & {"volunteer", "contractor", "governor", "parent", "pupil"}) - listed
        if listed and missing and missing not in done and len(listed) > 1:
            done.add(missing)
            yield Finding(
                "scope_hole",
                sentence.lines,
                f"This list of the people meant leaves out {says(missing)}, but other clauses speak of them.",
                f"Add {says(missing)} to the list, or say that they are not bound.",
                tidy(sentence.text),
            )


def _listed(text: str) -> frozenset[str]:
    """The people a list names; "the school community" in it names nobody in particular."""
    return in_text(
        re.sub(r"(?i)\beveryone\b|\b(?:school\s+)?community\b|\bmembers\s+of\b(?=[^,]*community)", " ", text)
    )


def _outside(sheet: Sheet, bound: list[tuple[tuple[int, int], str, frozenset[str]]]) -> Iterator[Finding]:
    """A rule for former staff, who are bound by no scope."""
    who = frozenset().union(*(who for _, _, who in bound))
    if not who or "leaver" in who:
        return
    for clause in sheet.reading.clauses:
        if clause.modality.value in _RULES and any(label.value == "leaver" for label in clause.who):
            yield Finding(
                "scope_hole",
                clause.lines,
                "This rule is for former staff, but the policy does not say "
                "that it applies to them and nothing in it can reach them.",
                "Put the rule into the contract or the leaving letter, "
                "and say here that it goes on after somebody leaves.",
                tidy(clause.text),
            )
            return


def _unbound(sheet: Sheet, bound: list[tuple[tuple[int, int], str, frozenset[str]]]) -> Iterator[Finding]:
    """A rule whose first words name people whom the scope leaves out."""
    who = frozenset().union(*(who for _, _, who in bound))
    if not who:
        return
    for clause in sheet.reading.clauses:
        if clause.modality.value not in _DUTIES or not (opening := _OPENING.match(clause.text)):
            continue
        outside = broad(in_text(opening.group())) & broad(spread(label.value for label in clause.who)) - who
        if outside:
            yield Finding(
                "scope_hole",
                clause.lines,
                f"This is a rule for {says(outside)}, but the policy does not say that it applies to them.",
                f"Add {says(outside)} to those the policy applies to, or take the rule out.",
                tidy(clause.text),
            )
            return

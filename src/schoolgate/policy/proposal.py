"""From what the reader found to a pack that the head can correct: each clause with the rule it seems to make. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from schoolgate.documents.model import ReadClause, Reading
from schoolgate.policy.clause import EFFECTS
from schoolgate.policy.vocabulary import PERMISSIONS, act_named

# Acts that are the opposite of a duty: who must report, must not keep silent.
UNDONE = frozenset({"leave.unreported", "hide.friend_request", "leave.profile_public", "air.grievance"})

_PERMISSION = re.compile(
    r"\b(permission|approv\w+|authoris\w+|authority|agree(d|ment)|consent|consult\w*|sanction)\b", re.I
)
_SECTION_NUMBER = re.compile(r"(?:section\s+|part\s+)?(\d{1,3}(?:\.\d{1,3}){0,4}\.?|[A-Z](?=[.)]))[\s.)]", re.I | re.A)
_MUST_BE_APPROVED = re.compile(
    r"\b(must|should|has to|have to|needs to) be (approved|agreed|authorised|cleared)\b[^.;]*", re.I
)
_APPROVERS = {
    "head": r"head\s?-?teacher|\bhead\b|principal|headmistress|headmaster",
    "dsl": r"safeguarding (lead|officer)|\bdsl\b",
    "slt": r"senior lead\w*|leadership team|\bslt\b|deputy",
    "manager": r"line manager|\bmanager\b",
    "governor": r"governor|governing body",
    "school": r"\bschool\b|appropriate person",
}
_CONSENTS = {
    "other_parents": r"other (children|parent|famil)|those (parents|families)",
    "parents": r"parent|carer|famil",
    "person_pictured": r"\b(person|people|individual|colleague|them)\b",
}


def propose(reading: Reading) -> dict[str, Any]:
    """A version's `pack` data. Every clause is bound to something."""
    title = reading.document.title or "Social Media Policy"
    pack = {
        "title": title.capitalize() if title.isupper() else title,
        "dates": dict(reading.dates),
        "clauses": [_clause(clause) for clause in reading.clauses],
    }
    return pack | {key: reading.people[key] for key in ("approver", "owner") if reading.people.get(key)}


def numbered(reading: Reading) -> Reading:
    """The same reading, its clauses numbered so that people can find them."""
    numbers = zip(_numbers(reading.clauses), reading.clauses, strict=True)
    return replace(reading, clauses=tuple(replace(clause, id=number) for number, clause in numbers))


def _numbers(clauses: Sequence[ReadClause]) -> Iterator[str]:
    """A number for each clause that people can find: "2.3" is the third of section 2.

    A section without a number has its place in the document; where numbers start again, the second section 2
    is 2b.
    """
    places: dict[str, str] = {}
    begun: Counter[str] = Counter()
    taken: set[str] = set()
    counts: Counter[str] = Counter()
    for clause in clauses:
        if clause.section not in places:
            written = _SECTION_NUMBER.match(clause.section)
            base = number = written.group(1).rstrip(".") if written else str(len(places) + 1)
            while number in taken:
                begun[base] += 1
                number = f"{base}{_letters(begun[base])}"
            taken.add(number)
            places[clause.section] = number
        place = places[clause.section]
        counts[place] += 1
        yield f"{place}.{counts[place]}"


def _letters(again: int) -> str:
    """b, c … z, then bb, bc …: how often a number has begun again."""
    turns, letter = divmod(again - 1, 25)
    return "b" * turns + chr(ord("b") + letter)


def _clause(clause: ReadClause) -> dict[str, Any]:
    rule = _rule(clause)
    raw: dict[str, Any] = {
        "id": clause.id,
        "section": clause.section or "Whole document",
        "lines": [str(number) for number in clause.lines],
        "who": list(dict.fromkeys(label.value for label in clause.who)) or ["school"],
        "modality": clause.modality.value,
        "says": clause.text,
    }
    if rule:
        raw["rules"] = [rule]
    else:
        raw["informs"] = "yes"
    return raw


def _rule(clause: ReadClause) -> dict[str, Any] | None:
    """The rule that a clause seems to make, or None where its words leave it open."""
    if clause.act is None:
        return None
    act, modality = act_named(clause.act.value), clause.modality.value
    rule: dict[str, Any] = {"act": act.name}
    askable = {name: fact for name, fact in act.facts.items() if name not in {*PERMISSIONS, "by"}}
    when = {name: value for name, value in clause.facts if name in askable and value in askable[name].values}
    if when:
        rule["when"] = when
    asked = [words for words in clause.conditions if _PERMISSION.search(words)]
    if passive := _MUST_BE_APPROVED.search(clause.text):
        asked.append(passive.group())
    if asked and (modality in EFFECTS or passive):
        rule |= _asks(" ".join(asked), act.facts, dict(clause.facts))
    if "approval" in rule or "consent" in rule or modality in EFFECTS:
        return rule
    if act.name in UNDONE and modality in ("must", "should"):
        return rule | {"effect": "forbid" if modality == "must" else "discourage"}
    return None


def _asks(words: str, facts: Any, fixed: dict[str, str]) -> dict[str, Any]:
    """Whose approval or consent the words ask for, as far as the act can ask for it."""
    found: dict[str, Any] = {}
    approval = [role for role, pattern in _APPROVERS.items() if re.search(pattern, words, re.I)]
    consent = [who for who, pattern in _CONSENTS.items() if re.search(pattern, words, re.I)]
    named = [role for role in approval if role != "school"]
    if consent and "consent" in facts and not (named and "approved_by" in facts):
        found["consent"] = ["other_parents"] if fixed.get("child") == "other" else consent[:1]
    elif "approved_by" in facts:
        found["approval"] = named or ["school"]
    if re.search(r"\bwrit(ten|ing)\b", words, re.I) and "approval" in found:
        found["written"] = "yes"
    return found

"""The facts that a question's words fix. What they do not fix stays unknown."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from ..vocabulary import acts
from .lexicon import Phrasebook, data

if TYPE_CHECKING:
    from .reading import Reading

SETTLED = frozenset({"has", "have", "is", "was", "alreadi", "already", "just"})
ASKED = frozenset({"do", "does", "did", "should", "must", "can", "could", "will", "would", "need", "until", "unless"})
DENIED = ("no", "none", "unsigned")
UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "term": 91, "year": 365}
NUMBERS = {
    word: number
    for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "thirti": 30, "thirty": 30, "sixty": 60, "ninety": 90, "half": 0}
YES = ("said yes", "says yes", "say yes", "said ok", "says ok", "said it is ok", "says it is ok", "said its ok",
    "says its ok", "says its fine", "said its fine", "said it is fine", "said it was fine", "said it was ok", "said i could", "says i can", "said we could", "says we can",
    "agreed", "agrees", "has agreed", "have agreed", "approved", "approves", "has approved", "have approved",
    "given permission", "gave permission", "gave me permission", "has given me permission", "signed it off",
    "has signed it off", "given the ok", "gave the ok", "given the go ahead", "gave the go ahead", "gave me the go ahead",
    "has okayed it", "okayed it", "is happy for", "is happy with", "are happy with", "is fine with", "was fine with", "has ok", "gave us permission", "ok it", "told me to", "asked me to", "told us to", "asked us to", "gave it the", "let me", "allowed it", "has allowed", "has said")  # fmt: skip
FROM = ("permission from", "approval from", "agreement from", "ok from", "go ahead from", "approved by", "agreed by", "allowed by", "signed off by", "cleared with", "agreed with", "agreed it with", "cleared it with", "blessing from", "consent from", "the ok of")  # fmt: skip
GIVERS = {
    "manager": ("my manager", "line manager", "my line manager", "my boss", "head of department", "my head of department"),
    "head": ("head", "headteacher", "principal"),
    "dsl": ("dsl", "safeguarding lead", "designated safeguarding lead"),
    "slt": ("slt", "deputy", "deputy head", "senior leader", "senior leadership", "assistant head"),
    "governor": ("governor", "governing body", "chair of governors", "the board"),
    "school": ("school",),
}


@cache
def _book() -> Phrasebook:
    from .reading import classes

    phrases = {
        f"{name}={value}": words for name, values in data("facts").items() for value, words in values.items()
    }
    return Phrasebook(phrases, classes())


@cache
def _approvals() -> Phrasebook:
    from .reading import classes

    return Phrasebook({"yes": YES, "from": FROM} | {f"by {giver}": words for giver, words in GIVERS.items()}, classes())


def stems() -> frozenset[str]:
    """Every stem that the words for facts know."""
    return _book().stems | _approvals().stems


def read_facts(act: str, reading: Reading, doer: str) -> dict[str, str]:
    """The facts of this act that the question fixes; `doer` is who does it where nobody else can."""
    known = acts()[act].facts
    found = {"by": _by(reading, doer)}
    stems = reading.stems
    spoken = {concept for concept, _, _ in _book().find(stems)}
    for name, fact in known.items():
        if name == "approved_by":
            found[name] = _approver(reading)
        elif name == "days":
            found[name] = _days(stems)
        elif name == "age":
            found[name] = _age(act, stems)
        elif name != "by":
            found[name] = _value(act, name, fact.values, spoken)
    _follow(act, found, reading)
    return {name: value for name, value in found.items() if value}


def _by(reading: Reading, doer: str) -> str:
    people = reading.people
    if doer and (people.passive or not (people.actor or people.first_person)):
        return doer
    if doer and people.actor in {"parent", "pupil"} and not people.first_person:
        return doer
    actor = people.actor
    return "staff" if actor == "colleague" else actor


def _value(act: str, name: str, values: Iterable[str], spoken: set[str]) -> str:
    keys = (f"{act}.{name}", name) if f"{act}.{name}" in data("facts") else (name,)
    said = dict.fromkeys(
        value for key in keys for value in data("facts").get(key, {}) if f"{key}={value}" in spoken and value in values
    )
    if len(said) > 1:  # "without signing" speaks of signing too
        return next((value for value in said if value in DENIED), "")
    return next(iter(said), "")


def _approver(reading: Reading) -> str:
    """Who said yes: somebody named just before "said yes", or just after "permission from"."""
    found = sorted(_approvals().find(reading.stems), key=lambda one: (one.start, -one.end))
    signs = [one for one in found if not one.concept.startswith("by ")]
    givers = [one for one in found if one.concept.startswith("by ")]
    for sign in signs:
        for giver in givers:
            before = sign.concept == "yes" and 0 <= sign.start - giver.end <= 2
            after = sign.concept == "from" and 0 <= giver.start - sign.end <= 2
            between = set(reading.stems[giver.end : sign.start]) if before else set()
            leading = set(reading.stems[max(giver.start - 2, 0) : giver.start]) if before else set()
            if (before or after) and between <= SETTLED and not leading & ASKED:
                return giver.concept.removeprefix("by ")
    return ""


def _days(stems: list[str]) -> str:
    for at, word in enumerate(stems[1:], 1):
        unit = UNITS.get(word)
        number = stems[at - 1]
        count = int(number) if number.isdigit() else NUMBERS.get(number)
        if unit and count:
            return str(count * unit)
    return ""


def _age(act: str, stems: list[str]) -> str:
    """An age band, from years of age or a school year that lies wholly inside it."""
    youngest, oldest = _ages(stems)
    if oldest < 0:
        return ""
    bands = {"under_13": (0, 12), "13_to_17": (13, 17), "under_18": (0, 17), "adult": (18, 199)}
    for value in acts()[act].facts["age"].values:
        first, last = bands[value]
        if first <= youngest and oldest <= last:
            return value
    return ""


def _ages(stems: list[str]) -> tuple[int, int]:
    for at, word in enumerate(stems):
        number = int(word) if word.isdigit() else NUMBERS.get(word, 0) if len(word) > 2 else 0
        before = stems[at - 1] if at else ""
        after = stems[at + 1 : at + 3]
        if before == "year" and 0 < number <= 13:
            return number + 4, number + 5
        if number and 3 < number < 100 and (after[:1] == ["year"] and after[1:] == ["old"]):
            return number, number
        if number and 3 < number < 100 and before in {"am", "is", "only", "age", "turn", "are", "just", "hes", "shes"}:
            if not after or after[0] not in {"month", "day", "week", "minut", "of", "photo", "pic", "hour"}:
                return number, number
        if word in {"underag", "under13"} or (word == "under" and after[:1] == ["13"]):
            return 0, 12
        if word == "primary" or word == "reception":
            return 4, 11
    if "adult" in stems or "grown" in stems:
        return 18, 99
    return 0, -1


def _follow(act: str, found: dict[str, str], reading: Reading) -> None:
    """Facts that follow from who is asking: a parent of just the one child, a former pupil of some age."""
    if reading.people.asker == "leaver" and found.get("pupil") == "former":
        found["pupil"] = ""  # it is the asker who left
    if act == "monitor.use" and not found["of"]:
        others = reading.people.others
        found["of"] = "staff" if others & {"staff", "colleague"} and "pupil" not in others else ""
        if "pupil" in others and not others & {"staff", "colleague"}:
            found["of"] = "pupil"

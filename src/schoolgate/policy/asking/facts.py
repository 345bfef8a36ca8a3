"""The facts that a question's words fix. What they do not fix stays unknown."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from schoolgate.policy.asking.lexicon import Phrasebook, data
from schoolgate.policy.vocabulary import acts

if TYPE_CHECKING:
    from schoolgate.policy.asking.reading import Reading

SETTLED = frozenset({"has", "have", "is", "was", "alreadi", "already", "just"})
ASKED = frozenset({"do", "does", "did", "should", "must", "can", "could", "will", "would", "need", "until", "unless"})
AGED = frozenset({"am", "is", "only", "age", "turn", "are", "just", "hes", "shes"})
NOT_AGES = ("month", "day", "week", "minut", "of", "photo", "pic", "hour")
BANDS = {"under_13": (0, 12), "13_to_17": (13, 17), "under_18": (0, 17), "adult": (18, 199)}
DENIED = ("no", "none", "unsigned")
UNITS = {"day": 1, "week": 7, "fortnight": 14, "month": 365 / 12, "term": 91, "year": 365}
NUMBERS = (
    {"a": 1, "an": 1, "thirty": 30, "sixty": 60, "ninety": 90}
    | {
        word: number
        for number, word in enumerate(
            ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
        )
    }
    | {"eleven": 11, "twelve": 12}
)


@cache
def _book() -> Phrasebook:
    from schoolgate.policy.asking.reading import classes

    phrases = {f"{name}={value}": words for name, values in data("facts").items() for value, words in values.items()}
    return Phrasebook(phrases, classes())


@cache
def _approvals() -> Phrasebook:
    from schoolgate.policy.asking.reading import classes

    approvals = data("approvals")
    approvers = {f"by {name}": words for name, words in approvals["approvers"].items()}
    return Phrasebook({"yes": approvals["yes_after"], "from": approvals["yes_before"]} | approvers, classes())


def stems() -> frozenset[str]:
    """Every stem that the words for facts know."""
    return _book().stems | _approvals().stems


class Facts:
    """What a question fixes, read once and asked for act by act."""

    def __init__(self, reading: Reading) -> None:
        self.people = reading.people
        self.stems = reading.stems
        self.spoken = {concept for concept, _, _ in _book().find(self.stems)}
        self.approver = _approver(self.stems)
        self.days = _days(self.stems)
        self.ages = _ages(self.stems)

    def of(self, act: str, doer: str) -> dict[str, str]:
        """The facts of this act; `doer` is who does it where it can be nobody else, or ''."""
        found = {name: self._fact(act, name, fact.values) for name, fact in acts()[act].facts.items()}
        found["by"] = self._by(doer)
        if self.people.asker == "leaver" and found.get("pupil") == "former":
            found["pupil"] = ""  # it is the asker who left
        if "of" in found and not found["of"]:
            found["of"] = self._watched()
        return {name: value for name, value in found.items() if value}

    def _fact(self, act: str, name: str, values: tuple[str, ...]) -> str:
        if name == "approved_by":
            return self.approver
        if name == "days":
            return self.days
        if name == "age":
            return _band(self.ages, values)
        return _value(act, name, values, self.spoken)

    def _by(self, doer: str) -> str:
        actor = self.people.actor
        unsaid = not (actor or self.people.first_person)
        done_to = self.people.passive or (actor in {"parent", "pupil"} and not self.people.first_person)
        if doer and (unsaid or done_to):
            return doer
        return "staff" if actor == "colleague" else actor

    def _watched(self) -> str:
        adults, pupils = self.people.others & {"staff", "colleague"}, "pupil" in self.people.others
        if bool(adults) == pupils:
            return ""
        return "pupil" if pupils else "staff"


def _value(act: str, name: str, values: Iterable[str], spoken: set[str]) -> str:
    keys = (f"{act}.{name}", name) if f"{act}.{name}" in data("facts") else (name,)
    said = dict.fromkeys(
        value for key in keys for value in data("facts").get(key, {}) if f"{key}={value}" in spoken and value in values
    )
    if len(said) > 1:  # "without signing" speaks of signing too
        return next((value for value in said if value in DENIED), "")
    return next(iter(said), "")


def _approver(stems: list[str]) -> str:
    """Who said yes: somebody named just before "said yes", or just after "permission from"."""
    found = sorted(_approvals().find(stems), key=lambda one: (one.start, -one.end))
    signs = [one for one in found if not one.concept.startswith("by ")]
    givers = [one for one in found if one.concept.startswith("by ")]
    for sign in signs:
        for giver in givers:
            before = sign.concept == "yes" and 0 <= sign.start - giver.end <= 2
            after = sign.concept == "from" and 0 <= giver.start - sign.end <= 2
            between = set(stems[giver.end : sign.start]) if before else set()
            leading = set(stems[max(giver.start - 2, 0) : giver.start]) if before else set()
            if (before or after) and between <= SETTLED and not leading & ASKED:
                return giver.concept.removeprefix("by ")
    return ""


def _days(stems: list[str]) -> str:
    for at, word in enumerate(stems[1:], 1):
        unit = UNITS.get(word)
        number = stems[at - 1]
        count = int(number) if number.isdigit() else NUMBERS.get(number)
        if unit and count:
            return str(round(count * unit))
    return ""


def _band(ages: tuple[int, int], bands: Iterable[str]) -> str:
    """The age band that holds all of these ages."""
    youngest, oldest = ages
    return next((band for band in bands if BANDS[band][0] <= youngest <= oldest <= BANDS[band][1]), "")


def _ages(stems: list[str]) -> tuple[int, int]:
    """The youngest and the oldest that the one spoken of can be; (0, -1) where the words do not say."""
    for at, word in enumerate(stems):
        number = int(word) if word.isdigit() else NUMBERS.get(word, 0) if len(word) > 2 else 0
        before, after = stems[at - 1] if at else "", stems[at + 1 : at + 3]
        if before == "year" and 0 < number <= 13:
            return number + 4, number + 5
        if 3 < number < 100 and after == ["year", "old"]:
            return number, number
        if 3 < number < 100 and before in AGED and after[:1] not in ([unit] for unit in NOT_AGES):
            return number, number
        if word == "underag" or (word == "under" and after[:1] == ["13"]):
            return 0, 12
        if word in {"primary", "reception"}:
            return 4, 11
    return (18, 99) if "adult" in stems else (0, -1)

"""The questions that come before an answer: only those that would change it, one at a time. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from schoolgate.policy.engine import Ruling
from schoolgate.policy.vocabulary import PERMISSIONS, Act, Fact


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to ask for, and the answers to choose from: (value, words). No choices means a whole number."""

    fact: Fact
    choices: tuple[tuple[str, str], ...]


def next_question(act: Act, facts: Mapping[str, str], ruling: Ruling) -> Question | None:
    """What to ask next: who would do it, then whatever would change the answer; None when nothing would."""
    if "by" not in facts:
        return Question(act.facts["by"], tuple(act.facts["by"].labels.items()))
    if not ruling.unknown:
        return None
    fact = act.facts[ruling.unknown[0][0]]
    return Question(fact, tuple((value, fact.labels[value]) for value in fact.values))


def in_words(act: Act, facts: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What has been told so far: (fact, question, answer), in the order of the act's facts."""
    said = []
    for name, fact in act.facts.items():
        if name in facts:
            words = " and ".join(fact.labels.get(value, value) for value in facts[name].split(","))
            said.append((name, fact.asks, words))
    return said


def permissions_to_add(ruling: Ruling) -> dict[str, str]:
    """The facts that say: everybody who had to be asked has agreed."""
    agreed = {}
    if ruling.approvers:
        agreed["approved_by"] = ",".join(group[0] for group in ruling.alternatives)
    if ruling.consents:
        agreed["consent"] = "yes"
    assert agreed.keys() <= PERMISSIONS
    return agreed

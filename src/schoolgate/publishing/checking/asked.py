"""What a policy asks of a post, and which of its clauses say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, cast

from schoolgate.policy.clause import Clause, Rule
from schoolgate.policy.controls import settings
from schoolgate.policy.vocabulary import load_yaml
from schoolgate.publishing.checking.model import Asked, Names

USUAL_AGE = 12
"""Years, where a policy asks for plain English and gives no age: what the model policy says."""


def asked(clauses: Iterable[Clause]) -> Asked:
    """What these clauses, those in force on the day, ask."""
    listed = list(clauses)
    set_ = {name: setting.value for name, setting in settings(listed).items()}
    age = set_.get("post.reading_age")
    if not isinstance(age, int):
        age = USUAL_AGE if set_.get("post.plain_english") is True else None
    return Asked(
        reading_age=age,
        label=set_.get("post.label") is True,
        names=cast(Names, set_.get("picture.names", "")),
        school_devices=set_.get("picture.device") == "school",
        cited={kind: tuple(dict.fromkeys(_cited(listed, by))) for kind, by in _kinds().items()},
    )


def _cited(clauses: Sequence[Clause], by: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Numbers of clauses. Where a policy binds the school itself to an act, what it says of staff is about their own
    accounts."""
    acts, consent, controls = by.get("acts", ()), by.get("consent", ()), by.get("controls", ())
    against = [
        (clause, rule)
        for clause in clauses
        for rule in clause.rules
        if _official(rule)
        if (rule.act in acts and rule.effect not in ("allow", "tell")) or (rule.act in consent and rule.consent)
    ]
    for who in ("school", "staff"):
        if bound := [clause.id for clause, rule in against if who in rule.by]:
            yield from bound
            break
    yield from (clause.id for clause in clauses if not clause.controls.keys().isdisjoint(controls))


def _official(rule: Rule) -> bool:
    """Whether a rule is, or may be, about an official account."""
    return not any(one.fact == "account" and "official" not in one.values for one in rule.when)


@cache
def _kinds() -> Any:
    return load_yaml(files("schoolgate.publishing.checking").joinpath("kinds.yaml").read_bytes())

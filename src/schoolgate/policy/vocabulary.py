"""The words of the policy engine: acts and their facts, roles, approvers, consents, controls, kinds of duty."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

APPROVER, NUMBER = "approver", "number"
# Facts that record somebody's permission. They are asked for last and counted as not given until they are.
PERMISSIONS = frozenset({"approved_by", "consent"})


class VocabularyError(ValueError):
    """A word that is not in the vocabulary. `str()` is one sentence that names the nearest words that are."""


@dataclass(frozen=True, slots=True)
class Fact:
    """`values` are the words allowed, in order; empty for a whole number. `labels` are they as answers to `asks`;
    `cases` as they are said without the question ("without permission")."""

    name: str
    asks: str
    values: tuple[str, ...]
    labels: Mapping[str, str]
    cases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Act:
    """`says` finishes the question "May I…?"; `facts` are its facts by name, `by` among them."""

    name: str
    label: str
    says: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Control:
    """`type` is days, months, age, date, roles, choice, choices, steps or flag; `values` the choices."""

    name: str
    says: str
    type: str
    values: tuple[str, ...]


def load_yaml(text: str | bytes) -> Any:
    """YAML as strings, lists and mappings: "no" stays a word."""
    import yaml

    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (makes no objects)


def _data(name: str) -> Any:
    return load_yaml(files("schoolgate.policy").joinpath(name).read_bytes())


@cache
def _roles() -> Any:
    return _data("roles.yaml")


@cache
def roles() -> Mapping[str, Mapping[str, str]]:
    """Each `by` value with its label, `one` ("a governor"), and `also`, the role it is a kind of."""
    return dict(_roles()["roles"])


@cache
def approvers() -> Mapping[str, Mapping[str, Any]]:
    """Who may be asked: label, and whose approval counts as theirs (`given_by`)."""
    return dict(_roles()["approvers"])


@cache
def instead() -> str:
    """Whom to ask where the only approver is the asker."""
    return str(_roles()["instead"])


@cache
def givers() -> Mapping[str, frozenset[str]]:
    """For each approver, the values of `approved_by` that count as their approval."""
    return {name: frozenset(entry["given_by"]) for name, entry in approvers().items()}


@cache
def consents() -> Mapping[str, str]:
    return {name: entry["label"] for name, entry in _roles()["consents"].items()}


@cache
def bound_by(role: str) -> frozenset[str]:
    """The `by` values that a clause naming this role binds: naming staff binds the head too."""
    if role == "everyone":
        return frozenset(_roles()["everyone"])
    return frozenset({role} | {name for name, entry in roles().items() if entry.get("also") == role})


@cache
def _acts() -> Any:
    return _data("acts.yaml")


@cache
def topics() -> Mapping[str, tuple[str, ...]]:
    """What the acts are about: each topic with its acts."""
    return {topic: tuple(names) for topic, names in _acts()["topics"].items()}


@cache
def acts() -> Mapping[str, Act]:
    """The act catalogue, in its order."""
    data = _acts()
    shared = data["facts"]
    role_labels = {name: entry["one"] for name, entry in roles().items()}

    def fact(act: str, name: str, values: Any) -> Fact:
        entry = shared.get(f"{act}.{name}") or shared[name]
        if values == APPROVER:
            givers = dict.fromkeys(role for a in approvers().values() for role in a["given_by"])
            labels = {g: approvers()[g]["label"] for g in givers}
            return Fact(name, entry["asks"], tuple(givers), labels, labels)
        if values == NUMBER:
            return Fact(name, entry["asks"], (), {}, {})
        labels = {value: entry["labels"][value] for value in values}
        return Fact(name, entry["asks"], tuple(values), labels, labels | entry.get("cases", {}))

    by = Fact("by", shared["by"]["asks"], tuple(role_labels), role_labels, role_labels)
    return {
        name: Act(
            name,
            entry["label"],
            entry["says"],
            {"by": by} | {f: fact(name, f, values) for f, values in entry["facts"].items()},
        )
        for name, entry in data["acts"].items()
    }


@cache
def controls() -> Mapping[str, Control]:
    return {
        name: Control(name, entry["says"], entry["type"], tuple(entry.get("values", ())))
        for name, entry in _data("controls.yaml")["controls"].items()
    }


@dataclass(frozen=True, slots=True)
class Circumstance:
    """Something that a policy can wait for before a step: `values` are its answers, as they stand after "when"."""

    name: str
    asks: str
    values: Mapping[str, str]


@cache
def circumstances() -> Mapping[str, Circumstance]:
    found = _data("steps.yaml")["circumstances"]
    return {name: Circumstance(name, said["asks"], dict(said["values"])) for name, said in found.items()}


@cache
def deciders() -> Mapping[str, str]:
    """Who can be named to decide on a step: people of the school, whoever asks."""
    return {name: one["label"] for name, one in approvers().items() if name not in ("manager", "school")}


@cache
def step_letters() -> Mapping[str, str]:
    """The letters that can go with a step, and what each does."""
    return dict(_data("steps.yaml")["letters"])


@cache
def duty_kinds() -> Mapping[str, str]:
    return dict(_data("duties.yaml")["kinds"])


@cache
def duty_times() -> tuple[str, ...]:
    return tuple(_data("duties.yaml")["when"])


@cache
def workflows() -> tuple[str, ...]:
    return tuple(_data("duties.yaml")["workflows"])


def near_words(word: str, known: Iterable[str]) -> list[str]:
    """The three nearest at most of the words that are known, the nearest first."""
    return difflib.get_close_matches(word, list(known), n=3, cutoff=0.7)


def nearest(word: str, known: Iterable[str]) -> str:
    """A clause for an error message: "; did you mean a or b?", or what there is, when nothing is near."""
    known = list(dict.fromkeys(known))
    close = near_words(word, known)
    if close:
        return f"; did you mean {' or '.join(close)}?"
    return f"; it can be {', '.join(known)}." if len(known) <= 12 else "."


def act_named(name: str) -> Act:
    """The act of that name. Raises VocabularyError, naming the nearest."""
    try:
        return acts()[name]
    except KeyError:
        raise VocabularyError(f"There is no act called “{name}”{nearest(name, acts())}") from None


def check_facts(act: Act, facts: Mapping[str, str]) -> None:
    """Raise VocabularyError for a fact the act does not have, or a value the fact cannot take."""
    for name, value in facts.items():
        fact = act.facts.get(name)
        if fact is None:
            raise VocabularyError(f"{act.name} has no fact called “{name}”{nearest(name, act.facts)}")
        if not fact.values:
            if not (value.isascii() and value.isdigit() and len(value) < 10):
                raise VocabularyError(f"{name} takes a whole number, not “{value}”.")
            continue
        for one in value.split(",") if name == "approved_by" else (value,):
            if one not in fact.values:
                raise VocabularyError(f"{name} cannot be “{one}”{nearest(one, fact.values)}")

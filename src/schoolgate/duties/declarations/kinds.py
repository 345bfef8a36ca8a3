"""What can be declared, and what is asked about each: `kinds.yaml`, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from schoolgate.policy.vocabulary import load_yaml

Answers = Mapping[str, str]
NONE = "none"
"""The answer that it is about none of these people."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `values` are its choices (none: words are typed); `names`: the answer names a person.

    `people`: its choices are those who could read it and those whose names are like one that was typed; the answer is
    their numbers with commas between, or `NONE`.
    """

    key: str
    asks: str
    hint: str
    values: Mapping[str, str]
    fact: str
    only_if: Mapping[str, str]
    optional: bool
    names: bool
    people: bool

    def is_asked(self, answers: Answers) -> bool:
        return all(answers.get(key) == value for key, value in self.only_if.items())

    def in_words(self, answers: Answers) -> str:
        """The answer as the page says it."""
        given = answers.get(self.key, "")
        return self.values.get(given, given)


@dataclass(frozen=True, slots=True)
class DeclarationKind:
    """Something that can be declared. `controls` say who hears; `acts` are those whose answers lead here."""

    key: str
    label: str
    hint: str
    act: str
    acts: tuple[str, ...]
    controls: tuple[str, ...]
    questions: tuple[Question, ...]

    def asked(self, answers: Answers) -> list[Question]:
        """The questions that these answers leave to be asked, in their order."""
        return [question for question in self.questions if question.is_asked(answers)]

    def facts(self, answers: Answers) -> dict[str, str]:
        """What the answers say of the act."""
        given = {question.fact: answers.get(question.key, "") for question in self.asked(answers) if question.fact}
        return {fact: value for fact, value in given.items() if value}

    def named(self, answers: Answers) -> list[str]:
        """The names that the answers give."""
        return [answers[q.key] for q in self.asked(answers) if q.names and answers.get(q.key)]

    @property
    def about(self) -> str:
        """The question whom it is about, among those who could read it; '' for a kind that does not ask."""
        return next((question.key for question in self.questions if question.people), "")

    def ticked(self, answers: Answers) -> list[int]:
        """The numbers of those whom the answers say it is about."""
        given = answers.get(self.about, NONE)
        return [int(number) for number in given.split(",")] if given != NONE else []


@cache
def _data() -> Any:
    return load_yaml(files("schoolgate.duties.declarations").joinpath("kinds.yaml").read_bytes())


@cache
def kinds() -> Mapping[str, DeclarationKind]:
    """Every kind, by its key, in the order of the page."""
    return {key: _kind(key, entry) for key, entry in _data()["kinds"].items()}


def otherwise() -> tuple[str, ...]:
    """Who hears where the policy does not say."""
    return tuple(_data()["otherwise"])


def one_is_enough() -> frozenset[str]:
    """The controls of which the first person that they name is enough."""
    return frozenset(_data()["one_is_enough"])


def of_a_date() -> str:
    """The kind by which people declare what the policy asks them to declare by a date."""
    return str(_data()["by_a_date"]["kind"])


def days(name: str) -> int:
    """`first_days` or `early_days` of what is declared by a date."""
    return int(_data()["by_a_date"][name])


def about_act(act: str) -> DeclarationKind | None:
    """What is declared after an answer about an act; None for most."""
    return next((kind for kind in kinds().values() if act in kind.acts), None)


def _kind(key: str, entry: Any) -> DeclarationKind:
    questions = tuple(_question(name, each) for name, each in entry["questions"].items())
    act, acts, controls = entry.get("act", ""), tuple(entry["acts"]), tuple(entry["controls"])
    return DeclarationKind(key, entry["label"], entry["hint"], act, acts, controls, questions)


def _question(key: str, entry: Any) -> Question:
    return Question(
        key=key,
        asks=entry["asks"],
        hint=entry.get("hint", ""),
        values=entry.get("values", {}),
        fact=entry.get("fact", ""),
        only_if=entry.get("only_if", {}),
        optional="optional" in entry,
        names="names" in entry,
        people="people" in entry,
    )

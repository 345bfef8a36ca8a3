"""The plain-English check: it warns about what is hard to read, and about words that blame. It stops nothing. Pure."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from schoolgate.documents.writing import passages
from schoolgate.policy.vocabulary import load_yaml

SENTENCE = re.compile(r"(?<=[.!?])[”’\"')]*\s+")
WORD = re.compile(r"[A-Za-zÀ-ž’']+")
ENOUGH = 20
"""Words below which a reading age says nothing."""


class Note(NamedTuple):
    """One thing to think about: what it is, and the words that it is about."""

    what: str
    words: str = ""


def notes(markdown: str) -> list[Note]:
    """Everything that a letter could say more plainly or more kindly; empty where there is nothing."""
    lines = passages(markdown)
    found = [
        Note(f"This sentence has {count} words. Can it be two?", sentence)
        for line in lines
        for sentence in SENTENCE.split(line)
        if (count := len(WORD.findall(sentence))) > int(_data()["longest_sentence"])
    ]
    text = "\n".join(lines)
    for hard, easy in _data()["instead"].items():
        if _stands(hard, text, forms=True):
            found.append(Note(f"Can you say “{hard}” more simply? Perhaps “{easy}”."))
    found += [Note("This could sound like blame.", word) for word in _data()["blame"] if _stands(word, text)]
    age = reading_age(lines)
    if age > float(_data()["reading_age"]):
        found.append(Note(f"Its reading age is about {age:.0f}. Shorter sentences and shorter words bring it down."))
    return found


def reading_age(lines: list[str]) -> float:
    """Years of age at which it reads easily: the Flesch–Kincaid grade and five. 0 for too few words to say."""
    said = [word for line in lines for word in WORD.findall(line)]
    if len(said) < ENOUGH:
        return 0
    sentences = sum(1 for line in lines for part in SENTENCE.split(line) if WORD.search(part))
    syllables = sum(len(_hyphens().positions(word)) + 1 for word in said)
    return 0.39 * len(said) / max(1, sentences) + 11.8 * syllables / len(said) - 15.59 + 5


def _stands(phrase: str, text: str, *, forms: bool = False) -> bool:
    """Whether these words stand in a text; with `forms` also “utilised” and “utilising” for “utilise”."""
    ending = "(?:e|es|ed|ing)" if phrase.endswith("e") else "(?:s|ed|ing)?"
    words = re.escape(phrase.removesuffix("e")) + ending if forms else re.escape(phrase)
    return re.search(rf"\b{words}\b", text, re.IGNORECASE) is not None


@cache
def _hyphens() -> Any:
    from pyphen import Pyphen  # type: ignore[import-untyped]

    return Pyphen(lang="en_GB")


@cache
def _data() -> Any:
    return load_yaml(files("schoolgate.casework.letters").joinpath("plain_english.yaml").read_bytes())

"""A promise on the school's behalf: whoever makes one binds the school."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from schoolgate.policy.vocabulary import load_yaml
from schoolgate.publishing.checking.model import Draft, Finding, Known
from schoolgate.publishing.checking.words_of import fields

BEFORE = 40
"""Letters before a promise that are looked at for a “not”."""


class _Patterns(NamedTuple):
    promise: re.Pattern[str]
    no: re.Pattern[str]


def findings(draft: Draft, _known: Known) -> Iterator[Finding]:
    for where, words in fields(draft):
        said = words.replace("'", "’")
        for found in _patterns().promise.finditer(said):
            before = said[max(0, found.start() - BEFORE) : found.start()]
            if not _patterns().no.search(before):
                yield Finding(
                    "promise",
                    "warn",
                    where,
                    f"“{words[found.start() : found.end()]}” promises something in the school’s name.",
                    "Say what you plan or hope, or ask whether the school may promise it.",
                    start=found.start(),
                    end=found.end(),
                )


@cache
def _patterns() -> _Patterns:
    data = load_yaml(files("schoolgate.publishing.checking").joinpath("promises.yaml").read_bytes())
    ours = rf"(?:{data['us']})\s?(?:{'|'.join(data['promise'])})"
    promise = rf"(?<!\w)({ours}|{'|'.join(data['whole'])})(?!\w)"
    return _Patterns(re.compile(promise, re.IGNORECASE), re.compile("|".join(data["not"]), re.IGNORECASE))

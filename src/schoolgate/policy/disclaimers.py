"""Ready words for saying that views are one's own, wherever the policy in force asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from schoolgate.policy.clause import Clause
from schoolgate.policy.vocabulary import load_yaml

CONTROL, FACT = "disclaimer.required", "disclaimer"


class Disclaimer(NamedTuple):
    """Where a note is asked for, words that will do, and the clauses that ask for it."""

    where: str
    words: str
    clauses: tuple[Clause, ...]


@cache
def _places() -> Mapping[str, Mapping[str, Any]]:
    return dict(load_yaml(files("schoolgate.policy").joinpath("disclaimers.yaml").read_bytes()))


def disclaimers(clauses: Iterable[Clause], on: date) -> list[Disclaimer]:
    """One for each place that the clauses in force on a day name; none where they name none."""
    asking = [clause for clause in clauses if CONTROL in clause.controls and clause.in_force(on)]
    found = []
    for place, entry in _places().items():
        here = tuple(clause for clause in asking if place in _values(clause))
        if here:
            found.append(Disclaimer(str(entry["where"]), str(entry["words"]), here))
    return found


def _values(clause: Clause) -> tuple[str, ...]:
    value = clause.controls[CONTROL]
    return value if isinstance(value, tuple) else (str(value),)

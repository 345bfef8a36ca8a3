"""`schoolgate compare`: two or more policies over every act."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from schoolgate.cli import policies
from schoolgate.cli.output import add_json, emit
from schoolgate.policy.compare import Situation, differences
from schoolgate.policy.engine import Rulebook
from schoolgate.policy.explain import HEADLINES, as_dict
from schoolgate.policy.vocabulary import VocabularyError, act_named, nearest, roles


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("policies", nargs="+", metavar="POLICY", help="two or more policies")
    parser.add_argument("--by", action="append", default=[], help="only for this kind of person (repeat for more)")
    policies.add_day(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    day, names = policies.on(args), args.policies
    try:
        if len(names) < 2:
            raise VocabularyError("Name two policies or more, such as: schoolgate compare glenwood model")
        for role in args.by:
            if role not in roles():
                raise VocabularyError(f"There is nobody called “{role}”{nearest(role, roles())}")
        books = [Rulebook(policies.find(name, day).clauses) for name in names]
    except policies.NOT_FOUND as error:
        return policies.refused(error)
    found = list(differences(books, day, args.by))
    emit(_as_dict(names, found), args, lambda: "\n".join(_lines(names, found)))
    return 0


def _as_dict(names: Sequence[str], found: Sequence[Situation]) -> dict[str, Any]:
    rows = [
        {
            "act": situation.act,
            "facts": dict(situation.facts),
            "rulings": [as_dict(name, ruling) for name, ruling in zip(names, situation.rulings, strict=True)],
        }
        for situation in found
    ]
    return {"policies": list(names), "differences": rows}


def _lines(names: Sequence[str], found: Sequence[Situation]) -> Iterator[str]:
    last = ""
    for situation in found:
        if situation.act != last:
            last = situation.act
            yield f"\n{act_named(last).label} ({last})"
        case = ", ".join(f"{name}={value}" for name, value in situation.facts.items())
        yield f"  {case}"
        for name, ruling in zip(names, situation.rulings, strict=True):
            cited = ", ".join(clause.id for clause in ruling.clauses)
            yield f"    {name:<16} {HEADLINES[ruling.verdict]}{f' ({cited})' if cited else ''}"
    yield f"\n{len(found)} differences."

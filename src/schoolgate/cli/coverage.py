"""`schoolgate coverage`: how every clause ends, and what waits."""

from __future__ import annotations

import argparse

from schoolgate.cli import policies
from schoolgate.cli.output import add_json, emit
from schoolgate.policy.coverage import coverage, five


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--policy", help="one policy instead of the five that Schoolgate was built on")
    policies.add_day(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    try:
        day = policies.on(args)
        clauses = policies.find(args.policy, day).clauses if args.policy else [clause for _, clause in five()]
    except policies.NOT_FOUND as error:
        return policies.refused(error)
    found = coverage(clauses)
    emit(found, args, lambda: _in_words(found))
    return 0


def _in_words(found: dict[str, object]) -> str:
    lines = [f"{found['clauses']} clauses"]
    for part, title in (("bound", "at work"), ("waiting", "waiting for")):
        counts = found[part]
        assert isinstance(counts, dict)
        lines += [f"{title}: {sum(counts.values())}", *(f"  {name:<20} {count:>4}" for name, count in counts.items())]
    return "\n".join(lines)

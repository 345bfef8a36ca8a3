"""`schoolgate judge`: what a policy makes of an act."""

from __future__ import annotations

import argparse

from schoolgate.cli import policies
from schoolgate.cli.output import add_json, emit
from schoolgate.policy.engine import Ruling, judge
from schoolgate.policy.explain import HEADLINES, as_dict, because
from schoolgate.policy.vocabulary import act_named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("act", help="an act of the catalogue, such as befriend.parent")
    parser.add_argument("facts", nargs="*", metavar="fact=value", help="what is known, such as by=staff")
    parser.add_argument("--policy", required=True, help="a pack's name, a pack's file, or a school's short name")
    policies.add_day(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    day = policies.on(args)
    try:
        pack = policies.find(args.policy, day)
        ruling = judge(pack.clauses, args.act, policies.facts_of(args.facts), day)
    except policies.NOT_FOUND as error:
        return policies.refused(error)
    emit(as_dict(args.policy, ruling), args, lambda: in_words(ruling))
    return 0


def in_words(ruling: Ruling) -> str:
    """A ruling for a person at a terminal."""
    lines = [f"{HEADLINES[ruling.verdict]}.", because(ruling), ""]
    lines += [f"  {clause.id:<6} {clause.says}  [{clause.section}]" for clause in ruling.clauses]
    lines += [f"  {clause.id:<6} {clause.says}  (gives way)" for clause in ruling.outweighed]
    for name, values in ruling.unknown:
        fact = act_named(ruling.act).facts[name]
        lines.append(f"  Tell me {name}: {fact.asks} ({', '.join(values) if fact.values else 'a whole number'})")
    for tell in ruling.tell:
        lines.append(
            f"  Tell the {tell.to}{'' if tell.certain else ', unless an exception applies'} ({tell.clause.id})."
        )
    return "\n".join(lines).rstrip()

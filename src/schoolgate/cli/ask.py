"""`schoolgate ask`: a question in plain words."""

from __future__ import annotations

import argparse
from typing import Any

from schoolgate.cli import policies
from schoolgate.cli.output import add_json, emit
from schoolgate.policy import worries
from schoolgate.policy.asking import SURE, Candidate, match
from schoolgate.policy.engine import Ruling
from schoolgate.policy.vocabulary import act_named

SHOWN = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="+", help='a question, such as "can I add a parent on facebook"')
    parser.add_argument(
        "--policy", help="answer under this one: a pack's name, a pack's file, or a school's short name"
    )
    policies.add_day(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    question = " ".join(args.text)
    if told := worries.worry(question):
        alone: dict[str, Any] = {"question": question, "candidates": [], "ruling": None, "worry": worries.as_dict(told)}
        emit(alone, args, lambda: worries.in_words(told))
        return 0
    candidates = match(question)
    answer, ruling = None, None
    if args.policy:
        from schoolgate.policy.explain import as_dict

        try:
            ruling = _ruling(args, candidates)
        except policies.NOT_FOUND as error:
            return policies.refused(error)
        answer = as_dict(args.policy, ruling) if ruling else None
    listed = [{"act": c.act, "facts": dict(c.facts), "score": c.score} for c in candidates]
    data = {"question": question, "candidates": listed, "ruling": answer}
    emit(data, args, lambda: _in_words(candidates, ruling))
    return 0


def _ruling(args: argparse.Namespace, candidates: list[Candidate]) -> Ruling | None:
    """The ruling on the best candidate, where it is good enough to answer."""
    from schoolgate.policy.engine import judge

    day = policies.on(args)
    pack = policies.find(args.policy, day)
    if not candidates or candidates[0].score < SURE:
        return None
    return judge(pack.clauses, candidates[0].act, candidates[0].facts, day)


def _in_words(candidates: list[Candidate], ruling: Ruling | None) -> str:
    if not candidates:
        return "We could not tell what you want to do. Say it another way, such as “can I add a parent on Facebook”."
    if ruling:
        from schoolgate.cli.judge import in_words

        return f"May I {act_named(ruling.act).says}?\n{_known(candidates[0])}\n{in_words(ruling)}"
    opening = "Do you mean:" if candidates[0].score >= SURE else "We are not sure what you mean. Is it one of these?"
    return "\n".join([opening, *(f"  {_named(candidate)}" for candidate in candidates[:SHOWN])])


def _named(candidate: Candidate) -> str:
    return f"{act_named(candidate.act).label}  ({' '.join((candidate.act, *_facts(candidate)))})"


def _facts(candidate: Candidate) -> list[str]:
    return [f"{name}={value}" for name, value in candidate.facts.items()]


def _known(candidate: Candidate) -> str:
    said = ", ".join(f"“{words}”" for words in candidate.why)
    return f"  From {said}: {' '.join((candidate.act, *_facts(candidate)))}\n"

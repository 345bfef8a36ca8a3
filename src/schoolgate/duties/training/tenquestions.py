"""The policy in ten questions: what it asks a role to keep in mind, and what it rules for them, with clauses. Pure.

The same questions, in the same order, for everybody who is asked as the same role at one version of the policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from schoolgate.duties.training.steps import Answer, Step
from schoolgate.policy.clause import Clause
from schoolgate.policy.engine import Rulebook, Ruling, judge
from schoolgate.policy.everyday import everyday
from schoolgate.policy.explain import HEADLINES, because, joined
from schoolgate.policy.vocabulary import act_named, acts, roles
from schoolgate.policy.wording import capital

TEN, ENOUGH = 10, 4
ASKED = ("forbidden", "needs", "allowed", "discouraged")
"""The verdicts that make a question, in the order in which they take turns."""
TAUGHT = ("training", "policy_review", "incident_case", "escalation")
"""The workflows whose clauses are there to be known: what to think of before one posts, and what may follow."""
MEANS = {
    "allowed": "Yes, the policy allows it",
    "needs": "Ask first",
    "discouraged": "Better not, though it is not forbidden",
    "forbidden": "No",
}


@dataclass(frozen=True, slots=True)
class _Case:
    question: str
    ruling: Ruling


def keep_in_mind(clauses: Iterable[Clause], role: str) -> tuple[Step, ...]:
    """A page to read first: what the policy asks of a role that no question can ask. No page where there is nothing."""
    told = [clause for clause in clauses if clause.workflow in TAUGHT and not (clause.rules or clause.controls)]
    told = [clause for clause in told if role in clause.who or "everyone" in clause.who]
    if not told:
        return ()
    listed = "\n".join(f"- {clause.says} ({clause.id})" for clause in told)
    return (Step("Keep this in mind", f"Our policy says:\n\n{listed}"),)


def ten_questions(book: Rulebook, role: str, on: date) -> tuple[Step, ...]:
    """Ten questions at most, one an act; the kinds of answer take turns as long as there are any.

    Where a policy says too little about a role, its questions are those of staff.
    """
    found = _asked_of(book, role, on)
    return found if len(found) >= ENOUGH else _asked_of(book, "staff", on)


def _asked_of(book: Rulebook, role: str, on: date) -> tuple[Step, ...]:
    waiting: dict[str, list[_Case]] = {verdict: [] for verdict in ASKED}
    acts_asked: set[str] = set()
    for case in _cases(book, role, on):
        if case.ruling.act not in acts_asked:
            acts_asked.add(case.ruling.act)
            waiting[case.ruling.verdict].append(case)
    picked: list[_Case] = []
    while len(picked) < TEN and any(waiting.values()):
        picked += [waiting[verdict].pop(0) for verdict in ASKED if waiting[verdict]]
    return tuple(_step(number, case) for number, case in enumerate(picked[:TEN], 1))


def _cases(book: Rulebook, role: str, on: date) -> Iterator[_Case]:
    """What can be asked: first the everyday questions, then each act as the policy's own rules put it."""
    for one in everyday():
        if one.facts.get("by") == role:
            yield from _clear(book, one.question, one.act, one.facts, on)
    for act, bounds in book.by_act.items():
        for bound in bounds:
            if role in bound.rule.by and not bound.rule.tell:
                facts = {c.fact: min(c.values) for c in bound.rule.when if c.values} | {"by": role}
                if len(facts) == len(bound.rule.when) + 1:
                    yield from _clear(book, _worded(act, facts), act, facts, on)


def _clear(book: Rulebook, question: str, act: str, facts: Mapping[str, str], on: date) -> Iterator[_Case]:
    if act in acts():
        ruling = judge(book, act, facts, on)
        if ruling.verdict in ASKED and ruling.clauses and not ruling.contradicts:
            yield _Case(question, ruling)


def _worded(act: str, facts: Mapping[str, str]) -> str:
    known = act_named(act)
    told = [known.facts[name].cases.get(value, value) for name, value in facts.items() if name != "by"]
    return f"May I {known.says}{f' ({joined(told)})' if told else ''}?"


def _step(number: int, case: _Case) -> Step:
    ruling = case.ruling
    why = f"The policy’s answer is “{HEADLINES[ruling.verdict]}”. {because(ruling)}"
    answers = tuple(Answer(words, verdict == ruling.verdict, why) for verdict, words in MEANS.items())
    text = f"{capital(roles()[ruling.facts['by']]['one'])} asks:\n\n**“{case.question}”**\n\nWhat does our policy say?"
    return Step(f"Question {number}", text, answers, tuple(clause.id for clause in ruling.clauses))

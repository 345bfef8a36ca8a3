"""How fast a ruling is, beside cedarpy deciding the same acts from the same rules written in Cedar.

Both sides are warm and take turns: a round of ours; of Cedar's, call by call; as one batch; in a batch for each act,
with the policies sliced by act beforehand as ours are; and again. Ours is the whole answer as the pages and the
command print it: verdict, clauses in words, whom to ask, what is unknown, and why in a sentence. Cedar's is yes or no
and the clauses' numbers; its policies and entities are parsed once, before the clock starts. Each figure is the
median of the rounds; a ratio is of medians.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

import cedarpy

from judging_cases import Case, partial, policy, whole
from judging_cedar import DENIED, ENTITIES, policies, request, sliced
from schoolgate.policy.clause import Clause
from schoolgate.policy.engine import Rulebook, judge
from schoolgate.policy.explain import as_dict
from schoolgate.policy.pack import PACKS, Pack, load

DAY = date(2026, 11, 21)
ROUNDS = 9


@dataclass(frozen=True)
class Speed:
    """Microseconds for one decision, the median of the rounds."""

    ours: float
    one_by_one: float
    batch: float
    sliced: float


def main() -> int:
    pack = max(map(load, PACKS), key=lambda pack: sum(len(clause.rules) for clause in pack.clauses))
    largest(pack)
    print()
    growth()
    return 0


def largest(pack: Pack) -> None:
    rules = sum(len(clause.rules) for clause in pack.clauses)
    print(f"The largest pack, {pack.name}: {len(pack.clauses)} clauses, {rules} rules; every fact known")
    agree(pack)
    speed = race(pack.clauses, whole(1000))
    print(f"  {'':<28}{'µs a decision':>14}{'decisions a second':>20}{'beside ours':>13}")
    for name, one in (
        ("Schoolgate, explained", speed.ours),
        ("cedarpy, call by call", speed.one_by_one),
        ("cedarpy, one batch", speed.batch),
        ("cedarpy, sliced by act", speed.sliced),
    ):
        print(f"  {name:<28}{one:>14.1f}{1e6 / one:>20,.0f}{one / speed.ours:>13.2f}")
    asked = partial(1000)
    each = median(timed(lambda: ours(Rulebook(pack.clauses), asked)) for _ in range(ROUNDS)) / len(asked) * 1e6
    print(f"  as people ask, half of the facts unknown (Cedar cannot): {each:.1f} µs, {1e6 / each:,.0f} a second")


def agree(pack: Pack) -> None:
    """Both sides have to decide alike wherever Cedar can say it."""
    cases = whole(5000, seed=7)
    book = Rulebook(pack.clauses)
    verdicts = [judge(book, act, facts, DAY).verdict for act, facts in cases]
    answers = cedarpy.is_authorized_batch([request(*c) for c in cases], policies(pack.clauses), ENTITIES)
    differ = [
        (case, verdict)
        for case, verdict, answer in zip(cases, verdicts, answers, strict=True)
        if (verdict in DENIED) == answer.allowed or answer.diagnostics.errors
    ]
    if differ:
        raise SystemExit(f"The two sides disagree on {len(differ)} of {len(cases)} cases, first {differ[0]}")
    counted = ", ".join(f"{verdict} {n}" for verdict, n in Counter(verdicts).most_common())
    print(f"  the same answer in all {len(cases):,} cases tried ({counted})")


def race(clauses: Sequence[Clause], cases: Sequence[Case]) -> Speed:
    book = Rulebook(clauses)
    parsed = cedarpy.PolicySet.from_str(policies(clauses))
    slices = {act: cedarpy.PolicySet.from_str(text) for act, text in sliced(clauses).items()}
    entities = cedarpy.Entities.from_json_str(ENTITIES)
    requests = [request(*case) for case in cases]
    grouped: dict[str, list[dict[str, object]]] = {}
    for (act, _), one in zip(cases, requests, strict=True):
        grouped.setdefault(act, []).append(one)

    def one_by_one() -> None:
        for one in requests:
            answer = cedarpy.is_authorized(one, parsed, entities)
            _ = answer.allowed, answer.diagnostics.id_annotations_by_reason

    def batch() -> None:
        for answer in cedarpy.is_authorized_batch(requests, parsed, entities):
            _ = answer.allowed, answer.diagnostics.id_annotations_by_reason

    def by_act() -> None:
        for act, asked in grouped.items():
            for answer in cedarpy.is_authorized_batch(asked, slices[act], entities):
                _ = answer.allowed, answer.diagnostics.id_annotations_by_reason

    runs: list[Callable[[], object]] = [lambda: ours(book, cases), one_by_one, batch, by_act]
    for run in runs:
        run()
    rounds = [[timed(run) for run in runs] for _ in range(ROUNDS)]
    return Speed(*(median(column) / len(cases) * 1e6 for column in zip(*rounds, strict=True)))


def ours(book: Rulebook, cases: Sequence[Case]) -> None:
    for act, facts in cases:
        as_dict("bench", judge(book, act, facts, DAY))


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def growth() -> None:
    print("As a policy grows (made-up clauses, one rule each, every fact known): µs a decision")
    columns = ("Schoolgate", "cedarpy calls", "cedarpy batch", "cedarpy sliced", "sliced / ours")
    print(f"  {'clauses':>8}" + "".join(f"{column:>16}" for column in columns))
    for size, cases in ((10, 500), (100, 500), (1_000, 200), (10_000, 50)):
        speed = race(policy(size), whole(cases))
        times = (speed.ours, speed.one_by_one, speed.batch, speed.sliced)
        print(f"  {size:>8,}" + "".join(f"{time:>16.1f}" for time in times) + f"{speed.sliced / speed.ours:>16.2f}")


if __name__ == "__main__":
    raise SystemExit(main())

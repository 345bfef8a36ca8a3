"""How long it takes to find pupils' names in a draft of 300 words, as the roll grows.

Beside ours, in turns: one regular expression of all first, last and full names; and pyahocorasick over the same, with a
check of word boundaries, where it is installed (it is no dependency). Those two find a name only as it is on the roll,
in any capitals, and know nothing of words that are names too; the bench stops unless all that they find, ours finds.
Times are of the processor, medians of the rounds.
"""

from __future__ import annotations

import random
import re
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
from schoolgate.community.names.finder import Finder, Sure
from schoolgate.community.names.known import Named

try:
    import ahocorasick
except ImportError:
    ahocorasick = None

SIZES = (200, 2_000, 20_000)
ROUNDS = 25
WORDS = 300
NAMED = 10
"""Pupils whose names stand in the draft, half of them in full."""
ALLOWED = 0.001
"""Seconds for 2,000 pupils."""
PLAIN = """
the children had a wonderful day out at museum where they learned about how people lived and worked long ago we
would like to thank everybody who came along next week our choir sings in hall please bring lunch and warm coat
"""
Spans = list[tuple[int, int]]


def main() -> int:
    heads = f"{'pupils':>7}{'names':>7}{'build':>9}{'memory':>9}{'find':>10}{'regex':>11}{'aho':>10}{'found':>7}"
    print(heads)
    slow = [size for size in SIZES if roll_of(size) > ALLOWED and size == 2_000]
    return 1 if slow else 0


def roll_of(size: int) -> float:
    """One line of the table; seconds that ours takes for one draft."""
    chance = random.Random(size)
    firsts, lasts = ([_made_up(chance) for _ in range(count)] for count in (400, 1_600))
    # As on a real roll: a few first names are common, and one last name in ten is hyphenated.
    common = [1 / (place + 20) for place in range(len(firsts))]
    pupils = [
        f"{chance.choices(firsts, common)[0]} {chance.choice(lasts)}"
        + (f"-{chance.choice(lasts)}" if chance.random() < 0.1 else "")
        for _ in range(size)
    ]
    draft = _draft(chance, pupils)
    people = [Named(number, name) for number, name in enumerate(pupils)]
    began = time.process_time()
    finder = Finder(people)
    build = time.process_time() - began
    tracemalloc.start()
    measured = Finder(people)
    memory = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    del measured

    names = {part for name in pupils for part in (name, *name.split())}
    ways: list[Callable[[], Spans]] = [
        lambda: [(one.start, one.end) for one in finder.find(draft, sure=Sure.WORD)],
        _by_regex(names, draft),
    ]
    if ahocorasick:
        ways.append(_by_automaton(names, draft))
    ours, *others = (way() for way in ways)
    covered = {place for begin, end in ours for place in range(begin, end)}
    assert all({*range(*span)} <= covered for spans in others for span in spans), "a name was missed"
    took = _in_turn(ways)
    aho = f"{took[2] * 1e6:>7.0f} µs" if ahocorasick else f"{'–':>10}"
    print(
        f"{size:>7,}{len(names):>7,}{build * 1000:>6.0f} ms{memory:>6.1f} MB{took[0] * 1e6:>7.0f} µs"
        f"{took[1] * 1000:>8.1f} ms{aho}{len(ours):>7}"
    )
    return took[0]


def _made_up(chance: random.Random) -> str:
    syllables = (
        chance.choice("bcdfghjklmnprstvwz") + chance.choice(("a", "e", "i", "o", "u", "ie", "an", "en"))
        for _ in range(3)
    )
    return "".join(syllables).title()


def _draft(chance: random.Random, pupils: list[str]) -> str:
    plain = PLAIN.split()
    said = [chance.choice(plain) for _ in range(WORDS)]
    for place in range(0, WORDS, 12):
        said[place] = f"{said[place]}. {said[place].title()}"
    for number, name in enumerate(chance.sample(pupils, NAMED)):
        said[number * WORDS // NAMED + 5] = name if number % 2 else f"{name.split()[0]}’s"
    return " ".join(said)


def _by_regex(names: set[str], draft: str) -> Callable[[], Spans]:
    longest_first = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
    return lambda: [found.span() for found in pattern.finditer(draft)]


def _by_automaton(names: set[str], draft: str) -> Callable[[], Spans]:
    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name.lower(), len(name))
    automaton.make_automaton()

    def find() -> Spans:
        text = f" {draft.lower()} "
        spans = ((end - length, end) for end, length in automaton.iter(text))
        return [(a, b) for a, b in spans if not text[a].isalnum() and not text[b + 1].isalnum()]

    return find


def _in_turn(ways: list[Callable[[], Spans]]) -> list[float]:
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for way, taken in zip(ways, times, strict=True):
            began = time.process_time()
            way()
            taken.append(time.process_time() - began)
    return [median(taken) for taken in times]


if __name__ == "__main__":
    raise SystemExit(main())

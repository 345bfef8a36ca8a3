"""How often a question in plain words finds its act, and how fast, beside plain TF-IDF and difflib over the labels.

`bench/asking/questions.csv` was written before the lexicon: rows of the set "tune" were looked at while it was made,
rows of "held-out" were only counted. The 36 at its end were written before the words of the nine acts they ask for,
which joined the catalogue later. `bench/asking/fresh.csv` was written when the tuning was over and is counted
once, before its misses were seen (58 of 67 first, 64 in three); only who would do it was put right after that, in the
labels and in the words. `by` is who the words say would do it, empty where they do not say.
"""

from __future__ import annotations

import csv
import difflib
import math
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from schoolgate.policy.asking import match
from schoolgate.policy.vocabulary import acts

HERE = Path(__file__).parent / "asking"
Rows = list[dict[str, str]]
Finder = Callable[[str], list[str]]


def rows() -> dict[str, Rows]:
    with (HERE / "questions.csv").open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    sets = {name: [row for row in written if row["set"] == name] for name in ("tune", "held-out")}
    with (HERE / "fresh.csv").open(encoding="utf-8") as file:
        sets["fresh"] = list(csv.DictReader(file))
    return sets


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def tf_idf() -> Finder:
    """Cosine of TF-IDF vectors of the question and of each act's label and sentence."""
    documents = {name: Counter(words(f"{act.label} {act.says}")) for name, act in acts().items()}
    seen = Counter(word for document in documents.values() for word in document)
    idf = {word: math.log(len(documents) / count) + 1 for word, count in seen.items()}

    def vector(counts: Counter[str]) -> dict[str, float]:
        weighed = {word: count * idf[word] for word, count in counts.items() if word in idf}
        size = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        return {word: value / size for word, value in weighed.items()}

    vectors = {name: vector(document) for name, document in documents.items()}

    def find(text: str) -> list[str]:
        asked = vector(Counter(words(text)))
        scores = {name: sum(asked.get(w, 0) * x for w, x in document.items()) for name, document in vectors.items()}
        return sorted(scores, key=scores.__getitem__, reverse=True)[:3]

    return find


def by_difflib(text: str) -> list[str]:
    """The labels most alike, letter by letter."""
    labels = {act.says: name for name, act in acts().items()}
    return [labels[found] for found in difflib.get_close_matches(text.lower(), labels, n=3, cutoff=0.0)]


def ours(text: str) -> list[str]:
    return [candidate.act for candidate in match(text)][:3]


def score(found: list[list[str]], wanted: Rows) -> str:
    first = sum(got[:1] == [row["act"]] for got, row in zip(found, wanted, strict=True))
    three = sum(row["act"] in got for got, row in zip(found, wanted, strict=True))
    return f"{100 * first / len(wanted):5.1f} % {100 * three / len(wanted):9.1f} %"


def start_up() -> float:
    """Milliseconds from import to the first answer, in a new process, the best of five."""
    code = (
        "import time; t = time.perf_counter(); from schoolgate.policy.asking import match; "
        "match('can I add a parent on facebook'); print(time.perf_counter() - t)"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(5)]
    return min(float(run.stdout) for run in runs) * 1000


def main() -> None:
    ours("warm up")
    print(f"{'':10} {'set':9} {'asked':>5} {'first':>7} {'in three':>11} {'questions/s':>12}")
    misses = []
    for name, wanted in rows().items():
        for label, find in (("asking", ours), ("TF-IDF", tf_idf()), ("difflib", by_difflib)):
            began = time.perf_counter()
            found = [find(row["question"]) for row in wanted]
            speed = len(wanted) / (time.perf_counter() - began)
            print(f"{label:10} {name:9} {len(wanted):5} {score(found, wanted)} {speed:11,.0f}")
            if label == "asking" and name != "tune":
                misses += [
                    (name, row, acts) for acts, row in zip(found, wanted, strict=True) if acts[:1] != [row["act"]]
                ]
    for name, wanted in rows().items():
        right = sum(_by(row) == row["by"] for row in wanted)
        print(f"who would do it, {name}: {right} of {len(wanted)} as the words say")
    print(f"import and first answer: {start_up():.0f} ms\n\nNot first, though asked for:")
    for name, row, got in misses:
        print(f"  {name:9} {row['question']}\n            wanted {row['act']}; found {', '.join(got) or 'nothing'}")


def _by(row: dict[str, str]) -> str:
    return next((c.facts.get("by", "") for c in match(row["question"]) if c.act == row["act"]), "not found")


if __name__ == "__main__":
    main()

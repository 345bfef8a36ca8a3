"""Verifying a bundle of evidence: seals, lists, chains, evidence, as the chronology grows.

Beside it the least that any reader of the same bundle does, in the same process and in turns: take the SHA-256 of the
sealed files, and read every line of the opened chronology as JSON. Each figure is the median of the rounds, in
seconds of the processor: both do nothing else than compute.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from schoolgate.casework.evidence.sharing import bag, verify

SIZES = (10_000, 100_000)
ROUNDS = 5
ITEM = 1024 * 1024
LIMIT = 2.0
"""Seconds in which 100,000 entries are to be verified."""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'entries':>9}{'bundle':>10}{'verify':>10}{'hash+JSON':>11}{'ratio':>7}")
        slowest = max(measured(Path(folder), size) for size in SIZES)
    return 0 if slowest < LIMIT else 1


def measured(folder: Path, size: int) -> float:
    """One line of the table; the seconds that verifying took."""
    path, key = folder / f"{size}.zip", os.urandom(32)
    make(path, size, key)
    opened = folder / f"{size}-opened"
    verify.verify(str(path), key, str(opened))
    chronology = (opened / "data/chronology.jsonl").read_bytes()

    def ours() -> None:
        assert verify.verify(str(path), key)["ok"]

    def bare() -> None:
        hashlib.sha256(path.read_bytes()).hexdigest()
        for line in chronology.splitlines():
            json.loads(line)

    took: dict[Callable[[], None], list[float]] = {ours: [], bare: []}
    for _ in range(ROUNDS):
        for each in took:
            begun = time.process_time()
            each()
            took[each].append(time.process_time() - begun)
    verifying, reading = (median(times) for times in took.values())
    size_mb = f"{path.stat().st_size / 1e6:.1f} MB"
    print(f"{size:>9,}{size_mb:>10}{verifying:>8.2f} s{reading:>9.2f} s{verifying / reading:>7.1f}")
    return verifying


def make(path: Path, size: int, key: bytes) -> None:
    """A bundle with this many lines of chronology, as a case writes them, and one piece of evidence."""
    rows = (
        {
            "case": "C-12345678",
            "kind": "noted",
            "file": "response",
            "restricted": False,
            "at": "2026-11-21T10:00:00.000000+00:00",
            "by": 7,
            "about": f"cases.task:{number}",
            "words": f"What was done on day {number}: a sentence or two that somebody wrote about it, no more.",
            "salt": "ab" * 16,
        }
        for number in range(size)
    )
    data = os.urandom(ITEM)
    item = {"file": "data/evidence/0001-a.png", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    records = {
        "chronology": bag.chained(rows),
        "custody": bag.chained([{"item": 1, "what": "received"}]),
        "items": bag.chained([item]),
    }
    with path.open("wb") as file:
        bag.make(file, reference="R-1", key=key, inside=[("evidence/0001-a.png", data)], records=records)


if __name__ == "__main__":
    sys.exit(main())

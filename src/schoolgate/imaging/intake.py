"""Pictures that come in: each opened once, cleaned, looked at, all of them in one process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Any

from PIL import Image

from schoolgate.child import bind, run
from schoolgate.imaging.alike import fingerprint
from schoolgate.imaging.clean import Cleaned, draw
from schoolgate.imaging.cover import Box
from schoolgate.imaging.faces import Finder, around, looked_at
from schoolgate.imaging.origin import Origin
from schoolgate.imaging.parcel import pack, unpack
from schoolgate.imaging.refusals import MOST_BYTES, BadPictureError

SECONDS = 30
"""For one picture; as many again for each further one."""
MEMORY = (2048 + 160 * (os.cpu_count() or 1)) * 1024 * 1024
"""Bytes of address space: the model takes half of the first part, and sets some aside for a thread on each processor.
What is really used stays under 700 MB."""
NO_FACES = "no-faces"


@dataclass(frozen=True)
class Picture:
    """A picture that was taken in. Its faces are in reading order, in pixels of the cleaned one; None where nobody
    could look, or nobody was to. `fingerprint` is for `alike`."""

    cleaned: Cleaned
    faces: list[Box] | None
    fingerprint: int


def take_in(pictures: Sequence[bytes], *, faces: bool = True) -> list[Picture | BadPictureError]:
    """Each picture ready to be used, or why it is not taken. One that breaks the process spoils only itself."""
    if not pictures:
        return []
    if any(len(one) > MOST_BYTES for one in pictures):
        fit = iter(take_in([one for one in pictures if len(one) <= MOST_BYTES], faces=faces))
        return [next(fit) if len(one) <= MOST_BYTES else BadPictureError("too_many_bytes") for one in pictures]
    try:
        said, files = unpack(_run(pictures, faces))
    except (subprocess.SubprocessError, ValueError):
        if len(pictures) > 1:
            return [answer for one in pictures for answer in take_in([one], faces=faces)]
        return take_in(pictures, faces=False) if faces else [BadPictureError("too_much")]
    return [_read(one, file) for one, file in zip(said, files, strict=True)]


def _run(pictures: Sequence[bytes], faces: bool) -> bytes:
    only = [] if faces else [NO_FACES]
    return run("schoolgate.imaging.intake", pack(None, pictures), *only, seconds=SECONDS * len(pictures))


def _read(said: dict[str, Any], data: bytes) -> Picture | BadPictureError:
    if "code" in said:
        return BadPictureError(said["code"])
    cleaned = Cleaned(data, origin=Origin(**said["origin"]), **said["cleaned"])
    faces = None if said["faces"] is None else around(cleaned.size, tuple(said["small"]), said["faces"])
    return Picture(cleaned, faces, said["fingerprint"])


def _child(faces: bool) -> None:
    _, pictures = unpack(sys.stdin.buffer.read())
    bind(memory=MEMORY, seconds=SECONDS * 4 * len(pictures))
    said: list[dict[str, Any]] = []
    files, smalls = [], []
    with ThreadPoolExecutor(2) as beside:
        # The model takes half a second to load: the pictures are cleaned meanwhile, and two at a time afterwards.
        loading = beside.submit(Finder) if faces else None
        for answer, data, small in beside.map(_take, pictures):
            said.append(answer)
            files.append(data)
            smalls.append(small)
    if loading:
        _find(loading, said, smalls)
    sys.stdout.buffer.write(pack(said, files))


def _take(data: bytes) -> tuple[dict[str, Any], bytes, Image.Image | None]:
    try:
        cleaned, pixels = draw(data)
    except BadPictureError as error:
        return {"code": error.code}, b"", None
    small = looked_at(pixels)
    answer = {
        "origin": asdict(cleaned.origin),
        "cleaned": {name: getattr(cleaned, name) for name in ("media", "width", "height", "animated")},
        "fingerprint": fingerprint(small),
        "small": small.size,
        "faces": None,
    }
    return answer, cleaned.data, small


def _find(loading: Future[Finder], said: list[dict[str, Any]], smalls: list[Image.Image | None]) -> None:
    try:
        finder = loading.result()
        for answer, small in zip(said, smalls, strict=True):
            if small:
                answer["faces"] = finder.edges(small)
    except Exception:
        # Nobody knows then, and that is what is said: the picture is clean all the same.
        return


if __name__ == "__main__":
    _child(NO_FACES not in sys.argv[1:])

"""What a film says about where it comes from, read before it is thrown away. Evidence, not proof."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schoolgate.imaging.origin import Origin, when

if TYPE_CHECKING:
    from av.container import InputContainer

APPLE = "com.apple.quicktime."
MAKE = (f"{APPLE}make", "make", "com.android.manufacturer")
MODEL = (f"{APPLE}model", "model", "com.android.model")
TAKEN = (f"{APPLE}creationdate", "date", "creation_time")
PLACE = re.compile(r"location|gps|\bcity\b|country|©xyz|loci", re.IGNORECASE)
WORDS = {"title", "comment", "description", "synopsis", "artist", "author", "album", "copyright", "lyrics", "keywords"}
OURS = {"video", "audio"}


def origin_of_film(source: InputContainer) -> Origin:
    """What an opened film says in its words; what its hidden tracks hold is not read."""
    streams = list(source.streams)
    said = {name.lower(): value for one in reversed(streams) for name, value in one.metadata.items()}
    said |= {name.lower(): value for name, value in source.metadata.items()}

    def first(names: tuple[str, ...]) -> str:
        value = next((said[name] for name in names if said.get(name)), "")
        return "".join(letter for letter in value if letter.isprintable()).strip()[:100]

    attached = any(stream.disposition.name and "attached_pic" in stream.disposition.name for stream in streams)
    return Origin(
        first(MAKE),
        first(MODEL),
        taken=when(first(TAKEN)),
        place=any(PLACE.search(name) for name in said),
        words=any(name.removeprefix(APPLE) in WORDS for name in said),
        tracks=attached or bool(source.chapters()) or any(stream.type not in OURS for stream in streams),
    )

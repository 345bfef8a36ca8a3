"""What is still to be done before a picture can be used."""

from __future__ import annotations

from typing import NamedTuple

from schoolgate.publishing.checking.model import Kind
from schoolgate.publishing.pictures.devices import is_refused, is_unknown
from schoolgate.publishing.pictures.models import Picture

NOT_LOOKED = "Say that there is no other face in it"
DEVICE = "Say what it was taken with: the school does not know the device"
REFUSED = "Use another one: our policy asks that pictures of pupils are taken with the school’s own devices"
NOT_WATCHED = "Watch it, and say who is in it"
ENDED = "It was put away. Use another picture"


class Left(NamedTuple):
    """One thing that is still to be done, and the kind of finding that it is in the check of a post."""

    kind: Kind
    words: str


def why_not(picture: Picture) -> list[str]:
    """Each thing that is still to be done, in words; none when it can be used. Prefetch `faces` of many."""
    return [one.words for one in left(picture)]


def left(picture: Picture) -> list[Left]:
    if picture.ended_at:
        return [Left("put_away", ENDED)]
    wanted = []
    if not picture.looked_at:
        wanted.append(Left("unnamed_face", NOT_WATCHED if picture.kind == Picture.Kind.FILM else NOT_LOOKED))
    if unnamed := sum(not face.is_named for face in picture.faces.all()):
        words = "Say whose face it is" if unnamed == 1 else f"Say whose faces {unnamed} are"
        wanted.append(Left("unnamed_face", words))
    if not picture.said("alt"):
        wanted.append(Left("alt_text", "Describe it for those who cannot see it"))
    if picture.made == Picture.Made.ELSEWHERE and not picture.said("source"):
        wanted.append(Left("missing_label", "Say whose it is, and what allows us to use it"))
    if is_unknown(picture):
        wanted.append(Left("unknown_device", DEVICE))
    elif is_refused(picture):
        wanted.append(Left("unknown_device", REFUSED))
    return wanted

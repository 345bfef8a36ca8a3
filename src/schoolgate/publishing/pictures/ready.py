"""What is still to be done before a picture can be used."""

from __future__ import annotations

from schoolgate.publishing.pictures.devices import is_refused, is_unknown
from schoolgate.publishing.pictures.models import Picture

NOT_LOOKED = "Say that there is no other face in it"
DEVICE = "Say what it was taken with: the school does not know the device"
REFUSED = "Use another one: our policy asks that pictures of pupils are taken with the school’s own devices"
NOT_WATCHED = "Watch it, and say who is in it"
ENDED = "It was put away. Use another picture"


def why_not(picture: Picture) -> list[str]:
    """Each thing that is still to be done, in words; none when it can be used. Prefetch `faces` of many."""
    if picture.ended_at:
        return [ENDED]
    wanted = []
    if not picture.looked_at:
        wanted.append(NOT_WATCHED if picture.kind == Picture.Kind.FILM else NOT_LOOKED)
    if unnamed := sum(not face.is_named for face in picture.faces.all()):
        wanted.append("Say whose face it is" if unnamed == 1 else f"Say whose faces {unnamed} are")
    if not picture.said("alt"):
        wanted.append("Describe it for those who cannot see it")
    if picture.made == Picture.Made.ELSEWHERE and not picture.said("source"):
        wanted.append("Say whose it is, and what allows us to use it")
    if is_unknown(picture):
        wanted.append(DEVICE)
    elif is_refused(picture):
        wanted.append(REFUSED)
    return wanted

"""Bring pictures: each is put away as it came, and looked at in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.imaging.refusals import MOST_BYTES, BadPictureError
from schoolgate.publishing.pictures.actions.taking_in import is_film
from schoolgate.publishing.pictures.jobs import take_in_album
from schoolgate.publishing.pictures.models import Album, Arrival, Picture
from schoolgate.publishing.pictures.refusing import TWICE
from schoolgate.record import vault

MOST_FILES = 40
LARGEST = 240 * 1024 * 1024
"""Bytes of all that is brought at once: forty telephone's pictures, or a film of some minutes."""


class File(NamedTuple):
    name: str
    data: bytes


def bring(person: Person, files: Sequence[File], made: str, source: str = "") -> Album:
    """Take these files in, each for itself: one that cannot be taken keeps no other out. Raises Refused."""
    if not 0 < len(files) <= MOST_FILES:
        raise Refused(f"Choose up to {MOST_FILES} pictures at a time. Add the others afterwards.")
    school = person.school
    with change(person, "picture.use", school) as ledger:
        album = Album(school=school, by=person, made=made)
        album.keep(source=source)
        album.save()
        for number, file in enumerate(files, 1):
            arrival = Arrival(album=album, number=number)
            arrival.keep(name=file.name[:200])
            try:
                _check(file.data)
            except BadPictureError as no:
                arrival.state, arrival.code = Arrival.State.REFUSED, no.code
            else:
                stored = vault.put(file.data)
                arrival.file_key, arrival.file_sha256 = stored.key, stored.sha256
                if is_here(album, stored.sha256):
                    vault.remove(stored.key)
                    arrival.file_key, arrival.state, arrival.code = "", Arrival.State.REFUSED, TWICE
            arrival.save()
        refused = Arrival.objects.of(school).filter(album=album, state=Arrival.State.REFUSED).count()
        ledger.write("pictures.brought", album, files=len(files), refused=refused, made=made)
        take_in_album.later(album=album.pk)
    return album


def is_here(album: Album, sha256: str) -> bool:
    """Whether these bytes were brought before, and are still here or on their way."""
    there = Picture.objects.of(album.school).filter(original_sha256=sha256, ended_at=None).exists()
    coming = Arrival.objects.of(album.school).filter(file_sha256=sha256, state=Arrival.State.WAITING)
    return there or coming.exists()


def _check(data: bytes) -> None:
    if not is_film(data) and len(data) > MOST_BYTES:
        raise BadPictureError("too_many_bytes")

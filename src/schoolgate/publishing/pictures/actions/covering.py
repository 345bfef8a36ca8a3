"""Cover faces, or cut them off: what comes of it is a picture of its own, made from the first."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from PIL import Image

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.imaging.alike import fingerprint
from schoolgate.imaging.clean import encoded
from schoolgate.imaging.cover import Box, blurred, cropped, largest_without
from schoolgate.publishing.pictures.actions.naming import held
from schoolgate.publishing.pictures.alike import written
from schoolgate.publishing.pictures.models import Face, Picture
from schoolgate.publishing.pictures.showing import box, pixels
from schoolgate.record import vault

How = Literal["blur", "crop"]
SMALLEST = 200
"""Pixels across or down: with fewer, nothing is left that anybody would publish."""
NOBODY = "Choose at least one face."
IN_THE_MIDDLE = "There is no part of this picture without them that is large enough. Cover them instead."


def cover(by: Person, picture: Picture, numbers: Collection[int], how: How) -> Picture:
    """A picture without the faces of these numbers. Raises Refused where none is chosen or nothing would be left.

    The other faces keep their names, and get numbers from 1 anew.
    """
    faces = list(Face.objects.of(by.school).filter(picture=picture).select_related("person"))
    away = [face for face in faces if face.number in numbers]
    if not away:
        raise Refused(NOBODY)
    others = [face for face in faces if face not in away]
    image, boxes = pixels(picture), [box(face) for face in away]
    part = Box(0, 0, *image.size)
    if how == "crop":
        part = _part(image.size, boxes, [box(face) for face in others])
        made = cropped(image, part)
    else:
        made = blurred(image, boxes)
    stored, media = _stored(made)
    with change(by, "picture.use", by.school) as ledger:
        child = _child(by, held(by, picture), made, how)
        child.media, child.vault_key, child.sha256, child.size = media, stored.key, stored.sha256, stored.size
        child.save()
        Face.unscoped.bulk_create(_moved(child, others, part))
        ledger.write(
            "picture.covered",
            child,
            parent=picture.pk,
            how=how,
            faces=sorted(face.number for face in away),
            sha256=child.sha256,
            parent_sha256=picture.sha256,
        )
    return child


def _stored(made: Image.Image) -> tuple[vault.Stored, str]:
    data, media = encoded(made)
    return vault.put(data), media


def _part(size: tuple[int, int], away: list[Box], keep: list[Box]) -> Box:
    """The largest part without these faces; with all the others, where that can be."""
    part = largest_without(size, away, keep) or largest_without(size, away)
    if part is None or min(part.right - part.left, part.bottom - part.top) < SMALLEST:
        raise Refused(IN_THE_MIDDLE)
    return part


def _child(by: Person, parent: Picture, made: Image.Image, how: How) -> Picture:
    child = Picture(
        school=parent.school,
        made=Picture.Made.BLURRED if how == "blur" else Picture.Made.CROPPED,
        by=by,
        width=made.width,
        height=made.height,
        parent=parent,
        alike=written(fingerprint(made)),
        device=parent.device,
        taken_with=parent.taken_with,
        looked_at=parent.looked_at,
    )
    child.keep(source=parent.said("source"), device_answer=parent.said("device_answer"))
    if how == "blur":
        # Of a part of it, another description may be true.
        child.keep(alt=parent.said("alt"))
        child.described_at = parent.described_at
    return child


def _moved(child: Picture, faces: list[Face], part: Box) -> list[Face]:
    """The faces that are still in it, where they are now, with their names."""
    there = [face for face in faces if box(face).meets(part)]
    return [
        Face(
            picture=child,
            number=number,
            left=max(face.left, part.left) - part.left,
            top=max(face.top, part.top) - part.top,
            right=min(face.right, part.right) - part.left,
            bottom=min(face.bottom, part.bottom) - part.top,
            added=face.added,
            person=face.person,
            outsider=face.outsider,
            nobody=face.nobody,
            named_by=face.named_by,
            named_at=face.named_at,
        )
        for number, face in enumerate(there, 1)
    ]

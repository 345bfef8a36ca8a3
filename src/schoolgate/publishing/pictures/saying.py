"""Pictures in words, for the pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.community.models import Person
from schoolgate.community.today import TO_DO
from schoolgate.publishing.consents.law import Standing
from schoolgate.publishing.consents.models import Purpose
from schoolgate.publishing.consents.standing import may_be_shown
from schoolgate.publishing.pictures.models import Face, Picture
from schoolgate.publishing.pictures.reach import seen_by
from schoolgate.publishing.pictures.ready import why_not

NOT_THIS_ONE = "Not this one"
OUTSIDER = "Not a pupil or member of staff, and agreed"
NOBODY = "Nobody can be known by it"


def called(picture: Picture) -> str:
    """What it is called on a page: its number and day. Never by a file's name, which often is a child's."""
    kind = "Film" if picture.kind == Picture.Kind.FILM else "Picture"
    return f"{kind} {picture.pk}, {date_format(timezone.localtime(picture.at), 'j F Y')}"


def within(picture: Picture) -> str:
    """The same within a sentence."""
    name = called(picture)
    return name[0].lower() + name[1:]


def card(picture: Picture) -> dict[str, Any]:
    """For a list of pictures; prefetch `faces`."""
    left = why_not(picture)
    return {
        "called": called(picture),
        "url": reverse("picture", args=[picture.pk]),
        "small": reverse("picture_small", args=[picture.pk]),
        "width": picture.width,
        "height": picture.height,
        "alt": picture.said("alt") or "A picture that nobody has described yet",
        "status": f"{len(left)} to do" if left else "Ready",
        "colour": "" if left else "green",
        "left": left,
    }


def kept_off(people: Iterable[Person]) -> set[int]:
    """The numbers of those who may be shown nowhere. Why is not said, and cannot be told from this."""
    asked = list(people)
    stands = may_be_shown(asked, Purpose.values, timezone.localdate())
    shown = {person for (person, _), standing in stands.items() if standing == Standing.YES}
    return {person.pk for person in asked} - shown


def whose(face: Face) -> str:
    if face.person:
        return face.person.name
    return OUTSIDER if face.outsider else NOBODY if face.nobody else ""


def face_tasks(picture: Picture, faces: Iterable[Face]) -> list[dict[str, str]]:
    """One for each face: whose it is, or that somebody is to say so."""
    faces = list(faces)
    off = kept_off([face.person for face in faces if face.person])
    return [
        {
            "title": f"Face {face.number}" if face.is_somewhere else f"Person {face.number}",
            "url": reverse("picture_face", args=[picture.pk, face.number]),
            "hint": whose(face),
            "status": NOT_THIS_ONE if face.person_id in off else "Done" if face.is_named else TO_DO,
        }
        for face in faces
    ]


def looks_like(by: Person, found: Iterable[Picture]) -> list[dict[str, str]]:
    """Pictures that look the same as one, those first that tell against it; without an address where `by` may not see
    them. Prefetch `faces__person` and `derivatives`."""
    found = list(found)
    off = kept_off({face.person for one in found for face in one.faces.all() if face.person})
    seen = set(seen_by(by).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
    rows = [
        {
            "words": f"This looks like {within(one)}{_against(one, off)}.",
            "url": reverse("picture", args=[one.pk]) if one.pk in seen else "",
            "warns": _against(one, off),
        }
        for one in found
    ]
    return sorted(rows, key=lambda row: not row["warns"])


def _against(picture: Picture, off: set[int]) -> str:
    if any(face.person_id in off for face in picture.faces.all()):
        return ", which may not be shown as it is"
    if any(one.made in (Picture.Made.BLURRED, Picture.Made.CROPPED) for one in picture.derivatives.all()):
        return ", in which faces were covered or cut off before it was used"
    return ", which was put away" if picture.ended_at else ""

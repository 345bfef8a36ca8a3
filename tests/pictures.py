"""Pictures that were taken in, for tests that are about something else."""

from __future__ import annotations

from django.utils import timezone

from carrying import saved
from drawn_face import a_face
from schoolgate.community.models import Person
from schoolgate.imaging.alike import fingerprint
from schoolgate.publishing.pictures.models import Face, Picture
from schoolgate.record import vault

FACE = (200, 100, 400, 340)
"""Where the drawn face is."""


def a_picture(
    by: Person, *people: Person | None, image=None, alt: str = "A face that is nobody’s.", **fields
) -> Picture:
    """A picture that `by` added, with a face for each of these people; None for one that nobody has named."""
    image = image or a_face()
    stored = vault.put(saved(image, "PNG"))
    now = timezone.now()
    known = {
        "media": "image/png",
        "width": image.width,
        "height": image.height,
        "looked_at": now,
        "taken_with": "school",
    }
    picture = Picture(
        school=by.school,
        by=by,
        size=stored.size,
        sha256=stored.sha256,
        vault_key=stored.key,
        alike=f"{fingerprint(image):016x}",
        described_at=now if alt else None,
        **{**known, **fields},
    )
    picture.keep(alt=alt, device_answer="Jo Example’s camera.")
    picture.save()
    left, top, right, bottom = FACE
    for number, person in enumerate(people, 1):
        Face.objects.create(
            picture=picture, number=number, left=left, top=top, right=right, bottom=bottom, person=person
        )
    return picture

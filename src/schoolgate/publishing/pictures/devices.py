"""What a picture was taken with: one of the school's devices, as far as the picture says. Evidence, and no proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from schoolgate.community.finding import holding
from schoolgate.community.models import School
from schoolgate.community.roles import Role
from schoolgate.imaging.origin import Origin
from schoolgate.policy.engine import Ruling
from schoolgate.policy.models import in_force
from schoolgate.policy.speaking import AS
from schoolgate.publishing.pictures.models import Device, Picture

ACT = "photograph.pupil"


def device_of(school: School, origin: Origin) -> Device | None:
    """The device of the school's that a picture says it was taken with."""
    if not origin.make and not origin.model and not origin.serial:
        return None
    return match(Device.objects.of(school).filter(ended_on=None), asdict(origin))


def match(devices: Any, origin: Mapping[str, Any]) -> Device | None:
    """Of these, the one with the same serial number; else one of that make and model, where either says no number:
    tablets and telephones write none into their pictures."""
    make, model, serial = (str(origin.get(name, "")).casefold() for name in ("make", "model", "serial"))
    alike = []
    for device in devices:
        known = device.serial.casefold()
        if serial and known:
            if serial == known:
                return device  # type: ignore[no-any-return]
        elif (device.make.casefold(), device.model.casefold()) == (make, model) and (make or model):
            alike.append(device)
    return alike[0] if alike else None


def is_unknown(picture: Picture) -> bool:
    """Whether somebody is still to say what it was taken with; not of one from elsewhere that shows nobody of ours."""
    if picture.device_id or picture.taken_with:
        return False
    return picture.made != Picture.Made.ELSEWHERE or any(face.person_id for face in picture.faces.all())


def is_refused(picture: Picture) -> bool:
    """Whether the policy in force stands against using it, because a pupil is in it and somebody's own took it."""
    if picture.device_id or picture.taken_with != Picture.TakenWith.OWN:
        return False
    people = [face.person_id for face in picture.faces.all() if face.person_id]
    unnamed = any(not face.is_named for face in picture.faces.all())
    if not unnamed and not holding(picture.school, Role.PUPIL).filter(pk__in=people).exists():
        return False
    said = ruling(picture)
    return said is not None and said.verdict == "forbidden"


def ruling(picture: Picture) -> Ruling | None:
    """What the policy says of taking pictures of pupils with a device of one's own; None where none is in force."""
    today = timezone.localdate()
    policy = in_force(picture.school, today)
    if policy is None:
        return None
    held = picture.by.roles(today)
    by = next((by for role, by in AS.items() if role in held), "staff")
    return policy.judge(ACT, {"by": by, "device": "own"}, today)

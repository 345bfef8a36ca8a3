"""The register of the school's cameras, tablets and telephones."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person
from schoolgate.imaging.intake import take_in
from schoolgate.imaging.refusals import BadPictureError
from schoolgate.publishing.pictures.devices import match
from schoolgate.publishing.pictures.models import Device, Picture

SAYS_NOTHING = (
    "This picture does not say what it was taken with. Use one straight from the device: what came by a messenger or "
    "was edited has often lost it."
)
NO_NAME = "Type its make or its model, as the device writes them into its pictures."


def add_device(by: Person, name: str, make: str = "", model: str = "", serial: str = "") -> Device:
    """Put one on the register. Pictures of before that say they were taken with it are known by it from now on."""
    if not (make or model):
        raise Refused(NO_NAME)
    with change(by, "device.register", by.school) as ledger:
        known = Device.objects.of(by.school).filter(
            ended_on=None, make__iexact=make, model__iexact=model, serial__iexact=serial
        )
        if known.exists():
            raise Refused("This device is on the list already.")
        device = Device.objects.create(school=by.school, name=name, make=make, model=model, serial=serial)
        ledger.write("device.added", device, known_again=_know_again(device, ledger))
    return device


def learn_device(by: Person, name: str, picture: bytes) -> Device:
    """The same from a picture that was taken with it, of which nothing else is kept. Raises Refused."""
    (answer,) = take_in([picture], faces=False)
    if isinstance(answer, BadPictureError):
        raise Refused(str(answer))
    origin = answer.cleaned.origin
    if not (origin.make or origin.model):
        raise Refused(SAYS_NOTHING)
    return add_device(by, name, origin.make, origin.model, origin.serial)


def end_device(by: Person, device: Device) -> None:
    """The school has it no longer. What was taken with it before stays the school's."""
    with change(by, "device.register", by.school) as ledger:
        found = Device.objects.of(by.school).select_for_update().get(pk=device.pk)
        if found.ended_on:
            raise Refused("This device was taken off the list before.")
        found.ended_on = timezone.localdate()
        found.save(update_fields=["ended_on"])
        ledger.write("device.ended", found)


def _know_again(device: Device, ledger: Change) -> int:
    unknown = Picture.objects.of(ledger.school).select_for_update().filter(device=None, ended_at=None)
    found = [one.pk for one in unknown if match([device], one.private.get("origin") or {})]
    Picture.objects.of(ledger.school).filter(pk__in=found).update(device=device)
    return len(found)

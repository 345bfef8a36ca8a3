"""Say what a picture was taken with, where the school does not know the device."""

from __future__ import annotations

from schoolgate.community.change import change
from schoolgate.community.models import Person
from schoolgate.publishing.pictures.actions.naming import held
from schoolgate.publishing.pictures.models import Picture


def answer_device(by: Person, picture: Picture, taken_with: str, answer: str) -> None:
    """Keep who took it, with what and why. Whether it can be used then is the policy's to say: `ready.py`."""
    with change(by, "picture.use", by.school) as ledger:
        found = held(by, picture)
        found.taken_with = Picture.TakenWith(taken_with)
        found.keep(device_answer=answer)
        found.save(update_fields=["taken_with", "sealed"])
        ledger.write("picture.device_answered", found, taken_with=taken_with)

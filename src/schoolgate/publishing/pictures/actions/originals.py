"""Originals: opened with a reason by those who lead, and destroyed on their date."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from schoolgate.community.change import Refused, by_machine, change
from schoolgate.community.models import Person, School
from schoolgate.publishing.pictures.models import Opening, Picture
from schoolgate.record import vault

GONE = "The original was destroyed on its date. What you see here is all that is left."


def open_original(by: Person, picture: Picture, why: str) -> bytes:
    """The bytes as they came, once it is written down who opened them and why. Raises Refused once they are gone."""
    with change(by, "picture.original", by.school) as ledger:
        found = Picture.objects.of(by.school).select_for_update(of=("self",)).get(pk=picture.pk)
        if not found.original_key:
            raise Refused(GONE)
        opening = Opening(picture=found, by=by)
        opening.keep(why=why)
        opening.save()
        ledger.write("picture.original_opened", found, opening=opening.pk)
    return vault.get(found.original_key)


def destroy_what_is_due(school: School, on: date) -> int:
    """Destroy every original whose day has come. How many. The ledger keeps that it went, and its hash."""
    due = Picture.objects.of(school).exclude(original_key="").filter(destroy_on__lte=on)
    return sum(_destroy(school, number, on) for number in due.values_list("pk", flat=True))


def _destroy(school: School, number: int, on: date) -> bool:
    with transaction.atomic():
        held = Picture.objects.of(school).select_for_update(of=("self",)).filter(pk=number, destroy_on__lte=on).first()
        if held is None or not held.original_key:
            return False
        key, held.original_key = held.original_key, ""
        # What it said of place, device and time goes with it.
        held.keep(origin={})
        with by_machine(school) as ledger:
            held.save(update_fields=["original_key", "sealed"])
            ledger.write("picture.original_destroyed", held, sha256=held.original_sha256, due=str(held.destroy_on))
        transaction.on_commit(lambda: vault.remove(key))
        return True

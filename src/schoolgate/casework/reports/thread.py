"""What a report was raised from, carried in an address that only its own reader can use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.core import signing
from django.db import models
from django.urls import reverse

from schoolgate.community.models import Person
from schoolgate.record.ledger import reference


class Thread(NamedTuple):
    """What a report was raised from: the reference of a row, and the numbers of those that row is about."""

    reference: str = ""
    about: tuple[int, ...] = ()


_signer = signing.TimestampSigner(salt="reports.from")
LASTS = 24 * 60 * 60


def raise_address(by: Person, row: models.Model, about: Iterable[Person] = ()) -> str:
    """Where `by` raises a row that they read, and that is about these people, as a worry."""
    said = [by.pk, reference(row), [person.pk for person in about]]
    return f"{reverse('tell_inside')}?{urlencode({'from': _signer.sign_object(said)})}"


def came_from(signed: str, by: Person) -> Thread:
    """What such an address says. Raises signing.BadSignature for another's, an old or a made-up one."""
    number, name, about = _signer.unsign_object(signed, max_age=LASTS)
    if number != by.pk:
        raise signing.BadSignature("It was made for somebody else.")
    return Thread(str(name), tuple(about))

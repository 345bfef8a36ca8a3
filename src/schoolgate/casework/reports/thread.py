"""What a report was raised from, carried in an address that only its own reader can use."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core import signing
from django.db import models
from django.urls import reverse

from schoolgate.community.models import Person
from schoolgate.record.ledger import reference

_signer = signing.TimestampSigner(salt="reports.from")
LASTS = 24 * 60 * 60


def raise_address(by: Person, row: models.Model) -> str:
    """Where `by` raises a row that they look at as a worry."""
    return f"{reverse('tell_inside')}?{urlencode({'from': _signer.sign_object([by.pk, reference(row)])})}"


def came_from(signed: str, by: Person) -> str:
    """The reference of the row. Raises signing.BadSignature for another's, an old or a made-up one."""
    number, name = _signer.unsign_object(signed, max_age=LASTS)
    if number != by.pk:
        raise signing.BadSignature("It was made for somebody else.")
    return str(name)

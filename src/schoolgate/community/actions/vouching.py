"""Who wrote down the address of somebody who is to have a role that is not for everybody to give.

Whoever did may be the one who reads what is sent there, and would have the role with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.community.actions.addresses import guarded, has_guarded_role
from schoolgate.community.models import Person
from schoolgate.record.ledger import reference
from schoolgate.record.models import LedgerEntry

Gives = Callable[[Person, str], bool]
"""Whether somebody may give a role."""


class Written(NamedTuple):
    """An address that was written down by somebody at the school, at a time."""

    by: Person | None
    at: datetime


def unvouched(person: Person, role: str, gives: Gives) -> str:
    """In words, who wrote down their address, where somebody did who may not give this role; else ''.

    An import writes addresses too, and the ledger does not say which. Of somebody with such a role already, and of one
    without any address, nothing has to be asked.
    """
    if not guarded([role]) or has_guarded_role(person) or not person.write_to():
        return ""
    for by, at in _written(person):
        if by is None or not gives(by, role):
            return f"{by.name if by else 'Somebody'}, on {date_format(timezone.localtime(at), 'j F Y')}"
    return "It came with a file of the school’s own records" if person.sourced_id else ""


def _written(person: Person) -> Iterator[Written]:
    """Each time that somebody wrote down where this person is written to, the newest first."""
    verbs = ("person.added", "person.changed")
    entries = LedgerEntry.objects.filter(school=person.school_id, subject=reference(person), verb__in=verbs)
    for entry in entries.exclude(actor=None).order_by("-number"):
        if entry.verb == "person.added" or "address" in str(entry.details()["fields"]):
            yield Written(Person.objects.of(person.school).filter(pk=entry.actor or 0).first(), entry.at)

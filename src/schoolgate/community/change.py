"""The one way to change anything: authorise, change, write the ledger, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.dispatch import Signal

from schoolgate.community.models import Person, School
from schoolgate.community.powers import holds
from schoolgate.record import ledger, proving
from schoolgate.record.chain import Json
from schoolgate.record.models import LedgerEntry

written = Signal()
"""Sent with each entry, in its transaction, with `school` and `verb`: what follows from a change begins here."""


class Refused(PermissionDenied):
    """No, with a sentence for the person who asked: what stands in the way and what to do next."""


class NothingWrittenError(Exception):
    """A change that left no entry in the ledger. It was undone."""


@dataclass
class Change:
    """A change under way, by one person at one school."""

    actor: Person | None
    school: School
    entries: int = 0

    def write(self, verb: str, subject: models.Model | str, **detail: Json) -> LedgerEntry:
        """Tell the ledger, in references and values, never in names or content."""
        self.entries += 1
        entry = ledger.write(verb, subject, actor=self.actor, school=self.school, detail=detail)
        written.send(Change, school=self.school, verb=verb)
        return entry


@contextmanager
def change(person: Person, power: str, school: School) -> Iterator[Change]:
    """A transaction that `person` makes at `school` with `power`; all of it happens, and its entry, or none.

    Raises Refused when the person does not hold the power there, NothingWrittenError when no entry was written.
    """
    if person.school_id != school.pk or not holds(person, power):
        raise Refused(
            "Your role at this school does not let you do this. If you think it should, ask your head teacher."
        )
    with _transaction(person, school) as under_way:
        yield under_way


@contextmanager
def by_machine(school: School) -> Iterator[Change]:
    """The same for what nobody in the school does: a job of the installation, or its setting up."""
    with _transaction(None, school) as under_way:
        yield under_way


@contextmanager
def _transaction(actor: Person | None, school: School) -> Iterator[Change]:
    with transaction.atomic(), proving.keeping():
        under_way = Change(actor, school)
        yield under_way
        if not under_way.entries:
            raise NothingWrittenError("Nothing was written to the ledger, so nothing was changed.")
        if proving.untold():
            under_way.write("rows.changed", school)

"""Working on a case: who may, with the case held, and every step of it a line of the chronology."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models
from django.http import Http404

from schoolgate.casework.cases.access import in_emergency, may_open
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person
from schoolgate.record.chain import GENESIS
from schoolgate.record.ledger import reference

CLOSED = "This case is closed. If there is something new, open it again first."
JOINED = "This case goes on in another one. Do it there."
IN_EMERGENCY = "You opened this in an emergency. Ask somebody who works on it to let you in."


@contextmanager
def working(
    person: Person, case: Case, power: str = "case.open", *, closed: bool = False, emergency: bool = False
) -> Iterator[tuple[Change, Case]]:
    """A change to a case by one of its members, with the row held.

    Raises Http404 for whoever may not know of it. Raises Refused for a case that is closed or joined to another, unless
    `closed` says that this can be done then too; and for whoever only opened it in an emergency, unless `emergency`
    says that they can do it too.
    """
    with change(person, power, case.school) as ledger:
        held = Case.objects.of(case.school).select_for_update().get(pk=case.pk)
        if not may_open(person, held):
            raise Http404
        if not emergency:
            not_in_emergency(person, held)
        if not held.runs and not closed:
            raise Refused(JOINED if held.state == Case.State.JOINED else CLOSED)
        yield ledger, held


def not_in_emergency(person: Person, case: Case) -> None:
    """Raises Refused for whoever only opened a case in an emergency: working on it is for those who do."""
    if in_emergency(person, case):
        raise Refused(IN_EMERGENCY)


def chronicle(
    ledger: Change,
    case: Case,
    kind: str,
    words: str = "",
    *,
    file: Entry.File = Entry.File.RESPONSE,
    restricted: bool = False,
    about: models.Model | None = None,
) -> Entry:
    """Add one line to the chronology, and its hash to the ledger. Call it inside the change, with the case held.

    `kind` is one of `entries` in `cases.yaml`; `words` are for those who may open the case.
    """
    last = Entry.objects.of(case.school).filter(case=case).order_by("-number").first()
    entry = Entry(
        case=case,
        number=last.number + 1 if last else 1,
        kind=kind,
        file=file,
        restricted=restricted,
        by=ledger.actor,
        about=reference(about) if about is not None else "",
        previous=last.hash if last else GENESIS,
    )
    entry.keep(words=words, salt=secrets.token_hex(16))
    entry.hash = entry.hashed()
    entry.save()
    ledger.write(f"case.{kind}", case, entry=entry.pk, number=entry.number, hash=entry.hash)
    return entry

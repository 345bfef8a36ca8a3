"""Somebody is never to be shown, and nobody is told why. The ledger has the flag's number, and not whom it is about."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.publishing.consents.models import NeverShow, Purpose
from schoolgate.publishing.consents.never import POWER, may_keep, open_to
from schoolgate.publishing.consents.withdrawing import withdrawn

NOT_YOURS = (
    "This is for the safeguarding lead, and for nobody about their own family. Ask the safeguarding lead, or the "
    "deputy where it is about the lead’s own."
)
THERE = "They are on the list already, so there is nothing to add."
LONGEST = 2000
"""Letters of a reason."""


def look(by: Person) -> list[NeverShow]:
    """Everybody on the list whom `by` may know of, once the ledger says that they looked."""
    with change(by, POWER, by.school) as ledger:
        ledger.write("never_show.listed", by.school)
    return open_to(by)


def read(by: Person, flag: NeverShow) -> str:
    """Why, once the ledger says that it was read. Raises Refused for whom it is not."""
    with change(by, POWER, flag.school) as ledger:
        _check(by, flag.person)
        ledger.write("never_show.opened", flag)
    return flag.said("why")


def set_flag(by: Person, person: Person, why: str) -> NeverShow:
    """Let somebody never be shown, from now on. Whatever is live of them comes down."""
    with change(by, POWER, person.school) as ledger:
        held = Person.unscoped.select_for_update(of=("self",)).select_related("school").get(pk=person.pk)
        _check(by, held)
        flag = NeverShow(school=held.school, person=held, by=by)
        flag.keep(why=" ".join(why.split())[:LONGEST])
        try:
            with transaction.atomic():
                flag.save()
        except IntegrityError:
            raise Refused(THERE) from None
        ledger.write("never_show.set", flag)
        withdrawn.send(NeverShow, ledger=ledger, person=held, purposes=frozenset(one.value for one in Purpose))
        return flag


def end_flag(by: Person, flag: NeverShow) -> None:
    """From now on what the family answers counts again."""
    with change(by, POWER, flag.school) as ledger:
        held = NeverShow.unscoped.select_for_update(of=("self",)).select_related("person", "school").get(pk=flag.pk)
        _check(by, held.person)
        if held.ended_at:
            raise Refused("This has ended already, so there is nothing left to do.")
        held.ended_at, held.ended_by = timezone.now(), by
        held.save(update_fields=["ended_at", "ended_by"])
        ledger.write("never_show.ended", held)


def _check(by: Person, person: Person) -> None:
    if by.school_id != person.school_id or not may_keep(by, person):
        raise Refused(NOT_YOURS)

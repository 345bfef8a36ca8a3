"""Who reads a declaration no more, because they are no longer as what it went to them, and who does in their place."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from schoolgate.community.change import by_machine
from schoolgate.community.models import Person, School
from schoolgate.duties.declarations.actions.making import kept_from, send_to
from schoolgate.duties.declarations.models import Declaration, to_read
from schoolgate.duties.declarations.routing import route
from schoolgate.policy.holders import away

State = Declaration.State


def forward(school: School) -> int:
    """Send declarations on: those whose readers are no longer what they read it as, and open ones that nobody who is
    there today reads. They go to those whom the policy names today. How many were sent. Safe to run twice.
    """
    waiting = Declaration.objects.of(school).exclude(state=State.CLOSED).values_list("pk", flat=True)
    return sum(_forward(school, number) for number in sorted({*waiting, *_outlived(school)}))


def _outlived(school: School) -> set[int]:
    """The declarations with a reader who is no longer what they read it as."""
    readers = Person.objects.of(school).filter(declarations_to_read__isnull=False).distinct()
    return {
        number
        for reader in readers.prefetch_related("holdings")
        for number in reader.declarations_to_read.exclude(pk__in=to_read(reader)).values_list("pk", flat=True)
    }


def _forward(school: School, number: int) -> bool:
    today = timezone.localdate()
    with transaction.atomic():
        held = Declaration.objects.of(school).select_for_update().get(pk=number)
        readers, still = list(held.readers.all()), held.current_readers()
        if len(still) == len(readers) and any(not away(reader, today) for reader in still):
            return False
        to = route(held.by, held.what, kept_from(held), today)
        others = [one for one in to.readers if one not in still]
        if not others:
            return False
        with by_machine(school) as ledger:
            for reader in readers:
                if reader not in still:
                    held.reader_rows.filter(person=reader).delete()
                    ledger.write("declaration.taken_back", held, reader=reader.pk)
            send_to(ledger, held, others, to.while_away)
        return True

"""Where all who could read a declaration have left or are away, it goes to whoever the policy names today."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from schoolgate.community.change import by_machine
from schoolgate.community.models import School
from schoolgate.duties.declarations.actions.making import send_to
from schoolgate.duties.declarations.models import Declaration
from schoolgate.duties.declarations.routing import route
from schoolgate.policy.holders import away


def forward(school: School) -> int:
    """Send on every open declaration that nobody who is there can read. How many. Safe to run twice."""
    waiting = Declaration.objects.of(school).exclude(state=Declaration.State.CLOSED).values_list("pk", flat=True)
    return sum(_forward(school, number) for number in waiting)


def _forward(school: School, number: int) -> bool:
    today = timezone.localdate()
    with transaction.atomic():
        held = Declaration.objects.of(school).select_for_update().get(pk=number)
        readers = list(held.readers.prefetch_related("holdings"))
        if any(reader.held(today) and not away(reader, today) for reader in readers):
            return False
        besides = [*held.named.all(), *held.kept_from.all(), *readers]
        others = route(held.by, held.what, besides, today).readers
        if not others:
            return False
        with by_machine(school) as ledger:
            send_to(ledger, held, others)
        return True

"""The head stops everything: nothing goes out on any channel until it is allowed again."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person, School
from schoolgate.publishing.posts.models import Delivery, Stop


def is_stopped(school: School) -> bool:
    return Stop.objects.of(school).filter(ended_at=None).exists()


def stopped_by(school: School) -> Stop | None:
    return Stop.objects.of(school).filter(ended_at=None).select_related("by").first()


def stop(by: Person) -> Stop:
    """From now on nothing is begun. What is being sent at this moment may still arrive: the page says so."""
    with change(by, "post.stop", by.school) as ledger:
        if Stop.objects.of(by.school).select_for_update().filter(ended_at=None).exists():
            raise Refused("Posts are stopped already. Nothing more is needed from you.")
        made = Stop.objects.create(school=by.school, by=by)
        ledger.write("post.stop_on", made)
    return made


def go_on(by: Person) -> None:
    """What waits goes out, the gate asked again for each."""
    from schoolgate.publishing.posts.jobs import send

    with change(by, "post.stop", by.school) as ledger:
        held = Stop.objects.of(by.school).select_for_update().filter(ended_at=None).first()
        if held is None:
            raise Refused("Posts are not stopped. Nothing more is needed from you.")
        held.ended_at, held.ended_by = timezone.now(), by
        held.save(update_fields=["ended_at", "ended_by"])
        ledger.write("post.stop_off", held)
        waiting = Delivery.objects.of(by.school).filter(state__in=(Delivery.State.WAITING, Delivery.State.SENDING))
        for number in waiting.values_list("pk", flat=True):
            send.later(delivery=number)

"""What becomes of a takedown: it is done when a stranger has found nothing, and then whoever asked is told."""

from __future__ import annotations

import secrets
from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.community import mail
from schoolgate.community.change import Change, by_machine, written
from schoolgate.community.invitations import hashed
from schoolgate.community.models import School
from schoolgate.community.notices import tell
from schoolgate.publishing.consents.voices import voice_of
from schoolgate.publishing.posts.models import Delivery, Reference
from schoolgate.publishing.posts.taking_down import ask_for
from schoolgate.publishing.takedowns.models import Asker, Takedown

MOVES = frozenset({"post.out", "post.out_by_hand", "post.stopped", "post.looked_if_gone", "post.gone"})
"""The entries after which a delivery may stand in public, or be gone."""
BY_HAND = "post.out_by_hand"
"""After this one a takedown that was done may begin anew: somebody tells of what they had put up before."""
OVER = frozenset({Delivery.State.STOPPED, Delivery.State.DOWN})
SUBJECT = "Your school writes to you about pictures."
GONE = "What was to come down is gone: a stranger finds nothing any more."


def listen() -> None:
    written.connect(_heard, dispatch_uid="takedowns")


def _heard(school: School, verb: str, **_: Any) -> None:
    from schoolgate.publishing.takedowns.jobs import follow

    if verb in MOVES and (verb == BY_HAND or under_way(school).exists()):
        follow.later(school=school.pk)


def under_way(school: School) -> QuerySet[Takedown]:
    return Takedown.objects.of(school).filter(done_at=None)


def follow_up(school: School) -> None:
    """Ask for what came out after all, and end what is gone."""
    _begin_anew(school)
    rows = list(under_way(school).select_related("delivery").order_by("pk"))
    left = Reference.objects.of(school).filter(delivery__in=[one.delivery_id for one in rows], gone_at=None)
    standing = set(left.values_list("delivery", flat=True))
    unasked = left.filter(asked_at=None)
    over = [one for one in rows if one.delivery.state in OVER and one.delivery_id not in standing]
    if not over and not unasked.exists():
        return
    with by_machine(school) as ledger:
        ask_for(ledger, unasked)
        held = under_way(school).select_for_update(of=("self",)).filter(pk__in=[one.pk for one in over])
        for one in held:
            one.done_at = timezone.now()
            one.save(update_fields=["done_at"])
            ledger.write("takedown.done", one)
        _tell(ledger, school)


def _begin_anew(school: School) -> None:
    standing = Reference.objects.of(school).filter(gone_at=None).values("delivery")
    back = Takedown.objects.of(school).exclude(done_at=None).filter(delivery__in=standing)
    if not back.exists():
        return
    with by_machine(school) as ledger:
        for one in back.select_for_update(of=("self",)):
            one.done_at = None
            one.save(update_fields=["done_at"])
            ledger.write("takedown.reopened", one)


def _tell(ledger: Change, school: School) -> None:
    """Everybody who asked, once for each person, when nothing is left of what they asked for."""
    rows = Asker.objects.of(school).filter(told_at=None).select_related("by__account", "takedown__person__school")
    waits = defaultdict(list)
    for row in rows:
        waits[row.by_id, row.takedown.person_id].append(row)
    for asked in waits.values():
        if all(row.takedown.done_at for row in asked):
            _tell_one(ledger, asked)


def _tell_one(ledger: Change, asked: list[Asker]) -> None:
    by, person = asked[0].by, asked[0].takedown.person
    secret = secrets.token_urlsafe(32)
    pks = [row.pk for row in asked]
    Asker.unscoped.filter(pk__in=pks).update(told_at=timezone.now(), secret_hash=hashed(secret))
    if voice_of(person, timezone.localdate()).has(by.pk, person.pk):
        tell([by], GONE, reverse("my_takedowns"))
        mail.send(by, SUBJECT, reverse("takedown_letter", args=[secret]), asked[0].takedown.reference)
    else:
        tell([by], GONE, reverse("takedowns"))
    ledger.write("takedown.told", asked[0].takedown, askers=pks)

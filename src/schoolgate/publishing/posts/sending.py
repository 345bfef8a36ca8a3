"""One delivery is sent to its network, once.

It is taken in hand under a lease (`_take`: as long as a worker may be silent), sent without a transaction around it,
and what came of it is written by whoever still has it in hand. After a kill or an answer that did not come, it is
looked for under its key before it is sent again.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from schoolgate.publishing.channels.gate import adapter
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.networks.errors import Failed, Trouble
from schoolgate.publishing.networks.network import Network, Published
from schoolgate.publishing.posts import handing, outcome
from schoolgate.publishing.posts.actions.stopping import is_stopped
from schoolgate.publishing.posts.allowed import why_not
from schoolgate.publishing.posts.limits import limits
from schoolgate.publishing.posts.models import Delivery
from schoolgate.publishing.posts.words import outgoing, pictures_of, words_of

log = logging.getLogger("schoolgate.publishing")
State = Delivery.State


def send(number: int) -> datetime | None:
    """Send a delivery, if it is to be sent now. When it is to be looked at again; None for not at all."""
    taken = _take(number)
    if not isinstance(taken, Delivery):
        return taken
    with _in_hand(taken):
        try:
            return _send(taken)
        except Trouble as trouble:
            return outcome.troubled(taken, trouble)
        except Exception as error:
            # What went wrong may hold words of the post, so only its kind is told. It may have arrived.
            log.warning("Delivery %s broke off: %s", taken.pk, type(error).__qualname__)
            return outcome.unsure(taken)


def _take(number: int) -> Delivery | datetime | None:
    """The delivery, in hand. Or when to look again: another has it, it waits, or its channel is busy."""
    now = timezone.now()
    with transaction.atomic():
        found = Delivery.unscoped.filter(pk=number).values_list("channel", flat=True).first()
        if found is None:
            return None
        # Held, so that one thing at a time goes out on a channel.
        Channel.unscoped.select_for_update().get(pk=found)
        rows = Delivery.unscoped.select_for_update(of=("self",)).select_related("channel", "post", "version")
        held = rows.get(pk=number)
        if held.state not in (State.WAITING, State.SENDING):
            return None
        if held.state == State.SENDING and held.lease and held.lease > now:
            return held.lease
        if held.state == State.WAITING and (due := max(held.next_at, held.not_before)) > now:
            return due
        others = Delivery.unscoped.filter(channel=held.channel_id, state=State.SENDING, lease__gt=now).exclude(
            pk=number
        )
        if busy := others.order_by("lease").first():
            return min(busy.lease or now, now + timedelta(seconds=settings.JOB_LEASE)) if busy else None
        if held.post.down_asked_at is None and is_stopped(held.post.school):
            # The switch puts it among what waits again, once it is off.
            return None
        held.state, held.tries, held.lease = State.SENDING, held.tries + 1, _until(now)
        held.save(update_fields=["state", "tries", "lease"])
    return held


def _until(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.JOB_LEASE)


@contextmanager
def _in_hand(taken: Delivery) -> Iterator[None]:
    """Say again and again that it is in hand: a film takes longer than a lease."""
    done = threading.Event()

    def renew() -> None:
        while not done.wait(settings.JOB_LEASE / 3):
            try:
                outcome.still_ours(taken).update(lease=_until(timezone.now()))
            except DatabaseError:
                continue
            finally:
                connection.close()

    renewing = threading.Thread(target=renew, daemon=True)
    renewing.start()
    try:
        yield
    finally:
        done.set()
        renewing.join()


def _send(taken: Delivery) -> datetime | None:
    version = taken.version
    version.post = taken.post
    words = words_of(version)
    pictures = pictures_of(taken.post.school, words.pictures)
    post = outgoing(words, pictures, handing.addresses(taken, pictures))
    if (why := why_not(taken)) is not None:
        # A picture of it may stand in public already, from a try before.
        left = adapter(taken.channel).remains(taken.key, post) if taken.tries > 1 else None
        return outcome.given_up(taken, *why, left)
    network = adapter(taken.channel)
    there = network.look(taken.key, post) if taken.tries > 1 else None
    return _arrived(taken, network, there or network.publish(post, taken.key))


def _arrived(taken: Delivery, network: Network, there: Published) -> datetime | None:
    state = network.poll(there)
    if state == "failed":
        raise Failed("The network could not work with it. Look at it there.", again=False)
    return outcome.arrived(taken, there, processing=state == "processing")


def poll(number: int) -> datetime | None:
    """Whether a network has finished with what it was sent; when to ask again."""
    found = Delivery.unscoped.select_related("channel", "post__school", "version").filter(pk=number).first()
    if found is None or found.state != State.PROCESSING:
        return None
    if not found.references.filter(asked_at=None, gone_at=None).exists():
        return None  # all of it comes down, and is looked after there
    try:
        state = adapter(found.channel).poll(outcome.standing(found))
    except Trouble:
        return timezone.now() + timedelta(seconds=limits().longest_wait)
    if state == "processing":
        late = found.out_at and timezone.now() - found.out_at > timedelta(seconds=limits().processing)
        return outcome.by_hand(found, "processing", "") if late else timezone.now() + timedelta(seconds=limits().poll)
    if state == "live":
        return outcome.live(found)
    return outcome.by_hand(found, state, "The network did not publish it. Look at it there.")

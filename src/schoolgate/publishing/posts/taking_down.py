"""What stands in public is taken down, and is gone only once a stranger who asks for it finds nothing.

Whoever wants something gone asks for its references (`ask_for`): of a whole post, or of one picture wherever it is.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from schoolgate.community.change import Change, by_machine
from schoolgate.publishing.channels.gate import adapter, as_stranger
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.networks.errors import Trouble, Unsupported
from schoolgate.publishing.networks.network import Network, Published, Removal
from schoolgate.publishing.posts.limits import limits, wait
from schoolgate.publishing.posts.models import Delivery, Post, Reference
from schoolgate.publishing.posts.outcome import keep, settle, tell_owners, value

log = logging.getLogger("schoolgate.publishing")
State = Delivery.State
STILL_THERE = "The network says that it is gone, and it can still be seen. Look at it, and take it down there."
NO_NUMBER = "It was put there by hand, so only a person can take it down. Open it and delete it."
AGAIN = " It will be tried again."
BROKE_OFF = f"Something went wrong while it was taken down.{AGAIN}"


def ask_for(ledger: Change, references: QuerySet[Reference]) -> int:
    """These are to go, within a change. How many were not asked for before."""
    from schoolgate.publishing.posts.jobs import take_down as job

    rows = list(references.filter(asked_at=None, gone_at=None).select_related("delivery").order_by())
    Reference.unscoped.filter(pk__in=[one.pk for one in rows]).update(asked_at=timezone.now())
    for delivery in {one.delivery_id: one.delivery for one in rows}.values():
        count = sum(one.delivery_id == delivery.pk for one in rows)
        ledger.write("post.takedown_asked", delivery, references=count)
        job.later(delivery=delivery.pk)
    return len(rows)


def take_down(number: int, tries: int) -> datetime | None:
    """Take down what was asked for of one delivery, and look. When to do it again; None where nothing is left to do."""
    found = Delivery.unscoped.select_related("channel", "post__school", "version").get(pk=number)
    rows = list(_left(found))
    if not rows:
        return None
    try:
        network = adapter(found.channel)
        answers = _removed(network, [one for one in rows if one.removed_at is None])
    except Trouble as trouble:
        # What somebody took down by hand is looked for all the same.
        network = as_stranger(found.channel)
        answers = [Removal(value(one), "failed", trouble.sentence) for one in rows if one.removed_at is None]
    except Exception as error:
        log.warning("Taking down %s broke off: %s", number, type(error).__qualname__)
        answers = [Removal(value(one), "failed", BROKE_OFF, again=True) for one in rows if one.removed_at is None]
    _keep_answers(found, answers)
    seen, untold = _looked(network, _left(found))
    return _said(found, answers, seen, untold, tries)


def _left(found: Delivery) -> QuerySet[Reference]:
    return found.references.filter(gone_at=None).exclude(asked_at=None)


def _removed(network: Network, rows: list[Reference]) -> list[Removal]:
    by_us = Published(tuple(value(one) for one in rows if one.network_id))
    answers = network.remove(by_us) if by_us.references else []
    return answers + [Removal(value(one), "unsupported", NO_NUMBER) for one in rows if not one.network_id]


def _keep_answers(found: Delivery, answers: Iterable[Removal]) -> None:
    """What the network said is kept at once: a kill while we look loses nothing of it. It may name what we did not."""
    with by_machine(found.post.school) as ledger:
        now = timezone.now()
        for answer in answers:
            [row] = keep(found, [answer.reference])
            row.asked_at, row.why = row.asked_at or now, answer.why[:300]
            if answer.outcome in ("done", "already gone"):
                row.removed_at = row.removed_at or now
            row.save(update_fields=["asked_at", "why", "removed_at"])
        outcomes = [str(answer.outcome) for answer in answers]
        said = {name: outcomes.count(name) for name in ("done", "already gone", "failed", "unsupported")}
        ledger.write("post.removal_said", found.post, delivery=found.pk, **said)


def _looked(network: Network, rows: Iterable[Reference]) -> tuple[dict[int, str], set[int]]:
    """What a stranger finds of each that the network says it removed: '' for nothing, or a sentence. And those of which
    no machine can tell: a person looks, now, and is believed."""
    seen, untold = {}, set()
    for row in rows:
        if row.removed_at is None:
            continue
        try:
            seen[row.pk] = "" if not row.address or network.confirm_gone(value(row)) else STILL_THERE
        except Unsupported as trouble:
            seen[row.pk] = "" if row.looked_by_id else trouble.sentence
            if not row.looked_by_id:
                untold.add(row.pk)
        except Trouble as trouble:
            seen[row.pk] = trouble.sentence
    return seen, untold


def _said(
    found: Delivery, answers: list[Removal], seen: dict[int, str], untold: set[int], tries: int
) -> datetime | None:
    """Write down what is gone; what no machine can do is a person's, by a time."""
    never = {answer.reference for answer in answers if answer.outcome in ("failed", "unsupported") and not answer.again}
    now = timezone.now()
    with by_machine(found.post.school) as ledger:
        held = Delivery.unscoped.select_for_update(of=("self",)).select_related("channel", "version").get(pk=found.pk)
        held.post = Post.unscoped.select_for_update(of=("self",)).select_related("school", "by").get(pk=held.post_id)
        by_hand = gone = 0
        for row in _left(held):
            if seen.get(row.pk) == "":
                row.gone_at, row.why, row.by_hand_by, gone = now, "", None, gone + 1
            else:
                row.why, row.by_eye = seen.get(row.pk, row.why), row.pk in untold
                if row.why == STILL_THERE:
                    row.looked_by = None
                due = tries >= limits().tries or row.by_eye or value(row) in never
                if row.by_hand_by is None and due:
                    row.by_hand_by, by_hand = now + timedelta(hours=limits().down_by_hand_hours), by_hand + 1
                    row.why = row.why.removesuffix(AGAIN)
            row.save(update_fields=["gone_at", "why", "by_hand_by", "by_eye", "looked_by"])
        ledger.write("post.looked_if_gone", held.post, delivery=held.pk, gone=gone, by_hand=by_hand)
        if by_hand:
            tell_owners(held, f"Something of a post is still on {called(held.channel)}. Take it down by hand.")
        left = _left(held)
        if not left.exists():
            _all_gone(ledger, held)
            return None
        again = left.filter(by_hand_by=None).exists()
    return now + timedelta(seconds=wait(tries, first=limits().look_again)) if again else None


def _all_gone(ledger: Change, held: Delivery) -> None:
    if held.references.filter(gone_at=None).exists():
        return
    if held.state in (State.OUT, State.PROCESSING, State.BY_HAND):
        held.state = State.DOWN
        held.save(update_fields=["state"])
        ledger.write("post.gone", held.post, delivery=held.pk)
    settle(ledger, held.post)

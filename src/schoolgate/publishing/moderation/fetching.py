"""What others write under our posts is read from the networks: often while a post is new, then at the account's pace.

Nothing is lost when a worker dies: what was read and that it was read are written together, and an hourly look finds
whatever is due.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from schoolgate.community.change import Change, by_machine
from schoolgate.publishing.channels.actions.connecting import refused
from schoolgate.publishing.channels.gate import adapter, credential_of
from schoolgate.publishing.channels.known import can_publish
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.moderation.known import number
from schoolgate.publishing.moderation.models import Comment, Handling, Reading
from schoolgate.publishing.networks import known as networks
from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Trouble, Unsupported
from schoolgate.publishing.networks.network import Comment as Written
from schoolgate.publishing.posts.limits import wait
from schoolgate.publishing.posts.models import Delivery, Reference
from schoolgate.publishing.posts.outcome import standing

log = logging.getLogger("schoolgate.publishing")
State, What = Comment.State, Handling.What
OVERLAP = timedelta(hours=1)
"""Clocks differ: a comment that came just before is read twice, and kept once."""
OVER = (State.DELETED, State.GONE)
WEB, LONGEST = ("https://", "http://"), 1000
"""What an address begins with that somebody can follow, and how long it may be."""


def tells_comments(network: str) -> bool:
    """Whether a network tells us what people write under our posts."""
    return can_publish(network) and networks.adapter(network).can.comments


def begin_new() -> None:
    """Every post that is out on a network that tells its comments is read from now on."""
    names = [name for name in networks.WHERE if tells_comments(name)]
    rows = Delivery.unscoped.filter(
        reading=None, state=Delivery.State.OUT, channel__state=Channel.State.OPEN, channel__network__in=names
    )
    Reading.unscoped.bulk_create((Reading(delivery=one) for one in rows), ignore_conflicts=True)


def due(now: datetime) -> QuerySet[Reading]:
    """What is to be read: of open accounts that are connected, posts that are still there."""
    there = Reference.unscoped.filter(kind="post", gone_at=None).exclude(network_id="").values("delivery")
    rows = Reading.unscoped.filter(
        next_at__lte=now,
        delivery__state=Delivery.State.OUT,
        delivery__in=there,
        delivery__channel__state=Channel.State.OPEN,
        delivery__channel__credential__refused_at=None,
        delivery__channel__credential__isnull=False,
    )
    return rows.select_related("delivery__channel", "delivery__post__school").order_by("next_at", "pk")


def read(number_: int) -> bool:
    """Read what is due of one channel. Whether more of it is due at once."""
    channel = Channel.unscoped.select_related("school").get(pk=number_)
    credential = credential_of(channel)
    if not tells_comments(channel.network) or credential is None or credential.refused_at:
        return False
    network, most = adapter(channel), number("posts_a_turn")
    found = list(due(timezone.now()).filter(delivery__channel=channel)[: most + 1])
    for reading in found[:most]:
        began = timezone.now()
        whole = reading.whole_at is None or began - reading.whole_at >= timedelta(hours=number("whole_hours"))
        since = None if whole or reading.read_at is None else reading.read_at - OVERLAP
        try:
            written = network.fetch_comments(standing(reading.delivery), since)
        except Gone as trouble:
            _later(reading, trouble.sentence)
        except Trouble as trouble:
            _put_off(channel, reading, trouble)
            return False
        except Exception as error:
            # It may hold words of a comment, so only its kind is told.
            log.warning("Reading the comments of %s broke off: %s", reading.delivery_id, type(error).__qualname__)
            _put_off(channel, reading, Failed("Something went wrong while comments were read.", again=True))
            return False
        else:
            _keep(reading, written, began, whole=since is None)
    return len(found) > most


def gap(delivery: Delivery, now: datetime) -> timedelta:
    """How long until a post is read again: an hour while it is new, then a part of the days between two rounds."""
    age = now - (delivery.out_at or now)
    between = timedelta(days=delivery.channel.moderate_every)
    if age < timedelta(days=number("young_days")):
        return min(timedelta(hours=number("young_hours")), between)
    return between / number("recent_part") if age < timedelta(days=number("recent_days")) else between


def _later(reading: Reading, why: str) -> None:
    now = timezone.now()
    rows = Reading.unscoped.filter(pk=reading.pk)
    rows.update(next_at=now + gap(reading.delivery, now), read_at=now, tries=0, why=why[:300])


def _put_off(channel: Channel, reading: Reading, trouble: Trouble) -> None:
    """The network is busy, shut or does not let us in: nothing of this channel is asked for until later."""
    if isinstance(trouble, NoAccess):
        refused(channel)
    now, tries = timezone.now(), reading.tries + 1
    after = trouble.after if isinstance(trouble, Failed) else None
    until = now + timedelta(seconds=wait(tries, after))
    never = isinstance(trouble, Unsupported) or (isinstance(trouble, Failed) and not trouble.again)
    if never:
        until = now + gap(reading.delivery, now)
    Reading.unscoped.filter(pk=reading.pk).update(tries=tries, why=trouble.sentence[:300], next_at=until)
    if not never:
        Reading.unscoped.filter(delivery__channel=channel, next_at__lt=until).update(next_at=until)


def _keep(reading: Reading, written: Iterable[Written], began: datetime, *, whole: bool) -> None:
    """What is there now, and that it was read, in one transaction."""
    written = list(written)
    delivery, now = reading.delivery, timezone.now()
    rows = Comment.unscoped.filter(delivery=delivery)
    if not written and not (whole and rows.exists()):
        _read(reading, began, now, whole=whole)
        return
    with by_machine(delivery.post.school) as ledger:
        Reading.unscoped.select_for_update().get(pk=reading.pk)
        held = {one.network_id: one for one in rows.select_for_update(of=("self",))}
        new = changed = 0
        for one in written:
            if (row := held.pop(one.id, None)) is None:
                take_in(delivery, one)
                new += 1
            else:
                changed += _again(row, one, began)
        gone = _missing(held.values(), written, began) if whole else 0
        ledger.write("comments.read", delivery, new=new, changed=changed, gone=gone)
        _read(reading, began, now, whole=whole)


def _read(reading: Reading, began: datetime, now: datetime, *, whole: bool) -> None:
    said = {"next_at": now + gap(reading.delivery, now), "read_at": began, "tries": 0, "why": ""}
    Reading.unscoped.filter(pk=reading.pk).update(**said, **({"whole_at": began} if whole else {}))


def take_in(delivery: Delivery, one: Written) -> Comment:
    """Keep what somebody wrote, as it came."""
    row = Comment(
        channel=delivery.channel,
        delivery=delivery,
        network_id=one.id,
        answers=one.answers,
        address=one.address if one.address.startswith(WEB) and len(one.address) <= LONGEST else "",
        at=one.at,
        hidden_there=bool(one.hidden),
    )
    row.keep(author=one.author, text=one.text)
    row.save()
    return row


def _again(row: Comment, one: Written, began: datetime) -> bool:
    """Seen once more: whether it says something else now, or can be seen again that was not to be."""
    said = row.private
    other = (said["author"], said["text"]) != (one.author, one.text)
    back = (row.state == State.HIDDEN and one.hidden is False) or row.state in OVER
    # What was read before it was hidden says nothing of what it is now.
    back = back and (row.done_at is None or row.done_at < began)
    row.seen_there_at = timezone.now()
    if one.hidden is not None and (row.done_at is None or row.done_at < began):
        row.hidden_there = one.hidden
    if other:
        row.keep(before=[*said.get("before", []), said["text"]], author=one.author, text=one.text)
        note(row, What.CHANGED)
    if back:
        note(row, What.BACK)
    if (other and row.state in (State.SEEN, State.KEPT)) or back:
        row.state = State.NEW
    row.save()
    return other or back


def _missing(rows: Iterable[Comment], written: list[Written], began: datetime) -> int:
    """Those that are not there any more, as far as the network lets us look back; what we hid may just not be shown."""
    surely = min([began - timedelta(days=number("reaches_days")), *(one.at for one in written)])
    gone = 0
    for row in rows:
        if row.state in (*OVER, State.HIDDEN) or row.wanted or row.at < surely or row.came_at >= began:
            continue
        end(row, State.GONE)
        note(row, What.GONE)
        gone += 1
    return gone


def end(row: Comment, state: Comment.State) -> None:
    """It stands otherwise now, and nothing is left to do about it."""
    row.state, row.wanted, row.why, row.by_hand_by, row.done_at = (
        state,
        Comment.Wanted.NOTHING,
        "",
        None,
        timezone.now(),
    )
    row.save()


def note(row: Comment, what: Handling.What, ledger: Change | None = None, why: str = "", **more: object) -> Handling:
    """Write down what was done, or noticed where nobody did it."""
    made = Handling(comment=row, what=what, by=ledger.actor if ledger else None, **more)
    if why:
        made.keep(why=why)
    made.save()
    return made

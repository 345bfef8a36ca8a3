"""Where it stands with something that is to come down: what is the next thing to do, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.utils import timezone

from schoolgate.casework.removals.models import ASKED, CHECKS, Removal, RemovalEvent
from schoolgate.casework.removals.routes import wait

Kind = RemovalEvent.Kind
AUTHOR, NETWORK, HELPLINE, LOOK, LAST = "author", "network", "helpline", "look", "last"
NOT_THE_AUTHOR = frozenset({"account", "underage"})
"""Kinds for which the network is asked first: whoever made them is not known, or is a young child."""
WORDS = {
    AUTHOR: "Ask whoever wrote it to take it down",
    NETWORK: "Ask the network to take it down",
    HELPLINE: "Ask a helpline, which has its own contacts",
    LOOK: "Look yourself: it cannot be told from here",
    LAST: "Ask again, or stop trying and say why",
}
WAITS = {Kind.ASKED_AUTHOR: "author", Kind.ASKED_NETWORK: "network", Kind.HELPLINE: "helpline"}


class Next(NamedTuple):
    """The next thing to do, and from which day."""

    code: str
    words: str
    on: date


def next_thing(removal: Removal, events: Sequence[RemovalEvent], no_pictures: bool) -> Next | None:
    """What is to be done next; None once it is over."""
    if removal.state != Removal.State.OPEN:
        return None
    asked = last_of(events, ASKED)
    if asked is None:
        # Nobody sends such a picture's address about: those who may look at it are asked at once.
        first = HELPLINE if no_pictures else NETWORK if removal.kind in NOT_THE_AUTHOR else AUTHOR
        return Next(first, WORDS[first], timezone.localtime(removal.at).date())
    from_day = asked.on + timedelta(days=wait(WAITS[Kind(asked.kind)]))
    looked = last_of(events, CHECKS)
    if looked and looked.kind == Kind.UNCLEAR and looked.at > asked.at:
        return Next(LOOK, WORDS[LOOK], from_day)
    done = {event.kind for event in events}
    after = ((Kind.ASKED_NETWORK, NETWORK), (Kind.HELPLINE, HELPLINE))
    code = next((code for kind, code in after if kind not in done), LAST)
    return Next(code, WORDS[code], from_day)


def last_of(events: Iterable[RemovalEvent], kinds: Iterable[str]) -> RemovalEvent | None:
    kinds = set(kinds)
    return max((event for event in events if event.kind in kinds), key=lambda event: event.at, default=None)


def days(removal: Removal, today: date) -> str:
    """How long it took, or has taken so far, from the first request."""
    if removal.asked_on is None:
        return "Nobody has been asked yet"
    number = max(0, ((removal.ended_on or today) - removal.asked_on).days)
    counted = f"{number} day" if number == 1 else f"{number} days"
    if removal.state == Removal.State.OPEN:
        return f"First asked {counted} ago" if number else "First asked today"
    ended = "Gone" if removal.state == Removal.State.GONE else "Given up"
    return f"{ended} after {counted}" if number else f"{ended} on the same day"

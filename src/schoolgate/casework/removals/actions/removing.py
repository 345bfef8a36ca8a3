"""Something is put on the list of what should come down; who was asked; what was found; how it ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case
from schoolgate.casework.removals.models import Removal, RemovalEvent
from schoolgate.casework.removals.routes import networks, number
from schoolgate.casework.removals.standing import next_thing
from schoolgate.community.change import Change, Refused
from schoolgate.community.models import Person

POWER = "case.decide"
Kind = RemovalEvent.Kind
State = Removal.State
NO_LINK = (
    "Type no link here. Say in words which app it is in, and the name of the account or the group. The link itself is "
    "for the police and the Internet Watch Foundation alone."
)
LINK = re.compile(r"://|\.\w{2,}/")
OVER = "This has ended. Say that it is there again before you do more."


def add(person: Person, case: Case, *, address: str, network: str, kind: str, ground: str, note: str = "") -> Removal:
    """Put an address, or the name of an account, on the list. The same one twice is one.

    Raises Refused for an address of a case about a nude picture of a child: of that no link is kept either.
    """
    with working(person, case, POWER) as (ledger, held):
        if held.no_pictures and LINK.search(address):
            raise Refused(NO_LINK)
        rows = Removal.objects.of(held.school).filter(case=held)
        if any(row.said("address") == address and row.network == network for row in rows):
            raise Refused("This is on the list already. Look for it there.")
        last = rows.aggregate(last=Max("number"))["last"] or 0
        removal = Removal(case=held, number=last + 1, network=network, kind=kind, ground=ground, by=person)
        removal.keep(address=address, note=note)
        removal.save()
        words = f"Removal {removal.number} was put on the list: {networks()[network].label}."
        chronicle(ledger, held, "removal", words, about=removal)
        ledger.write("removal.added", removal, network=network, kind=kind)
    return removal


def asked(
    person: Person, removal: Removal, kind: Kind, *, on: date, reference: str = "", words: str = ""
) -> RemovalEvent:
    """Write down that the author, the network or a helpline was asked, on a day."""
    with _open(person, removal) as (ledger, held):
        if held.asked_on is None or on < held.asked_on:
            held.asked_on = on
        return note(ledger, held, kind, on=on, reference=reference, words=words)


def looked(person: Person, removal: Removal, *, gone: bool, words: str) -> RemovalEvent:
    """Somebody looked, without being signed in there, and it is gone, or it is not."""
    with working(person, removal.case, POWER) as (ledger, case):
        held = _held(case, removal)
        if gone and held.state != State.OPEN:
            raise Refused(OVER)
        if gone:
            _ends(held, State.GONE)
        else:
            _goes_on(held)
        return note(ledger, held, Kind.GONE if gone else Kind.NOT_GONE, words=words)


def give_up(person: Person, removal: Removal, *, words: str) -> RemovalEvent:
    """Nothing more is tried, and why."""
    with _open(person, removal) as (ledger, held):
        _ends(held, State.GIVEN_UP)
        return note(ledger, held, Kind.GAVE_UP, words=words)


def found(ledger: Change, removal: Removal, kind: Kind, words: str = "") -> bool:
    """What an anonymous request of the machine found, with the case held. Whether that is news."""
    before = removal.state
    removal.checked_at = timezone.now()
    if kind == Kind.GONE and before == State.OPEN:
        _ends(removal, State.GONE)
    elif kind == Kind.SEEN and before == State.GONE:
        _goes_on(removal)
    last = removal.events.filter(by=None).order_by("-at", "-pk").first()
    if removal.state != before or last is None or last.kind != kind:
        note(ledger, removal, kind, words=words)
        return removal.state != before
    # The same as yesterday: that it was looked at is kept, and the list does not grow by a line a day.
    if removal.state == State.GONE:
        removal.look_on = _again()
    removal.save(update_fields=["checked_at", "look_on"])
    ledger.write("removal.checked", removal, found=kind)
    return False


def note(
    ledger: Change, removal: Removal, kind: Kind, *, on: date | None = None, reference: str = "", words: str = ""
) -> RemovalEvent:
    """Add what happened to its list and to the chronology, and say from when the next thing waits."""
    event = RemovalEvent(removal=removal, kind=kind, on=on or timezone.localdate(), by=ledger.actor)
    event.keep(words=words, reference=reference)
    event.save()
    case = removal.case
    follows = next_thing(removal, list(removal.events.all()), case.no_pictures)
    removal.look_on = follows.on if follows else _again()
    removal.save()
    said = f"Removal {removal.number}, {networks()[removal.network].label}: {kind.label}."
    chronicle(ledger, case, "removal", f"{said} {words}".strip(), about=removal)
    ledger.write(f"removal.{kind.value}", removal, event=event.pk)
    return event


@contextmanager
def _open(person: Person, removal: Removal) -> Iterator[tuple[Change, Removal]]:
    with working(person, removal.case, POWER) as (ledger, case):
        held = _held(case, removal)
        if held.state != State.OPEN:
            raise Refused(OVER)
        yield ledger, held


def _held(case: Case, removal: Removal) -> Removal:
    row = Removal.objects.of(case.school).get(pk=removal.pk, case=case)
    row.case = case
    return row


def _ends(removal: Removal, state: State) -> None:
    removal.state, removal.ended_on = state, timezone.localdate()


def _goes_on(removal: Removal) -> None:
    removal.state, removal.ended_on = State.OPEN, None


def _again() -> date:
    return timezone.localdate() + timedelta(days=number("look_again_days"))

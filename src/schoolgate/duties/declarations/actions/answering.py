"""What those a declaration went to do with it: read it, ask back, note what was done, pass it on, close it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.actions import families
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.mail import send
from schoolgate.community.models import FamilyLink, Person
from schoolgate.community.notices import tell
from schoolgate.community.powers import holds
from schoolgate.community.roles import GRANTED_BY, Role
from schoolgate.duties.declarations.actions.making import kept_from, send_to
from schoolgate.duties.declarations.models import Declaration, Remark

State, Kind = Declaration.State, Remark.Kind

NEWS = "There is news about something you told the school."
CLOSED = "This is closed already. If there is something new, declare it again."


def open_it(reader: Person, declaration: Declaration) -> None:
    """Write down that somebody is about to read it. Raises Http404 for whoever it did not go to."""
    with change(reader, "declaration.read", declaration.school) as ledger:
        row = declaration.reader_rows.filter(person=reader).first()
        if row is None or not declaration.is_read_by(reader):
            raise Http404
        if row.opened_at is None:
            row.opened_at = timezone.now()
            row.save(update_fields=["opened_at"])
        ledger.write("declaration.opened", declaration)


def acknowledge(reader: Person, declaration: Declaration, child: Person | None = None) -> None:
    """Say that it was read. With the child that a family link is to, the link is kept from now on."""
    with _answering(reader, declaration) as (ledger, held):
        if held.state != State.RECEIVED:
            raise Refused("Somebody has answered this already. Open it again to see what they said.")
        if child is not None:
            _link(ledger, reader, held, child)
        held.state = State.ACKNOWLEDGED
        _say(ledger, held, reader, Kind.ACKNOWLEDGED)
        _news(held)


def ask_back(reader: Person, declaration: Declaration, words: str) -> None:
    """Ask the one who declared it something."""
    with _answering(reader, declaration) as (ledger, held):
        held.state = State.ASKED
        _say(ledger, held, reader, Kind.ASKED, words)
        _news(held)


def answer(by: Person, declaration: Declaration, words: str) -> None:
    """Answer what was asked back. Raises Http404 for anybody but the one who declared it."""
    with change(by, "declaration.make", declaration.school) as ledger:
        held = _hold(declaration)
        if held.by_id != by.pk:
            raise Http404
        if held.state == State.CLOSED:
            raise Refused(CLOSED)
        held.state = State.ACKNOWLEDGED if held.state == State.ASKED else held.state
        _say(ledger, held, by, Kind.ANSWERED, words)
        path = reverse("declaration", args=[held.reference])
        readers = held.current_readers()
        tell(readers, "There is an answer about something that was declared to you.", path)
        for reader in readers:
            send(reader, "There is an answer for you to read.", path, held.reference)


def note_done(reader: Person, declaration: Declaration, words: str) -> None:
    """Note what was done about it, for those it went to."""
    with _answering(reader, declaration) as (ledger, held):
        _say(ledger, held, reader, Kind.DONE, words)


def pass_on(reader: Person, declaration: Declaration, to: Person, words: str) -> None:
    """Let somebody else read it too, with a reason. Never the one who made it, anybody it is or may be about, or a
    technician."""
    with _answering(reader, declaration) as (ledger, held):
        if to in kept_from(held) or to == held.by or not holds(to, "declaration.read") or Role.TECHNICIAN in to.roles():
            raise Refused("It cannot be passed on to this person. Choose somebody else.")
        if held.is_read_by(to):
            raise Refused("They can read it already. You need not do anything.")
        held.reader_rows.filter(person=to).delete()  # what they once read it as, and are no more
        send_to(ledger, held, [to])
        _say(ledger, held, reader, Kind.PASSED_ON, words)


def close(reader: Person, declaration: Declaration, words: str) -> None:
    """Close it, and say how it ended to the one who declared it."""
    with _answering(reader, declaration) as (ledger, held):
        held.state, held.closed_at, held.closed_by = State.CLOSED, timezone.now(), reader
        _say(ledger, held, reader, Kind.CLOSED, words)
        _news(held)


@contextmanager
def _answering(reader: Person, declaration: Declaration) -> Iterator[tuple[Change, Declaration]]:
    """A change by somebody it went to, with the row held. Nobody answers their own, or one about themselves."""
    with change(reader, "declaration.read", declaration.school) as ledger:
        held = _hold(declaration)
        if not held.is_read_by(reader):
            raise Http404
        if held.by_id == reader.pk or held.named.filter(pk=reader.pk).exists():
            raise Refused("Nobody answers what they declared themselves, or what is about them. Ask somebody else.")
        if held.state == State.CLOSED:
            raise Refused(CLOSED)
        yield ledger, held


def _hold(declaration: Declaration) -> Declaration:
    return Declaration.objects.of(declaration.school).select_for_update().get(pk=declaration.pk)


def _say(ledger: Change, held: Declaration, by: Person, kind: Remark.Kind, words: str = "") -> None:
    held.save()
    remark = Remark(declaration=held, by=by, kind=kind)
    remark.keep(words)
    remark.save()
    ledger.write(f"declaration.{kind.value}", held, remark=remark.pk)


def _news(held: Declaration) -> None:
    path = reverse("declaration", args=[held.reference])
    if held.state != State.ASKED:  # what is asked stands on their home page until it is answered
        tell([held.by], NEWS, path)
    send(held.by, NEWS, path, held.reference)


def _link(ledger: Change, reader: Person, held: Declaration, child: Person) -> None:
    if not held.named.filter(pk=child.pk).exists():
        raise Refused("Choose the child that was declared.")
    held.link = FamilyLink.objects.of(held.school).filter(adult=held.by, child=child).first()
    if held.link:
        return
    kind = FamilyLink.Kind(held.answers.get("kin", FamilyLink.Kind.RELATIVE))
    if kind == FamilyLink.Kind.PARENT and not _may_write_parent(reader, held.by):
        raise Refused("Your role does not let you write down a parent. Let the head teacher read it too, who can.")
    held.link = families.join(ledger, held.by, child, kind)


def _may_write_parent(reader: Person, adult: Person) -> bool:
    gives = Role.PARENT in adult.roles() or bool(GRANTED_BY[Role.PARENT] & reader.roles())
    return gives and holds(reader, "family.change")

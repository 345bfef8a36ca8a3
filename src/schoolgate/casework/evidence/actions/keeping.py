"""Keep something as evidence: its bytes as they came, their hash, and the line that says who brought it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.actions.custody import hand
from schoolgate.casework.evidence.models import Custody, Item
from schoolgate.casework.evidence.scanning import scan
from schoolgate.casework.evidence.sniffing import Look, clean_name, look
from schoolgate.casework.evidence.stamping import is_set_up
from schoolgate.community.change import Change, Refused
from schoolgate.community.models import Person
from schoolgate.record import vault

MEGABYTE = 1024 * 1024
LARGEST = 25 * MEGABYTE
AT_MOST = f"{LARGEST // MEGABYTE} MB"
EMPTY = "That file is empty. Choose it again, or take a screenshot of what it should show."
TOO_BIG = (
    f"That file is larger than {AT_MOST}, so it was not kept. Add the part that matters, such as a screenshot or a "
    "short piece of the video, and keep the whole where it is until the police or your safeguarding lead ask for it."
)
NO_PICTURES = (
    "Nothing can be added here: this is about a picture of a child that nobody may keep, copy or send on. Do not look "
    "at it again. Write down in words what you were told, and leave the device as it is for the police."
)


@dataclass(frozen=True)
class Prepared:
    """A file that may be kept: looked at and scanned, and not yet anywhere on the disk."""

    data: bytes
    name: str
    look: Look
    scanned: Item.Scan


def prepare(data: bytes, name: str) -> Prepared:
    """Look at a file and scan it, before the change that keeps it (a scanner may take a while).

    Raises Refused, gently, for what is empty, larger than LARGEST or holds a virus.
    """
    if not data:
        raise Refused(EMPTY)
    if len(data) > LARGEST:
        raise Refused(TOO_BIG)
    return Prepared(data, clean_name(name), look(data), scan(data))


def keep(
    ledger: Change,
    case: Case,
    data: bytes | Prepared,
    *,
    name: str = "",
    how: str,
    source: str = "",
    kind: Item.Kind = Item.Kind.FILE,
    restricted: bool = False,
    parent: Item | None = None,
    made_how: str = "",
    by: Person | None = None,
) -> Item:
    """Keep a file for a case, inside the change that brings it; its line of the chronology and of custody with it.

    `how` says how it came, in words for those who may open the case; `source` is its web address; `by` who brought
    it, where that is not the one who makes the change. What was prepared brings its own name.
    Raises Refused for what `prepare` refuses, and for any file of a case for which no picture is ever kept.
    """
    case = Case.unscoped.select_for_update().get(pk=case.pk)
    if case.no_pictures:
        raise Refused(NO_PICTURES)
    ready = data if isinstance(data, Prepared) else prepare(data, name)
    stored = vault.put(ready.data)
    item = Item(
        case=case,
        number=Item.next_number(case),
        kind=kind,
        vault_key=stored.key,
        size=stored.size,
        sha256=stored.sha256,
        media=ready.look.media,
        inert=ready.look.inert,
        parent=parent,
        made_how=made_how,
        by=by or ledger.actor,
        restricted=restricted or bool(parent and parent.restricted),
        scanned=ready.scanned,
    )
    item.keep(name=ready.name, source=source)
    item.save()
    hand(ledger, item, Custody.What.RECEIVED, how, by)
    if parent is not None:
        hand(ledger, parent, Custody.What.DERIVED, f"{item.reference}: {made_how}", by)
    words = f"{item.reference}, {ready.name}: {how}\nSHA-256 {item.sha256}"
    chronicle(ledger, case, "evidence", words, restricted=item.restricted, about=item)
    if is_set_up():
        from schoolgate.casework.evidence.jobs import stamp_item

        stamp_item.later(item=item.pk)
    return item


def bring(person: Person, case: Case, ready: Prepared, *, how: str, source: str = "", restricted: bool = False) -> Item:
    """Keep a file that somebody who works on a case brings to it."""
    with working(person, case) as (ledger, held):
        return keep(ledger, held, ready, how=how, source=source, restricted=restricted)


def bytes_of(item: Item) -> bytes:
    """The bytes as they came. Call it only after the custody line that says who gets them is written.

    Raises VaultError when they are not those that were kept, and Refused, before anything is read, where it is now
    with a case for which no picture may be looked at.
    """
    if Item.objects.of(item.case.school).filter(pk=item.pk, case__no_pictures=True).exists():
        raise Refused(NO_PICTURES)
    data = vault.get(item.vault_key)
    if hashlib.sha256(data).hexdigest() != item.sha256:
        raise vault.VaultError(f"The evidence {item.reference} is not what was kept: its hash is another.")
    return data

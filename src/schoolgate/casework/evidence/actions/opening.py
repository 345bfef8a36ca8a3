"""Hand an item to somebody who may open its case: first the line that says so, then the bytes."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime

from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.actions.custody import hand
from schoolgate.casework.evidence.actions.keeping import NO_PICTURES, bytes_of
from schoolgate.casework.evidence.models import Custody, Item, Stamp
from schoolgate.casework.evidence.stamping import StampError, check_stamp, is_set_up
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.record.vault import VaultError

NOT_THE_SAME = (
    "This is not what was kept: its bytes in the vault have been changed, or are missing. Nothing was shown. Tell your "
    "head teacher and your IT technician today, and write in the case that you were told."
)
SAME = "The bytes are those that were kept."
STAMPED = "Its time stamp proves that they were there on {at}."
NOT_STAMPED = "Its time stamp could not be proved with the certificates that are set up here."


def hand_out(person: Person, case: Case, item: Item, why: str, what: Custody.What = Custody.What.OPENED) -> bytes:
    """The bytes of an item of this case, once a custody line says that this person has them, and why.

    Raises Refused for a case for which no picture may be looked at, and where the bytes are not those that were kept.
    """
    with working(person, case, closed=True, emergency=True) as (ledger, held):
        if held.no_pictures:
            raise Refused(NO_PICTURES)
        hand(ledger, Item.objects.of(held.school).get(case=held, pk=item.pk), what, why)
    return whole(person, case, item)


def verify(person: Person, case: Case, item: Item) -> str:
    """Compare an item's bytes with their hash, and with its time stamp where it can be checked here.

    Writes down what was found and gives it in words. Raises Refused where they differ.
    """
    data, found = whole(person, case, item), SAME
    stamp = Stamp.objects.of(case.school).filter(item=item).first()
    if stamp and is_set_up():
        try:
            proved = check_stamp(bytes(stamp.token), data)
            found = f"{SAME} {STAMPED.format(at=date_format(localtime(proved), 'j F Y, H:i:s'))}"
        except StampError:
            found = f"{SAME} {NOT_STAMPED}"
    with working(person, case, closed=True, emergency=True) as (ledger, _):
        hand(ledger, item, Custody.What.VERIFIED, found)
    return found


def whole(person: Person, case: Case, item: Item) -> bytes:
    """The bytes as they were kept. That they are not is written down, and Refused; so is every case for which no
    picture may be looked at."""
    try:
        return bytes_of(item)
    except VaultError:
        with working(person, case, closed=True, emergency=True) as (ledger, _):
            hand(ledger, item, Custody.What.BROKEN)
        raise Refused(NOT_THE_SAME) from None

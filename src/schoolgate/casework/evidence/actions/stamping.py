"""A time stamp is asked for each item once, and kept beside it."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from schoolgate.casework.evidence.actions.custody import hand
from schoolgate.casework.evidence.actions.keeping import bytes_of
from schoolgate.casework.evidence.models import Custody, Item, Stamp
from schoolgate.casework.evidence.stamping import ask_stamp, is_set_up
from schoolgate.community.change import by_machine


def stamp(item: Item) -> None:
    """Ask for one, outside any transaction, and keep it. An item that has one is left as it is, and one of a case for
    which no picture may be read. Raises StampError."""
    if not is_set_up() or item.case.no_pictures or Stamp.unscoped.filter(item=item).exists():
        return
    token = ask_stamp(bytes_of(item))
    service = urlsplit(settings.TIMESTAMP_URL).hostname or ""
    with by_machine(item.case.school) as ledger:
        held = Item.unscoped.select_for_update().get(pk=item.pk)
        if Stamp.unscoped.filter(item=held).exists():
            ledger.write("evidence.stamp_again", held)
            return
        Stamp(item=held, token=token.token, at=token.at, service=service).save()
        hand(ledger, held, Custody.What.STAMPED, service)

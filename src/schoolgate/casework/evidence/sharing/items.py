"""The evidence that a referral shares, and where none of it may go."""

from __future__ import annotations

from django.db.models import QuerySet

from schoolgate.casework.evidence.models import Item
from schoolgate.casework.evidence.sharing.models import Referral

FILES_STAY = (
    "No file of this case is copied or handed out: it is about a picture of a child that nobody may look at, keep or "
    "send on. Share lines of the chronology alone, and ask the police what is to become of the files."
)


def items_of(referral: Referral) -> QuerySet[Item]:
    """In the order it came."""
    shared = Item.objects.of(referral.case.school).filter(referrals=referral)
    return shared.select_related("parent", "stamp").order_by("at", "pk")


def files_stay(referral: Referral) -> bool:
    """Whether it shares evidence of a case of which no file may leave. Evidence moves with its case, so it is asked."""
    return Item.objects.of(referral.case.school).filter(referrals=referral, case__no_pictures=True).exists()

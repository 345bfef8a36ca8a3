"""The evidence that a referral shares."""

from __future__ import annotations

from django.db.models import QuerySet

from schoolgate.casework.evidence.models import Item
from schoolgate.casework.evidence.sharing.models import Referral


def items_of(referral: Referral) -> QuerySet[Item]:
    """In the order it came."""
    shared = Item.objects.of(referral.case.school).filter(referrals=referral)
    return shared.select_related("parent", "stamp").order_by("at", "pk")

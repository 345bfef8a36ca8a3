"""Why a file that somebody brought is not taken, in words."""

from __future__ import annotations

from schoolgate.imaging.refusals import WHY as OF_IMAGING
from schoolgate.publishing.pictures.models import Arrival

TWICE = "twice"
FAILED = "failed"
WHY = {
    **OF_IMAGING,
    TWICE: "This picture is here already, so it was not added again. Look for it among the pictures.",
    FAILED: "Something went wrong while we looked at it, and it is gone here. Add it once more.",
}


def why(arrival: Arrival) -> str:
    return WHY.get(arrival.code, WHY[FAILED])

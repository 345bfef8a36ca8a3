"""Why a file that somebody brought is not taken, in words."""

from __future__ import annotations

from schoolgate.imaging.refusals import WHY as OF_IMAGING
from schoolgate.publishing.pictures.models import Arrival

TWICE = "twice"
FAILED = "failed"
THROWN_AWAY = "thrown_away"
WHY = {
    **OF_IMAGING,
    TWICE: "This picture is here already, so it was not added again. Look for it among the pictures.",
    THROWN_AWAY: "We could not look at it, and it was thrown away. Add it once more if you still need it.",
    FAILED: "Something went wrong while we looked at it, and it is gone here. Add it once more.",
}


def why(arrival: Arrival) -> str:
    return WHY.get(arrival.code, WHY[FAILED])

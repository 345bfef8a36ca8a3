"""How long a network asks us to wait, where it says so in a way of its own."""

from __future__ import annotations

from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from schoolgate.publishing.networks.http import LONGEST_WAIT


def until(answer: httpx.Response, when: datetime) -> float | None:
    """Seconds until then by the network's own clock, a day at most; None where it does not tell the time."""
    try:
        now = parsedate_to_datetime(answer.headers["Date"])
        return min(max((when - now).total_seconds(), 0.0), LONGEST_WAIT)
    except (KeyError, ValueError, TypeError):
        return None

"""What evidence does in the background: copying pages, asking for time stamps, and sweeping the vault."""

from __future__ import annotations

from schoolgate.casework.evidence.actions.capturing import make_copy
from schoolgate.casework.evidence.actions.stamping import stamp
from schoolgate.casework.evidence.actions.sweeping import sweep_vault as sweep_now
from schoolgate.casework.evidence.models import Capture, Item
from schoolgate.casework.evidence.sharing import jobs as sharing
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job(outside=True)
def copy_page(capture: int) -> None:
    make_copy(Capture.unscoped.select_related("case__school", "by").get(pk=capture))


@job(outside=True)
def stamp_item(item: int) -> None:
    stamp(Item.unscoped.select_related("case__school").get(pk=item))


@job
def sweep_vault() -> None:
    sweep_now()


SCHEDULE = [Every("day", sweep_vault, at="03:40"), *sharing.SCHEDULE]

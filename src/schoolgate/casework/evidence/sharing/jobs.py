"""Bundles are made in the background, and destroyed on their day."""

from __future__ import annotations

from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job(outside=True)
def build_bundle(bundle: int) -> None:
    """Make one. Only its last step changes anything, so a second run does nothing twice."""
    from schoolgate.casework.evidence.sharing.actions.building import build

    build(bundle)


@job
def destroy_old_bundles() -> None:
    from schoolgate.casework.evidence.sharing.actions.building import destroy_what_is_due

    destroy_what_is_due()


SCHEDULE = [Every("hour", destroy_old_bundles)]

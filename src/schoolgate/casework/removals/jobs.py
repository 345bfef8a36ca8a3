"""What removals do in the background: look, once a day, whether what should be gone is."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from schoolgate.casework.removals.actions.looking import look_at
from schoolgate.casework.removals.models import Removal
from schoolgate.casework.removals.routes import number
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job(outside=True)
def look(removal: int) -> None:
    """Ask for one address. A second run only looks again."""
    found = Removal.unscoped.filter(pk=removal).select_related("case__school").first()
    if found is not None:
        look_at(found)


@job
def look_at_all() -> None:
    """Put every address that is still to come down among what waits, and now and then those that did."""
    today = timezone.localdate()
    again = Q(state=Removal.State.GONE, look_on__lte=today)
    again &= Q(ended_on__gte=today - timedelta(days=number("look_again_for")))
    still = Q(state=Removal.State.OPEN, asked_on__isnull=False)
    rows = Removal.unscoped.filter(still | again, case__no_pictures=False)
    for pk in rows.order_by("pk").values_list("pk", flat=True).iterator():
        look.later(removal=pk)


SCHEDULE = [Every("day", look_at_all, "05:40")]

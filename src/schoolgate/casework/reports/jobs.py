"""What is done without anybody asking: a form that nobody touched for an hour is destroyed."""

from __future__ import annotations

from schoolgate.casework.reports.actions.coming_back import forget_old
from schoolgate.casework.reports.drafts import destroy_old
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every


@job
def forget_drafts() -> None:
    destroy_old()
    forget_old()


SCHEDULE = [Every("five minutes", forget_drafts)]

"""From inside: whatever somebody meets in their work becomes a report with one action, and keeps its thread."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from schoolgate.casework.reports.actions.telling import Told, tell
from schoolgate.casework.reports.models import Report
from schoolgate.community.change import change
from schoolgate.community.models import Person
from schoolgate.record.ledger import reference


def report_from(
    by: Person,
    words: str,
    kinds: Iterable[str] = (),
    *,
    came_from: models.Model | str = "",
    about: Iterable[Person] = (),
    answers: Mapping[str, Any] | None = None,
    nude: bool = False,
    sent_key: str = "",
    report_reference: str = "",
) -> Report:
    """Report something that `by` met inside: a flag, a comment, a declaration, a permission that was refused.

    `kinds` are those of `cases.yaml`; `came_from` is the row it was met in, or its reference; `about` those it is
    known to be about, to whom it never goes; `answers` further ones of the form (`telling.yaml`). Sent twice with one
    `sent_key`, or from the form with the same answers within half an hour, it makes one report. Raises Refused where
    `by` may not, or nobody could receive it.
    """
    key = sent_key or secrets.token_hex(32)
    told = Told(
        {**(answers or {}), "what": words},
        Report.How.INSIDE,
        key,
        nude,
        kinds=tuple(kinds),
        came_from=came_from if isinstance(came_from, str) else reference(came_from),
        about=tuple(about),
        reference=report_reference,
    )
    with change(by, "report.make", by.school) as ledger:
        made = Report.objects.of(by.school).filter(sent_key=key, by=by).first()
        made = made or (_just_told(by, told) if sent_key else None)
        if made is not None:
            ledger.write("report.sent_again", made)
            return made
        return tell(ledger, told, by=by)


def _just_told(by: Person, told: Told) -> Report | None:
    """The same of the same person, a little while ago: somebody went back in the browser, and sent it again."""
    answers = told.kept()
    since = timezone.now() - AGAIN_WITHIN
    rows = Report.objects.of(by.school).filter(by=by, how=Report.How.INSIDE, at__gte=since)
    return next((row for row in rows if row.topic == told.answers.get("topic", "") and row.private == answers), None)


AGAIN_WITHIN = timedelta(minutes=30)

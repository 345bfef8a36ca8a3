"""Since when somebody who is supported could read what is written for them: they, or a parent who was let in, took the
offer or opened the page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from schoolgate.casework.cases.models import Case
from schoolgate.casework.steps.telling import Reader, who_reads
from schoolgate.casework.support.access import parents_who_read, sees_steps
from schoolgate.casework.support.models import SupportFile
from schoolgate.casework.support.standing import standing
from schoolgate.record.ledger import reference
from schoolgate.record.models import LedgerEntry


def listen() -> None:
    who_reads.connect(_readers, dispatch_uid="support")


def _readers(case: Case, **_: Any) -> list[Reader]:
    files = SupportFile.objects.of(case.school).filter(case=case).select_related("case__school", "person")
    return [_reader(file, since) for file in files if sees_steps(file) and (since := _since(file))]


def _reader(file: SupportFile, since: datetime) -> Reader:
    hidden = {rung.code for rung in standing(file).naming}
    return Reader(f"person {file.person_id}", since, lambda rung: rung.code not in hidden)


def _since(file: SupportFile) -> datetime | None:
    theirs = [file.person_id, *(each.pk for each in parents_who_read(file))]
    opened = LedgerEntry.objects.filter(subject=reference(file), verb="support.read", actor__in=theirs)
    first = opened.order_by("number").values_list("at", flat=True).first()
    took = file.answered_at if file.answer == SupportFile.Answer.YES else None
    return min((at for at in (first, took) if at), default=None)

"""Somebody brings a file of people in: uploads it, says how to understand it, looks, and decides."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.community.change import Change, Refused, by_machine, change
from schoolgate.community.models import Person, RosterImport
from schoolgate.community.roster import jobs
from schoolgate.community.roster.bringing import File
from schoolgate.community.roster.keeping import sealed_file
from schoolgate.community.roster.reading.packing import LARGEST, TOO_BIG
from schoolgate.community.roster.reading.spreadsheet import Matching

State = RosterImport.State
OPEN = (State.READING, State.READY, State.PROBLEMS)
POWER = "roster.import"
CALLED_OFF, REPLACED, FORGOTTEN = "called_off", "replaced", "forgotten"
"""How a file that was not brought in came to its end: by a person, by a later file, or by lying too long."""
KEPT = timedelta(days=1)
"""How long an uploaded file waits for somebody to decide."""


def upload(by: Person, name: str, data: bytes) -> RosterImport:
    """Take a file in, in place of any that still waits. It is opened by a job, never here.

    Raises Refused for a file that is too large, and while another is being brought in.
    """
    if len(data) > LARGEST:
        raise Refused(TOO_BIG)
    with change(by, POWER, by.school) as ledger:
        waiting = RosterImport.objects.of(by.school).select_for_update().exclude(state__in=(State.DONE, "called_off"))
        for other in waiting.defer("data"):
            if other.state == State.APPLYING:
                raise Refused("A file is being brought in just now. Wait until it is done, then upload yours.")
            _end(ledger, other, REPLACED)
        row = RosterImport.objects.create(
            school=by.school,
            name=name[:200],
            sha256=File(data, name).sha256(),
            data=sealed_file(by.school, data),
            by=by,
        )
        ledger.write("roster.uploaded", row, sha256=row.sha256)
        jobs.look.later(roster=row.pk)
    return row


def match_columns(by: Person, row: RosterImport, matching: Matching) -> None:
    """Say what each column of a spreadsheet holds, and look at it again."""
    _understand(by, row, {"columns": matching.columns, "role": matching.role, "whole": matching.whole})


def choose_school(by: Person, row: RosterImport, org: str) -> None:
    """Say which of a file's schools is this one, and look at it again."""
    _understand(by, row, {"org": org})


def _understand(by: Person, row: RosterImport, said: dict[str, object]) -> None:
    with change(by, POWER, by.school) as ledger:
        row = _take(row, OPEN)
        row.mapping = {**row.mapping, **said}
        row.state, row.plan, row.problems, row.done = State.READING, {}, [], 0
        row.save(update_fields=["mapping", "state", "plan", "problems", "done"])
        ledger.write("roster.matched", row)
        jobs.look.later(roster=row.pk)


def bring_in(by: Person, row: RosterImport) -> None:
    """Let a file that was looked at be brought in. Refused when it is not ready, or somebody was quicker."""
    with change(by, POWER, by.school) as ledger:
        row = _take(row, (State.READY,))
        row.state, row.done, row.by = State.APPLYING, 0, by
        row.save(update_fields=["state", "done", "by"])
        ledger.write("roster.started", row, sha256=row.sha256)
        jobs.apply.later(roster=row.pk)


def call_off(by: Person, row: RosterImport) -> None:
    """Leave everything as it is, and remove the file."""
    with change(by, POWER, by.school) as ledger:
        _end(ledger, _take(row, OPEN), CALLED_OFF)


def forget_old() -> None:
    """Remove the files that nobody has decided on within a day."""
    old = RosterImport.unscoped.filter(at__lt=timezone.now() - KEPT).exclude(state__in=(State.DONE, State.CALLED_OFF))
    for pk in list(old.values_list("pk", flat=True)):
        with by_machine(RosterImport.unscoped.only("school").get(pk=pk).school) as ledger:
            _end(ledger, old.select_for_update().defer("data").get(pk=pk), FORGOTTEN)


def _take(row: RosterImport, states: tuple[State, ...]) -> RosterImport:
    """The row as it stands now, held until the change is over."""
    found = RosterImport.objects.of(row.school).select_for_update().defer("data").get(pk=row.pk)
    if found.state not in states:
        raise Refused(f"This file is {found.get_state_display()} by now. Open it again to see where it stands.")
    return found


def _end(ledger: Change, row: RosterImport, how: str) -> None:
    """Remove the file and everything that names anybody, and keep how it came to that."""
    row.state, row.data, row.plan, row.problems = State.CALLED_OFF, None, {}, []
    row.mapping = {name: value for name, value in row.mapping.items() if name in ("kind", "columns")} | {"ended": how}
    row.save(update_fields=["state", "data", "plan", "problems", "mapping"])
    ledger.write(f"roster.{how}", row)

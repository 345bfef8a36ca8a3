"""Looking at a file and bringing it in, beside the pages; and removing files that nobody decided on.

What is read is read before the transaction begins, so that the school goes on working meanwhile; that is also when
the page can be told how far it is.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from schoolgate.community.change import Refused, by_machine, change
from schoolgate.community.models import RosterImport
from schoolgate.community.roster import bringing
from schoolgate.community.roster.bringing import File, HasProblemsError, Looked
from schoolgate.community.roster.keeping import file_of
from schoolgate.community.roster.plan import Plan
from schoolgate.community.roster.reading import SPREADSHEET, STEPS
from schoolgate.community.roster.reading.problems import UnreadableError
from schoolgate.community.roster.reading.spreadsheet import Matching
from schoolgate.jobs.job import job

State = RosterImport.State
TOTAL = STEPS + 2
"""Reading, step by step; comparing; writing."""


@job(outside=True)
def look(roster: int) -> None:
    """Open a file and work out what it would change; of a spreadsheet that is new, only what its columns are."""
    row = _waiting(roster, State.READING)
    if row is None or to_match(row):
        return
    said, on = row.mapping, timezone.localdate()
    try:
        if "kind" not in said:
            row.mapping = bringing.understand(row.school, file_of(row), row.name)
        looked = None if to_match(row) else bringing.compare(row.school, _read(row, on), on, row.by_id)
    except UnreadableError as wrong:
        looked = Looked(problems=[wrong.problem])
    with by_machine(row.school) as ledger:
        now = RosterImport.unscoped.select_for_update().defer("data").get(pk=roster)
        if now.state == State.READING and now.mapping == said:
            now.mapping = row.mapping
            if looked:
                _keep(now, looked)
            else:
                now.save(update_fields=["mapping"])
        found = {"problems": len(looked.problems), **looked.plan.counts} if looked else {"matched": False}
        ledger.write("roster.looked_at", now, **found)


@job(outside=True)
def apply(roster: int) -> None:
    """Bring in what somebody has agreed to. Where that is no longer what was shown, they look again."""
    row = _waiting(roster, State.APPLYING)
    if row is None or row.by is None:
        return
    on = timezone.localdate()
    looked = _read(row, on)
    try:
        with change(row.by, "roster.import", row.school) as ledger:
            now = RosterImport.unscoped.select_for_update().defer("data").get(pk=roster)
            if now.state != State.APPLYING:
                ledger.write("roster.looked_at", now)
                return
            bringing.bring(ledger, row.school, looked, now, on)
            if {**row.plan, **_shown(looked.plan)} != row.plan:
                raise HasProblemsError([])
    except (HasProblemsError, Refused):
        _look_again(row, looked)


def _look_again(row: RosterImport, looked: Looked) -> None:
    with by_machine(row.school) as ledger:
        now = RosterImport.unscoped.select_for_update().defer("data").get(pk=row.pk)
        _keep(now, looked, moved=True)
        ledger.write("roster.looked_at", now, problems=len(looked.problems), **looked.plan.counts)


@job(outside=True)
def forget_files() -> None:
    """Remove the files that nobody decided on."""
    from schoolgate.community.roster.actions import forget_old

    forget_old()


def to_match(row: RosterImport) -> bool:
    """Whether a spreadsheet waits for somebody to say what its columns hold."""
    return row.mapping.get("kind") == SPREADSHEET and "columns" not in row.mapping


def _waiting(pk: int, state: State) -> RosterImport | None:
    """The import, with its file, if it is still in that state: a job may run twice."""
    return RosterImport.unscoped.select_related("school", "by").filter(pk=pk, state=state, data__isnull=False).first()


def _read(row: RosterImport, on: date) -> Looked:
    """Read the file, saying how far it is after each step."""
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        RosterImport.unscoped.filter(pk=row.pk).update(done=done, total=TOTAL)

    said = row.mapping
    matching = Matching(said["columns"], said.get("role", ""), said.get("whole", True)) if "columns" in said else None
    file = File(file_of(row), row.name, said.get("org", ""), matching)
    looked = bringing.read(row.school, file, on, step)
    done = STEPS
    step()
    return looked


def _shown(plan: Plan) -> dict[str, Any]:
    """What of a plan is shown to whoever decides."""
    rows = {"shown": [list(one) for one in plan.shown], "aside": [list(one) for one in plan.aside]}
    return {"counts": plan.counts, "kept": plan.kept, "also": plan.also(), "relatives": plan.relatives, **rows}


def _keep(row: RosterImport, looked: Looked, *, moved: bool = False) -> None:
    """Keep what was found, to be shown and decided on."""
    row.state = State.PROBLEMS if looked.problems else State.READY
    row.problems = [one._asdict() for one in looked.problems]
    row.plan = {**_shown(looked.plan), "moved": moved, "more": looked.more}
    row.mapping = {**row.mapping, "schools": looked.schools if len(looked.schools) <= 100 else {}}
    row.done = row.total = TOTAL
    row.save(update_fields=["state", "problems", "plan", "mapping", "done", "total"])

"""What one person is to do for a case by a day: giving it, handing it over, and saying that it is done."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from schoolgate.casework.cases.access import may_open, who_may_open
from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case, Task
from schoolgate.community.change import Change, Refused
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell

CANNOT_OPEN = "They may not open this case. Choose somebody who may, or let them in first under “Who may open it”."
DONE = "This task is done already."
THEIRS = "Only the one whose task it is says that it is done. Hand it over first if somebody else does it."
MAIL = "Somebody at the school asks you to do something by a day."


def give_task(by: Person, case: Case, what: str, to: Person, due: date) -> Task:
    with working(by, case) as (ledger, held):
        if to not in who_may_open(held):
            raise Refused(CANNOT_OPEN)
        task = Task(case=held, person=to, due=due, by=by)
        task.keep(what=what)
        task.save()
        chronicle(ledger, held, "task", f"For {to.name}, by {due:%-d %B %Y}: {what}", about=task)
        _tell(ledger, held, to)
    return task


def hand_over(by: Person, case: Case, task: int, to: Person) -> None:
    """Somebody else is to do it."""
    with working(by, case, "case.decide") as (ledger, held):
        found = _open(held, task)
        if to not in who_may_open(held):
            raise Refused(CANNOT_OPEN)
        found.person = to
        found.save()
        chronicle(ledger, held, "task", f"For {to.name} now: {found.said('what')}", about=found)
        _tell(ledger, held, to)


def finish(by: Person, case: Case, task: int, how: str) -> None:
    """It is done, and how. Said by whoever had it, or for somebody who cannot open the case any more by a member."""
    with working(by, case) as (ledger, held):
        found = _open(held, task)
        if found.person_id != by.pk and may_open(found.person, held):
            raise Refused(THEIRS)
        found.done_at = timezone.now()
        found.keep(how=how)
        found.save()
        chronicle(ledger, held, "task_done", f"{found.said('what')} — {how}", about=found)


def _open(case: Case, task: int) -> Task:
    found = Task.objects.of(case.school).select_related("person__school").filter(case=case, pk=task).first()
    if found is None or found.done_at:
        raise Refused(DONE)
    return found


def _tell(ledger: Change, case: Case, to: Person) -> None:
    if to != ledger.actor:
        send(to, MAIL, case.path, case.reference)
        tell([to], f"{case.reference}: {MAIL}", case.path)

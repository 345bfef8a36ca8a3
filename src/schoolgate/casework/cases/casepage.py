"""What the case itself gives to its page, and what has to be done in it before it can be closed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.access import kept_out, may_decide, who_may_open
from schoolgate.casework.cases.actions.closing import still_open
from schoolgate.casework.cases.actions.linking import links_of
from schoolgate.casework.cases.actions.threshold import asks_threshold
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.page import Section
from schoolgate.community.models import Person
from schoolgate.community.moments import at
from schoolgate.community.powers import holds
from schoolgate.community.today import DONE, OVERDUE, TO_DO, WAITING

hinders = still_open


def sections(person: Person, case: Case) -> Iterator[Section]:
    decides = holds(person, "case.decide")
    if decides:
        yield from _to_decide(person, case)
    count = len(who_may_open(case))
    out = len(kept_out(case))
    kept = f"{out} kept out, because it names them or their family, or may." if out else ""
    yield Section("Who may open it", _url("case_members", case), f"{count} may. {kept}".strip())
    lines = case.entries.count()
    yield Section(
        "Chronology", _url("case_chronology", case), f"{lines} line{'' if lines == 1 else 's'}: everything, in order."
    )
    yield _tasks(person, case)
    linked = len(links_of(person, case))
    yield Section(
        "Other cases", _url("case_links", case), f"{linked} linked." if linked else "Links, and earlier ones like it."
    )
    if decides:
        yield from _how_it_ends(person, case)


def _to_decide(person: Person, case: Case) -> Iterator[Section]:
    if case.state == Case.State.NEW and may_decide(person, case):
        yield Section("Look at what was told", _url("case_look", case), "What it is, who, how serious.", TO_DO)
    yield Section("Whom it names", _url("case_named", case), "Who is affected, and who is said to have done it.")
    if not (asks_threshold(case) or case.threshold):
        return
    status = DONE if case.threshold else TO_DO
    said = case.get_threshold_display()
    hint = f"{said}." if said else "Low-level, or may it meet the harm threshold?"
    yield Section("The threshold for conduct", _url("case_threshold", case), hint, status if case.runs else "")
    if case.threshold == Case.Threshold.HARM and case.officer_due:
        late = timezone.now() > case.officer_due
        told, by = case.officer_told_at, f"By {at(case.officer_due)}."
        status = DONE if told else OVERDUE if late else TO_DO
        hint = f"Told on {at(told)}." if told else by
        yield Section("Tell the local authority’s officer", _url("case_officer", case), hint, status)


def _tasks(person: Person, case: Case) -> Section:
    left = list(case.tasks.filter(done_at=None))
    mine = [task for task in left if task.person_id == person.pk]
    late = any(task.due < timezone.localdate() for task in left)
    status = OVERDUE if late else TO_DO if mine else WAITING if left else ""
    hint = f"{len(left)} to do." if left else "Nothing is left to do."
    return Section("Tasks", _url("case_tasks", case), hint, status)


def _how_it_ends(person: Person, case: Case) -> Iterator[Section]:
    if case.state == Case.State.JOINED:
        return
    waiting = list(case.challenges.filter(answered_at=None))
    late = any(each.due < timezone.localdate() for each in waiting)
    mine = any(each.to_id == person.pk for each in waiting)
    status = OVERDUE if late else TO_DO if mine else WAITING if waiting else ""
    hint = f"{len(waiting)} to be answered." if waiting else "When somebody disagrees."
    yield Section("Appeals and complaints", _url("case_challenges", case), hint, status)
    if not may_decide(person, case):
        return
    if case.state == Case.State.CLOSED:
        yield Section("Open it again", _url("case_reopen", case), "If there is something new.")
    else:
        yield Section("Close it", _url("case_close", case), "By somebody who decided nothing in it.")


def _url(name: str, case: Case) -> str:
    return reverse(name, args=[case.reference])

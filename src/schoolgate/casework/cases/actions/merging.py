"""Two cases are about the same: one is joined to the other, and everything goes on there."""

from __future__ import annotations

from django.db.models import Q

from schoolgate.casework.cases.actions.apart import keep_apart
from schoolgate.casework.cases.actions.linking import working_on_both
from schoolgate.casework.cases.actions.working import CLOSED, chronicle, not_in_emergency
from schoolgate.casework.cases.models import Case, Challenge, Party, Task
from schoolgate.casework.cases.signals import case_joined
from schoolgate.community.change import Change, Refused
from schoolgate.community.models import Person

OLD = "It was about the same as another case, and goes on there."
JOINED = "The other case was joined to another one, and goes on there. Open it to see which, and join this one to that."
ONE_ALREADY = "The other case was joined to this one already. They are one, and it goes on here."
INTO = "What was told in another case is about the same. Whom it names is named here too. Its chronology stays there."


def join(by: Person, case: Case, reference: str, why: str) -> Case:
    """Join a case to another that this person may open too. The other, as it goes on."""
    with working_on_both(by, case, reference, "case.decide") as (ledger, old, into):
        not_in_emergency(by, into)
        if into.state == Case.State.JOINED:
            raise Refused(ONE_ALREADY if into.joined_to_id == old.pk else JOINED)
        if not into.runs:
            raise Refused(CLOSED)
        _take_over(old, into)
        _name_there_too(old, into)
        Task.objects.of(old.school).filter(case=old, done_at=None).update(case=into)
        Challenge.objects.of(old.school).filter(case=old, answered_at=None).update(case=into)
        old.state, old.joined_to = Case.State.JOINED, into
        old.save()
        # Every case leads straight to the one that goes on, so that nobody has to follow a chain.
        Case.objects.of(old.school).filter(joined_to=old).update(joined_to=into)
        chronicle(ledger, old, "joined", f"{OLD} {why}")
        chronicle(ledger, into, "joined", f"{INTO} {why}", about=old)
        case_joined.send(Change, ledger=ledger, old=old, into=into)
        keep_apart(ledger, into)
    return into


def _take_over(old: Case, into: Case) -> None:
    """What is known of either is known of the one that goes on, and no clock is lost."""
    into.kinds = list(dict.fromkeys([*into.kinds, *old.kinds]))
    into.danger = into.danger or old.danger
    into.no_pictures = into.no_pictures or old.no_pictures
    if old.threshold == Case.Threshold.HARM:
        dues = [due for due in (old.officer_due, into.officer_due) if due]
        told = [at for at in (old.officer_told_at, into.officer_told_at) if at]
        into.threshold, into.officer_due = old.threshold, min(dues, default=None)
        into.officer_told_at = min(told, default=None)
    else:
        into.threshold = into.threshold or old.threshold
    into.save()
    into.besides.add(*old.besides.all())


def _name_there_too(old: Case, into: Case) -> None:
    there = Party.objects.of(into.school).filter(case=into, ended_at=None)
    known = set(there.filter(person__isnull=False).values_list("person", "part"))
    rows = Party.objects.of(old.school).filter(case=old, ended_at=None).exclude(Q(kind=Party.Kind.UNKNOWN, person=None))
    for row in rows:
        if (row.person_id, row.part) not in known:
            copy = Party(case=into, person_id=row.person_id, part=row.part, kind=row.kind, year=row.year, by=row.by)
            copy.keep(**row.private)
            copy.save()

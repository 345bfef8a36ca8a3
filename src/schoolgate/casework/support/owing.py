"""Check-ins: what whoever looks after somebody owes them."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from schoolgate.casework.cases.access import kept_out
from schoolgate.casework.cases.models import RUNNING
from schoolgate.casework.support.actions.checking_in import KEY, KIND, round_of
from schoolgate.casework.support.models import CheckIn, SupportFile
from schoolgate.casework.support.words import number
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing

__all__ = ["KIND", "LABEL", "STIRRED_BY", "address", "early_days", "owing"]

LABEL = "Looking after somebody"
WHAT = "A check-in with somebody you look after"
STIRRED_BY = frozenset(
    {
        "support.check_in_planned",
        "support.supporter_changed",
        "support.answered",
        "support.goes_on",
        "support.ended",
        "case.named",
        "case.closed",
        "case.reopened",
        "case.joined",
    }
)


def owing(asked: Asked) -> Iterator[Owing]:
    """Each talk that waits, by whoever looks after the person. The words name nobody, and no case."""
    goes_on = Q(file__case__state__in=RUNNING) | Q(file__goes_on=True)
    wanted = Q(file__ended_at=None) & goes_on & ~Q(file__answer=SupportFile.Answer.NO)
    waiting = CheckIn.objects.of(asked.school).filter(done_at=None).filter(wanted | Q(urgent=True))
    staff, clause = asked.audiences.of("staff"), asked.clause_of("support.offered")
    out: dict[int, set[int]] = {}
    for row in waiting.select_related("file__case__school"):
        case, supporter = row.file.case, row.file.supporter_id
        if case.pk not in out:
            out[case.pk] = kept_out(case)
        if supporter in staff and supporter not in out[case.pk]:
            yield Owing(KIND, KEY, WHAT, clause, {supporter: Due(round_of(row), row.due, "staff")})


def address(duty: Duty) -> str:
    rows = SupportFile.objects.of(duty.school).filter(check_ins=int(duty.round))
    reference = rows.values_list("reference", flat=True).first()
    return reverse("support_check_in", args=[reference]) if reference else ""


def early_days() -> int:
    """Talks are planned as soon as there was one: nothing for a home page until shortly before."""
    return number("early_days")

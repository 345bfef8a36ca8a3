"""A change to a support file: who may, with the case and the file held."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db.models import QuerySet
from django.http import Http404

from schoolgate.casework.cases.actions.working import not_in_emergency
from schoolgate.casework.cases.models import Case
from schoolgate.casework.support.models import SupportFile
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person

ENDED = "This support has ended. If it is needed again, the school can offer it anew: speak to the safeguarding lead."
MOVED = "This was moved to another case just now. Open it again, and look before you go on."


@contextmanager
def held(
    by: Person,
    file: SupportFile,
    power: str,
    among: Callable[[Person], QuerySet[SupportFile]],
    *,
    ended: bool = False,
) -> Iterator[tuple[Change, SupportFile]]:
    """A change to a file that is `among` somebody's, by `power`. The case is held too, for a line of its chronology.

    Raises Http404 for whoever may not know of it, and Refused for support that has ended, unless `ended` says that
    this can be done then too, and for what is to be decided by those who work on the case, as `working` does.
    """
    with change(by, power, by.school) as ledger:
        case = Case.objects.of(by.school).select_for_update().get(pk=file.case_id)
        row = SupportFile.objects.of(by.school).select_for_update(of=("self",)).get(pk=file.pk)
        if not among(by).filter(pk=row.pk).exists():
            raise Http404
        if row.case_id != case.pk:
            raise Refused(MOVED)
        if power == "case.decide":
            not_in_emergency(by, case)
        if row.ended_at and not ended:
            raise Refused(ENDED)
        row.case = case
        yield ledger, row

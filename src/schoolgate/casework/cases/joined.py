"""A case with those that were joined to it: what somebody did in one of them, they did in the one that goes on."""

from __future__ import annotations

from schoolgate.casework.cases.models import Case


def with_joined(case: Case) -> list[int]:
    """The numbers of a case and of every case that was joined to it, or to one of these."""
    found = newest = [case.pk]
    while newest := list(Case.objects.of(case.school).filter(joined_to__in=newest).values_list("pk", flat=True)):
        found = [*found, *newest]
    return found

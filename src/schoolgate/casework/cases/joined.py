"""A case with those that were joined to it: what somebody did in one of them, they did in the one that goes on."""

from __future__ import annotations

from django.db.models import OuterRef, Q

from schoolgate.casework.cases.models import Case


def with_joined(case: Case | OuterRef) -> Q:
    """Whether a row of something that belongs to a case (its `case`) is of this one, or of one that was joined to it.

    A joined case leads straight to the one that goes on: `merging.join`.
    """
    return Q(case=case) | Q(case__joined_to=case)

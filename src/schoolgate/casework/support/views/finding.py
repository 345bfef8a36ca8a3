"""A support file by its reference, for somebody who may know of it. That they open it is written down first."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.http import Http404

from schoolgate.casework.support.access import own, to_see
from schoolgate.casework.support.models import SupportFile
from schoolgate.community.change import change
from schoolgate.community.models import Person
from schoolgate.community.request import Request


def find(request: Request, reference: str, among: Callable[[Person], QuerySet[SupportFile]] = to_see) -> SupportFile:
    """A file that somebody works with. Raises Http404 for one that they may not know of."""
    return _find(request, reference, among, "support.give")


def find_own(request: Request, reference: str) -> SupportFile:
    """One's own, or one's child's. Raises Http404 for anybody else's."""
    return _find(request, reference, own, "support.own")


def find_for_oneself(request: Request, reference: str) -> SupportFile:
    """One's own alone: what nobody says in another's name, not even a parent. Raises Http404 for any other."""
    file = find_own(request, reference)
    if file.person_id != request.person.pk:
        raise Http404
    return file


def _find(
    request: Request, reference: str, among: Callable[[Person], QuerySet[SupportFile]], power: str
) -> SupportFile:
    rows = among(request.person).select_related("case__school", "case__version", "person__account", "supporter__school")
    file = rows.filter(reference=reference).first()
    if file is None:
        raise Http404
    page = request.resolver_match.url_name if request.resolver_match else ""
    with change(request.person, power, request.person.school) as ledger:
        ledger.write("support.read", file, page=page)
    return file

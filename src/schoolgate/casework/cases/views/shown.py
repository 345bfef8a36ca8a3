"""A list shows what cases are about, or whom. That somebody looks at it is written down first."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from schoolgate.casework.cases.models import Case
from schoolgate.community.change import change
from schoolgate.community.request import Request
from schoolgate.record.chain import Json


def looks(
    request: Request,
    shown: Iterable[Case],
    *,
    power: str = "case.decide",
    about: models.Model | None = None,
    **more: Json,
) -> None:
    """One entry for a page of a list, before anything of it is shown: which list, and the numbers of the cases on it.

    `about` is the person or case that the list is about, where it is; `more` says what else is shown, in numbers alone.
    """
    page = request.resolver_match.url_name if request.resolver_match else ""
    numbers: list[Json] = [*dict.fromkeys(case.pk for case in shown)]
    with change(request.person, power, request.person.school) as ledger:
        ledger.write("cases.listed", about or request.person, page=page, shown=numbers, **more)

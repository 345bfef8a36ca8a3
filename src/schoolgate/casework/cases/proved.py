"""Which rows of casework the ledger can prove: of every model, but for those that say here why not."""

from __future__ import annotations

from collections import deque

from django.apps import apps
from django.db import models

from schoolgate.casework.cases.models import Case
from schoolgate.record.proving import prove

NOT_PROVED = {
    "board.word": "an index of what the cases say, which is made again from them",
    "reports.draft": "a form while somebody fills it in: it is destroyed when it is sent, or an hour later",
    "reports.guess": "how often a wrong code was typed: it counts, and decides nothing in a case",
    "evidence.bundle.done": "how far the making of a bundle is: a bar on a page",
}
"""Models, and columns of those that are proved, with the reason."""


def begin() -> None:
    """From now on the ledger is told of every row of casework that changes."""
    for model in models_of_casework():
        label = model._meta.label_lower
        if label not in NOT_PROVED:
            columns = [field.name for field in model._meta.fields if f"{label}.{field.name}" in NOT_PROVED]
            prove(model, way_to_reference(model), columns)


def models_of_casework() -> list[type[models.Model]]:
    configs = [config for config in apps.get_app_configs() if config.name.startswith("schoolgate.casework.")]
    return [model for config in configs for model in config.get_models()]


def way_to_reference(model: type[models.Model]) -> str:
    """The shortest way from a row to the reference of its case, as a query spells it: "report__case__reference"; '' for
    what is of no case."""
    ways: deque[tuple[type[models.Model], tuple[str, ...]]] = deque([(model, ())])
    seen = {model}
    while ways:
        at, way = ways.popleft()
        if at is Case:
            return "__".join((*way, "reference"))
        for field in at._meta.fields:
            to = field.related_model
            if isinstance(field, models.ForeignKey) and isinstance(to, type) and to not in seen:
                seen.add(to)
                ways.append((to, (*way, field.name)))
    return ""

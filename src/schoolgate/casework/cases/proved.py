"""Which rows of casework the ledger can prove: of every model, but for those that say here why not."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping

from django.apps import apps
from django.db import models

from schoolgate.record import ledger
from schoolgate.record.models import LedgerEntry
from schoolgate.record.proving import NOBODY, Proof, Told, hear, prove

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
            prove(model, way_to_reference(model), _besides(model))


def _besides(model: type[models.Model]) -> list[str]:
    label = model._meta.label_lower
    return [field.name for field in model._meta.fields if f"{label}.{field.name}" in NOT_PROVED]


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
        if at._meta.label_lower == "cases.case":
            return "__".join((*way, "reference"))
        for field in at._meta.fields:
            to = field.related_model
            if isinstance(field, models.ForeignKey) and isinstance(to, type) and to not in seen:
                seen.add(to)
                ways.append((to, (*way, field.name)))
    return ""


def tell_of(found: Iterable[type[models.Model]], *, again: bool = False) -> None:
    """For migrations, with the models as they are then: tell the ledger of rows that it does not know.

    With `again`, of those too that it knows: the migration wrote other values into them.
    """
    said: dict[str, Told] = {}
    if not again:
        for number, rows in LedgerEntry.objects.exclude(rows="").order_by("number").values_list("number", "rows"):
            hear(said, number, rows)
    for model in found:
        if model._meta.label_lower not in NOT_PROVED:
            for school, lines in _unknown(Proof(model, way_to_reference(model), _besides(model)), said).items():
                ledger.write("rows.known", f"community.school:{school}", school=school, rows="\n".join(lines))


def _unknown(proof: Proof, said: Mapping[str, Told]) -> dict[int, list[str]]:
    """What the ledger is to say of the rows of a model of which nothing is said, by school."""
    school = f"{proof.owner.removesuffix('reference')}school"
    found: defaultdict[int, list[str]] = defaultdict(list)
    for pk, (hash_, of, *owner) in proof.read(proof.model._base_manager.all(), school, *proof.owners).items():
        if (name := f"{proof.label}:{pk}") not in said:
            found[of].append(f"{name} {hash_} {owner[0] if owner else NOBODY}")
    return found

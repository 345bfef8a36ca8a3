"""The ledger as it is stored. Only `schoolgate.record.ledger` writes it."""

from __future__ import annotations

import json
from typing import Any, ClassVar, Never

from django.db import models

from schoolgate.record.chain import GENESIS, Json


class AppendOnlyError(Exception):
    """Somebody tried to change or remove what may only be added to."""


class InsertOnly(models.QuerySet["LedgerEntry"]):
    def _refuse(self, *_: Any, **__: Any) -> Never:
        raise AppendOnlyError("The ledger only grows: write a new entry that puts the old one right.")

    update = delete = bulk_update = bulk_create = update_or_create = get_or_create = _refuse
    aupdate = adelete = abulk_update = abulk_create = aupdate_or_create = aget_or_create = _refuse


class LedgerEntry(models.Model):
    """One thing that happened. Numbers run from 1 without gaps; each row carries the hash of the one before.

    `school` and `actor` are plain numbers, not foreign keys: an entry outlives the rows that it speaks of.
    """

    number = models.BigIntegerField(primary_key=True)
    school = models.BigIntegerField(null=True, db_index=True)
    at = models.DateTimeField(db_index=True)
    actor = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, db_index=True)
    detail = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[LedgerEntry]] = models.Manager.from_queryset(InsertOnly)()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"

    def save(self, *_: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("The ledger only grows: write a new entry that puts the old one right.")
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *_: Any, **__: Any) -> Never:
        raise AppendOnlyError("Nothing is ever taken out of the ledger.")

    def details(self) -> dict[str, Json]:
        """What the entry says beside its verb and subject: references and values."""
        found: dict[str, Json] = json.loads(self.detail)
        return found


class LedgerHead(models.Model):
    """One row: how many entries there are and the hash of the last, so that a cut tail shows."""

    count = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="ledger_has_one_head")]

    def __str__(self) -> str:
        return f"{self.count} entries"

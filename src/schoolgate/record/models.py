"""The ledger as it is stored. Only `schoolgate.record.ledger` writes it."""

from __future__ import annotations

import json
from typing import ClassVar

from django.db import models

from schoolgate.record.chain import GENESIS, Json
from schoolgate.record.growing import Growing, InsertOnly


class LedgerEntry(Growing):
    """One thing that happened. Numbers run from 1 without gaps; each row carries the hash of the one before.

    `rows` says what the rows that changed with it are from now on: see `proving.py`.
    `school` and `actor` are plain numbers, not foreign keys: an entry outlives the rows that it speaks of.
    """

    number = models.BigIntegerField(primary_key=True)
    school = models.BigIntegerField(null=True, db_index=True)
    at = models.DateTimeField(db_index=True)
    actor = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, db_index=True)
    detail = models.TextField()
    rows = models.TextField(blank=True, default="")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar[models.Manager[LedgerEntry]] = models.Manager.from_queryset(InsertOnly)()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject}"

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

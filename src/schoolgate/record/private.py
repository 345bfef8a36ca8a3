"""Rows with words that do not lie open in the database, each bound to its own row."""

from __future__ import annotations

import json
import secrets
from typing import Any

from django.db import models

from schoolgate.record.sealing import seal, unseal


def new_key() -> str:
    return secrets.token_hex(16)


class Private(models.Model):
    """A row whose private words lie sealed together: `keep(summary="…")` on the way in, `said("summary")` back.

    `key` is the row's identity in the sealing: words moved to another row do not open there. Raises cryptography's
    InvalidTag when they were.
    """

    key = models.CharField(max_length=32, default=new_key, editable=False)
    sealed = models.TextField(blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def private(self) -> dict[str, Any]:
        """Everything that is sealed in this row."""
        if not self.sealed:
            return {}
        found: dict[str, Any] = json.loads(unseal(self.sealed, purpose=self._purpose))
        return found

    def said(self, name: str) -> str:
        """One of its private texts; '' where there is none."""
        return str(self.private.get(name, ""))

    def keep(self, **words: Any) -> None:
        """Seal these beside what is sealed already. Save the row afterwards."""
        self.sealed = seal(json.dumps({**self.private, **words}), purpose=self._purpose)

    @property
    def _purpose(self) -> str:
        return f"{self._meta.label_lower}:{self.key}"

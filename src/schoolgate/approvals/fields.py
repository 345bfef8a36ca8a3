"""A column whose words do not lie open in the database."""

from __future__ import annotations

from typing import Any

from django.db import models

from schoolgate.record.sealing import seal, unseal

PURPOSE = "approvals"


class Sealed(models.TextField[str, str]):
    """Text that is encrypted on its way in and opened on its way out. It cannot be searched for."""

    def get_prep_value(self, value: Any) -> Any:
        return seal(value, purpose=PURPOSE) if value else value

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return unseal(value, purpose=PURPOSE) if value else value

"""Rows that are only ever added."""

from __future__ import annotations

from typing import Any, Never, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class AppendOnlyError(Exception):
    """Somebody tried to change or remove what may only be added to."""


class InsertOnly(models.QuerySet[M]):
    """Reads, and nothing else: rows come in one at a time, by `save`."""

    def _refuse(self, *_: Any, **__: Any) -> Never:
        raise AppendOnlyError(f"{self.model._meta.verbose_name_plural} are only added: write a new one.")

    update = delete = bulk_update = bulk_create = update_or_create = get_or_create = _refuse
    aupdate = adelete = abulk_update = abulk_create = aupdate_or_create = aget_or_create = _refuse


class Growing(models.Model):
    """A row that is written once. Changing or deleting it raises AppendOnlyError."""

    class Meta:
        abstract = True

    def save(self, *_: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{self._meta.verbose_name_plural} are only added: write a new one.")
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *_: Any, **__: Any) -> Never:
        raise AppendOnlyError(f"Nothing is taken out of {self._meta.verbose_name_plural}.")

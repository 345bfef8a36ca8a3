"""Rows that belong to one school, and a manager that cannot reach another's by accident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models

from schoolgate.record.growing import InsertOnly
from schoolgate.record.proving import Rows

if TYPE_CHECKING:
    from schoolgate.community.models import School

M = TypeVar("M", bound=models.Model)


class UnscopedError(Exception):
    """A query that did not say which school it was for."""


class SchoolManager(models.Manager[M]):
    """`objects.of(school)` finds rows of that school; any query that names no school is an error.

    `path` is the way from the row to its school, such as "person__school". For the rare work that spans
    schools (sign-in, the installation's own jobs) a model has a second manager, `unscoped`.
    """

    _queryset_class: type[models.QuerySet[Any]] = Rows

    def __init__(self, path: str = "school") -> None:
        super().__init__()
        self.path = path

    def of(self, school: School) -> models.QuerySet[M]:
        return super().get_queryset().filter(**{self.path: school})

    def create(self, **fields: Any) -> M:
        if self.path == "school" and "school" not in fields:
            raise UnscopedError(f"Say which school the new {self.model._meta.verbose_name} belongs to.")
        row = self.model(**fields)
        row.save(force_insert=True)
        return row

    def get_queryset(self) -> models.QuerySet[M]:
        raise UnscopedError(f"Say which school: {self.model.__name__}.objects.of(school).")


class Unscoped(models.Manager[M]):
    """Every school's rows."""

    _queryset_class = Rows


class GrowingManager(SchoolManager[M]):
    """The same for rows that are only ever added."""

    _queryset_class = InsertOnly

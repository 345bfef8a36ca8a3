"""Reviews and checks as they were recorded, and the changes after which one falls due."""

from __future__ import annotations

from typing import Any, ClassVar, Never

from django.db import models
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.scope import SchoolManager
from schoolgate.policy.models import PolicyVersion


class WrittenOnceError(Exception):
    """Somebody tried to change or remove a record that can only be followed by another."""


class Review(models.Model):
    """Somebody looked at something, on a day, and this is what they saw. It is never changed.

    `key` and `what` are the thing's as it was asked then, by `clause` of `version` or by guidance of that name.
    `whose` is set for a check that everybody makes for themselves: of that, nothing is kept but the day. `together`
    are the roles that took part.
    """

    class Result(models.TextChoices):
        OK = "ok", "All right"
        NOT_OK = "not_ok", "Something to put right"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="reviews")
    key = models.CharField(max_length=60)
    what = models.CharField(max_length=200)
    clause = models.CharField(max_length=60, blank=True)
    version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    whose = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    due = models.DateField(null=True)
    on = models.DateField()
    result = models.CharField(max_length=10, choices=Result.choices)
    seen = models.TextField()
    put_right = models.TextField(blank=True)
    evidence_link = models.URLField(max_length=500, blank=True)
    together = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Review]] = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["school", "key", "at"], name="reviews_by_key")]

    def __str__(self) -> str:
        return f"review {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnceError("A review that was recorded is not changed: record another.")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> Never:
        raise WrittenOnceError("A review that was recorded stays.")


class SystemChange(models.Model):
    """The filter or the monitoring was changed: it has to be looked at again."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    on = models.DateField()
    words = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[SystemChange]] = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"change {self.pk}"

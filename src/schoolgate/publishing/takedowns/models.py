"""Somebody may not be shown any more: what shows them comes down, and is followed until a stranger finds nothing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.scope import SchoolManager, Unscoped
from schoolgate.publishing.posts.models import Delivery
from schoolgate.record import references


def new_reference() -> str:
    return references.new("T")


class Takedown(models.Model):
    """One delivery that has to go because of one person. It says nothing of why. `reference` begins with T.

    How far it is stands in the delivery's references; `done_at` is when a stranger had found nothing at any of them.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="takedowns")
    reference = models.CharField(max_length=24, unique=True, default=new_reference)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="takedowns")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    unscoped: ClassVar[models.Manager[Takedown]] = Unscoped()
    objects = SchoolManager()
    askers: models.Manager[Asker]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["person", "delivery"], name="taken_down_once_for_a_person")]
        indexes = [models.Index(fields=["school", "done_at"], name="takedowns_under_way")]

    def __str__(self) -> str:
        return self.reference


class Asker(models.Model):
    """Whoever it was that said no, and is told when it is gone.

    They are told once of all that was gone by then (`told_at`), by a link whose secret is kept as a hash alone: the
    rows of one letter have the same.
    """

    takedown = models.ForeignKey(Takedown, on_delete=models.CASCADE, related_name="askers")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(null=True)
    secret_hash = models.CharField(max_length=64, blank=True, db_index=True)

    unscoped: ClassVar[models.Manager[Asker]] = Unscoped()
    objects = SchoolManager("takedown__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["takedown", "by"], name="asks_once_for_a_takedown")]

    def __str__(self) -> str:
        return f"asker {self.pk}"

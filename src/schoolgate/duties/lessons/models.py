"""What was taught: which class, which activity, when and by whom."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.community.models import Group, Person, School
from schoolgate.community.scope import SchoolManager


class Lesson(models.Model):
    """A lesson in online safety that was held. Without a class, it was for the whole school.

    `activity` is one that comes with Schoolgate; '' for the teacher's own, which `title` then names. `said` is what the
    pupils said, in a sentence or two, without names.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="lessons")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="lessons")
    activity = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=150)
    on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lessons")
    said = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="when it was found to be a mistake")

    unscoped: ClassVar[models.Manager[Lesson]] = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"lesson {self.pk}"

"""Courses, the sessions where they are held, and who has completed them."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.scope import SchoolManager
from schoolgate.policy.models import PolicyVersion


class Course(models.Model):
    """Something that a school's people learn. `topics` are those of the control training.topics that it covers.

    `included` names a course that comes with Schoolgate: such a row is made when the school changes it or somebody
    completes it. Of the school's own, `body` is Markdown to be read here, or `elsewhere` says where it is held.
    `authors` are all who have said what it holds or covers.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="courses")
    included = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=150)
    topics = models.JSONField(default=list)
    body = models.TextField(blank=True)
    elsewhere = models.CharField(max_length=200, blank=True)
    expires_months = models.PositiveSmallIntegerField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    authors = models.ManyToManyField(Person, related_name="+")

    unscoped: ClassVar[models.Manager[Course]] = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "included"], condition=~Q(included=""), name="an_included_course_once_a_school"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def key(self) -> str:
        """What it is called in addresses and in duties."""
        return self.included or f"course-{self.pk}"


class Session(models.Model):
    """A course held on a day, by somebody, for several people together."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="training_sessions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="sessions")
    on = models.DateField()
    led_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField(null=True, blank=True, help_text="when the attendance was last written down")

    unscoped: ClassVar[models.Manager[Session]] = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"session {self.pk}"


class Completion(models.Model):
    """Somebody has completed a course. `by` wrote it down; nobody where the person took it here and passed.

    `score` of `out_of` questions were right the first time. `version` is the policy that the questions came from.
    """

    class How(models.TextChoices):
        HERE = "here", "taken here"
        SESSION = "session", "at a session"
        IMPORT = "import", "from the school’s own records"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="completions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="completions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="completions")
    on = models.DateField(default=timezone.localdate)
    expires_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=10, choices=How.choices)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    out_of = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="completions")
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="when it was found to be a mistake")
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    unscoped: ClassVar[models.Manager[Completion]] = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "course", "on"],
                condition=Q(withdrawn_at__isnull=True),
                name="a_course_is_completed_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"completion {self.pk}"

    def runs(self, on: date) -> bool:
        return self.withdrawn_at is None and (self.expires_on is None or on <= self.expires_on)

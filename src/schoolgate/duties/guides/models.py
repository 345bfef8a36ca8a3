"""The guide for families: in which languages a school gives it, and who has had it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.scope import SchoolManager
from schoolgate.policy.models import PolicyVersion


class Languages(models.Model):
    """The second languages that a school has chosen for its guide, as the names of files of languages/."""

    school = models.OneToOneField(School, on_delete=models.PROTECT, related_name="guide_languages")
    chosen = models.JSONField(default=list)

    unscoped: ClassVar[models.Manager[Languages]] = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        verbose_name_plural = "languages"

    def __str__(self) -> str:
        return f"languages {self.pk}"


class Given(models.Model):
    """The guide was given to one family: to a parent or carer, or to a pupil who has none here.

    `text` is the SHA-256 of what it said to families: a version that changes nothing for them asks for no new one. `by`
    handed it over on paper; nobody where it was sent.
    """

    class How(models.TextChoices):
        HOME_PAGE = "home", "on their home page"
        MAIL = "mail", "by e-mail"
        PAPER = "paper", "on paper"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="guides_given")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="guides_given")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=64)
    how = models.CharField(max_length=10, choices=How.choices)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)

    unscoped: ClassVar[models.Manager[Given]] = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]
        verbose_name_plural = "given"
        constraints = [models.UniqueConstraint(fields=["person", "text"], name="a_guide_is_given_once")]

    def __str__(self) -> str:
        return f"given {self.pk}"

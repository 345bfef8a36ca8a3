"""Who may be shown where: what was said, by whom, when and how. What nobody said is no."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.scope import GrowingManager, SchoolManager, Unscoped
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private


class Purpose(models.TextChoices):
    """What a picture is for. The networks have the names that `networks/known.py` gives them."""

    WEBSITE = "website", "The school’s website"
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    X = "x", "X"
    YOUTUBE = "youtube", "YouTube"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"
    NEWSLETTER = "newsletter", "The newsletter"
    PRESS = "press", "Newspapers and television"
    DISPLAY = "display", "Displays in school"


class Consent(Growing):
    """One answer for one purpose: about `person`, said by `said_by` (a parent or carer, or they themselves).

    The latest of each who speaks counts, until its last day (`until`). `how` it came; `recorded_by` is who wrote down
    what came on paper or by telephone. A no after a yes is a withdrawal.
    """

    class How(models.TextChoices):
        LINK = "link", "By the link we sent"
        SIGNED_IN = "signed_in", "Signed in here"
        PAPER = "paper", "On paper"
        SPOKEN = "spoken", "Said to somebody at the school"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    yes = models.BooleanField()
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents_given")
    how = models.CharField(max_length=10, choices=How.choices)
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateField(null=True)

    unscoped: ClassVar[models.Manager[Consent]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["person", "purpose", "said_by"], name="consents_of_a_person")]

    def __str__(self) -> str:
        return f"consent {self.pk}"


class NeverShow(Private):
    """Somebody who must never be shown, and of whom nobody is told why: only the safeguarding leads know of it.

    Private: why.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    unscoped: ClassVar[models.Manager[NeverShow]] = Unscoped()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ended_at=None), name="never_shown_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"never show {self.pk}"

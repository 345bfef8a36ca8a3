"""Who may be shown where: what was said, by whom, when and how. What nobody said is no."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.community.models import Group, Person, School
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

    The latest of each who speaks counts, until its last day (`until`), or until they leave the school. `stays`: what is
    out when they leave may stay. `how` it came; `recorded_by` is who wrote down
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
    stays = models.BooleanField(default=False)

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


class EndTold(Growing):
    """Somebody was told that a yes of theirs about `person` ends on a day, and how to renew it."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    told = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[EndTold]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        verbose_name_plural = "ends of which somebody was told"
        constraints = [models.UniqueConstraint(fields=["told", "person", "until"], name="told_once_that_a_yes_ends")]

    def __str__(self) -> str:
        return f"told of the end {self.pk}"


class Lasting(Growing):
    """How long a yes lasts at a school. The latest choice counts, for what is answered from then on."""

    class Choice(models.TextChoices):
        STAYS = "stays", "Until they leave the school; what is out by then may stay"
        LEAVING = "leaving", "Until they leave the school; what is out then comes down"
        STAGE = "stage", "Until the end of their key stage"
        YEAR = "year", "Until the end of the school year"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    lasts = models.CharField(max_length=10, choices=Choice.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Lasting]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        verbose_name_plural = "choices of how long a consent lasts"

    def __str__(self) -> str:
        return f"lasting {self.pk}"


class ConsentLink(models.Model):
    """A link by which one parent answers for one child without signing in. The secret is kept as a hash alone.

    It works again and again until `expires_at`, so that a parent can take back in May what she said in September.
    `address` is where it went: it stops working when the parent is written to elsewhere.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    child = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField()
    secret_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    unscoped: ClassVar[models.Manager[ConsentLink]] = Unscoped()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        indexes = [models.Index(fields=["parent", "child"], name="consent_links_of_a_parent")]

    def __str__(self) -> str:
        return f"consent link {self.pk}"


class PaperSheet(Private):
    """A list of answers that somebody has sent, until they have looked at it. Private: lines, unclear (`sheet.py`)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[PaperSheet]] = Unscoped()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"

    def __str__(self) -> str:
        return f"list of answers {self.pk}"


class Round(models.Model):
    """The school asks parents for their answers: those of one class, of a year group, or of everybody.

    `reminded_at`: when those who had not answered were last reminded.
    """

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    year = models.CharField(max_length=2, blank=True)
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField()
    reminded_at = models.DateTimeField(null=True)

    unscoped: ClassVar[models.Manager[Round]] = Unscoped()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"consent round {self.pk}"

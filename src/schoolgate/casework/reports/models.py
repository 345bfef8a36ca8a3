"""What somebody told us, with or without a name; the talk about it; and the form while it is filled in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.models import Item
from schoolgate.community.models import Person, School
from schoolgate.community.scope import SchoolManager, Unscoped
from schoolgate.record import references
from schoolgate.record.private import Private


def new_reference() -> str:
    return references.new("R")


class Report(Private):
    """What somebody told us. Everything that they typed lies sealed; no address and no browser is kept.

    `by` is the person who told us signed in; without one, whoever told us comes back by a receipt code, of which the
    first five letters (`locator`) lie open and the others only as a slow hash (`receipts.py`). `nude`: it is about a
    picture of a child with few or no clothes on, so no file, link or capture is ever kept for it. `came_from` names the
    row that it was raised from ("declarations.declaration:12"). One form makes one report: `sent_key`.
    Private: what, where, who, who_names, hurt, hurt_names, danger, name, reach (each as it was answered), and hidden:
    those of them that are shown to the school alone, because whoever told us had to leave the page in a hurry.
    """

    class How(models.TextChoices):
        PUBLIC = "public", "By the page for everybody"
        PUPIL = "pupil", "By the page for children"
        INSIDE = "inside", "Signed in"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="reports")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reports")
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    topic = models.CharField(max_length=20, blank=True)
    nude = models.BooleanField(default=False)
    danger = models.BooleanField(default=False, help_text="they said that somebody may be in danger")
    came_from = models.CharField(max_length=80, blank=True)
    locator = models.CharField(max_length=5, unique=True, null=True, blank=True)
    code_hash = models.CharField(max_length=120, blank=True)
    sent_key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="when the school first read it")

    unscoped: ClassVar[models.Manager[Report]] = Unscoped()
    objects = SchoolManager()
    posts: models.Manager[Post]
    files: models.Manager[ReportFile]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.reference


class Post(Private):
    """Something said in the talk about a report, by the school or by whoever told us. Private: words.

    `by` is who spoke for the school, or who told us signed in. `seen_at` is when the other side first read it. A form
    that is sent twice makes one: `sent_key`.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="posts")
    from_school = models.BooleanField()
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    sent_key = models.CharField(max_length=64, unique=True)

    unscoped: ClassVar[models.Manager[Post]] = Unscoped()
    objects = SchoolManager("report__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"post {self.pk}"


class ReportFile(models.Model):
    """A file that came with a report, or later in its talk: it lies with the evidence of the case."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")

    unscoped: ClassVar[models.Manager[ReportFile]] = Unscoped()
    objects = SchoolManager("report__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"file {self.pk}"


class Draft(models.Model):
    """The form while somebody fills it in, for an hour after they last touched it.

    `id` is a hash of the token in their browser's cookie, and `sealed` opens with that token alone: neither the
    database nor the installation's own keys open it (`drafts.py`).
    """

    id = models.CharField(primary_key=True, max_length=64)
    sealed = models.BinaryField()
    touched_at = models.DateTimeField(default=timezone.now, db_index=True)

    # Of no school: which one it is for lies sealed too.
    objects: ClassVar[models.Manager[Draft]] = models.Manager()

    def __str__(self) -> str:
        return "a draft"


class Guess(models.Model):
    """How often a wrong code was typed that begins with these letters, since when. Whoever typed it is not kept."""

    locator = models.CharField(primary_key=True, max_length=5)
    wrong = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now, db_index=True)

    objects: ClassVar[models.Manager[Guess]] = models.Manager()

    def __str__(self) -> str:
        return f"guesses at {self.locator}"

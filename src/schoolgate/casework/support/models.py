"""Support for somebody whom a case names: who looks after them, what they want, what they were told, how it goes.

It is the second of a case's two files. They read it themselves; they never see the first.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from schoolgate.casework.cases.models import Case
from schoolgate.community.models import Person
from schoolgate.community.scope import GrowingManager, SchoolManager, Unscoped
from schoolgate.record import references
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private


def new_reference() -> str:
    return references.new("H")


class SupportFile(Private):
    """Support that was offered to one person, by a case that names them.

    `supporter` looks after them, and opens this and no more of the case. `answer` is what the person said to the offer.
    With `with_family` a pupil's parents read their page too. `goes_on`: whether it goes on after the case was closed;
    empty until the supporter has said so. It ends with the person's word. Private: happened (one sentence, written for
    them), how (how they want to be kept informed), family_why, cannot (why the supporter asks for another), ending.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Yes, please"
        NO = "no", "No, thank you"

    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="support_files")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="support_files")
    supporter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="supports")
    check_in_every = models.PositiveSmallIntegerField(help_text="days")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    with_family = models.BooleanField(default=False)
    cannot_since = models.DateTimeField(null=True, blank=True)
    goes_on = models.BooleanField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    unscoped: ClassVar[models.Manager[SupportFile]] = Unscoped()
    objects = SchoolManager("case__school")
    wishes: models.Manager[Wish]
    words: models.Manager[Word]
    check_ins: models.Manager[CheckIn]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(ended_at__isnull=True), name="supported_once_a_case"
            )
        ]

    def __str__(self) -> str:
        return self.reference


class Wish(Private, Growing):
    """What they want or do not want, by themselves or written down for them (`by`). Private: words."""

    file = models.ForeignKey(SupportFile, on_delete=models.CASCADE, related_name="wishes")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Wish]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("file__case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]
        verbose_name_plural = "wishes"

    def __str__(self) -> str:
        return f"wish {self.pk}"


class Word(Private, Growing):
    """One message between them and whoever looks after them. `urgent`: they are not all right. Private: words."""

    file = models.ForeignKey(SupportFile, on_delete=models.CASCADE, related_name="words")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    urgent = models.BooleanField(default=False)

    unscoped: ClassVar[models.Manager[Word]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("file__case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"word {self.pk}"


class CheckIn(Private):
    """A talk that the supporter owes by a day: at most one waits that is `urgent`, and one that is not.

    Private: went (how it went).
    """

    file = models.ForeignKey(SupportFile, on_delete=models.CASCADE, related_name="check_ins")
    due = models.DateField()
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    unscoped: ClassVar[models.Manager[CheckIn]] = Unscoped()
    objects = SchoolManager("file__case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "urgent"], condition=Q(done_at__isnull=True), name="one_check_in_waits"
            )
        ]

    def __str__(self) -> str:
        return f"check-in {self.pk}"

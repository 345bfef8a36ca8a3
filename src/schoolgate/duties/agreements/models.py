"""The texts that people agree to, and what each of them answered."""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from schoolgate.community.models import Group, Person, School
from schoolgate.community.scope import SchoolManager
from schoolgate.policy.models import PolicyVersion


def digest(words: str) -> str:
    """SHA-256 of a text's exact words, in UTF-8."""
    return hashlib.sha256(words.encode()).hexdigest()


class AgreementText(models.Model):
    """One version of the text that one audience agrees to, as Markdown.

    A draft can be changed (`revision` grows, so that nobody overwrites somebody else's words); a published one never.
    It is asked for from `from_day` until the next is, or until `stopped_on`. `policy` is the version of the policy
    that it was last looked at beside.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        PUBLISHED = "published", "published"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="agreement_texts")
    audience = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    words = models.TextField()
    sha256 = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    policy = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    from_day = models.DateField(null=True)
    stopped_on = models.DateField(null=True, help_text="the first day on which it is no longer asked for")

    unscoped: ClassVar[models.Manager[AgreementText]] = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["audience", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "audience", "number"], name="one_text_of_a_number"),
            models.UniqueConstraint(
                fields=["school", "audience"], condition=Q(state="draft"), name="one_draft_for_an_audience"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(from_day__isnull=False), name="a_published_text_has_a_first_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} v{self.number}"


class Signature(models.Model):
    """What one person answered to one text: signed, or declined with a reason. Written once, never changed.

    `by` is who was there: the signer, the teacher, the member of staff at the desk, or the parent who answers for
    the child. `sha256` is that of the exact words they were shown. The reason is sealed: it is for the head's eyes.
    """

    class Answer(models.TextChoices):
        SIGNED = "signed", "signed"
        DECLINED = "declined", "declined"

    class How(models.TextChoices):
        ONLINE = "online", "online"
        CLASS = "class", "in class"
        DESK = "desk", "at the desk"
        FOR_CHILD = "for_child", "by a parent or carer"

    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="signatures")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    how = models.CharField(max_length=10, choices=How.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, null=True, on_delete=models.SET_NULL, related_name="+")
    discussed = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    sha256 = models.CharField(max_length=64)
    reason_sealed = models.TextField(blank=True)

    unscoped: ClassVar[models.Manager[Signature]] = models.Manager()
    objects = SchoolManager("text__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["text", "person", "at"], name="signatures_of_a_text")]

    def __str__(self) -> str:
        return f"signature {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A signature is written once. What somebody answers later is another.")
        super().save(*args, **kwargs)

    @property
    def signed(self) -> bool:
        return self.answer == self.Answer.SIGNED

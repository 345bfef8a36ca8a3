"""A letter about a case: its versions, whom it is to, how it went out, and a school's own wording of each kind."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.casework.cases.models import Case, Party
from schoolgate.community.models import Person, School
from schoolgate.community.scope import GrowingManager, SchoolManager, Unscoped
from schoolgate.policy.models import PolicyVersion
from schoolgate.record import references
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private


def new_reference() -> str:
    """Not the case's: whoever gets the letter learns nothing from it."""
    return references.new("L")


class Wording(Growing):
    """A school's own words for a kind of letter, in Markdown with fields. The newest stands; no words: ours again."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="letter_wordings")
    template = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Wording]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["school", "template", "number"], name="wordings_are_numbered")]

    def __str__(self) -> str:
        return f"wording {self.pk}"


class Letter(Private):
    """A letter about a case. It can be changed until it goes out; from then on `whole` and its SHA-256 stand.

    `party` and `person` are whom it is to, where they are named in the case or of the school; `clause` of `version` is
    what it rests on. Private: to (the name), child (the child's name, for a letter to a family), whole (the exact text
    that went out).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        SENT = "sent", "Sent"
        PUT_AWAY = "put_away", "Put away"

    class To(models.TextChoices):
        PARTY = "party", "Somebody named in the case"
        PARENT = "parent", "A parent or carer"
        GOVERNORS = "governors", "The governors"
        HOST = "host", "A website or network"
        OTHER = "other", "Somebody else"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    template = models.CharField(max_length=30)
    wording = models.ForeignKey(Wording, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    kind = models.CharField(max_length=10, choices=To.choices)
    party = models.ForeignKey(Party, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    clause = models.CharField(max_length=60, blank=True)
    version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Letter]] = Unscoped()
    objects = SchoolManager("case__school")
    drafts: models.Manager[Draft]
    sendings: models.Manager[Sending]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.reference


class Draft(Private, Growing):
    """One version of the words of a letter. Every one is kept. Private: words (Markdown)."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="drafts")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Draft]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("letter__case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="drafts_are_numbered")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Sending(Private):
    """One way that a letter went out: on paper on a day, or by a link in an e-mail.

    The link's secret is kept as a hash alone. `opened_at` is when somebody pressed its button, and empty where that is
    not known: nothing else counts as opened. It works until `expires_at`, unless it was taken back. Private: address.
    """

    class How(models.TextChoices):
        MAIL = "mail", "By e-mail"
        POST = "post", "By post"
        HAND = "hand", "Handed over"

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="sendings")
    how = models.CharField(max_length=4, choices=How.choices)
    on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    secret_hash = models.CharField(max_length=64, unique=True, null=True)
    expires_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    unscoped: ClassVar[models.Manager[Sending]] = Unscoped()
    objects = SchoolManager("letter__case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"sending {self.pk}"

    def works(self) -> bool:
        """Whether the link of an e-mail still opens the letter."""
        return self.ended_at is None and self.expires_at is not None and self.expires_at > timezone.now()

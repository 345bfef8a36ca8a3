"""What leaves a case: to whom by name, why and what; and the bundle that is made of it."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.sharing.words import Word, kinds
from schoolgate.community.models import Person
from schoolgate.community.scope import GrowingManager, SchoolManager, Unscoped
from schoolgate.record import references
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private
from schoolgate.record.vault import VaultKey

STUCK_AFTER = timedelta(hours=1)


def new_reference() -> str:
    return references.new("B")


class Referral(Private, Growing):
    """Something of a case, shared with one named person for one reason. It is written once, and stays.

    `kind` is one of `sharing.yaml`; `chronology` which of the case's two files, up to its line `up_to`; `restricted`
    whether lines go with it that are opened one by one. Private: name, office, why, why_apart (why something goes with
    it that is kept apart otherwise).
    """

    class Chronology(models.TextChoices):
        NONE = "none"
        RESPONSE = "response"
        SUPPORT = "support"
        BOTH = "both"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    kind = models.CharField(max_length=20)
    chronology = models.CharField(max_length=10, choices=Chronology.choices)
    restricted = models.BooleanField(default=False)
    up_to = models.PositiveIntegerField()
    items = models.ManyToManyField("evidence.Item", related_name="referrals")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Referral]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("case__school")
    bundles: models.Manager[Bundle]

    class Meta:
        app_label = "evidence"
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def what(self) -> Word:
        return kinds()[self.kind]

    def to(self) -> str:
        """Whom it went to, for those who may open the case."""
        return f"{self.said('name')}, {self.said('office')}"


class Bundle(Private):
    """The sealed zip for a referral, kept until `expires_at`; made again, it is another with another key.

    `key_hash` is the SHA-256 of its key in hexadecimal. The key itself lies sealed only until somebody has taken it.
    `done` of `steps` is how far the making is. Private: key (until taken), problem (why it could not be made).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"
        GONE = "gone", "Destroyed"

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="bundles")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    vault_key = VaultKey(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    key_hash = models.CharField(max_length=64, blank=True)
    key_taken_at = models.DateTimeField(null=True, blank=True)
    key_taken_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField(null=True, blank=True)

    unscoped: ClassVar[models.Manager[Bundle]] = Unscoped()
    objects = SchoolManager("referral__case__school")

    class Meta:
        app_label = "evidence"
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "expires_at"], name="bundles_by_end")]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=models.Q(state__in=["waiting", "ready"]), name="one_bundle_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"bundle {self.pk}"

    @property
    def stuck(self) -> bool:
        """Whether it was asked for so long ago that nobody is making it any more."""
        return self.state == self.State.WAITING and self.at < timezone.now() - STUCK_AFTER

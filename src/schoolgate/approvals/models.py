"""Requests for approval, what was decided on them, and what was said."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.text import Truncator

from schoolgate.approvals.fields import Sealed
from schoolgate.approvals.reference import new_reference
from schoolgate.community.models import Person, School
from schoolgate.community.scope import SchoolManager
from schoolgate.policy.models import PolicyVersion


class ApprovalRequest(models.Model):
    """One “may I, please”, from somebody to whoever the policy names.

    `kind` is a name of `kinds()`; `act` and `facts` are what it is about, as that kind reads them (for an act: the
    catalogue's words, and never `approved_by`). `about` are those it names, who do not decide; `asked` are those it
    waits for now. `version` is the policy it was last judged by. `valid_until` is the last day of what was approved.
    """

    class State(models.TextChoices):
        OPEN = "open", "Waiting for a decision"
        ASKED_BACK = "asked_back", "Waiting for an answer"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        EXPIRED = "expired", "Ran out unanswered"
        REVOKED = "revoked", "Taken back"
        MET = "met", "No longer needed"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="approval_requests")
    asker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="approval_requests")
    kind = models.CharField(max_length=20)
    act = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    words = Sealed()
    about = models.ManyToManyField(Person, related_name="+")
    asked = models.ManyToManyField(Person, related_name="asked_to_decide")
    version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    written = models.BooleanField(default=False, help_text="the policy asks for it in writing")
    reference = models.CharField(max_length=24, unique=True, default=new_reference)
    made_at = models.DateTimeField(default=timezone.now)
    expires_on = models.DateField(help_text="the first day on which it can no longer be answered")
    ended_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    unscoped = models.Manager()
    objects = SchoolManager()
    decisions: models.Manager[Decision]
    messages: models.Manager[Message]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["school", "state"]), models.Index(fields=["school", "act"])]

    def __str__(self) -> str:
        return f"request {self.pk}"

    @property
    def waits(self) -> bool:
        """Whether it is still to be decided."""
        return self.state in WAITING

    def begins(self) -> str:
        """The first words of what was written, which tell it from another of the same title."""
        return Truncator(" ".join(self.words.split())).chars(80)

    def ended(self, on: date | None = None) -> bool:
        """Whether it was approved and its last day is past."""
        last = self.valid_until
        return self.state == self.State.APPROVED and last is not None and last < (on or timezone.localdate())


WAITING = (ApprovalRequest.State.OPEN, ApprovalRequest.State.ASKED_BACK)


class Decision(models.Model):
    """What one person decided, and why.

    `approver` is what their yes counts as: names from the policy's approvers or roles, with commas.
    """

    class Answer(models.TextChoices):
        APPROVE = "approve", "Approved"
        REFUSE = "refuse", "Refused"
        REVOKE = "revoke", "Taken back"

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    approver = models.CharField(max_length=100)
    reason = Sealed()
    conditions = Sealed(blank=True)
    valid_until = models.DateField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    unscoped = models.Manager()
    objects = SchoolManager("request__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"decision {self.pk}"


class Message(models.Model):
    """A question about a request, or the asker's answer."""

    request = models.ForeignKey(ApprovalRequest, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = Sealed()
    at = models.DateTimeField(default=timezone.now)

    unscoped = models.Manager()
    objects = SchoolManager("request__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"message {self.pk}"

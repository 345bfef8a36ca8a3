"""Official accounts: what the school speaks through, who runs each, and what was looked at before it was opened."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.models import Person, School
from schoolgate.community.scope import GrowingManager, SchoolManager, Unscoped
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private


class Channel(models.Model):
    """An official account. It is proposed, and open only once it was assessed and approved as the policy asks.

    `network` is a name of `networks/known.py`; `handle` what it is called there, `address` where it is (its website's
    own for WordPress). `email` is the address that it hangs on. `owner` runs it, `second` is the other administrator.
    `request` asked for it last, and `assessment` was what it was decided on. `moderate_every` is in days, `agreed_with`
    whoever the policy wants asked about it, `moderated_at` when it was last looked over. `found_at`: somebody had
    started it before anybody asked.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Being prepared"
        ASKED = "asked", "Waiting for a decision"
        REFUSED = "refused", "Not approved"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Audience(models.TextChoices):
        EVERYBODY = "everybody", "Everybody"
        FAMILIES = "families", "Our families"
        PUPILS = "pupils", "Our pupils"
        STAFF = "staff", "Our staff"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="channels")
    network = models.CharField(max_length=20)
    handle = models.CharField(max_length=100)
    address = models.URLField(max_length=300, blank=True)
    purpose = models.CharField(max_length=500)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYBODY)
    email = models.EmailField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="channels_owned")
    second = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="channels_seconded")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    request = models.OneToOneField(ApprovalRequest, null=True, on_delete=models.PROTECT, related_name="channel")
    assessment = models.ForeignKey("RiskAssessment", null=True, on_delete=models.PROTECT, related_name="+")
    moderate_every = models.PositiveIntegerField(default=7)
    agreed_with = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    moderated_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(null=True)

    unscoped: ClassVar[models.Manager[Channel]] = Unscoped()
    objects = SchoolManager()
    assessments: models.Manager[RiskAssessment]
    admins: models.Manager[ChannelAdmin]
    attestations: models.Manager[Attestation]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["network", "handle", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "network", "handle"], condition=~Q(state="closed"), name="one_channel_of_a_handle"
            ),
            models.CheckConstraint(condition=~Q(owner=F("second")), name="two_run_a_channel"),
            models.CheckConstraint(
                condition=~Q(state="open")
                | Q(opened_at__isnull=False, request__isnull=False, assessment__isnull=False, second__isnull=False),
                name="an_open_channel_was_assessed_and_asked_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.network} {self.handle}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class RiskAssessment(Private, Growing):
    """What could go wrong with a channel, how likely, how bad, what is done about it, and what is left. The latest
    counts.

    Private: risks, a list of {"what", "likelihood", "harm", "measures", "left"}; the three grades are 1 to 3.
    """

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="assessments")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    left = models.PositiveSmallIntegerField(help_text="the gravest of what is left, 1 to 3")
    review_on = models.DateField()

    unscoped: ClassVar[models.Manager[RiskAssessment]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("channel__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"risk assessment {self.pk}"


class ChannelAdmin(models.Model):
    """Somebody who can do everything with an account. `seen_at` is when the network last named them; where it cannot,
    somebody says so (`attested_by`, `attested_on`), and it falls due again. `to_go_by`: their access is to end, by
    this day."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="admins")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="channels_administered")
    since = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True)
    seen_at = models.DateTimeField(null=True)
    attested_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    attested_on = models.DateField(null=True)
    to_go_by = models.DateField(null=True)

    unscoped: ClassVar[models.Manager[ChannelAdmin]] = Unscoped()
    objects = SchoolManager("channel__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "person"], condition=Q(ended_on=None), name="once_an_admin_of_a_channel"
            )
        ]

    def __str__(self) -> str:
        return f"channel admin {self.pk}"


class Attestation(Growing):
    """Somebody says that something about a channel is so, which no network tells: it counts until `until`."""

    class What(models.TextChoices):
        PASSWORD = "password", "It has a strong password that is used nowhere else"
        SECOND_STEP = "second_step", "It asks for a second step at sign-in"

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="attestations")
    what = models.CharField(max_length=12, choices=What.choices)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    until = models.DateField()

    unscoped: ClassVar[models.Manager[Attestation]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("channel__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.channel_id}"


class Credential(Private):
    """What signs in to a channel for us. Private: what the adapter asks for. Nobody is ever shown it again."""

    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="credential")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    tested_at = models.DateTimeField()
    refused_at = models.DateTimeField(null=True)

    unscoped: ClassVar[models.Manager[Credential]] = Unscoped()
    objects = SchoolManager("channel__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"

    def __str__(self) -> str:
        return f"credential {self.pk}"

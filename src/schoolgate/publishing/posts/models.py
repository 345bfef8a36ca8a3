"""What the school says in public: a post, its versions, where each goes, and what stands there."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.models import Person, School
from schoolgate.community.scope import GrowingManager, SchoolManager, Unscoped
from schoolgate.policy.models import PolicyVersion
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.pictures.models import Picture
from schoolgate.record import references
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private
from schoolgate.record.vault import VaultKey


def new_reference() -> str:
    return references.new("P")


class Post(models.Model):
    """Something to be published. What it says stands in its versions; the latest counts. `reference` begins with P.

    `down_asked_at`: from then on nothing more of it goes out, and what is out is taken down.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ASKED = "asked", "Waiting for approval"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Not approved"
        OUT = "out", "Published"
        DOWN = "down", "Taken down"
        DROPPED = "dropped", "Thrown away"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="posts")
    reference = models.CharField(max_length=24, unique=True, default=new_reference)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField(default=timezone.now)
    out_at = models.DateTimeField(null=True)
    down_asked_at = models.DateTimeField(null=True)
    down_asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    unscoped: ClassVar[models.Manager[Post]] = Unscoped()
    objects = SchoolManager()
    versions: models.Manager[PostVersion]
    deliveries: models.Manager[Delivery]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["school", "state"], name="posts_by_state")]

    def __str__(self) -> str:
        return self.reference


class PostVersion(Private, Growing):
    """What a post says at one time: words, pictures in order, and the channels it is for.

    `sha256` is over all of it, so an approval is of this and of nothing else.

    Private: title, text, tags.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    pictures = models.JSONField(default=list, help_text="numbers of pictures, in order")
    channels = models.JSONField(default=list, help_text="numbers of channels")
    not_before = models.DateTimeField(null=True, help_text="when it is to be published; empty for at once")
    page = models.BooleanField(default=False)
    unlisted = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64)

    unscoped: ClassVar[models.Manager[PostVersion]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("post__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="post_versions_are_numbered")]

    def __str__(self) -> str:
        return f"{self.post_id} version {self.number}"


class Check(Growing):
    """What the gate said of a version: `findings` as kind and level alone, `verdict` the engine's, under `policy`."""

    version = models.ForeignKey(PostVersion, on_delete=models.CASCADE, related_name="checks")
    at = models.DateTimeField(default=timezone.now)
    findings = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    verdict = models.CharField(max_length=12)
    policy = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")

    unscoped: ClassVar[models.Manager[Check]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("version__post__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"check {self.pk}"


class Approval(models.Model):
    """The request that asked for a version to be published, and none other."""

    version = models.OneToOneField(PostVersion, on_delete=models.PROTECT, related_name="approval")
    request = models.OneToOneField(ApprovalRequest, on_delete=models.PROTECT, related_name="post")

    unscoped: ClassVar[models.Manager[Approval]] = Unscoped()
    objects = SchoolManager("version__post__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"

    def __str__(self) -> str:
        return f"approval {self.pk}"


class Delivery(models.Model):
    """One version of a post on its way to one channel: written with the publishing, sent by the worker once.

    `key` is what it is found by at the network after an unsure answer. `lease` is until when a worker has it in hand;
    `tries` how often it was begun, `next_at` when it is tried again. `problem` is a kind, never words of the post, and
    `why` a sentence of an adapter's or our own. `by_hand_by`: until when a person is to do it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to go out"
        SENDING = "sending", "Going out"
        PROCESSING = "processing", "The network works on it"
        OUT = "out", "Published"
        BY_HAND = "by_hand", "Somebody has to do it"
        STOPPED = "stopped", "Stopped"
        DOWN = "down", "Taken down"

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="deliveries")
    version = models.ForeignKey(PostVersion, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    key = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    lease = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=300, blank=True)
    by_hand_by = models.DateTimeField(null=True)
    out_at = models.DateTimeField(null=True)

    unscoped: ClassVar[models.Manager[Delivery]] = Unscoped()
    objects = SchoolManager("post__school")
    references: models.Manager[Reference]
    copies: models.Manager[Copy]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["version", "channel"], name="a_version_goes_to_a_channel_once")]
        indexes = [models.Index(fields=["state", "next_at"], name="deliveries_to_send")]

    def __str__(self) -> str:
        return f"delivery {self.pk}"


class Reference(models.Model):
    """Something of a delivery that stands in public: `networks/network.py: Reference`, and which picture it shows.

    `media` is the place of the picture in the post, from 0. `asked_at`: it is to go. `removed_at` is when the network
    said that it went, `gone_at` when an anonymous request found nothing there any more. `why` is what stood in the way
    last, and `by_hand_by` until when a person is to do it. `by_eye`: no anonymous request can tell
    whether it is gone, so a person opens its address; `looked_by` is who did, and found nothing.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="references")
    kind = models.CharField(max_length=6)
    network_id = models.CharField(max_length=300)
    address = models.URLField(max_length=1000, blank=True)
    picture = models.ForeignKey(Picture, null=True, on_delete=models.PROTECT, related_name="live_at")
    media = models.PositiveIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)
    by_hand_by = models.DateTimeField(null=True)
    by_eye = models.BooleanField(default=False)
    looked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    unscoped: ClassVar[models.Manager[Reference]] = Unscoped()
    objects = SchoolManager("delivery__post__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "kind", "network_id", "address"], name="a_reference_once")
        ]

    def __str__(self) -> str:
        return f"reference {self.pk}"


class Copy(Growing):
    """The page of a delivery as a stranger saw it then: all that went over the wire, as a WARC file in the vault."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="copies")
    address = models.URLField(max_length=1000)
    at = models.DateTimeField(default=timezone.now)
    vault_key = VaultKey(unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    unscoped: ClassVar[models.Manager[Copy]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("delivery__post__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"copy {self.pk}"


class OwnWords(Growing):
    """What the school says of itself in public: its own numbers, addresses and postcodes (`details`), and the names of
    its houses and places that are no pupil's (`names`). The latest counts."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    details = models.JSONField(default=list)
    names = models.JSONField(default=list)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[OwnWords]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        verbose_name_plural = "own words"

    def __str__(self) -> str:
        return f"own words {self.pk}"


class Stop(models.Model):
    """The head's switch: from `at` until `ended_at` nothing goes out, on any channel of the school."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    unscoped: ClassVar[models.Manager[Stop]] = Unscoped()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(fields=["school"], condition=models.Q(ended_at=None), name="stopped_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"stop {self.pk}"

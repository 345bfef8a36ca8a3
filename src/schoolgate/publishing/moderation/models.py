"""What others write on the school's own pages, what was done about it, and that somebody looks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.casework.reports.models import Report
from schoolgate.community.models import Person
from schoolgate.community.scope import GrowingManager, SchoolManager, Unscoped
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.posts.models import Delivery
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private


class Comment(Private):
    """What somebody wrote under a post of ours, by its number on the network.

    `answers` is the number of the comment that it answers. `state` is how it stands here; `hidden_there` what the
    network says. `wanted` is what a person asked for and the network has not done yet: it is tried again, or, where no
    machine can, somebody does it until `by_hand_by`, and `why` says what stood in the way. `done_at` is when it was
    last hidden, shown or deleted. Private: author, text, before (what it said earlier, oldest first).
    """

    class State(models.TextChoices):
        NEW = "new", "New"
        SEEN = "seen", "Looked at"
        KEPT = "kept", "Left standing"
        HIDDEN = "hidden", "Hidden"
        DELETED = "deleted", "Deleted"
        GONE = "gone", "Not there any more"

    class Wanted(models.TextChoices):
        NOTHING = "", "Nothing"
        HIDE = "hide", "Being hidden"
        SHOW = "show", "Being shown again"
        DELETE = "delete", "Being deleted"

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="comments")
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="comments")
    network_id = models.CharField(max_length=300)
    answers = models.CharField(max_length=300, blank=True)
    address = models.URLField(max_length=1000, blank=True)
    at = models.DateTimeField()
    came_at = models.DateTimeField(default=timezone.now)
    seen_there_at = models.DateTimeField(default=timezone.now)
    hidden_there = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    wanted = models.CharField(max_length=6, choices=Wanted.choices, default=Wanted.NOTHING, blank=True)
    why = models.CharField(max_length=300, blank=True)
    by_hand_by = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    unscoped: ClassVar[models.Manager[Comment]] = Unscoped()
    objects = SchoolManager("channel__school")
    handlings: models.Manager[Handling]
    raisings: models.Manager[Raising]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["delivery", "network_id"], name="a_comment_once")]
        indexes = [
            models.Index(fields=["channel", "state", "at"], name="comments_to_look_at"),
            models.Index(fields=["channel", "wanted"], condition=~models.Q(wanted=""), name="comments_to_do"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"


class Handling(Private, Growing):
    """One thing that was done about a comment. `ground` is a name of moderation.yaml; `clauses` are those of the policy
    that stood over it then; nobody stands in `by` where the machine did it or noticed it. Private: why."""

    class What(models.TextChoices):
        SEEN = "seen", "Looked at"
        KEPT = "kept", "Left standing"
        HIDE = "hide", "To be hidden"
        HIDDEN = "hidden", "Hidden"
        SHOW = "show", "To be shown again"
        SHOWN = "shown", "Shown again"
        DELETE = "delete", "To be deleted"
        DELETED = "deleted", "Deleted"
        BY_HAND = "by_hand", "Somebody has to do it"
        CHANGED = "changed", "Its words were changed there"
        BACK = "back", "It can be seen there again"
        GONE = "gone", "Not there any more"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="handlings")
    what = models.CharField(max_length=10, choices=What.choices)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ground = models.CharField(max_length=20, blank=True)
    clauses = models.JSONField(default=list)

    unscoped: ClassVar[models.Manager[Handling]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("comment__channel__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.what} {self.comment_id}"


class Raising(models.Model):
    """Somebody raised a comment as a worry. Only they, and those who may open its case, learn that it was."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="raisings")
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="comment_raised")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Raising]] = Unscoped()
    objects = SchoolManager("comment__channel__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["comment", "by"], name="somebody_raises_a_comment_once")]

    def __str__(self) -> str:
        return f"raising {self.pk}"


class Round(Private, Growing):
    """Somebody looked over an account: what was there since `since`, up to `at`.

    `looked` are the places that they ticked (moderation.yaml), `counts` numbers of posts and of comments by what became
    of them. Private: note.
    """

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="rounds")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(null=True)
    at = models.DateTimeField(default=timezone.now)
    looked = models.JSONField(default=list)
    counts = models.JSONField(default=dict)

    unscoped: ClassVar[models.Manager[Round]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("channel__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"round {self.pk}"


class Reading(models.Model):
    """When the comments of one delivery are read, and how that went. `whole_at`: when it was last read from the
    beginning. `why`: what stood in the way the last time."""

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="reading")
    next_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    whole_at = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    why = models.CharField(max_length=300, blank=True)

    unscoped: ClassVar[models.Manager[Reading]] = Unscoped()
    objects = SchoolManager("delivery__post__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        indexes = [models.Index(fields=["next_at"], name="readings_due")]

    def __str__(self) -> str:
        return f"reading {self.pk}"

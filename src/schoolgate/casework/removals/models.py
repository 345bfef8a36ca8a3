"""Something that should come down from the web: where it is, and everything that was done about it, each dated."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.casework.cases.models import Case
from schoolgate.community.models import Person
from schoolgate.community.scope import GrowingManager, SchoolManager, Unscoped
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private


class Removal(Private):
    """One address, or one account by its name, that is asked to be taken down.

    `network`, `kind` and `ground` are keys of `networks.yaml`. `asked_on` is the first request of anybody; `ended_on`
    the day it was found to be gone, or given up; `look_on` the day on which the next thing waits. `checked_at` is when
    it was last asked for without signing in. Private: address, note.
    """

    class State(models.TextChoices):
        OPEN = "open", "To take down"
        GONE = "gone", "Gone"
        GIVEN_UP = "given_up", "Given up"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="removals")
    number = models.PositiveIntegerField()
    network = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    ground = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    asked_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    look_on = models.DateField(default=timezone.localdate)
    checked_at = models.DateTimeField(null=True)

    unscoped: ClassVar[models.Manager[Removal]] = Unscoped()
    objects = SchoolManager("case__school")
    events: models.Manager[RemovalEvent]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="removals_are_numbered")]
        indexes = [models.Index(fields=["state", "look_on"], name="removals_to_look_at")]

    def __str__(self) -> str:
        return f"removal {self.pk}"

    @property
    def is_web(self) -> bool:
        """Whether it has a web address that can be asked for; an account in an app has only a name."""
        return self.said("address").startswith(("http://", "https://"))


class RemovalEvent(Private, Growing):
    """One thing that was done, or seen, on a day; `by` nobody for an anonymous request of the machine.

    Private: words, reference (the network's own).
    """

    class Kind(models.TextChoices):
        ASKED_AUTHOR = "asked_author", "We asked whoever wrote it"
        ASKED_NETWORK = "asked_network", "We asked the network"
        HELPLINE = "helpline", "We asked a helpline"
        SEEN = "seen", "It is still there"
        UNCLEAR = "unclear", "It cannot be told from here whether it is still there"
        GONE = "gone", "It is gone"
        NOT_GONE = "not_gone", "It is still there, or is there again"
        GAVE_UP = "gave_up", "We stopped trying"

    removal = models.ForeignKey(Removal, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=15, choices=Kind.choices)
    on = models.DateField(default=timezone.localdate)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[RemovalEvent]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("removal__case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"removal event {self.pk}"


ASKED = (RemovalEvent.Kind.ASKED_AUTHOR, RemovalEvent.Kind.ASKED_NETWORK, RemovalEvent.Kind.HELPLINE)
"""The requests, from the nearest to the last."""
CHECKS = (RemovalEvent.Kind.SEEN, RemovalEvent.Kind.UNCLEAR, RemovalEvent.Kind.GONE, RemovalEvent.Kind.NOT_GONE)
"""What was found when somebody, or the machine, looked."""

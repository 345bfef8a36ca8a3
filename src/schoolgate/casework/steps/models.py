"""What was decided about each rung of the ladder, and who agreed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.casework.cases.models import Case
from schoolgate.community.models import Person
from schoolgate.community.scope import GrowingManager
from schoolgate.policy.models import PolicyVersion
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private


class Step(Private, Growing):
    """One decision about one rung (`ladder.yaml`) for one case. The latest for a rung stands; the others are history.

    `clause` of `version` names the rung ('' where the policy does not), `verdict` is the engine's on that day.
    `needs` lists, for everybody who has to agree, whose agreement counts; the decider is the one at `fills`, where
    they are one of them, and `waits_for` so many others. `due` is when it is looked at again; `skipped` the rungs
    passed over on the way; `holds` the circumstances that the policy waits for and that were found to be so
    (“post.racist”). Private: why, early (why it was taken before its time), told (what the person affected may read;
    '' for nothing yet).
    """

    class Decision(models.TextChoices):
        TAKEN = "taken", "Taken"
        NOT_YET = "not_yet", "Not yet"
        NOT_TAKEN = "not_taken", "Not taken"
        PASSED_OVER = "passed_over", "Passed over"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    rung = models.CharField(max_length=20)
    decision = models.CharField(max_length=12, choices=Decision.choices)
    clause = models.CharField(max_length=60, blank=True)
    version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, blank=True)
    needs = models.JSONField(default=list)
    fills = models.PositiveSmallIntegerField(null=True)
    waits_for = models.PositiveSmallIntegerField(default=0)
    skipped = models.JSONField(default=list)
    holds = models.JSONField(default=list)
    due = models.DateField(null=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Step]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("case__school")
    signatures: models.Manager[StepSignature]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["pk"]
        indexes = [models.Index(fields=["case", "rung", "-id"], name="steps_latest_of_a_rung")]

    def __str__(self) -> str:
        return f"step {self.pk}"

    def still_needs(self) -> list[int]:
        """The places in `needs` that nobody has filled yet."""
        filled = {self.fills, *(each.fills for each in self.signatures.all() if each.agreed)}
        return [place for place in range(len(self.needs)) if place not in filled]

    def refused(self) -> bool:
        """Whether somebody whose agreement it needs has said no."""
        return any(not each.agreed for each in self.signatures.all())

    def signed_by(self, person: Person) -> bool:
        """Whether somebody has had their say already: the decider, or one who agreed or refused."""
        return self.by_id == person.pk or any(each.by_id == person.pk for each in self.signatures.all())


class StepSignature(Private, Growing):
    """Somebody else's yes or no to a step that needs more than one person. `fills` is their place among its `needs`.

    Private: why.
    """

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="signatures")
    fills = models.PositiveSmallIntegerField()
    agreed = models.BooleanField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[StepSignature]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("step__case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "by"], name="says_once_about_a_step"),
            models.UniqueConstraint(fields=["step", "fills"], name="agrees_once_a_place"),
        ]

    def __str__(self) -> str:
        return f"signature {self.pk}"

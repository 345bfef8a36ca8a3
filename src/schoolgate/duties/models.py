"""What is owed: by one person, by one day, because of one clause."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.scope import SchoolManager
from schoolgate.policy.models import PolicyVersion


class Duty(models.Model):
    """Something that one person owes by one day.

    `kind` is the app that asks for it; `key` what is owed ("staff", "course-4"); `round` which time it is ("v3",
    "2027-09"): together with the person they are this duty and no other. `audience` is whom it was asked of. `clause`
    is the clause of `version` that asks for it, or the name of the law or guidance where no clause does. `evidence`
    names the row that proves it done or declined, as the ledger does ("agreements.signature:12"). `current` is false
    once it belongs to an earlier time round, or to somebody of whom it is not asked any more. `asked_by` is who last
    asked for it by hand. `let_off_because` is the reason, sealed: it may say something about somebody's health.
    """

    class State(models.TextChoices):
        OWED = "owed", "to do"
        DONE = "done", "done"
        DECLINED = "declined", "declined"
        LET_OFF = "let_off", "let off"
        LIFTED = "lifted", "no longer owed"

    class Rung(models.IntegerChoices):
        """Who hears of it when it is very late, each after the one below: a line manager or class teachers first."""

        NOBODY = 0
        NEAR = 1
        HEAD = 2
        CHAIR = 3

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="duties")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="duties")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    round = models.CharField(max_length=40)
    what = models.CharField(max_length=200)
    audience = models.CharField(max_length=20)
    clause = models.CharField(max_length=60, blank=True)
    version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(default=timezone.localdate)
    due = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OWED)
    current = models.BooleanField(default=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(max_length=80, blank=True)
    reminders = models.PositiveIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    let_off_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    let_off_because = models.TextField(blank=True)
    climbed_to = models.PositiveSmallIntegerField(choices=Rung.choices, default=Rung.NOBODY)
    climbed_at = models.DateTimeField(null=True, blank=True, help_text="when somebody was last told that it is late")

    unscoped: ClassVar[models.Manager[Duty]] = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["due", "pk"]
        verbose_name_plural = "duties"
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key", "round"], name="a_duty_is_owed_once"),
        ]
        indexes = [
            # The head's table is counted from this index alone, and who is late from the next. SQLite does so only
            # where the column of the condition stands in the index too.
            models.Index(
                fields=["school", "kind", "key", "audience", "state", "due", "current"],
                condition=Q(current=True),
                name="duties_counted",
            ),
            models.Index(fields=["school", "due", "person", "state"], condition=Q(state="owed"), name="duties_open"),
        ]

    def __str__(self) -> str:
        return f"duty {self.pk}"


class Digest(models.Model):
    """The day on which somebody was last written to about what waits for them: nobody is, twice in a day."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    unscoped: ClassVar[models.Manager[Digest]] = models.Manager()
    objects = SchoolManager("person__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"

    def __str__(self) -> str:
        return f"digest {self.pk}"


class CalendarFeed(models.Model):
    """The private address of somebody's dates, for their own calendar. The secret in it is kept as a hash alone."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    unscoped: ClassVar[models.Manager[CalendarFeed]] = models.Manager()
    objects = SchoolManager("person__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="one_feed_a_person"),
        ]

    def __str__(self) -> str:
        return f"calendar feed {self.pk}"

"""A case: the file opened for what somebody told us, who it is about, who works on it and what happened, in order."""

from __future__ import annotations

from datetime import UTC
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.scope import GrowingManager, SchoolManager, Unscoped
from schoolgate.policy.models import PolicyVersion
from schoolgate.record import references
from schoolgate.record.chain import GENESIS, canonical, sha256
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private


def new_reference() -> str:
    return references.new("C")


class Case(Private):
    """The file opened for what somebody told us. What was written about it lies sealed.

    It begins NEW with the report that it was opened for, and is OPEN once somebody has looked at what it is (`kinds`,
    `seriousness`, `danger`, `ground`: see `cases.yaml`). `ground` is the link with the school that gives it the right
    to act outside its premises, by `ground_clause` of `version`. `threshold` is said only where staff conduct is in
    question; over the harm threshold, the authority's officer is to be told by `officer_due`. A case that is about the
    same as another is JOINED to it. `outcome` is how it ended. `besides` are those it may be about, as far as anybody
    could tell from what was told: it never comes to them until somebody has found that it is not about them. Nobody
    opened it in time: others were told at `climbed_at`. Private: title, summary, ground_why, threshold_why,
    outcome_words, lessons.
    """

    class State(models.TextChoices):
        NEW = "new", "New"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        JOINED = "joined", "Joined to another"

    class Threshold(models.TextChoices):
        LOW_LEVEL = "low_level", "Low-level concern"
        HARM = "harm", "May meet the harm threshold"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="cases")
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    at = models.DateTimeField(default=timezone.now)
    triaged_at = models.DateTimeField(null=True, blank=True)
    kinds = models.JSONField(default=list)
    seriousness = models.CharField(max_length=10, blank=True)
    danger = models.BooleanField(default=False, help_text="somebody may be in danger now")
    no_pictures = models.BooleanField(
        default=False, help_text="about a nude picture of a child: no file, link preview or capture is ever kept for it"
    )
    ground = models.CharField(max_length=20, blank=True)
    ground_clause = models.CharField(max_length=60, blank=True)
    threshold = models.CharField(max_length=10, choices=Threshold.choices, blank=True)
    officer_due = models.DateTimeField(null=True, blank=True)
    officer_told_at = models.DateTimeField(null=True, blank=True)
    version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    joined_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="joined")
    besides: models.ManyToManyField[Person, models.Model] = models.ManyToManyField(Person, related_name="+")
    climbed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    unscoped: ClassVar[models.Manager[Case]] = Unscoped()
    objects = SchoolManager()
    parties: models.Manager[Party]
    members: models.Manager[Member]
    entries: models.Manager[Entry]
    tasks: models.Manager[Task]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["school", "state", "-at"], name="cases_by_state"),
            models.Index(fields=["school", "-at", "-id"], name="cases_by_time"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def runs(self) -> bool:
        """Whether there is still something to do about it."""
        return self.state in RUNNING

    @property
    def path(self) -> str:
        return reverse("case", args=[self.reference])


RUNNING = (Case.State.NEW, Case.State.OPEN)


class Party(Private):
    """Somebody it is about. Whoever is named here never sees the case, nor do those who care for them as family.

    `person` is empty for somebody who is not of the school's community: then their name is sealed. `year` is a pupil's
    year group at the time. Private: name, note, why_ended (why it was not them after all).
    """

    class Part(models.TextChoices):
        AFFECTED = "affected", "Affected"
        RESPONSIBLE = "responsible", "Said to have done it"
        WITNESS = "witness", "Saw or heard it"

    class Kind(models.TextChoices):
        PUPIL = "pupil", "Pupil"
        STAFF = "staff", "Member of staff"
        PARENT = "parent", "Parent or carer"
        GOVERNOR = "governor", "Governor"
        OTHER = "other", "Somebody else"
        UNKNOWN = "unknown", "Nobody knows yet"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=Part.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    year = models.CharField(max_length=2, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    unscoped: ClassVar[models.Manager[Party]] = Unscoped()
    objects = SchoolManager("case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "part"], condition=Q(ended_at__isnull=True), name="named_once_a_part"
            )
        ]

    def __str__(self) -> str:
        return f"party {self.pk}"

    def called(self) -> str:
        """Their name, for those who may open the case."""
        return self.person.name if self.person else self.said("name") or "Somebody whose name is not known"


class Member(Private):
    """Somebody who may open the case, and why. Without a row here nobody does, whatever their role.

    `as_role` is what it came to them as: it lapses with the role; '' for somebody added by name. `until` is the end of
    what was opened in an emergency (`broke_glass`). Private: why.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_memberships")
    as_role = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    broke_glass = models.BooleanField(default=False)
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    unscoped: ClassVar[models.Manager[Member]] = Unscoped()
    objects = SchoolManager("case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(ended_at__isnull=True), name="member_of_a_case_once"
            )
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class Entry(Private, Growing):
    """One line of a case's chronology. Lines are only added, numbered without gaps, each with the hash of the last.

    `kind` is what happened ("arrived", "noted": see `cases.yaml`); `file` which of the case's two files it belongs to;
    a `restricted` line is opened by itself, with a reason; `about` names the row it speaks of, as the ledger does.
    Private: words, salt (so that the hash does not give short words away).
    """

    class File(models.TextChoices):
        RESPONSE = "response", "Response"
        SUPPORT = "support", "Support"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    file = models.CharField(max_length=10, choices=File.choices, default=File.RESPONSE)
    restricted = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=80, blank=True)
    previous = models.CharField(max_length=64, default=GENESIS)
    hash = models.CharField(max_length=64)

    unscoped: ClassVar[models.Manager[Entry]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["number"]
        verbose_name_plural = "entries"
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="chronology_has_no_gaps")]

    def __str__(self) -> str:
        return f"entry {self.number} of {self.case_id}"

    def says(self) -> dict[str, str | int | bool]:
        """Everything that its hash covers, as it stands in an exported chronology."""
        private = self.private
        return {
            "case": self.case.reference,
            "number": self.number,
            "kind": self.kind,
            "file": self.file,
            "restricted": self.restricted,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": self.by_id or 0,
            "about": self.about,
            "words": str(private.get("words", "")),
            "salt": str(private.get("salt", "")),
            "previous": self.previous,
        }

    def hashed(self) -> str:
        """SHA-256, in hexadecimal, of what it says as canonical JSON."""
        return sha256(canonical(self.says()))


class LineOpening(Private, Growing):
    """Somebody opened a restricted line. Private: why."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="openings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[LineOpening]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("entry__case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"opening {self.pk}"


class Task(Private):
    """Something that one person is to do for a case by a day. Private: what, how (how it was done)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_tasks")
    due = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    unscoped: ClassVar[models.Manager[Task]] = Unscoped()
    objects = SchoolManager("case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return f"task {self.pk}"


class Link(Private):
    """Two cases that have to do with each other. Private: why."""

    one = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links_from")
    other = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links_to")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Link]] = Unscoped()
    objects = SchoolManager("one__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="linked_once")]

    def __str__(self) -> str:
        return f"link {self.pk}"


class Challenge(Private):
    """An appeal against a step, a complaint about how the case was dealt with, or the last stage of a case that is a
    complaint. Its answer is `due` by a day, and is given by somebody who had no part in the case (`to`), for the last
    stage of a complaint a governor. Private: who (made it), words, answer."""

    class Kind(models.TextChoices):
        APPEAL = "appeal", "Appeal"
        COMPLAINT = "complaint", "Complaint"
        PANEL = "panel", "Complaint taken to the governors"

    class Answer(models.TextChoices):
        UPHELD = "upheld", "Upheld"
        PARTLY = "partly", "Partly upheld"
        NOT_UPHELD = "not_upheld", "Not upheld"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="challenges")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    received_on = models.DateField()
    due = models.DateField()
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="case_challenges")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    unscoped: ClassVar[models.Manager[Challenge]] = Unscoped()
    objects = SchoolManager("case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["due", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

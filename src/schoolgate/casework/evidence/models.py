"""Evidence: what proves it, as it came, and everybody who had it in their hands."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

from schoolgate.casework.cases.models import Case
from schoolgate.community.models import Person
from schoolgate.community.scope import GrowingManager, SchoolManager, Unscoped
from schoolgate.record.growing import Growing, InsertOnly
from schoolgate.record.private import Private
from schoolgate.record.vault import VaultKey


class Item(Private, Growing):
    """One thing that proves something, with its bytes in the vault as they came. `number` counts within its case.

    `sha256` and `size` are of the bytes on arrival; `media` is what they are by their content; an `inert` one is never
    shown, only handed out as bytes. A derivative (something covered or redacted) or a picture made of a capture names
    its `parent`. Private: name, source (a web address).
    """

    class Kind(models.TextChoices):
        FILE = "file", "File"
        CAPTURE = "capture", "Copy of a web page"
        PICTURE = "picture", "Picture of a web page"
        DERIVATIVE = "derivative", "Made from another"

    class Scan(models.TextChoices):
        CLEAN = "clean", "No virus was found"
        NOT_SCANNED = "not_scanned", "Not checked for viruses"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    vault_key = VaultKey(unique=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    media = models.CharField(max_length=100)
    inert = models.BooleanField(default=False)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="derivatives")
    made_how = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    restricted = models.BooleanField(default=False)
    scanned = models.CharField(max_length=12, choices=Scan.choices, default=Scan.NOT_SCANNED)

    unscoped: ClassVar[models.Manager[Item]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("case__school")
    custody: models.Manager[Custody]
    derivatives: models.Manager[Item]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="evidence_is_numbered")]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What it is called within its case: nobody learns from it how much other cases hold."""
        return f"E-{self.number}"

    @classmethod
    def next_number(cls, case: Case) -> int:
        """The number of the next item of a case. Call it while the case is locked."""
        return (cls.unscoped.filter(case=case).aggregate(last=models.Max("number"))["last"] or 0) + 1

    def called(self) -> str:
        """Its name, for those who may open the case."""
        return self.said("name") or self.reference


class Custody(Private, Growing):
    """One time that somebody had an item in their hands, written before they had it. Private: why."""

    class What(models.TextChoices):
        RECEIVED = "received", "Received"
        OPENED = "opened", "Opened"
        COPIED = "copied", "A copy was handed out"
        DERIVED = "derived", "Something was made from it"
        SHARED = "shared", "Shared with a named person"
        MOVED = "moved", "Moved with its case"
        VERIFIED = "verified", "Checked against its hash"
        BROKEN = "broken", "Found changed in the vault"
        STAMPED = "stamped", "Given a time stamp"

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="custody")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What.choices)

    unscoped: ClassVar[models.Manager[Custody]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("item__case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]
        verbose_name_plural = "custody lines"

    def __str__(self) -> str:
        return f"{self.what} {self.item_id}"


class Stamp(Growing):
    """What a time-stamping service (RFC 3161) said of an item's bytes: `token` is its answer in DER, `at` its time."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="stamp")
    token = models.BinaryField()
    at = models.DateTimeField()
    service = models.CharField(max_length=200)

    unscoped: ClassVar[models.Manager[Stamp]] = models.Manager.from_queryset(InsertOnly)()
    objects = GrowingManager("item__case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"

    def __str__(self) -> str:
        return f"stamp of {self.item_id}"


class Capture(Private):
    """A web page that somebody asked to be copied, and what became of it.

    Private: address, problem (why not, in words).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Being copied"
        DONE = "done", "Copied"
        FAILED = "failed", "Could not be copied"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="captures")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    unscoped: ClassVar[models.Manager[Capture]] = Unscoped()
    objects = SchoolManager("case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"capture {self.pk}"


from schoolgate.casework.evidence.sharing.models import Bundle, Referral  # noqa: E402, F401  (they speak of items)

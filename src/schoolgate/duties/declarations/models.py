"""What somebody declared, who may read it, and what was said about it since."""

from __future__ import annotations

import json
from typing import ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.community.models import Absence, FamilyLink, Person, School
from schoolgate.community.roles import Role
from schoolgate.community.scope import SchoolManager
from schoolgate.duties.declarations.kinds import Answers, DeclarationKind, kinds
from schoolgate.duties.declarations.routing import MANAGER
from schoolgate.policy.models import PolicyVersion
from schoolgate.record import references
from schoolgate.record.sealing import seal, unseal


def new_reference() -> str:
    return references.new("D")


class Declaration(models.Model):
    """Something that one person told the school. What they wrote lies sealed.

    `readers` alone may know of it, with the one who made it, and only as long as they hold the role they read it as;
    those whom it is about (`named`) are never among them. Of `not_about` it was said that it is not about them.
    `clause` of `version` says who hears; '' where the policy does not say.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "received"
        ACKNOWLEDGED = "acknowledged", "read"
        ASKED = "asked", "a question for you"
        CLOSED = "closed", "closed"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="declarations")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="declarations")
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    sealed = models.TextField()
    named = models.ManyToManyField(Person, related_name="+")
    not_about = models.ManyToManyField(Person, related_name="+")
    readers: models.ManyToManyField[Person, Reader] = models.ManyToManyField(
        Person, through="Reader", related_name="declarations_to_read"
    )
    clause = models.CharField(max_length=60, blank=True)
    version = models.ForeignKey(PolicyVersion, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    link = models.ForeignKey(FamilyLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    unscoped: ClassVar[models.Manager[Declaration]] = models.Manager()
    objects = SchoolManager()
    reader_rows: models.Manager[Reader]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.reference

    @property
    def what(self) -> DeclarationKind:
        return kinds()[self.kind]

    @property
    def answers(self) -> Answers:
        found: dict[str, str] = json.loads(unseal(self.sealed, purpose=f"declaration:{self.reference}"))
        return found

    def keep(self, answers: Answers) -> None:
        """Seal what was written, bound to this declaration."""
        self.sealed = seal(json.dumps(dict(answers)), purpose=f"declaration:{self.reference}")

    def is_read_by(self, person: Person) -> bool:
        """Whether somebody is among those it went to, and still is what they were."""
        return to_read(person).filter(pk=self.pk).exists()

    def current_readers(self) -> list[Person]:
        """Everybody it went to who still is what they were."""
        return [one for one in self.readers.prefetch_related("holdings") if self.is_read_by(one)]


def to_read(person: Person) -> QuerySet[Declaration]:
    """Every declaration that went to somebody, while they are as what it went to them. A technician reads none.

    What came to them because others were away they read until one of these is back, or always where they answered it.
    """
    roles = person.roles()
    went = Declaration.objects.of(person.school)
    if Role.TECHNICIAN in roles:
        return went.none()
    over = WhileAway.objects.of(person.school).exclude(lasts()).values("reader")
    answered = Remark.objects.of(person.school).filter(by=person).exclude(kind=Remark.Kind.PASSED_ON)
    rows = Reader.objects.of(person.school).filter(person=person)
    rows = rows.filter(~Q(pk__in=over) | Q(declaration__in=answered.values("declaration")))
    as_role = rows.filter(role__in=roles)
    as_manager = rows.filter(role=MANAGER, declaration__by__manager=person) if Role.STAFF in roles else rows.none()
    return went.filter(pk__in=(as_role | as_manager).values("declaration"))


class Reader(models.Model):
    """Somebody that a declaration went to, as what (a role, or MANAGER), and when they first opened it."""

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="reader_rows")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    since = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)

    unscoped: ClassVar[models.Manager[Reader]] = models.Manager()
    objects = SchoolManager("declaration__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["since", "pk"]
        constraints = [models.UniqueConstraint(fields=["declaration", "person"], name="reads_a_declaration_once")]

    def __str__(self) -> str:
        return f"reader {self.pk}"


class WhileAway(models.Model):
    """Somebody reads a declaration only because of this absence; empty where it was taken back."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="while_away")
    absence = models.ForeignKey(Absence, null=True, on_delete=models.SET_NULL, related_name="+")

    unscoped: ClassVar[models.Manager[WhileAway]] = models.Manager()
    objects = SchoolManager("reader__declaration__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        verbose_name_plural = "while away"

    def __str__(self) -> str:
        return f"while away {self.pk}"


def lasts() -> Q:
    """The absence lasts today."""
    today = timezone.localdate()
    return Q(absence__first_day__lte=today, absence__last_day__gte=today)


class Nothing(models.Model):
    """Somebody's word that they had nothing to declare, given when the policy asked. `keys` are the duties it asked."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    keys = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Nothing]] = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at", "-pk"]
        verbose_name_plural = "nothings"

    def __str__(self) -> str:
        return f"nothing to declare {self.pk}"


class Remark(models.Model):
    """What was said or done about a declaration, in order."""

    class Kind(models.TextChoices):
        ACKNOWLEDGED = "acknowledged", "Read, thank you"
        ASKED = "asked", "A question"
        ANSWERED = "answered", "An answer"
        DONE = "done", "What was done"
        PASSED_ON = "passed_on", "Passed on"
        CLOSED = "closed", "Closed"

    declaration = models.ForeignKey(Declaration, on_delete=models.CASCADE, related_name="remarks")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    sealed = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    unscoped: ClassVar[models.Manager[Remark]] = models.Manager()
    objects = SchoolManager("declaration__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"remark {self.pk}"

    @property
    def private(self) -> bool:
        return self.kind in (self.Kind.DONE, self.Kind.PASSED_ON)

    @property
    def words(self) -> str:
        return unseal(self.sealed, purpose=f"remark:{self.declaration_id}") if self.sealed else ""

    def keep(self, words: str) -> None:
        """Seal the words, bound to their declaration."""
        self.sealed = seal(words, purpose=f"remark:{self.declaration_id}") if words else ""

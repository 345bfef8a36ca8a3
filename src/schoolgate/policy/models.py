"""A school's policy as it is kept: the files it came in, and its versions."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from datetime import date, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from schoolgate.community.models import Person, School
from schoolgate.community.scope import SchoolManager
from schoolgate.documents.model import Reading
from schoolgate.documents.stored import from_data
from schoolgate.policy import pack as packs
from schoolgate.policy.clause import Clause
from schoolgate.policy.engine import Rulebook, Ruling, judge
from schoolgate.policy.pack import Pack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schoolgate.policy.lint import Finding


class Upload(models.Model):
    """A policy file as it came, kept even when it could not be read: `problem` then says why, in a sentence."""

    school = models.ForeignKey(School, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    problem = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    unscoped = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"upload {self.pk}"


class PolicyVersion(models.Model):
    """One text of a school's policy. A draft can be changed; once it is sent, only governors decide.

    `pack` is the policy as data (see docs/packs.md) without its name and school. `read` is what the reader made
    of the document, as `documents.stored` keeps it; empty where there was none. `revision` grows with each change,
    so that nobody overwrites somebody else's. An adopted version answers from `in_force_from` until the next does.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        SENT = "sent", "with the governors"
        ADOPTED = "adopted", "adopted"
        SET_ASIDE = "set_aside", "set aside"

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="policy_versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    pack = models.JSONField()
    read = models.JSONField(default=dict)
    upload = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="versions")
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    in_force_from = models.DateField(null=True)

    unscoped = models.Manager()
    objects = SchoolManager()

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="version_numbers_are_the_schools_own"),
            models.UniqueConstraint(
                fields=["school", "in_force_from"], condition=Q(state="adopted"), name="one_version_starts_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=False) | ~Q(state="adopted"),
                name="an_adopted_version_has_a_first_day",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def title(self) -> str:
        return str(self.pack["title"])

    @property
    def content(self) -> Pack:
        """The pack, checked. Raises PackError where it breaks the format."""
        return _content(self)[0]

    @cached_property
    def reading(self) -> Reading | None:
        """What the reader made of the document, with the dates and people as they have been corrected since."""
        if not self.read:
            return None
        people = {key: self.pack[key] for key in ("approver", "owner") if self.pack.get(key)}
        return replace(from_data(self.read), dates=dict(self.pack.get("dates", {})), people=people)

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return self.content.clauses

    def clauses_on(self, day: date) -> tuple[Clause, ...]:
        """Its clauses that bind on a day; some have a first or a last one."""
        return tuple(clause for clause in self.clauses if clause.in_force(day))

    @property
    def rulebook(self) -> Rulebook:
        return _content(self)[1]

    def clause(self, number: str) -> Clause | None:
        return next((clause for clause in self.clauses if clause.id == number), None)

    def judge(self, act: str, facts: Mapping[str, str], on: date) -> Ruling:
        return judge(self.rulebook, act, facts, on)

    def defects(self, on: date) -> tuple[Finding, ...]:
        """What is wrong with it on a day, in the order of the document's lines."""
        from schoolgate.policy.defects import defects

        return _kept(_listed, self, lambda: tuple(defects(self.reading, self.content, on)), on)

    def last_day(self) -> date | None:
        """The last day it answers for; None while no later version has been adopted."""
        adopted = PolicyVersion.objects.of(self.school).filter(state=self.State.ADOPTED)
        later = adopted.filter(in_force_from__gt=self.in_force_from).order_by("in_force_from")
        following = later.values_list("in_force_from", flat=True).first()
        return following - timedelta(days=1) if following else None


def compiled(data: Mapping[str, Any], school: str) -> Pack:
    """A version's `pack` data, checked. Raises PackError."""
    return packs.from_data({"policy": "school", "school": school, **data}, "policy")


# Checking a pack takes some milliseconds and looking for defects a good deal more, so each revision is done
# once in a process, and the last used are kept.
_checked: OrderedDict[object, tuple[Pack, Rulebook]] = OrderedDict()
_listed: OrderedDict[object, tuple[Finding, ...]] = OrderedDict()
_keeping = Lock()
KEEP = 128
Made = TypeVar("Made")


def _kept(made: OrderedDict[object, Made], version: PolicyVersion, make: Callable[[], Made], *more: object) -> Made:
    key = (version.pk, version.revision, version.made_at, *more)
    with _keeping:
        if key in made:
            made.move_to_end(key)
            return made[key]
    new = make()
    with _keeping:
        made[key] = new
        while len(made) > KEEP:
            made.popitem(last=False)
    return new


def _content(version: PolicyVersion) -> tuple[Pack, Rulebook]:
    def check() -> tuple[Pack, Rulebook]:
        pack = compiled(version.pack, version.school.name)
        return pack, Rulebook(pack.clauses)

    return _kept(_checked, version, check)


def in_force(school: School, on: date | None = None) -> PolicyVersion | None:
    """The version that answers for a day (today, unless told); None where the school had none."""
    return _adopted(school, on).select_related("school").defer("read").order_by("-in_force_from").first()


def has_policy(school: School, on: date | None = None) -> bool:
    """Whether some version answers for a day (today, unless told)."""
    return _adopted(school, on).exists()


def _adopted(school: School, on: date | None) -> models.QuerySet[PolicyVersion]:
    day = on or timezone.localdate()
    return PolicyVersion.objects.of(school).filter(state=PolicyVersion.State.ADOPTED, in_force_from__lte=day)

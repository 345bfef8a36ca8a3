"""A post to be filled, its candidates, the same searches for each, and what was found that bears on the post."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from schoolgate.community.accents import plain
from schoolgate.community.called import TITLES
from schoolgate.community.models import Person, School
from schoolgate.community.roles import Role
from schoolgate.community.scope import SchoolManager
from schoolgate.duties.searches.guidance import data
from schoolgate.record import references
from schoolgate.record.keys import secret
from schoolgate.record.sealing import seal, unseal


def new_reference() -> str:
    return references.new("S")


def words_of(name: str) -> str:
    """A name whatever its capitals, accents, title and the order of its parts: "Head, Mrs Háttie" is "Hattie Head"."""
    parts = set(re.findall(r"\w+", plain(name.casefold())))
    return " ".join(sorted(parts - TITLES or parts))


def mark_of(school: School, name: str) -> str:
    """What tells, without the name, whether two names of a school are one."""
    return _mark(f"candidate of {school.pk}", words_of(name))


def mark_of_person(person: Person) -> str:
    """What tells, without their number, whether somebody of a school is a candidate, whatever they are called."""
    return _mark(f"candidate among the people of {person.school_id}", str(person.pk))


def _mark(among: str, words: str) -> str:
    return salted_hmac(among, words, secret=secret("fields"), algorithm="sha256").hexdigest()


class Post(models.Model):
    """A post to be filled. The searcher is never on the panel, and the panel sees only what bears on the post.

    It is led by whoever holds the role that it was opened as, unless they are candidates: see parts.py.

    `last_number` is that of the candidate who was added last; nobody gets the number of one who was taken off. The list
    of searches is fixed from `fixed_at`, when the first result is recorded. Everything is destroyed on
    `destroy_on()`, unless a hold with its reason stops it.
    """

    class LedAs(models.TextChoices):
        HEAD = Role.HEAD.value, Role.HEAD.label
        CHAIR = Role.CHAIR.value, Role.CHAIR.label

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="posts_to_fill")
    reference = models.CharField(max_length=12, unique=True, default=new_reference)
    title = models.CharField(max_length=200)
    led_as = models.CharField(max_length=10, choices=LedAs.choices)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField(default=timezone.localdate)
    needed_by = models.DateField()
    searcher = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts_to_search")
    panel = models.ManyToManyField(Person, related_name="posts_to_judge")
    last_number = models.PositiveIntegerField(default=0)
    independent_at = models.DateTimeField(null=True, blank=True)
    fixed_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    keep_days = models.PositiveIntegerField()
    keep_clause = models.CharField(max_length=60, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hold_sealed = models.TextField(blank=True)

    unscoped: ClassVar[models.Manager[Post]] = models.Manager()
    objects = SchoolManager()
    searches: models.Manager[Search]
    candidates: models.Manager[Candidate]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["-opened_on", "-pk"]

    def __str__(self) -> str:
        return self.reference

    def destroy_on(self) -> date:
        """The day on which everything about it is destroyed; a post that nobody closes does not stay for ever."""
        filled = self.decided_on or self.opened_on + timedelta(days=int(data()["open_at_most_days"]))
        return filled + timedelta(days=self.keep_days)

    @property
    def purpose(self) -> str:
        return f"search:{self.reference}"

    @property
    def hold_reason(self) -> str:
        return unseal(self.hold_sealed, purpose=self.purpose) if self.hold_sealed else ""

    def keep_reason(self, reason: str) -> None:
        self.hold_sealed = seal(reason, purpose=self.purpose)


class Search(models.Model):
    """One search of the list that is made for every candidate of a post."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="searches")
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=200)

    unscoped: ClassVar[models.Manager[Search]] = models.Manager()
    objects = SchoolManager("post__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="searches_are_numbered")]

    def __str__(self) -> str:
        return f"search {self.pk}"


class Candidate(models.Model):
    """Somebody on the shortlist. Their name lies sealed; `marks` tell whether they may be somebody of the school."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="candidates")
    number = models.PositiveIntegerField()
    sealed = models.TextField()
    shortlisted_on = models.DateField()
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=10, blank=True)

    unscoped: ClassVar[models.Manager[Candidate]] = models.Manager()
    objects = SchoolManager("post__school")
    results: models.Manager[Result]
    marks: models.Manager[Mark]

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="candidates_are_numbered")]

    def __str__(self) -> str:
        return f"candidate {self.pk}"

    @property
    def name(self) -> str:
        return unseal(self.sealed, purpose=self.post.purpose)

    def keep(self, name: str) -> None:
        self.sealed = seal(name, purpose=self.post.purpose)


class Mark(models.Model):
    """That a candidate has a name, or was somebody of the school on the day they were added: by a key, so that who is
    a candidate does not lie open."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="marks")
    mark = models.CharField(max_length=64, db_index=True)

    unscoped: ClassVar[models.Manager[Mark]] = models.Manager()
    objects = SchoolManager("candidate__post__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"

    def __str__(self) -> str:
        return f"mark {self.pk}"


class Result(models.Model):
    """What one search for one candidate came to. Only what bears on the post has words, and they lie sealed."""

    class Found(models.TextChoices):
        NOTHING = "nothing", "Nothing that bears on the post"
        RELEVANT = "relevant", "Something that bears on the post"

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="results")
    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="results")
    found = models.CharField(max_length=10, choices=Found.choices)
    sealed = models.TextField(blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    put_on = models.DateField(null=True, blank=True)
    sealed_answer = models.TextField(blank=True)

    unscoped: ClassVar[models.Manager[Result]] = models.Manager()
    objects = SchoolManager("candidate__post__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        ordering = ["candidate__number", "search__number"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "search"], name="each_search_once_for_each_candidate"),
            models.CheckConstraint(
                condition=models.Q(found="relevant") | models.Q(sealed="", sealed_answer="", put_on__isnull=True),
                name="what_does_not_bear_on_the_post_is_not_written_down",
            ),
        ]

    def __str__(self) -> str:
        return f"result {self.pk}"

    @property
    def finding(self) -> Mapping[str, str]:
        """What was found (`what`), why it bears on the post (`why`, `because`), and its `link`, or ''."""
        found: dict[str, str] = json.loads(unseal(self.sealed, purpose=self.candidate.post.purpose))
        return found

    @property
    def answer(self) -> str:
        return unseal(self.sealed_answer, purpose=self.candidate.post.purpose) if self.sealed_answer else ""

    def keep(self, finding: Mapping[str, str]) -> None:
        self.sealed = seal(json.dumps(dict(finding)), purpose=self.candidate.post.purpose)

    def keep_answer(self, words: str) -> None:
        self.sealed_answer = seal(words, purpose=self.candidate.post.purpose)

"""What the board keeps of its own: a blind index, so that a sealed case is found by its words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from schoolgate.casework.cases.models import Case
from schoolgate.community.scope import SchoolManager


class Word(models.Model):
    """A word of a case's title, summary or outsiders' names, as a keyed hash: see `words.py`."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    mark = models.BigIntegerField()

    unscoped: ClassVar[models.Manager[Word]] = models.Manager()
    objects = SchoolManager("case__school")

    class Meta:
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"
        constraints = [models.UniqueConstraint(fields=["mark", "case"], name="a_word_of_a_case_once")]
        indexes = [models.Index(fields=["case", "mark"], name="words_of_a_case")]

    def __str__(self) -> str:
        return f"word {self.pk}"

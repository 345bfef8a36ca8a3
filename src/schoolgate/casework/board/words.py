"""A blind index: whole words of sealed texts as keyed hashes, which say nothing to whoever has the database alone.

Only whole words are found, and only from three letters on: a beginning of a word has no hash of its own.
"""

from __future__ import annotations

import hmac
import re
from typing import Any

from django.db.models.signals import post_delete, post_save

from schoolgate.casework.board.models import Word
from schoolgate.casework.cases.models import Case, Party
from schoolgate.community.accents import plain
from schoolgate.community.models import School
from schoolgate.record.keys import secret

SHORTEST = 3


def parts(text: str) -> list[str]:
    """The words of a text, each once: in small letters, without accents or apostrophes."""
    return list(dict.fromkeys(re.findall(r"\w+", re.sub(r"[’'`]", "", plain(text)))))


def words(text: str) -> list[str]:
    """Those that are indexed."""
    return [word for word in parts(text) if len(word) >= SHORTEST]


def mark(school: School, word: str) -> int:
    """The keyed hash of a plain word: 64 bits of HMAC-SHA256, another at every school and installation."""
    digest = hmac.digest(secret("words"), f"{school.pk}:{word}".encode(), "sha256")
    return int.from_bytes(digest[:8], signed=True)


def marks_of(case: Case) -> set[int]:
    """The marks of everything that a case is found by."""
    named = Party.objects.of(case.school).filter(case=case, person=None, ended_at=None)
    texts = [case.said("title"), case.said("summary"), *(party.said("name") for party in named)]
    return {mark(case.school, word) for text in texts for word in words(text)}


def index(case: Case) -> None:
    """Make the index of a case agree with what it says."""
    held = set(Word.objects.of(case.school).filter(case=case).values_list("mark", flat=True))
    says = marks_of(case)
    if gone := held - says:
        Word.objects.of(case.school).filter(case=case, mark__in=gone).delete()
    Word.unscoped.bulk_create([Word(case=case, mark=one) for one in says - held], ignore_conflicts=True)


def listen() -> None:
    """From now on, every case and party that is written is indexed in the same transaction."""
    post_save.connect(_case_saved, sender=Case, dispatch_uid="board.words")
    post_save.connect(_party_changed, sender=Party, dispatch_uid="board.words")
    post_delete.connect(_party_changed, sender=Party, dispatch_uid="board.words")


def _case_saved(instance: Case, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    if update_fields is None or "sealed" in update_fields:
        index(instance)


def _party_changed(instance: Party, **_: Any) -> None:
    if instance.person_id is None or instance.ended_at:
        index(instance.case)

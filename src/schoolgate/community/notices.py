"""Telling somebody something: on their home page at once, and by a mail that says only that there is something."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.text import Truncator

from schoolgate.community.models import Notice, Person

LONGEST = 300
"""Characters of a notice."""


def tell(people: Iterable[Person], words: str, url: str) -> None:
    """Put a notice on each person's home page. Call it inside the change that it tells of.

    `words` are one short sentence, seen only after sign-in, and cut where a long name makes it too long; `url` is the
    path of the page that it leads to.
    """
    words = Truncator(words).chars(LONGEST)
    Notice.unscoped.bulk_create(Notice(person=person, words=words, url=url) for person in people)


def unseen(person: Person) -> QuerySet[Notice]:
    """Somebody's news: what they were told and have not opened, the newest first."""
    return Notice.objects.of(person.school).filter(person=person, seen_at=None)

"""Telling somebody something: on their home page at once, and by a mail that says only that there is something."""

from __future__ import annotations

from collections.abc import Iterable

from schoolgate.community.models import Notice, Person


def tell(people: Iterable[Person], words: str, url: str) -> None:
    """Put a notice on each person's home page. Call it inside the change that it tells of.

    `words` are one short sentence, seen only after sign-in; `url` is the path of the page that it leads to.
    """
    Notice.unscoped.bulk_create(Notice(person=person, words=words, url=url) for person in people)

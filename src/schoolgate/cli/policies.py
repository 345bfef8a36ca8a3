"""Find the policy that a command names: a pack, a pack's file, or a school of this installation."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import date
from typing import NoReturn

from schoolgate.cli.output import could_not
from schoolgate.policy.pack import Pack, PackError, load
from schoolgate.policy.vocabulary import VocabularyError

NOT_FOUND = (PackError, VocabularyError)


def add_day(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", type=_day, metavar="DATE", help="as on this day, such as 2026-09-01 (today)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a day; write it as 2026-09-01") from None


def on(args: argparse.Namespace) -> date:
    """The day asked about: today, unless told."""
    day: date | None = args.on
    return day or date.today()


def find(name: str, day: date) -> Pack:
    """The pack of that name or file, else the policy that a school of that short name had on that day.

    Raises PackError when there is none.
    """
    try:
        return load(name)
    except PackError as error:
        found = None if "/" in name or "." in name else _of_school(name, day)
        if found is None:
            raise error
        return found


def _of_school(slug: str, day: date) -> Pack | None:
    from schoolgate.web import environment

    if not environment.data_folder().is_dir():
        return None
    from schoolgate.cli import installation

    installation.start()
    if not installation.is_there():
        return None
    from schoolgate.community.models import School
    from schoolgate.policy.models import in_force

    school = School.objects.filter(slug=slug).first()
    version = school and in_force(school, day)
    return version.content if version else None


def facts_of(words: Iterable[str]) -> dict[str, str]:
    """`fact=value` words as facts. Raises VocabularyError for a word of another shape."""
    facts: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not value:
            raise VocabularyError(f"“{word}” is not a fact. Write each as fact=value, such as by=staff.")
        if name in facts:
            raise VocabularyError(f"{name} is given twice. Say it once.")
        facts[name] = value
    return facts


def refused(error: Exception) -> NoReturn:
    """Stop, with the first line of what is wrong."""
    could_not(str(error).splitlines()[0])

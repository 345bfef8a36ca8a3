"""People are told that there is something for them, inside the change that it is about: a notice, and a mail."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from schoolgate.casework.cases.access import who_may_open
from schoolgate.casework.support.access import given, parents_who_read
from schoolgate.casework.support.models import SupportFile
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell


def those_it_is_for(file: SupportFile, words: str, *, besides: Person | None = None) -> None:
    """The person, and the parents who read their page. Whoever does not sign in hears it from the supporter."""
    _tell((file.person, *parents_who_read(file)), words, _path("support_own", file), file, besides)


def parents_of(file: SupportFile, words: str) -> None:
    _tell(parents_who_read(file), words, _path("support_own", file), file)


def supporter_of(file: SupportFile, words: str) -> None:
    """Whoever looks after them, while they may."""
    _tell(supporters(file), words, _path("support_file", file), file)


def all_of(people: Iterable[Person], file: SupportFile, words: str) -> None:
    """People who work with the file."""
    _tell(people, words, _path("support_file", file), file)


def supporters(file: SupportFile) -> list[Person]:
    """The supporter; nobody where they may open it no more."""
    return [file.supporter] if given(file.supporter).filter(pk=file.pk).exists() else []


def leads(file: SupportFile) -> list[Person]:
    """Whoever leads the case; everybody who works on it where nobody leads."""
    works = who_may_open(file.case)
    return [each for each in works if each.pk == file.case.lead_id] or works


def _tell(people: Iterable[Person], words: str, path: str, file: SupportFile, besides: Person | None = None) -> None:
    told = [each for each in people if each.account_id and each != besides]
    tell(told, words, path)
    for each in told:
        send(each, words, path, file.reference)


def _path(name: str, file: SupportFile) -> str:
    return reverse(name, args=[file.reference])

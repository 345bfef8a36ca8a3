"""What is new in a text, and what is gone, since another: for whoever signs it, and for whoever publishes it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from schoolgate.documents.writing import passages
from schoolgate.duties.agreements.models import AgreementText, Signature

NUMBERS = re.compile(r"\s*\([\w.-]*\d[\w.-]*(?:, [\w.-]*\d[\w.-]*)*\)$")
"""The clauses' numbers at the end of a line. Another policy may give a rule another number; it is the same promise."""


class Difference(NamedTuple):
    """One passage that is new, or gone."""

    new: bool
    words: str


@dataclass(frozen=True, slots=True)
class Since:
    """What has changed since a version. `few`: so little that the list says it best."""

    since: str
    lines: list[Difference]
    few: bool


def differences(before: str, after: str) -> list[Difference]:
    """The passages of two Markdown texts that are not in both, in their order. Clauses' numbers do not count."""
    old, new = passages(before), passages(after)
    was, now = ([NUMBERS.sub("", line) for line in lines] for lines in (old, new))
    found: list[Difference] = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if tag != "equal":
            found += [Difference(False, line) for line in old[i1:i2]]
            found += [Difference(True, line) for line in new[j1:j2]]
    return found


def since_answered(text: AgreementText, people: Collection[int]) -> Since | None:
    """What has changed since the last version before this one that any of these people answered; None for none."""
    answers = Signature.objects.of(text.school).filter(person__in=people, text__audience=text.audience)
    last = answers.filter(text__number__lt=text.number).select_related("text").order_by("-text__number", "-at").first()
    if last is None:
        return None
    since = f"since version {last.text.number}, answered on {timezone.localdate(last.at):%-d %B %Y}"
    return _since(since, last.text, text)


def since_version(text: AgreementText, before: AgreementText) -> Since:
    """What has changed since another version."""
    return _since(f"since version {before.number}", before, text)


def _since(since: str, before: AgreementText, text: AgreementText) -> Since:
    lines = differences(before.words, text.words)
    return Since(since, lines, sum(line.new for line in lines) * 2 <= len(passages(text.words)))

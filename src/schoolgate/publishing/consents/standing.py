"""May somebody be shown? For the check of a post, for whom it asks of a whole school at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from schoolgate.community.models import Person, School
from schoolgate.duties.owing import Asked
from schoolgate.publishing.consents.law import Answer, Standing, stands
from schoolgate.publishing.consents.models import Consent, NeverShow
from schoolgate.publishing.consents.voices import voices

Said = Mapping[tuple[int, str], Mapping[int, Consent]]
"""(person, purpose) -> who spoke -> their latest answer."""


def may_be_shown(
    people: Iterable[Person], purposes: Iterable[str], on: date, *, out: bool = False
) -> dict[tuple[int, str], Standing]:
    """(person, purpose) -> how it stands on a day, for people of one school. As many queries for one as for all.

    `out`: for what is out already, which may stay when somebody leaves where the school said so as they answered.
    Only `Standing.YES` is a yes. `Standing.NEVER` is for the machine: whoever posts is told no more than of any no.
    """
    people = list(people)
    found = as_answered(people, purposes, on, out=out)
    if people:
        flagged = NeverShow.objects.of(people[0].school).filter(ended_at=None, person__in=[one.pk for one in people])
        for person in set(flagged.values_list("person", flat=True)):
            found |= {key: Standing.NEVER for key in found if key[0] == person}
    return found


def as_answered(
    people: Collection[Person],
    purposes: Iterable[str],
    on: date,
    *,
    out: bool = False,
    by_policy: Asked | None = None,
) -> dict[tuple[int, str], Standing]:
    """The same from what was answered alone, for those who may not know that somebody is never to be shown."""
    purposes = list(purposes)
    if not people:
        return {}
    speak = voices(people, on, by_policy)
    said = latest(next(iter(people)).school, people, purposes)
    found = {}
    for person in people:
        voice, gone = speak[person.pk], person.left_on is not None and person.left_on <= on
        for purpose in purposes:
            by = said.get((person.pk, purpose), {})
            answers = {who: Answer(one.yes, one.until) for who, one in by.items()}
            parents = [answer for who, answer in answers.items() if who in voice.parents]
            stood = stands(parents, answers.get(person.pk), voice.needed, on)
            stays = out and all(one.stays for one in by.values() if one.yes)
            ended = gone and not stays and stood == Standing.YES
            found[person.pk, purpose] = Standing.OVER if ended else stood
    return found


def latest(school: School, people: Collection[Person], purposes: Collection[str]) -> Said:
    """What each who spoke about these people said last. One query."""
    found: dict[tuple[int, str], dict[int, Consent]] = {}
    rows = Consent.objects.of(school).filter(person__in=[one.pk for one in people], purpose__in=purposes)
    for row in rows.order_by("at", "pk"):
        found.setdefault((row.person_id, row.purpose), {})[row.said_by_id] = row
    return found

"""Whose pictures somebody sees: their own; whoever runs a channel, and whoever oversees, every one of the school."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import has_a_part
from schoolgate.publishing.pictures.models import Face, Picture


def sees_all(person: Person) -> bool:
    if holds(person, "picture.oversee"):
        return True
    return Channel.objects.of(person.school).filter(has_a_part(person), state=Channel.State.OPEN).exists()


def seen_by(person: Person) -> QuerySet[Picture]:
    every = Picture.objects.of(person.school).filter(ended_at=None)
    return every if sees_all(person) else every.filter(by=person)


def find(person: Person, number: int) -> Picture:
    """A picture that somebody may see and work on. Raises Http404 for any other, there or not."""
    found = seen_by(person).select_related("school", "by", "parent").filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def unfinished(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Those that cannot be used yet: not looked at, with a face that nobody named, or not described (`ready.py`)."""
    unknown = Q(device=None, taken_with="") & ~Q(made=Picture.Made.ELSEWHERE)
    unnamed = Face.unscoped.filter(picture=OuterRef("pk"), person=None, outsider=False, nobody=False)
    return pictures.filter(Q(looked_at=None) | Q(described_at=None) | unknown | Exists(unnamed))


def next_unfinished(person: Person, picture: Picture) -> Picture | None:
    """The next of those that came with it and cannot be used yet; the first again behind the last."""
    together = unfinished(seen_by(person)).filter(arrival__album__arrivals__picture=picture.pk).exclude(pk=picture.pk)
    rows = list(together.order_by("arrival__number"))
    return next((one for one in rows if one.pk > picture.pk), rows[0] if rows else None)

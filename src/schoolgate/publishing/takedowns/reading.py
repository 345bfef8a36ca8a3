"""How far takedowns are, for the pages: without a name for the school, in words for the family."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from schoolgate.community import moments
from schoolgate.community.invitations import hashed
from schoolgate.community.models import Person, School
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.consents.links import first_name, lasts
from schoolgate.publishing.consents.reading import answers_for
from schoolgate.publishing.consents.voices import voice_of
from schoolgate.publishing.posts.models import Reference
from schoolgate.publishing.takedowns.models import Asker, Takedown

BY = {"delivery__references__by_hand_by__isnull": False}
DOES = "The network did not let us. Somebody at the school does it by {}."
LOOKS = "The network says that it is gone, and does not tell strangers. Somebody at the school looks by {}."
BY_HAND, UNDER_WAY, GONE = "Somebody has to do it", "Coming down", "Gone"


def counted(rows: QuerySet[Takedown]) -> QuerySet[Takedown]:
    """With the addresses that there were, those that are left, and until when a person does what no machine could."""
    left = Q(delivery__references__gone_at=None)
    return rows.select_related("delivery__channel", "delivery__post", "person").annotate(
        addresses=Count("delivery__references"),
        left=Count("delivery__references", filter=left),
        hands=Count("delivery__references", filter=left & Q(delivery__references__by_eye=False, **BY)),
        looked=Count("delivery__references", filter=Q(delivery__references__looked_by__isnull=False) & ~left),
        by_hand_by=Min("delivery__references__by_hand_by", filter=left),
        gone_at=Max("delivery__references__gone_at"),
    )


def of_school(school: School) -> QuerySet[Takedown]:
    """One line for each delivery, whomever it is about: those under way first."""
    first = Takedown.objects.of(school).values("delivery").annotate(first=Min("pk")).values("first")
    return counted(Takedown.objects.of(school).filter(pk__in=first)).order_by("-left", "-at", "-pk")


def by_hand(school: School) -> QuerySet[Takedown]:
    """Those of which a person has to take down something, the most pressing first."""
    left = Reference.objects.of(school).filter(gone_at=None).exclude(by_hand_by=None)
    rows = Takedown.objects.of(school).filter(done_at=None, delivery__in=left.values("delivery"))
    return counted(rows).order_by("by_hand_by")


@dataclass(frozen=True)
class Place:
    """Where pictures of somebody were to come down, and how far it is, in words."""

    who: str
    where: str
    since: str
    far: str
    state: str


def place(row: Takedown) -> Place:
    addresses, left = row.addresses, row.left  # type: ignore[attr-defined]
    if row.done_at:
        state, far = GONE, _nothing(addresses, row.looked) if addresses else "It never went out."  # type: ignore[attr-defined]
    elif row.by_hand_by:  # type: ignore[attr-defined]
        words = DOES if row.hands else LOOKS  # type: ignore[attr-defined]
        state, far = BY_HAND, words.format(moments.at(row.by_hand_by))  # type: ignore[attr-defined]
    else:
        state, far = UNDER_WAY, f"{addresses - left} of {addresses} addresses are gone." if addresses else "We look."
    return Place(first_name(row.person), called(row.delivery.channel), moments.at(row.at), far, state)


def _nothing(addresses: int, looked: int) -> str:
    """`looked`: at so many of them a person, because no machine can tell."""
    asked = addresses - looked
    every = "the one address" if addresses == 1 else f"all {addresses} addresses" if not looked else f"{asked} of them"
    words = f"We asked for {every} as a stranger would, and found nothing." if asked else ""
    if not looked:
        return words
    if addresses == 1:
        return "Only a person can tell: somebody at the school looked, and it is gone."
    there = f"There were {addresses} addresses. {words}".strip()
    return f"{there} Of {looked} only a person can tell: somebody at the school looked, and they are gone."


def mine(by: Person) -> QuerySet[Takedown]:
    """What somebody asked for, about those whom they answer for today."""
    people = answers_for(by, timezone.localdate())
    asked = Takedown.objects.of(by.school).filter(askers__by=by).values("pk")
    return counted(Takedown.objects.of(by.school).filter(pk__in=asked, person__in=people)).order_by("-at", "-pk")


def letter(secret: str) -> list[Takedown]:
    """What the letter with this secret tells; nothing where it is too old, or its reader answers for them no more."""
    since = timezone.now() - lasts()
    rows = Asker.unscoped.filter(secret_hash=hashed(secret), told_at__gt=since).select_related(
        "takedown__school", "takedown__person__school"
    )
    asked = list(rows)
    if not asked:
        return []
    person = asked[0].takedown.person
    if not voice_of(person, timezone.localdate()).has(asked[0].by_id, person.pk):
        return []
    pks = [row.takedown_id for row in asked]
    return list(counted(Takedown.objects.of(asked[0].takedown.school).filter(pk__in=pks)).order_by("pk"))

"""What posts give to the home page and the menu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.community.today import OVERDUE, PUBLISHING, TO_DO, Link, MenuItem, Task, few
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.pictures.alike import alike_to
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.posts.models import Delivery, Post, Reference

MOST_PLACES = 20
WING = PUBLISHING
MENU = [
    MenuItem("Posts", "posts", "post.see", "What the school says in public: write, ask, publish, take down", aside=True)
]


def tasks(person: Person) -> Iterator[Task]:
    """What no machine could do, for whoever wrote it or runs the account."""
    if not holds(person, "post.see"):
        return
    rest = Task("See what else of posts waits for you", reverse("posts"), "What could not be published or taken down.")
    yield from few(_by_hand(person), rest)


def about_row(by: Person, row: models.Model, people: Iterable[Person]) -> Iterator[Link]:  # noqa: ARG001
    """On the page of a picture: where it is out, and where another is that looks the same."""
    if not isinstance(row, Picture) or not holds(by, "post.see"):
        return
    same = {row.pk: "It is out on", **{one.pk: "One that looks the same is out on" for one in alike_to(row)}}
    out = Delivery.objects.of(by.school).filter(state=Delivery.State.OUT).order_by("-out_at")
    shown = {pk: pictures for pk, pictures in out.values_list("pk", "version__pictures") if same.keys() & set(pictures)}
    for one in out.filter(pk__in=shown).select_related("channel", "post")[:MOST_PLACES]:
        words = same[row.pk] if row.pk in shown[one.pk] else next(same[pk] for pk in shown[one.pk] if pk in same)
        yield Link(f"{words} {called(one.channel)}", reverse("post", args=[one.post.reference]), one.post.reference)


def _by_hand(person: Person) -> Iterator[Task]:
    theirs = Q(post__by=person) | Q(channel__owner=person)
    for one in (
        Delivery.objects.of(person.school)
        .filter(theirs, state=Delivery.State.BY_HAND)
        .select_related("post", "channel")
        .order_by("by_hand_by")
    ):
        yield _task(f"Publish a post by hand on {called(one.channel)}", one.post, one.by_hand_by)
    theirs = Q(delivery__post__by=person) | Q(delivery__channel__owner=person)
    rows = Reference.objects.of(person.school).filter(theirs, gone_at=None).exclude(by_hand_by=None)
    seen = set()
    # What is to be taken down comes before what is only to be looked at.
    for row in rows.select_related("delivery__post", "delivery__channel").order_by("by_eye", "by_hand_by"):
        if row.delivery_id not in seen:
            seen.add(row.delivery_id)
            what = "See for yourself whether something is gone" if row.by_eye else "Take something down by hand"
            yield _task(f"{what} from {called(row.delivery.channel)}", row.delivery.post, row.by_hand_by)


def _task(title: str, post: Post, by: datetime | None) -> Task:
    until = timezone.localtime(by)
    late = until < timezone.localtime()
    hint = f"{post.reference}, by {date_format(until, 'j F, H:i')}."
    return Task(title, reverse("post", args=[post.reference]), hint, OVERDUE if late else TO_DO, until.date())

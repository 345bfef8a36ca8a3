"""What moderation gives to the home page and the menu, and to an account's own page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.community.models import Person, School
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.today import A_FEW, OVERDUE, PUBLISHING, TO_DO, Link, MenuItem, Task, few
from schoolgate.publishing.channels.models import Channel, ChannelAdmin
from schoolgate.publishing.channels.reaching import OVERSEE, called
from schoolgate.publishing.moderation.models import Comment, Round
from schoolgate.publishing.moderation.reaching import looked_after_by, looks_after, to_look_at, waits_for_hands


def _looks_after_some(person: Person) -> bool:
    return looked_after_by(person).filter(state=Channel.State.OPEN).exists()


WING = PUBLISHING
MENU = [
    MenuItem(
        "Comments",
        "comments",
        "comment.see",
        "What others write on the school’s pages",
        aside=True,
        only=_looks_after_some,
    )
]


def tasks(person: Person) -> Iterator[Task]:
    """New comments, and what no machine could do about one."""
    if count := to_look_at(person).count():
        title = "Look at a new comment" if count == 1 else f"Look at {count} new comments"
        yield Task(title, reverse("comments"), "On accounts that you have a part in.")
    rest = Task("See what else is to be done about comments", reverse("comments"), "It stands in the list.")
    yield from few(_by_hand(person), rest)


def _by_hand(person: Person) -> Iterator[Task]:
    """For those who run the account; once it is late, for those who oversee it too."""
    now = timezone.now()
    rows = Comment.objects.of(person.school).exclude(by_hand_by=None).select_related("channel")
    mine = rows.filter(waits_for_hands(person))
    if holds(person, OVERSEE):
        mine = mine | rows.filter(by_hand_by__lt=now).exclude(wanted="")
    for one in mine.order_by("by_hand_by", "pk")[: A_FEW + 1]:
        until = timezone.localtime(one.by_hand_by)
        hint = f"No machine could do it. By {date_format(until, 'j F, H:i')}."
        status = OVERDUE if until < now else TO_DO
        title = f"See to a comment by hand on {called(one.channel)}"
        yield Task(title, reverse("comment", args=[one.pk]), hint, status, until.date())


def about_row(by: Person, row: models.Model, people: Iterable[Person]) -> Iterator[Link]:  # noqa: ARG001
    """On the page of an account: looking it over, and who did."""
    if isinstance(row, Channel) and row.opened_at and looks_after(by, row):
        if row.is_open:
            yield Link("Look it over now", reverse("account_round", args=[row.pk]))
        yield Link("See who looked it over, and when", reverse("account_rounds", args=[row.pk]))
        yield Link("See what others wrote on it", f"{reverse('comments')}?channel={row.pk}&state=every")


def record(person: Person) -> Iterator[Entry]:
    """The rounds that somebody did."""
    for one in Round.objects.of(person.school).filter(by=person).select_related("channel"):
        words = f"Looked over {called(one.channel)}"
        yield Entry(
            timezone.localdate(one.at), "Official accounts", words, url=reverse("account_rounds", args=[one.channel_id])
        )


def private_parts(school: School) -> Iterable[int]:
    """Whoever reads what others write: those who have a part in an open account."""
    rows = ChannelAdmin.objects.of(school).filter(ended_on=None, channel__state=Channel.State.OPEN)
    return rows.values_list("person", flat=True)

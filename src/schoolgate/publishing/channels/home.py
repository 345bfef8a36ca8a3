"""What official accounts give to the home page and the menu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.own_record import Entry
from schoolgate.community.today import A_FEW, PUBLISHING, Link, MenuItem, Task, few
from schoolgate.publishing.channels.actions.proposing import BEFORE
from schoolgate.publishing.channels.known import can_publish, label
from schoolgate.publishing.channels.models import Channel

WING = PUBLISHING
MENU = [
    MenuItem(
        "Accounts", "accounts", "channel.see", "The school’s official accounts, and proposing a new one", aside=True
    )
]


def tasks(person: Person) -> Iterator[Task]:
    """What waits for those who run an account: to prepare it, and to connect it."""
    rest = Task("See what else waits on official accounts", reverse("accounts"), "It stands in the register.")
    yield from few(_waiting(person), rest)


def _waiting(person: Person) -> Iterator[Task]:
    mine = Channel.objects.of(person.school).filter(Q(owner=person) | Q(second=person))
    for channel in mine.filter(owner=person, state__in=BEFORE)[: A_FEW + 1]:
        yield Task(f"Finish preparing an account: {_named(channel)}", _url(channel), "Then you can ask for it.")
    lost = Q(credential=None) | Q(credential__refused_at__isnull=False)
    for channel in mine.filter(lost, state=Channel.State.OPEN).select_related("credential")[: A_FEW + 1]:
        if can_publish(channel.network):
            known = getattr(channel, "credential", None)
            hint = "The network does not let Schoolgate in any more." if known else "It is approved."
            yield Task(f"Connect an account: {_named(channel)}", _url(channel), hint)


def public_links() -> Iterator[Link]:
    if Channel.unscoped.filter(state=Channel.State.OPEN).exists():
        yield Link("Our official accounts", reverse("official_accounts_schools"), "Tell ours from others’.")


def record(person: Person) -> Iterator[Entry]:
    """The accounts that they run or ran."""
    found = Channel.objects.of(person.school).filter(Q(owner=person) | Q(second=person)).order_by("made_at", "pk")
    for channel in found:
        words = f"Runs an official account: {_named(channel)} ({channel.get_state_display().lower()})"
        yield Entry(timezone.localdate(channel.made_at), "Official accounts", words, url=_url(channel))


def private_parts(school: School) -> Iterable[int]:
    """Whoever runs an account that is not closed: their mail is a way to what signs in."""
    found = Channel.objects.of(school).exclude(state=Channel.State.CLOSED).values_list("owner", "second")
    return {number for pair in found for number in pair if number}


def _named(channel: Channel) -> str:
    return f"{label(channel.network)}, {channel.handle}"


def _url(channel: Channel) -> str:
    return reverse("account", args=[channel.pk])

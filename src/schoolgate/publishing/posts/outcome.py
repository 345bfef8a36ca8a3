"""What came of a delivery, written by whoever has it in hand. Each gives when it is to be looked at again, or None."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.community import mail
from schoolgate.community.change import Change, by_machine
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.publishing.channels.actions.connecting import refused
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.networks import network as values
from schoolgate.publishing.networks.errors import Failed, NoAccess, Trouble, Unsupported, Unsure
from schoolgate.publishing.posts.gate import gate
from schoolgate.publishing.posts.limits import limits, wait
from schoolgate.publishing.posts.models import Delivery, Post, Reference
from schoolgate.publishing.posts.words import pictures_of

State = Delivery.State
UNSURE = "No clear answer came. We look whether it is there before we send it again."
MAIL = "Something about a post needs you"


class Lost(Exception):  # noqa: N818 - read as a sentence
    """It took so long that another has it in hand, who will find what is there."""


def still_ours(taken: Delivery) -> QuerySet[Delivery]:
    """The row, while nobody has taken it in hand after us."""
    return Delivery.unscoped.filter(pk=taken.pk, state=State.SENDING, tries=taken.tries)


@contextmanager
def _writing(taken: Delivery) -> Iterator[tuple[Change, Delivery]]:
    with by_machine(taken.post.school) as ledger:
        held = Delivery.unscoped.select_for_update(of=("self",)).select_related("channel", "version").get(pk=taken.pk)
        if held.tries != taken.tries or held.state not in (State.SENDING, State.PROCESSING):
            raise Lost
        held.post = Post.unscoped.select_for_update(of=("self",)).select_related("school", "by").get(pk=held.post_id)
        yield ledger, held


def arrived(taken: Delivery, there: values.Published, *, processing: bool) -> datetime | None:
    """It is there: keep every reference of it."""
    from schoolgate.publishing.posts.jobs import copy
    from schoolgate.publishing.posts.taking_down import ask_for

    with _writing(taken) as (ledger, held):
        keep(held, there.references)
        held.state = State.PROCESSING if processing else State.OUT
        held.out_at, held.lease, held.problem, held.why, held.by_hand_by = timezone.now(), None, "", "", None
        held.save()
        if held.post.out_at is None or held.post.state != Post.State.OUT:
            held.post.state, held.post.out_at = Post.State.OUT, held.post.out_at or timezone.now()
            held.post.save(update_fields=["state", "out_at"])
        ledger.write(
            "post.out",
            held.post,
            delivery=held.pk,
            channel=held.channel_id,
            version=held.version.number,
            references=len(there.references),
            tries=held.tries,
            processing=processing,
        )
        held.version.post = held.post
        if held.post.down_asked_at is not None:
            ask_for(ledger, held.references.all())
        elif gate(held.version, timezone.localdate()).blocked:
            # Somebody withdrew a consent while it was being sent.
            ask_for(ledger, held.references.all())
            tell_owners(held, f"Not this one: a post comes down again from {called(held.channel)}.")
        elif not processing:
            copy.later(delivery=held.pk)
    return timezone.now() + timedelta(seconds=limits().poll) if processing else None


def keep(held: Delivery, references: Iterable[values.Reference]) -> list[Reference]:
    """Store what stands in public, with the picture that it shows. What is known already stays as it is."""
    shown = pictures_of(held.post.school, held.version.pictures)
    found = []
    for one in references:
        picture = shown[one.media] if one.media is not None and one.media < len(shown) else None
        row, _ = Reference.unscoped.get_or_create(
            delivery=held,
            kind=one.kind,
            network_id=one.id,
            address=one.address,
            defaults={"picture": picture, "media": one.media},
        )
        found.append(row)
    return found


def standing(delivery: Delivery) -> values.Published:
    """What was stored, as an adapter takes it, without what is gone."""
    rows = delivery.references.filter(gone_at=None)
    return values.Published(tuple(value(row) for row in rows))


def value(row: Reference) -> values.Reference:
    return values.Reference(row.kind, row.network_id, row.address, row.media)  # type: ignore[arg-type]


def live(found: Delivery) -> datetime | None:
    from schoolgate.publishing.posts.jobs import copy

    with _writing(found) as (ledger, held):
        copy.later(delivery=held.pk)
        held.state = State.OUT
        held.save(update_fields=["state"])
        ledger.write("post.processed", held.post, delivery=held.pk)
    return None


def troubled(taken: Delivery, trouble: Trouble) -> datetime | None:
    """The network said no, or nothing."""
    match trouble:
        case Unsure():
            return unsure(taken)
        case Failed(again=True) if taken.tries < limits().tries:
            return _again(taken, "failed", trouble.sentence, trouble.after)
        case Unsupported():
            return by_hand(taken, "unsupported", trouble.sentence)
        case NoAccess():
            refused(taken.channel)
            return by_hand(taken, "no_access", trouble.sentence)
    return by_hand(taken, "failed", trouble.sentence)


def unsure(taken: Delivery) -> datetime | None:
    if taken.tries >= limits().tries:
        return by_hand(taken, "unsure", UNSURE)
    return _again(taken, "unsure", UNSURE)


def _again(taken: Delivery, problem: str, why: str, after: float | None = None) -> datetime | None:
    when = timezone.now() + timedelta(seconds=wait(taken.tries, after))
    with _writing(taken) as (ledger, held):
        held.state, held.next_at, held.lease, held.problem, held.why = State.WAITING, when, None, problem, why[:300]
        held.save()
        ledger.write("post.delayed", held.post, delivery=held.pk, problem=problem, tries=held.tries)
    return when


def by_hand(taken: Delivery, problem: str, why: str) -> datetime | None:
    """A person does it, by a time; they are told."""
    with _writing(taken) as (ledger, held):
        held.state, held.lease, held.problem, held.why = State.BY_HAND, None, problem, why[:300]
        held.by_hand_by = timezone.now() + timedelta(hours=limits().by_hand_hours)
        held.save()
        ledger.write("post.by_hand", held.post, delivery=held.pk, problem=problem)
        tell_owners(held, f"A post could not be published on {called(held.channel)}. It needs you.")
    return None


def given_up(taken: Delivery, problem: str, why: str, left: values.Published | None) -> datetime | None:
    """It does not go out. What stands there of it already is taken down."""
    from schoolgate.publishing.posts.taking_down import ask_for

    with _writing(taken) as (ledger, held):
        held.state, held.lease, held.problem, held.why = State.STOPPED, None, problem, why[:300]
        held.save()
        ledger.write("post.stopped", held.post, delivery=held.pk, problem=problem)
        if left is not None:
            keep(held, left.references)
            ask_for(ledger, held.references.all())
        settle(ledger, held.post)
        if problem != "taken_down":
            tell_owners(held, f"Not this one: a post was stopped before it went out on {called(held.channel)}.")
    return None


def settle(ledger: Change, post: Post) -> None:
    """A post of which nothing is on its way or out any more is not approved, or is down."""
    left = set(post.deliveries.values_list("state", flat=True))
    if post.state == Post.State.APPROVED and left <= {State.STOPPED}:
        post.state = Post.State.DOWN if post.down_asked_at else Post.State.REFUSED
    elif post.state == Post.State.OUT and left <= {State.STOPPED, State.DOWN}:
        post.state = Post.State.DOWN
    else:
        return
    post.save(update_fields=["state"])
    ledger.write("post.down" if post.state == Post.State.DOWN else "post.not_sent", post)


def tell_owners(held: Delivery, words: str) -> None:
    """Whoever wrote it and whoever runs the channel: once each."""
    people: dict[int, Person] = {one.pk: one for one in (held.post.by, held.channel.owner)}
    address = reverse("post", args=[held.post.reference])
    tell(people.values(), words, address)
    for one in people.values():
        mail.send(one, MAIL, address, held.post.reference)

"""Somebody may not be shown any more: in the same change, whatever shows them is stopped, or asked to come down."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Change
from schoolgate.community.models import Person, School
from schoolgate.community.notices import tell
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.consents.models import Consent, NeverShow
from schoolgate.publishing.consents.standing import latest
from schoolgate.publishing.consents.withdrawing import withdrawn
from schoolgate.publishing.networks.known import purpose
from schoolgate.publishing.pictures.models import Face
from schoolgate.publishing.posts.allowed import NOT_THIS_ONE
from schoolgate.publishing.posts.models import Delivery, Post, Reference
from schoolgate.publishing.posts.outcome import settle, tell_owners
from schoolgate.publishing.posts.taking_down import ask_for
from schoolgate.publishing.takedowns.models import Asker, Takedown

State = Delivery.State


def listen() -> None:
    withdrawn.connect(_heard, dispatch_uid="takedowns")


def _heard(sender: type[Any], ledger: Change, person: Person, purposes: frozenset[str], **_: Any) -> None:
    """A no that a family said is theirs to hear the end of; the safeguarding lead's, the lead's alone."""
    lead = [ledger.actor] if sender is NeverShow and ledger.actor else []
    take_down(ledger, person, purposes, _said_no(person, purposes) if sender is Consent else lead)


def _said_no(person: Person, purposes: frozenset[str]) -> Iterable[Person]:
    said = latest(person.school, [person], purposes).values()
    return Person.objects.of(person.school).filter(
        pk__in={row.said_by_id for by in said for row in by.values() if not row.yes}
    )


def take_down(ledger: Change, person: Person, purposes: frozenset[str], askers: Iterable[Person]) -> int:
    """Within a change: nothing that shows this person goes out for these purposes, and what is out comes down.

    How many deliveries it is about. One that is asked again stays as it is, and has one more who is told.
    """
    askers, found = list(askers), showing(person, purposes)
    for delivery in found:
        made, new = Takedown.objects.of(person.school).get_or_create(
            person=person, delivery=delivery, defaults={"school": person.school}
        )
        if made.done_at is None:
            for one in askers:
                Asker.objects.of(person.school).get_or_create(takedown=made, by=one)
        if new:
            ledger.write("takedown.opened", made, delivery=delivery.pk)
            _end(ledger, delivery)
    return len(found)


def showing(person: Person, purposes: Iterable[str]) -> list[Delivery]:
    """The deliveries, locked, with a picture of this person that is on its way, or still out, for these purposes.

    By the pictures of the version, and not by the references alone: what somebody published by hand has an address and
    nobody knows what it shows, and a picture's description tells of a child when the picture is gone.
    """
    pictures = set(Face.objects.of(person.school).filter(person=person).values_list("picture", flat=True))
    if not pictures:
        return []
    wanted = set(purposes)
    there = [one for one in on_the_way_or_out(person.school) if one.purpose in wanted]
    numbers = {one.delivery for one in there if pictures & one.shown}
    locked = Delivery.objects.of(person.school).select_for_update(of=("self",)).select_related("channel", "version")
    return list(locked.filter(pk__in=numbers).order_by("pk"))


class Showing(NamedTuple):
    """A delivery, what its network is for, and the pictures that it shows, all but the purpose by number."""

    delivery: int
    purpose: str
    shown: set[int]


def on_the_way_or_out(school: School) -> list[Showing]:
    there = Delivery.objects.of(school).filter(
        Q(references__gone_at=None, references__pk__isnull=False) | ~Q(state__in=(State.STOPPED, State.DOWN))
    )
    rows = there.values_list("pk", "channel__network", "version__pictures").distinct()
    return [Showing(pk, purpose(network), set(shown)) for pk, network, shown in rows]


def _end(ledger: Change, held: Delivery) -> None:
    """Stop it, let the worker look what is left of it, or take down what stands there."""
    from schoolgate.publishing.posts.jobs import send

    held.post = Post.unscoped.select_for_update(of=("self",)).select_related("school", "by").get(pk=held.post_id)
    if held.state == State.WAITING and held.tries == 0:
        held.state, held.problem, held.why = State.STOPPED, "check", NOT_THIS_ONE
        held.save(update_fields=["state", "problem", "why"])
        ledger.write("post.stopped", held.post, delivery=held.pk, problem="check")
        settle(ledger, held.post)
        tell_owners(held, f"Not this one: a post was stopped before it went out on {called(held.channel)}.")
    elif held.state in (State.WAITING, State.BY_HAND) and not held.references.exists():
        # A try before may have left something there: the worker asks the gate, which says no, and looks.
        now = timezone.now()
        held.state, held.next_at, held.not_before, held.by_hand_by = State.WAITING, now, now, None
        held.save(update_fields=["state", "next_at", "not_before", "by_hand_by"])
        send.later(delivery=held.pk)
    elif ask_for(ledger, Reference.objects.of(held.post.school).filter(delivery=held)):
        owners = {one.pk: one for one in (held.post.by, held.channel.owner)}
        words = f"Not this one: a post comes down from {called(held.channel)}. You can write it again without pictures."
        tell(owners.values(), words, reverse("post", args=[held.post.reference]))

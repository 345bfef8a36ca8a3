"""Somebody takes a post down, or does by hand what no machine could."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.publishing.posts.finding import comes_down, locked, looks_after, may_take_down
from schoolgate.publishing.posts.gate import gate, keep_check
from schoolgate.publishing.posts.models import Delivery, Post, Reference
from schoolgate.publishing.posts.taking_down import ask_for

State = Delivery.State
ENDED = (Post.State.REFUSED, Post.State.DOWN)
NOT_YOURS = "Ask whoever wrote it, the head teacher, or whoever runs the account to take it down."
NOTHING_OUT = "Nothing of this post is out or on its way. You can throw it away instead."
ASKED = "Somebody has asked for this already. You see below how far it is."


def can_be_taken_down(post: Post) -> bool:
    """Whether something of it is on its way or out, that nobody has asked to go."""
    return post.state in (Post.State.APPROVED, Post.State.OUT) and post.down_asked_at is None and not comes_down(post)


def take_post_down(by: Person, post: Post) -> None:
    """All of it is to go, from every channel. Raises Refused for whoever may not, and where nothing is out."""
    from schoolgate.publishing.posts.jobs import send

    with change(by, "post.see", by.school) as ledger:
        if not may_take_down(by, post):
            raise Refused(NOT_YOURS)
        held = locked(post)
        if held.state not in (Post.State.APPROVED, Post.State.OUT):
            raise Refused(NOTHING_OUT)
        if held.down_asked_at is not None:
            raise Refused(ASKED)
        held.down_asked_at, held.down_asked_by = timezone.now(), by
        held.save(update_fields=["down_asked_at", "down_asked_by"])
        ledger.write("post.down_asked", held)
        unsent = Delivery.objects.of(held.school).filter(post=held)
        unsent.filter(state=State.WAITING, tries=0).update(state=State.STOPPED, problem="taken_down")
        # What was begun may have left something there: the worker looks, and gives it up.
        begun = unsent.filter(state__in=(State.WAITING, State.BY_HAND), references=None)
        for number in begun.values_list("pk", flat=True):
            now = timezone.now()
            unsent.filter(pk=number).update(state=State.WAITING, next_at=now, not_before=now, by_hand_by=None)
            send.later(delivery=number)
        ask_for(ledger, Reference.objects.of(held.school).filter(delivery__post=held))
        if held.state == Post.State.APPROVED and not unsent.exclude(state=State.STOPPED).exists():
            held.state = Post.State.DOWN
            held.save(update_fields=["state"])
            ledger.write("post.down", held)


def done_by_hand(by: Person, reference: Reference) -> None:
    """Somebody says that they took it down: it counts once a stranger finds nothing there. Or that they looked, where
    no machine can tell: then that counts, unless a stranger finds it after all."""
    from schoolgate.publishing.posts.jobs import take_down

    post = reference.delivery.post
    with change(by, "post.see", by.school) as ledger:
        if not may_take_down(by, post):
            raise Refused(NOT_YOURS)
        held = Reference.objects.of(by.school).select_for_update(of=("self",)).get(pk=reference.pk)
        if held.gone_at is not None or held.asked_at is None:
            raise Refused("Nothing is left to do about this. Thank you.")
        held.removed_at, held.by_hand_by, held.looked_by = timezone.now(), None, by if held.by_eye else None
        held.save(update_fields=["removed_at", "by_hand_by", "looked_by"])
        ledger.write("post.looked_by_hand" if held.by_eye else "post.removed_by_hand", held)
        take_down.later(delivery=held.delivery_id)


def all_done_by_hand(by: Person, reference: Reference) -> None:
    """The same of this and all else of its delivery that a person was to take down, or to look at, as this one."""
    rows = reference.delivery.references.filter(gone_at=None, by_eye=reference.by_eye)
    for one in rows.exclude(by_hand_by=None):
        done_by_hand(by, one)


def try_again(by: Person, delivery: Delivery) -> None:
    """Send once more what could not be sent."""
    from schoolgate.publishing.posts.jobs import send

    with change(by, "post.see", by.school) as ledger:
        if not looks_after(by, delivery.post):
            raise Refused(NOT_YOURS)
        held = Delivery.objects.of(by.school).select_for_update(of=("self",)).get(pk=delivery.pk)
        if held.state != State.BY_HAND:
            raise Refused("This does not wait for anybody any more. You see below how it stands.")
        now = timezone.now()
        held.state, held.next_at, held.by_hand_by, held.problem, held.why = State.WAITING, now, None, "", ""
        held.save()
        ledger.write("post.try_again", held.post, delivery=held.pk)
        send.later(delivery=held.pk)


def can_be_said(delivery: Delivery) -> bool:
    """Whether somebody may say that they published it by hand: also of one that was begun and then stopped, because
    they may have done so before."""
    return delivery.state == State.BY_HAND or (delivery.state == State.STOPPED and delivery.tries > 0)


def published_by_hand(by: Person, delivery: Delivery, address: str) -> bool:
    """Somebody put it there themselves, and says where it stands. Whether it may stay: what the gate stops is written
    down all the same, because it is there, and is asked to come down."""
    with change(by, "post.see", by.school) as ledger:
        if not looks_after(by, delivery.post):
            raise Refused(NOT_YOURS)
        post = locked(delivery.post)
        rows = Delivery.objects.of(by.school).select_for_update(of=("self",)).select_related("version")
        held = rows.get(pk=delivery.pk)
        if not can_be_said(held):
            raise Refused("This does not wait for anybody any more. You see below how it stands.")
        now, held.version.post = timezone.now(), post
        Reference.objects.create(delivery=held, kind="post", network_id="", address=address)
        gated = gate(held.version, timezone.localdate())
        keep_check(held.version, gated)
        held.state, held.out_at, held.by_hand_by, held.problem, held.why = State.OUT, now, None, "", ""
        held.save()
        if post.state in ENDED or post.state == Post.State.APPROVED:
            post.state = Post.State.OUT
        post.out_at = post.out_at or now
        post.save(update_fields=["state", "out_at"])
        stays = not gated.blocked and post.down_asked_at is None
        ledger.write("post.out_by_hand", post, delivery=held.pk, channel=held.channel_id, stays=stays)
        if not stays:
            ask_for(ledger, Reference.objects.of(by.school).filter(delivery=held))
    return stays

"""What goes wrong on the way to a network, and what comes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from publishing.posting import a_channel, delivery, here, words, write
from schoolgate.jobs.work import drain
from schoolgate.publishing.networks.errors import Failed, NoAccess, Unsupported, Unsure
from schoolgate.publishing.networks.network import Reference, Removal
from schoolgate.publishing.posts import sending
from schoolgate.publishing.posts.limits import limits, wait
from schoolgate.publishing.posts.models import Delivery, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(wall):
    return here("glenwood")


@pytest.fixture
def released(at, sign_in):
    """A post that is to go out, and has not begun to."""

    def make(**more) -> str:
        tess = sign_in(at.tess)
        reference = write(tess, at.channel, **more)
        version = Post.unscoped.get(reference=reference).versions.latest("number")
        tess.post(f"/posts/{reference}/ask/", {"words": "", "seen": "on", "sha256": version.sha256})
        return reference

    return make


def wrong(error: Exception):
    def go(_: str) -> None:
        raise error

    return go


def due(sent: Delivery) -> None:
    Delivery.unscoped.filter(pk=sent.pk).update(next_at=timezone.now())


def test_after_an_answer_that_did_not_come_it_looks_and_does_not_send_again(wall, released):
    reference = released()
    wall.after = wrong(Unsure("The line broke."))
    sending.send(delivery(reference).pk)
    sent = delivery(reference)
    assert (sent.state, sent.problem, len(wall.pinned)) == ("waiting", "unsure", 1)
    due(sent)
    sending.send(sent.pk)
    assert delivery(reference).state == "out"
    assert wall.asked == ["publish", "look"]
    assert len(wall.pinned) == 1


def test_something_unexpected_counts_as_unsure(wall, released):
    reference = released()
    wall.after = wrong(ValueError("words of the post"))
    sending.send(delivery(reference).pk)
    assert delivery(reference).problem == "unsure"
    assert "words of the post" not in delivery(reference).why


def test_after_a_kill_it_is_left_alone_for_a_lease_and_then_looked_for(wall, released):
    reference = released()
    wall.after = wrong(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        sending.send(delivery(reference).pk)
    killed = delivery(reference)
    assert killed.state == "sending"
    assert sending.send(killed.pk) == killed.lease
    Delivery.unscoped.filter(pk=killed.pk).update(lease=timezone.now() - timedelta(seconds=1))
    sending.send(killed.pk)
    assert (delivery(reference).state, wall.asked) == ("out", ["publish", "look"])


def test_a_network_that_asks_to_wait_is_not_asked_before(wall, released):
    reference = released()
    wall.before = wrong(Failed("Wait.", again=True, after=5000))
    when = sending.send(delivery(reference).pk)
    assert when
    assert when > timezone.now() + timedelta(seconds=4900)
    assert sending.send(delivery(reference).pk) == delivery(reference).next_at
    assert wall.asked == ["publish"]


def test_tries_come_further_and_further_apart():
    for tries in range(1, 12):
        usual = min(limits().first_wait * 2 ** (tries - 1), limits().longest_wait)
        assert 0.75 * usual <= wait(tries) <= 1.25 * usual


@pytest.mark.parametrize(
    "error",
    [Unsupported("No films here."), NoAccess("The pin is not taken."), Failed("Too long for us.", again=False)],
)
def test_what_no_machine_can_do_is_a_task_with_a_deadline(at, wall, released, sign_in, error):
    reference = released()
    wall.before = wrong(error)
    drain()
    sent = delivery(reference)
    assert sent.state == "by_hand"
    assert sent.by_hand_by
    assert sent.by_hand_by > timezone.now()
    tess = sign_in(at.tess)
    assert "Publish a post by hand on noticeboard: school" in words(tess.get("/"))
    page = words(tess.get(f"/posts/{reference}/"))
    assert str(error) in page
    assert "Somebody has to do this by" in page

    by_hand = tess.post(f"/posts/{reference}/by-hand/{sent.pk}/", {"address": "https://wall.example/mine"}, follow=True)
    assert "https://wall.example/mine" in by_hand.content.decode()
    assert delivery(reference).state == "out"


def test_after_too_many_tries_a_person_does_it_or_tries_again(at, wall, released, sign_in):
    reference = released()
    wall.before = wrong(Failed("Not now.", again=True))
    for _ in range(limits().tries):
        due(delivery(reference))
        sending.send(delivery(reference).pk)
    sent = delivery(reference)
    assert (sent.state, sent.tries) == ("by_hand", limits().tries)
    wall.before = lambda _: None
    sign_in(at.tess).post(f"/posts/{reference}/again/{sent.pk}/")
    drain()
    assert delivery(reference).state == "out"


def test_one_thing_at_a_time_goes_out_on_a_channel(wall, released):
    first, second = delivery(released()), delivery(released())
    Delivery.unscoped.filter(pk=first.pk).update(state="sending", lease=timezone.now() + timedelta(seconds=60), tries=1)
    when = sending.send(second.pk)
    assert when
    assert when > timezone.now()
    assert not wall.asked


def test_whoever_took_too_long_writes_nothing_over_another(wall, released):
    reference = released()
    sent = delivery(reference)

    def another(_: str) -> None:
        Delivery.unscoped.filter(pk=sent.pk).update(tries=2, state="out")

    wall.after = another
    drain()
    sent.refresh_from_db()
    assert (sent.state, sent.references.count()) == ("out", 0)


def test_a_post_goes_to_each_channel_once(at, wall, released, sign_in):
    other = a_channel(at.tess, at.head, handle="second")
    reference = released(channels=[at.channel.pk, other.pk])
    drain()
    assert len(wall.pinned) == 2
    assert set(Delivery.unscoped.filter(post__reference=reference).values_list("channel", flat=True)) == {
        at.channel.pk,
        other.pk,
    }


def test_a_film_is_out_when_the_network_has_finished_with_it(wall, released):
    reference = released()
    wall.state = "processing"
    sending.send(delivery(reference).pk)
    assert delivery(reference).state == "processing"
    wall.state = "live"
    sending.poll(delivery(reference).pk)
    assert delivery(reference).state == "out"


def test_taken_down_while_it_is_being_sent_it_goes_at_once(at, wall, released, sign_in):
    reference = released()
    tess = sign_in(at.tess)
    wall.after = lambda _: tess.post(f"/posts/{reference}/down/")
    drain()
    assert wall.pinned
    assert not wall.posts
    assert Post.unscoped.get(reference=reference).state == "down"


def test_what_was_begun_and_is_given_up_leaves_nothing_behind(at, wall, released, sign_in):
    reference = released()
    wall.after = wrong(Unsure("The line broke."))
    sending.send(delivery(reference).pk)
    wall.after = lambda _: None
    sign_in(at.tess).post(f"/posts/{reference}/down/")
    drain()
    assert "remains" in wall.asked
    assert not wall.posts
    assert Post.unscoped.get(reference=reference).state == "down"


def test_what_a_stranger_still_finds_is_not_down(at, wall, released, sign_in):
    reference = released()
    drain()
    wall.keeps = True
    tess = sign_in(at.tess)
    tess.post(f"/posts/{reference}/down/")
    drain()
    row = delivery(reference).references.get()
    assert row.removed_at
    assert not row.gone_at
    assert Post.unscoped.get(reference=reference).state == "out"
    assert "it can still be seen" in words(tess.get(f"/posts/{reference}/"))


def test_what_the_network_cannot_remove_is_a_task_until_a_stranger_finds_nothing(at, wall, released, sign_in):
    reference = released()
    drain()
    wall.removal = Removal(Reference("post", "x"), "unsupported", "Only a person can take it off the wall.")
    tess = sign_in(at.tess)
    tess.post(f"/posts/{reference}/down/")
    drain()
    row = delivery(reference).references.get()
    assert row.by_hand_by
    assert "Take something down by hand from noticeboard: school" in words(tess.get("/"))
    wall.removal = None
    wall.posts.clear()
    tess.post(f"/posts/{reference}/gone/{row.pk}/")
    drain()
    assert Post.unscoped.get(reference=reference).state == "down"
    assert "Take something down" not in words(tess.get("/"))

"""Media that a network fetches for itself: to be had at an address that nobody can guess, while it is being sent."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from carrying import saved
from drawn_face import a_face
from factories import FamilyLinkFactory, pupil, somebody
from pictures import a_picture
from publishing.networks.fakes import breaks
from publishing.networks.meta import ACCOUNT, HOSTS, TOKEN, FakeMeta
from publishing.posting import a_channel, delivery, here, latest, words, write
from schoolgate.community.change import by_machine
from schoolgate.publishing.consents.models import Consent
from schoolgate.publishing.networks import known
from schoolgate.publishing.networks.instagram.adapter import Instagram
from schoolgate.publishing.networks.network import Account
from schoolgate.publishing.posts import handing, sending, taking_down
from schoolgate.publishing.posts.actions.stopping import stop
from schoolgate.publishing.posts.actions.writing import write as write_it
from schoolgate.publishing.posts.models import Delivery
from schoolgate.publishing.posts.words import Words, pictures_of
from schoolgate.record import vault
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db

OURS = "https://schoolgate.alderlane.example"
PUBLISH = "/v26.0/{account}/media_publish"


class Fetching:
    """How Instagram gets a picture from us: as anybody may ask. `before` happens just before it asks."""

    def __init__(self) -> None:
        self.here = connections["default"]
        self.before: Callable[[str], object] = lambda _: None
        self.answers: list[Any] = []

    def __call__(self, url: str) -> httpx.Response:
        assert url.startswith(f"{OURS}/")
        # In the fake's thread, while the test waits for it: both see the same rows.
        connections["default"] = self.here
        path = urlsplit(url).path
        self.before(path)
        answer = Client().get(path)
        self.answers.append(answer)
        return httpx.Response(answer.status_code, headers=dict(answer.headers), content=answer.getvalue())


@pytest.fixture
def fetching() -> Iterator[Fetching]:
    made = Fetching()
    made.here.inc_thread_sharing()
    yield made
    made.here.dec_thread_sharing()


@pytest.fixture
def meta(fetching, monkeypatch, settings) -> Iterator[FakeMeta]:
    settings.ADDRESS = OURS
    with FakeMeta(fetch=fetching) as fake:

        class Here(Instagram):
            def __init__(self, account: Account) -> None:
                super().__init__(replace(account, transport=fake.transport(*HOSTS)))

            def pause(self, seconds: float) -> None:
                """Not here."""

        monkeypatch.setitem(sys.modules, f"{known.__package__}.at_hand", SimpleNamespace(Here=Here))
        monkeypatch.setitem(known.WHERE, "instagram", "at_hand:Here")
        yield fake
    assert fake.wrong == []


@pytest.fixture
def at(meta):
    return here("glenwood", "instagram", account=ACCOUNT, token=TOKEN)


@pytest.fixture
def ola(at):
    """A pupil whose mother says yes."""
    child = pupil(at.school)
    FamilyLinkFactory(child=child, adult=somebody("parent", school=at.school))
    says(child, yes=True)
    return child


def says(child, *, yes: bool) -> None:
    mother = child.adult_links.get().adult
    Consent(school=child.school, person=child, purpose="instagram", yes=yes, said_by=mother, how="signed_in").save()


@pytest.fixture
def released(at, ola, sign_in):
    """A post with a picture of her that is to go out on Instagram, and has not begun to."""

    def make(*, picture: bool = True) -> str:
        tess = sign_in(at.tess)
        reference = write(tess, at.channel)
        if picture:
            shown = a_picture(at.tess, ola, alt="A child digs.", media="image/jpeg")
            stored = vault.put(saved(a_face(), "JPEG"))
            shown.vault_key, shown.sha256, shown.size = stored.key, stored.sha256, stored.size
            shown.save()
            tess.post(f"/posts/{reference}/pictures/", {f"place_{shown.pk}": 1}, follow=True)
        tess.post(f"/posts/{reference}/ask/", {"words": "", "seen": "on", "sha256": latest(reference).sha256})
        return reference

    return make


def picture_of(sent: Delivery):
    return pictures_of(sent.post.school, sent.version.pictures)[0]


def status(sent: Delivery) -> int:
    return Client().get(handing.path(sent, 0, picture_of(sent))).status_code


def fetched_entries() -> list[dict[str, Any]]:
    return [json.loads(one.detail) for one in LedgerEntry.objects.filter(verb="post.media_fetched").order_by("number")]


def test_instagram_fetches_the_picture_while_it_is_sent_and_never_after(meta, fetching, released):
    reference = released()
    assert status(delivery(reference)) == 404, "it has not begun"
    sending.send(delivery(reference).pk)
    sent = delivery(reference)
    assert sent.state == "out", sent.why
    [answer] = fetching.answers
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies
    assert meta.of("media")[0]["data"] == vault.get(picture_of(sent).vault_key)
    assert status(sent) == 404, "it is gone again"
    assert fetched_entries() == [{"place": 0, "picture": picture_of(sent).pk, "tries": 1}]


def test_another_mark_place_try_or_delivery_finds_nothing(fetching, released):
    reference, seen = released(), []

    def ask(path: str) -> None:
        start, place, mark = path.rsplit("/", 2)
        other = start.rsplit("/", 1)[0]
        tampered = ("0" if mark[0] != "0" else "1") + mark[1:]
        earlier = delivery(reference)
        earlier.tries = 0
        for wrong in (
            f"{start}/{place}/{tampered}",
            f"{start}/1/{mark}",
            f"{other}/9999/{place}/{mark}",
            handing.path(earlier, 0, picture_of(earlier)),
            start,
            f"{start}/{place}/",
        ):
            seen.append(Client().get(wrong).status_code)
        seen.append(Client().post(path).status_code)

    fetching.before = ask
    sending.send(delivery(reference).pk)
    assert seen == [404] * 6 + [405]
    assert delivery(reference).state == "out"
    assert len(fetched_entries()) == 1


@pytest.mark.parametrize("what", ["consent", "stop", "down", "lease", "disconnected", "put_away"])
def test_a_picture_that_may_not_be_shown_any_more_is_not_handed_out(at, meta, ola, fetching, released, what):
    reference = released()
    sent = delivery(reference)

    def forbid(_: str) -> None:
        match what:
            case "consent":
                says(ola, yes=False)
            case "stop":
                stop(at.head)
            case "down":
                sent.post.down_asked_at = timezone.now()
                sent.post.save()
            case "lease":
                Delivery.unscoped.filter(pk=sent.pk).update(lease=timezone.now() - timedelta(seconds=1))
            case "disconnected":
                at.channel.credential.delete()
            case "put_away":
                type(picture_of(sent)).unscoped.update(ended_at=timezone.now())

    fetching.before = forbid
    sending.send(sent.pk)
    assert {one.status_code for one in fetching.answers} == {404}
    assert fetched_entries() == []
    assert meta.of("media") == []
    assert delivery(reference).state != "out"


def test_after_an_answer_that_did_not_come_it_is_looked_for_and_the_address_is_another(meta, fetching, released):
    reference = released()
    meta.next("POST", PUBLISH, breaks(done=False))
    sending.send(delivery(reference).pk)
    assert delivery(reference).problem == "unsure"
    assert status(delivery(reference)) == 404
    Delivery.unscoped.update(next_at=timezone.now())
    sending.send(delivery(reference).pk)
    assert delivery(reference).state == "out"
    assert len(set(meta.fetched)) == 2
    assert len(meta.of("media")) == 1


@pytest.mark.parametrize(
    ("address", "reached"),
    [
        ("https://schoolgate.alderlane.example", True),
        ("https://schoolgate.alderlane.example:8443", True),
        ("https://93.184.215.14", True),
        ("http://schoolgate.alderlane.example", False),
        ("https://127.0.0.1", False),
        ("https://192.168.1.20", False),
        ("https://[::1]", False),
        ("https://schoolgate", False),
        ("https://schoolgate.local", False),
        ("https://schoolgate.internal", False),
    ],
)
def test_only_an_address_of_the_internet_can_be_fetched_from(settings, address, reached):
    settings.ADDRESS = address
    assert handing.can_be_fetched() is reached


def test_a_school_that_cannot_be_reached_reads_so_before_it_asks(at, ola, settings, sign_in, released):
    settings.ADDRESS = "http://127.0.0.1:8000"
    reference = released()
    page = words(sign_in(at.tess).get(f"/posts/{reference}/"))
    assert "cannot be reached from the internet" in page
    assert not Delivery.unscoped.exists()


def test_a_network_that_is_sent_pictures_hands_out_none(wall, ola, sign_in, settings):
    """It has no address, and even its true one answers nobody."""
    settings.ADDRESS = OURS
    channel = a_channel(*(somebody("staff", school=ola.school) for _ in range(2)))
    shown = a_picture(channel.owner, ola)
    version, _ = write_it(channel.owner, Words("We ran.", "Run", pictures=(shown.pk,), channels=(channel.pk,)))
    lease = timezone.now() + timedelta(hours=1)
    sent = Delivery.objects.create(
        post=version.post, version=version, channel=channel, key="k", state="sending", lease=lease
    )
    assert handing.addresses(sent, [shown]) == []
    assert status(sent) == 404


def test_what_instagram_deleted_and_no_stranger_can_tell_of_is_looked_at_by_a_person_at_once(at, meta, released):
    reference = released()
    sending.send(delivery(reference).pk)
    sent = delivery(reference)
    with by_machine(at.school) as ledger:
        taking_down.ask_for(ledger, sent.references.all())
    assert taking_down.take_down(sent.pk, 1) is None
    assert meta.of("media") == []
    page, file = sent.references.get(kind="post"), sent.references.get(kind="media")
    assert file.gone_at, "its address answers that nothing is there"
    assert page.removed_at
    assert page.by_hand_by
    assert "not signed in" in page.why

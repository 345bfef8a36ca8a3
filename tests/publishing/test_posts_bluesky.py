"""A post on a real server of Bluesky's: out once, seen by a stranger, and taken down until nobody finds it."""

from __future__ import annotations

import json

import pytest

import pds as real
from drawn_face import a_face
from factories import FamilyLinkFactory, pupil, somebody
from pictures import a_picture
from publishing.posting import Here, a_channel, adopt, approve, ask_for, delivery, words, write
from schoolgate.jobs.work import drain
from schoolgate.publishing.channels.models import Credential
from schoolgate.publishing.consents.actions.answering import answer
from schoolgate.publishing.posts.models import Post
from schoolgate.publishing.takedowns.models import Takedown

pytestmark = [pytest.mark.django_db, pytest.mark.whole]
TEXT = "We planted twelve apple trees behind the hall. More at https://alderlane.example/orchard"


@pytest.fixture
def at(pds: real.Server) -> Here:
    """A school whose account is on that server."""
    head = somebody("head")
    dsl, chair, tess = (somebody(role, school=head.school) for role in ("dsl", "chair", "staff"))
    adopt(head, chair, "days-lane")
    channel = a_channel(tess, head, "bluesky", pds.address, pds.handle, password=pds.password)
    return Here(head.school, head, dsl, chair, tess, channel)


def test_a_post_goes_out_once_and_is_gone_once_a_stranger_finds_nothing(pds, at, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    before = len(pds.records())
    reference = write(tess, at.channel, TEXT, tags="orchard")
    ask_for(tess, reference)
    assert len(pds.records()) == before, "nothing goes out that was not approved"
    approve(head, reference)
    drain()
    drain()
    sent = delivery(reference)
    assert (sent.state, sent.why) == ("out", "")
    assert len(pds.records()) == before + 1
    [row] = sent.references.all()
    status, body = pds.stranger(row.address)
    assert status == 200
    record = json.loads(body)["value"]
    assert record["text"] == f"{TEXT}\n\n#orchard"
    assert len(record["facets"]) == 2

    tess.post(f"/posts/{reference}/down/")
    drain()
    row.refresh_from_db()
    assert row.gone_at is not None
    assert pds.stranger(row.address)[0] == 400
    assert Post.unscoped.get(reference=reference).state == "down"
    assert len(pds.records()) == before


def test_a_mother_takes_her_yes_back_and_the_picture_is_gone_from_the_server(pds, at, sign_in):
    child, mother = pupil(at.school), somebody("parent", school=at.school)
    FamilyLinkFactory(child=child, adult=mother)
    answer(mother, child, {"bluesky": True})
    tess = sign_in(at.tess)
    reference = write(tess, at.channel)
    picture = a_picture(at.tess, child, image=a_face(), alt="A child digs in the garden.")
    tess.post(f"/posts/{reference}/pictures/", {f"place_{picture.pk}": 1})
    ask_for(tess, reference)
    approve(sign_in(at.head), reference)
    drain()
    rows = list(delivery(reference).references.all())
    assert [(row.kind, row.picture) for row in rows] == [("post", None), ("media", picture)]
    assert {pds.stranger(row.address)[0] for row in rows} == {200}

    answer(mother, child, {"bluesky": False})
    assert Takedown.unscoped.get().done_at is None
    drain()
    assert {pds.stranger(row.address)[0] for row in rows} == {400}
    assert Takedown.unscoped.get().done_at is not None


def test_an_app_password_that_was_taken_back_keeps_the_post_waiting(pds, at, sign_in):
    tess = sign_in(at.tess)
    credential = at.channel.credential
    credential.keep(password="aaaa-bbbb-cccc-dddd")
    credential.save()
    before = len(pds.records())
    reference = write(tess, at.channel, TEXT)
    ask_for(tess, reference)
    approve(sign_in(at.head), reference)
    drain()
    assert delivery(reference).state != "out"
    assert "App passwords" in delivery(reference).why
    assert len(pds.records()) == before


def test_the_account_is_connected_on_its_page(pds, at, sign_in):
    tess, here = sign_in(at.tess), f"/accounts/{at.channel.pk}/connect/"
    at.channel.credential.delete()
    assert "App password" in words(tess.get(here))
    for wrong, said in (
        ("wrong", "does not take this name and app password"),
        (pds.own_password, "the account itself"),
    ):
        page = tess.post(here, {"password": wrong}, follow=True)
        assert page.status_code == 422
        assert said in words(page)
        assert wrong not in words(page)
    assert not Credential.objects.of(at.school).exists()
    assert "It works" in words(tess.post(here, {"password": pds.password}, follow=True))
    assert pds.password not in tess.get(here).content.decode()

"""A yes is taken back: whatever shows them is stopped or comes down, and whoever said so hears when it is gone."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from django.core import mail as post_office
from django.test import Client

from factories import FamilyLinkFactory, pupil, somebody
from pictures import a_picture
from publishing.posting import a_channel, approve, ask_for, delivery, here, words, write
from schoolgate.community.models import Mail, Notice, Person
from schoolgate.jobs.work import drain
from schoolgate.publishing.consents.actions.answering import answer
from schoolgate.publishing.consents.actions.never import set_flag
from schoolgate.publishing.networks.errors import Failed
from schoolgate.publishing.networks.network import Reference as Value
from schoolgate.publishing.networks.network import Removal
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.posts import sending
from schoolgate.publishing.posts.models import Post, Reference
from schoolgate.publishing.takedowns.models import Takedown
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(website):
    return here("days-lane")


@pytest.fixture
def family(at):
    """A mother who said yes, and her child."""
    child = pupil(at.school, name="Wren Featherstone", given_name="Wren")
    mother = somebody("parent", school=at.school)
    FamilyLinkFactory(child=child, adult=mother)
    answer(mother, child, {"website": True, "press": True})
    return SimpleNamespace(child=child, mother=mother)


@pytest.fixture
def released(at, sign_in):
    """A post that is approved, with a picture of each of these people; its reference."""

    def make(*people: Person, channel=None) -> str:
        tess = sign_in(at.tess)
        reference = write(tess, channel or at.channel)
        picture = a_picture(at.tess, *people, alt="Somebody digs in the garden.")
        tess.post(f"/posts/{reference}/pictures/", {f"place_{picture.pk}": 1})
        assert ask_for(tess, reference).status_code == 200
        approve(sign_in(at.head), reference)
        return reference

    return make


def sent_mail():
    """The one that tells that it is gone."""
    [found] = [one for one in post_office.outbox if "/gone/" in one.body]
    return found


def path_in(sent) -> str:
    return re.search(r"/gone/\S+", sent.body)[0]


def takes_back(family) -> None:
    answer(family.mother, family.child, {"website": False})


def test_what_is_out_comes_down_with_every_address_and_she_is_told_by_a_letter_that_names_nobody(
    at, wall, family, released, sign_in
):
    out, other = released(family.child), released()
    drain()
    assert len(wall.posts) == 2
    takes_back(family)
    rows = Reference.unscoped.filter(delivery__post__reference=out)
    assert rows.filter(asked_at=None).count() == 0
    assert Takedown.unscoped.get().done_at is None
    mother = sign_in(family.mother)
    assert "0 of 2 addresses are gone" in words(mother.get("/takedowns/mine/"))
    assert not Mail.objects.of(at.school).filter(person=family.mother).exists()
    drain()
    assert list(wall.posts) == [delivery(other).key]
    assert rows.filter(gone_at=None).count() == 0
    assert Post.unscoped.get(reference=out).state == "down"
    assert Post.unscoped.get(reference=other).state == "out"
    assert Takedown.unscoped.get().done_at is not None

    mail = Mail.objects.of(at.school).get(person=family.mother)
    assert "Wren" not in mail.subject
    assert "Wren" not in sent_mail().body
    letter = Client().get(path_in(sent_mail()))
    assert "The pictures of Wren are gone" in words(letter)
    assert "We asked for all 2 addresses as a stranger would, and found nothing" in words(letter)
    assert "Featherstone" not in letter.content.decode()
    assert "found nothing" in words(mother.get("/takedowns/mine/"))
    assert "stranger finds nothing" in words(mother.get("/"))
    drain()
    assert Mail.objects.of(at.school).filter(person=family.mother).count() == 1


def test_it_is_for_what_was_said_alone_and_for_that_child_alone(at, wall, family, released):
    sister = pupil(at.school)
    FamilyLinkFactory(child=sister, adult=family.mother)
    answer(family.mother, sister, {"website": True})
    released(sister)
    released(family.child)
    drain()
    answer(family.mother, family.child, {"press": False})
    assert not Takedown.unscoped.exists()
    takes_back(family)
    drain()
    assert len(wall.posts) == 1


def test_what_has_not_begun_to_go_out_is_stopped_at_once_and_nobody_learns_why(at, wall, family, released, sign_in):
    reference = released(family.child)
    takes_back(family)
    assert (delivery(reference).state, delivery(reference).problem) == ("stopped", "check")
    assert Post.unscoped.get(reference=reference).state == "refused"
    drain()
    assert not wall.pinned
    assert "Not this one" in words(sign_in(at.tess).get("/"))
    assert "It never went out" in words(sign_in(family.mother).get("/takedowns/mine/"))


def test_what_is_just_being_sent_comes_down_when_it_has_arrived(wall, family, released):
    reference = released(family.child)
    wall.after = lambda _: takes_back(family)
    drain()
    assert wall.pinned
    assert not wall.posts
    assert delivery(reference).state == "down"
    assert Takedown.unscoped.get().done_at is not None


def test_what_was_begun_and_has_no_clear_answer_leaves_nothing(wall, family, released):
    reference = released(family.child)

    def broken(_: str) -> None:
        raise Failed("The line broke.", again=True)

    wall.after = broken
    sending.send(delivery(reference).pk)
    wall.after = lambda _: None
    takes_back(family)
    drain()
    assert not wall.posts
    assert delivery(reference).state == "stopped"
    assert Takedown.unscoped.get().done_at is not None


def test_what_was_put_up_by_hand_is_a_persons_task_and_the_head_sees_it(at, wall, family, released, sign_in):
    reference = released(family.child)

    def no(_: str) -> None:
        raise Failed("Not here.", again=False)

    wall.before = no
    drain()
    sent, tess = delivery(reference), sign_in(at.tess)
    tess.post(f"/posts/{reference}/by-hand/{sent.pk}/", {"address": "https://wall.example/mine"})
    takes_back(family)
    drain()
    row = sent.references.get()
    assert row.by_hand_by
    assert "Take something down by hand" in words(tess.get("/"))
    for person in (at.head, at.dsl):
        client = sign_in(person)
        assert "See that a post comes down" in words(client.get("/"))
        page = words(client.get("/takedowns/"))
        assert reference in page
        assert "1 of 1 addresses" in page
        assert "Wren" not in page
    assert "Somebody at the school does it by" in words(sign_in(family.mother).get("/takedowns/mine/"))
    tess.post(f"/posts/{reference}/gone/{row.pk}/")
    drain()
    assert Takedown.unscoped.get().done_at is not None
    assert "See that a post comes down" not in words(sign_in(at.head).get("/"))


def test_one_network_that_cannot_is_waited_for_and_the_other_comes_down_meanwhile(at, wall, family, released, sign_in):
    released(family.child)
    second = released(family.child, channel=a_channel(at.tess, at.head, handle="second"))
    drain()
    wall.removal = Removal(Value("post", "x"), "unsupported", "Only a person can take it off the wall.")
    takes_back(family)
    drain()
    assert Takedown.unscoped.filter(done_at=None).count() == 2
    wall.removal = None
    wall.posts.pop(delivery(second).key)
    for row in delivery(second).references.all():
        sign_in(at.tess).post(f"/posts/{second}/gone/{row.pk}/")
    drain()
    assert Takedown.unscoped.filter(done_at=None).count() == 1
    assert not Mail.objects.of(at.school).filter(person=family.mother).exists()


def test_never_show_does_the_same_and_neither_the_family_nor_the_ledger_is_told(at, wall, family, released, sign_in):
    reference = released(family.child)
    drain()
    set_flag(at.dsl, family.child, "A court order.")
    drain()
    assert not wall.posts
    assert delivery(reference).state == "down"
    assert not Notice.objects.of(at.school).filter(person=family.mother).exists()
    assert "Nothing has to come down" in words(sign_in(family.mother).get("/takedowns/mine/"))
    assert "What was to come down is gone" in words(sign_in(at.dsl).get("/"))
    assert "Nothing has to come down" in words(sign_in(at.dsl).get("/takedowns/mine/"))
    entries = LedgerEntry.objects.filter(verb__startswith="takedown.")
    assert {one.verb for one in entries} == {"takedown.opened", "takedown.done", "takedown.told"}
    assert not [one for one in entries if f"person:{family.child.pk}" in one.subject]


def test_said_twice_it_is_one_takedown_and_both_are_told(at, family, released):
    father = somebody("parent", school=at.school)
    FamilyLinkFactory(child=family.child, adult=father)
    released(family.child)
    drain()
    takes_back(family)
    answer(father, family.child, {"website": False})
    drain()
    assert Takedown.unscoped.count() == 1
    assert {one.person for one in Mail.objects.of(at.school).filter(person__in=(family.mother, father))} == {
        family.mother,
        father,
    }


def test_a_letter_is_for_whoever_answers_for_the_child_today(at, family, released):
    released(family.child)
    drain()
    takes_back(family)
    drain()
    path = path_in(sent_mail())
    assert Client().get(path).status_code == 200
    family.child.adult_links.all().delete()
    assert Client().get(path).status_code == 410
    assert Client().get("/gone/not-there/").status_code == 410


def fails(wall) -> None:
    def no(_: str) -> None:
        raise Failed("Not here.", again=False)

    wall.before = no


def test_nobody_is_asked_to_publish_by_hand_what_the_check_stops_now(at, wall, released, sign_in):
    reference = released()
    fails(wall)
    drain()
    tess = sign_in(at.tess)
    assert "I published it by hand" in words(tess.get(f"/posts/{reference}/"))
    picture = delivery(reference).version.pictures[0]
    Picture.unscoped.filter(pk=picture).update(looked_at=None)
    page = words(tess.get(f"/posts/{reference}/"))
    assert "please do not publish it by hand" in page
    assert "Try again" not in page
    assert "Somebody has to do this by" not in page


def test_what_somebody_had_put_up_by_hand_before_the_no_is_written_down_and_comes_down(
    at, wall, family, released, sign_in
):
    reference = released(family.child)
    fails(wall)
    drain()
    takes_back(family)
    drain()
    sent, tess = delivery(reference), sign_in(at.tess)
    assert sent.state == "stopped"
    assert Takedown.unscoped.get().done_at is not None
    assert "I had published it by hand already" in words(tess.get(f"/posts/{reference}/"))
    address = {"address": "https://wall.example/mine"}
    page = words(tess.post(f"/posts/{reference}/by-hand/{sent.pk}/", address, follow=True))
    assert "please delete it there" in page
    drain()
    row = sent.references.get()
    assert (row.address, bool(row.by_hand_by)) == ("https://wall.example/mine", True)
    assert Takedown.unscoped.get().done_at is None
    tess.post(f"/posts/{reference}/gone/{row.pk}/")
    drain()
    assert Takedown.unscoped.get().done_at is not None
    assert Post.unscoped.get(reference=reference).state == "down"

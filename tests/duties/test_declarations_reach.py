"""Whom a declaration must never reach: those it is about, whatever they are called in it, and those who read it once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from factories import AbsenceFactory, RoleHoldingFactory, pupil, somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import FamilyLink, Mail, Notice, Person, RoleHolding
from schoolgate.community.today import tasks
from schoolgate.duties.declarations.actions import answering
from schoolgate.duties.declarations.actions.forwarding import forward
from schoolgate.duties.declarations.actions.making import could_be, declare
from schoolgate.duties.declarations.kinds import kinds
from schoolgate.duties.declarations.models import Declaration
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.models import LedgerEntry
from typed import fill, form_on, send, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
MISUSE = kinds()["misuse"]
ABOUT = "/declare/misuse/about/"


@pytest.fixture
def teacher(school) -> Person:
    return somebody("staff", school=school, name="Tess Madeup")


@pytest.fixture
def head(school) -> Person:
    return somebody("head", school=school, name="Hattie Example")


@pytest.fixture
def chair(school) -> Person:
    return somebody("chair", school=school, name="Cy Board")


def adopt(head: Person, policy: str) -> None:
    version = adopting.send(head, drafting.start_from(head, policy))
    adopting.adopt(somebody("governor", school=head.school, account=None), version, TODAY())


def tell_of(client, name: str, **about: object):
    """Type who did it, and answer whom it is about; the page that comes next."""
    fill(client, "/declare/", kind="misuse")
    asked = fill(client, "/declare/misuse/name/", answer=name)
    return send(client, ABOUT, form_on(asked), **about)


def ends(person: Person, role: str) -> None:
    """A role is no longer held from today."""
    person.holdings.filter(role=role).update(to_date=TODAY(), from_date=TODAY() - timedelta(days=9))


class TestWhoeverItIsAbout:
    @pytest.mark.parametrize("name", ["Mrs Example", "H. Example", "Hatie Exmaple", "the head", "hattie", "the boss"])
    def test_whoever_could_read_it_is_asked_about_by_name_and_does_not_get_it(
        self, school, sign_in, teacher, head, chair, name
    ):
        client = sign_in(teacher)
        fill(client, "/declare/", kind="misuse")
        asked = words(fill(client, "/declare/misuse/name/", answer=name))
        assert "Is it about one of these people?" in asked
        assert "Hattie Example" in asked
        fill(client, ABOUT, answer=[str(head.pk)])
        check = words(fill(client, "/declare/misuse/words/", answer="What she wrote last night"))
        assert "It goes to Cy Board (the chair of governors)" in check
        fill(client, "/declare/misuse/check/")

        made = Declaration.objects.of(school).get()
        assert list(made.readers.all()) == [chair]
        assert head in made.named.all()
        assert not Notice.objects.of(school).filter(person=head).exists()
        assert sign_in(head).get(f"/declarations/{made.reference}/").status_code == 404
        with pytest.raises(Refused, match="cannot be passed on"):
            answering.pass_on(chair, made, head, "She asked.")
        seen = words(sign_in(chair).get(f"/declarations/{made.reference}/"))
        assert "Is it about one of these people? Hattie Example" in seen

    def test_nothing_is_sent_before_that_is_answered(self, school, sign_in, teacher, head):
        with pytest.raises(Refused, match="Say first whether it is about"):
            declare(teacher, MISUSE, {"name": "Mrs Example", "words": "x"})
        client = sign_in(teacher)
        assert tell_of(client, "Mrs Example").status_code == 422
        assert "/about/" in client.post("/declare/misuse/check/").headers["Location"]
        assert not Declaration.objects.of(school).exists()

    def test_another_name_asks_again(self, school, sign_in, teacher, head):
        client = sign_in(teacher)
        tell_of(client, "Somebody Else", answer=["none"])
        fill(client, "/declare/misuse/words/", answer="x")
        again = fill(client, "/declare/misuse/name/", answer="Mrs Example")
        assert again.redirect_chain[-1][0] == ABOUT
        assert "/about/" in client.post("/declare/misuse/check/").headers["Location"]

    def test_it_is_one_of_them_or_none_of_them(self, school, sign_in, teacher, head):
        client = sign_in(teacher)
        both = tell_of(client, "Mrs Example", answer=["none", str(head.pk)])
        assert both.status_code == 422
        assert "not both" in words(both)
        other = somebody("head")
        assert fill(client, ABOUT, answer=[str(other.pk)]).status_code == 422

    def test_the_check_page_names_whoever_will_read_it(self, school, sign_in, teacher, head):
        client = sign_in(teacher)
        tell_of(client, "Nobody Here", answer=["none"])
        check = words(fill(client, "/declare/misuse/words/", answer="x"))
        assert "It goes to Hattie Example (the head teacher)" in check

    def test_a_colleague_who_is_meant_never_gets_it_later_either(self, school, teacher, head, chair):
        meant = somebody("slt", school=school, name="Jo Longname")
        somebody("staff", school=school, name="Bea Other")
        assert could_be(teacher, MISUSE, {"name": "Miss Longnam"}) == [chair, head, meant]
        made = declare(teacher, MISUSE, {"name": "Miss Longnam", "about": str(meant.pk), "words": "x"})
        ends(head, "head")
        RoleHoldingFactory(person=meant, role="head")
        forward(school)
        assert list(made.readers.all()) == [chair]

    def test_somebody_who_is_away_is_asked_about_too_and_does_not_get_it_on_their_return(
        self, school, teacher, head, chair
    ):
        deputy = somebody("governor", school=school, name="Gov Board")
        absence = AbsenceFactory(person=head)
        assert head in could_be(teacher, kinds()["identity"], {})
        made = declare(teacher, kinds()["identity"], {"what": "fake", "about": str(head.pk), "words": "x"})
        assert list(made.readers.all()) == [chair]
        absence.delete()
        AbsenceFactory(person=chair)
        forward(school)
        assert set(made.readers.all()) == {chair, deputy}

    def test_whoever_stands_in_for_those_it_goes_to_is_asked_about_too(self, school, teacher, head):
        lead, deputy = somebody("dsl", school=school), somebody("deputy_dsl", school=school)
        adopt(head, "model")
        conflict = kinds()["conflict"]
        assert deputy in could_be(teacher, conflict, {"name": ""})
        made = declare(teacher, conflict, {"about": str(deputy.pk), "words": "x"})
        assert list(made.readers.all()) == [lead]
        AbsenceFactory(person=lead)
        forward(school)
        assert set(made.readers.all()) == {lead, head}

    def test_so_is_each_governor_whom_it_falls_to_while_nobody_else_can_come_in(self, school, teacher):
        somebody("head", school=school, second_factor=False)
        governor, other = (somebody("governor", school=school) for _ in range(2))
        identity = kinds()["identity"]
        assert {governor, other} <= {*could_be(teacher, identity, {})}
        made = declare(teacher, identity, {"what": "fake", "about": str(governor.pk), "words": "x"})
        assert list(made.readers.all()) == [other]

    @pytest.mark.parametrize("typed", ["Nora Newhead", "Mrs Newhead"])
    def test_whoever_comes_to_the_school_later_with_a_name_that_was_typed_does_not_get_it(
        self, school, teacher, head, chair, typed
    ):
        made = declare(teacher, MISUSE, {"name": typed, "about": "none", "words": "x"})
        ends(head, "head")
        new = somebody("head", school=school, name="Nora Newhead")
        forward(school)
        assert chair in made.readers.all()
        assert new not in made.readers.all()
        with pytest.raises(Refused, match="cannot be passed on"):
            answering.pass_on(chair, made, new, "She is head now.")

    def test_whoever_has_a_name_like_it_but_is_not_meant_gets_it_as_before(self, school, teacher, head, chair):
        away = AbsenceFactory(person=head)
        made = declare(teacher, MISUSE, {"name": "Tom Example", "about": "none", "words": "x"})
        assert list(made.readers.all()) == [chair]
        answering.pass_on(chair, made, head, "For when you are back.")
        away.delete()
        assert made.is_read_by(head)

    def test_pupils_of_a_friend_request_are_matched_by_their_whole_name_alone(self, school, teacher, head):
        answers = {"pupil": "current", "relative": "no", "name": "Pip Example", "words": ""}
        assert list(declare(teacher, kinds()["friend_request"], answers).readers.all()) == [head]


class TestWhoeverReadItOnce:
    def made(self, by: Person, **answers: str) -> Declaration:
        return declare(by, kinds()["something_else"], {"about": "none", "words": "x", **answers})

    def test_with_the_role_goes_the_reading_and_the_next_one_takes_it_on(self, school, sign_in, teacher, head):
        made = self.made(teacher)
        client = sign_in(head)
        assert client.get(f"/declarations/{made.reference}/").status_code == 200
        answering.acknowledge(head, made)
        ends(head, "head")
        RoleHoldingFactory(person=head, role="staff")

        assert client.get(f"/declarations/{made.reference}/").status_code == 404
        assert made.reference not in client.get("/declarations/").content.decode()
        assert "Read what was declared to you" not in [task.title for task in tasks(head)]
        with pytest.raises(Http404):
            answering.close(head, made, "Done.")
        answering.answer(teacher, made, "There is more to it.")
        assert not Notice.objects.of(school).filter(person=head).exists()

        new = somebody("head", school=school)
        for _ in range(2):
            forward(school)
        assert list(made.readers.all()) == [new]
        assert "Read what was declared to you" in [task.title for task in tasks(new)]
        assert LedgerEntry.objects.filter(verb="declaration.taken_back").count() == 1
        assert LedgerEntry.objects.filter(verb="declaration.sent").count() == 2

    def test_what_is_closed_stays_with_the_office_and_says_so_to_nobody(self, school, sign_in, teacher, head):
        made = self.made(teacher)
        answering.close(head, made, "Nothing more to do.")
        ends(head, "head")
        forward(school)
        assert not made.is_read_by(head)
        new = somebody("head", school=school)
        assert [forward(school), forward(school)] == [1, 0]
        assert made.reference in sign_in(new).get("/declarations/").content.decode()
        assert not Mail.objects.of(school).filter(person=new).exists()

    def test_a_line_manager_reads_as_long_as_they_are_it(self, school, sign_in, teacher, head):
        manager = somebody("staff", school=school)
        teacher.manager = manager
        teacher.save()
        adopt(head, "helsby-hillside")
        made = declare(teacher, kinds()["outside_work"], {"what": "job", "about": "none", "words": "x"})
        assert set(made.readers.all()) == {manager, head}
        client = sign_in(manager)
        assert client.get(f"/declarations/{made.reference}/").status_code == 200
        teacher.manager = None
        teacher.save()
        assert client.get(f"/declarations/{made.reference}/").status_code == 404
        assert forward(school) == 0
        assert not made.is_read_by(manager)

    def test_an_acting_head_reads_until_the_head_is_back(self, school, sign_in, teacher, head):
        acting = somebody("slt", school=school)
        holding = RoleHolding.objects.create(person=acting, role="head", acting=True)
        AbsenceFactory(person=head)
        made = self.made(teacher)
        assert list(made.readers.all()) == [acting]
        holding.from_date, holding.to_date = TODAY() - timedelta(days=3), TODAY()
        holding.save()
        assert sign_in(acting).get(f"/declarations/{made.reference}/").status_code == 404


class TestTechnicians:
    def test_it_is_not_passed_on_to_one(self, school, teacher, head):
        made = declare(teacher, kinds()["something_else"], {"about": "none", "words": "x"})
        for roles in (["technician"], ["staff", "technician"]):
            with pytest.raises(Refused, match="cannot be passed on"):
                answering.pass_on(head, made, somebody(*roles, school=school), "Have a look.")

    def test_it_is_not_sent_to_one_whatever_else_they_are(self, school, teacher, chair):
        both = somebody("head", "technician", school=school)
        made = declare(teacher, kinds()["something_else"], {"about": "none", "words": "x"})
        assert list(made.readers.all()) == [chair]
        RoleHoldingFactory(person=chair, role="technician")
        assert not made.is_read_by(chair)
        assert not made.is_read_by(both)


def test_a_colleague_it_was_passed_on_to_makes_nobody_a_parent(school, teacher, head):
    child, colleague = pupil(school, name="Zoë Example"), somebody("staff", school=school)
    RoleHoldingFactory(person=teacher, role="parent")
    made = declare(teacher, kinds()["family_link"], {"name": child.name, "kin": "parent"})
    answering.pass_on(head, made, colleague, "For your list")
    with pytest.raises(Refused, match="Let the head teacher read it"):
        answering.acknowledge(colleague, made, child)
    assert not FamilyLink.objects.of(school).exists()
    answering.acknowledge(head, made, child)
    assert FamilyLink.objects.of(school).get().kind == "parent"

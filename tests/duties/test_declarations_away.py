"""What comes to somebody because others are away: only so long, unless they saw to it, and never by their own word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import AbsenceFactory, RoleHoldingFactory, somebody, with_second_step
from schoolgate.community.actions.absences import say_away, say_back
from schoolgate.community.models import Absence, Person
from schoolgate.community.today import tasks
from schoolgate.duties.declarations.actions import answering
from schoolgate.duties.declarations.actions.forwarding import forward
from schoolgate.duties.declarations.actions.making import declare
from schoolgate.duties.declarations.kinds import kinds
from schoolgate.duties.declarations.models import Declaration
from schoolgate.jobs.work import drain
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.ledger import reference
from schoolgate.record.ledger import write as write_down
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def teacher(school) -> Person:
    return somebody("staff", school=school, name="Tess Madeup")


@pytest.fixture
def head(school) -> Person:
    return somebody("head", school=school, name="Hattie Example")


@pytest.fixture
def chair(school) -> Person:
    return somebody("chair", school=school, name="Cy Board")


def made(by: Person) -> Declaration:
    return declare(by, kinds()["outside_work"], {"what": "blog", "about": "none", "words": "x"})


def is_away(person: Person, by: Person) -> Absence:
    """Somebody is away today, as `by` wrote down, whoever may say so."""
    absence = AbsenceFactory(person=person)
    write_down("absence.said", reference(absence), actor=by, school=person.school)
    return absence


def adopt_model(head: Person) -> None:
    version = adopting.send(head, drafting.start_from(head, "model"))
    adopting.adopt(somebody("governor", school=head.school, account=None), version, TODAY())


class TestOnlyWhileItLasts:
    def test_whoever_stands_in_reads_until_the_head_is_back(self, school, sign_in, teacher, head, chair):
        absence = say_away(head, head, TODAY(), TODAY() + timedelta(days=3))
        told = made(teacher)
        assert list(told.readers.all()) == [chair]
        client, page = sign_in(chair), f"/declarations/{told.reference}/"
        assert client.get(page).status_code == 200

        say_back(head, absence)
        assert client.get(page).status_code == 404
        assert told.reference not in client.get("/declarations/").content.decode()
        assert "Read what was declared to you" not in [task.title for task in tasks(chair)]
        drain()
        assert list(told.readers.all()) == [head], "the head has it at once, not the next morning"
        assert "Read what was declared to you" in [task.title for task in tasks(head)]

    def test_it_ends_with_the_last_day_too(self, school, teacher, head, chair):
        absence = AbsenceFactory(person=head, first_day=TODAY() - timedelta(days=3))
        told = made(teacher)
        assert told.is_read_by(chair)
        Absence.unscoped.filter(pk=absence.pk).update(last_day=TODAY() - timedelta(days=1))
        assert not told.is_read_by(chair)
        assert [forward(school), forward(school)] == [1, 0]
        assert list(told.readers.all()) == [head]

    def test_what_was_sent_on_meanwhile_is_the_heads_alone_again(self, school, teacher, head, chair):
        told = made(teacher)
        absence = AbsenceFactory(person=head)
        forward(school)
        assert set(told.current_readers()) == {head, chair}
        absence.delete()
        assert told.current_readers() == [head]
        assert forward(school) == 0

    @pytest.mark.parametrize("answers", ["acknowledge", "ask_back", "note_done", "close"])
    def test_whoever_answered_it_reads_it_as_before(self, school, teacher, head, chair, answers):
        absence = AbsenceFactory(person=head)
        told = made(teacher)
        getattr(answering, answers)(chair, told, *([] if answers == "acknowledge" else ["Thank you."]))
        absence.delete()
        assert told.is_read_by(chair)
        assert forward(school) == 0

    def test_passing_it_on_is_no_answer_and_lasts_for_whom_it_went_to(self, school, teacher, head, chair):
        colleague = somebody("slt", school=school)
        absence = AbsenceFactory(person=head)
        told = made(teacher)
        answering.pass_on(chair, told, colleague, "For your part of the school.")
        absence.delete()
        assert told.current_readers() == [colleague]

    def test_whoever_reads_it_anyway_reads_on(self, school, teacher, head, chair):
        other = somebody("head", school=school, name="Other Example")
        absence = AbsenceFactory(person=head)
        told = made(teacher)
        assert list(told.readers.all()) == [other]
        absence.delete()
        assert told.is_read_by(other)

    def test_whoever_stands_in_for_one_reads_on_while_only_another_is_back(self, school, teacher, head, chair):
        adopt_model(head)
        lead, deputy = somebody("dsl", school=school), somebody("deputy_dsl", school=school)
        away_head = AbsenceFactory(person=head)
        away_lead = AbsenceFactory(person=lead)
        told = declare(teacher, kinds()["friend_request"], {"pupil": "current", "relative": "no"})
        assert told.current_readers() == [deputy]
        away_head.delete()
        assert told.is_read_by(deputy)
        away_lead.delete()
        assert not told.is_read_by(deputy)


class TestTheirOwnWord:
    def test_whoever_wrote_that_others_are_away_is_not_chosen(self, school, teacher, head, chair):
        governor = somebody("governor", school=school)
        told = made(teacher)
        is_away(head, by=chair)
        forward(school)
        assert set(told.readers.all()) == {head, governor}
        assert list(made(teacher).readers.all()) == [governor]

    def test_one_of_several_who_stand_in_is_left_out_alone(self, school, teacher, head):
        adopt_model(head)
        lead = somebody("dsl", school=school)
        senior, other = (with_second_step(somebody("slt", school=school)) for _ in range(2))
        is_away(lead, by=senior)
        told = declare(teacher, kinds()["conflict"], {"about": "none", "words": "x"})
        assert list(told.readers.all()) == [other]

    def test_where_that_leaves_nobody_it_waits_for_those_who_are_away(self, school, teacher, head, chair):
        absence = is_away(head, by=chair)
        told = made(teacher)
        assert list(told.readers.all()) == [head]
        assert forward(school) == 0
        absence.delete()
        assert told.current_readers() == [head]

    def test_it_comes_by_right_to_whoever_wrote_that_somebody_else_is_away(self, school, teacher, head, chair):
        RoleHoldingFactory(person=head, role="dsl")
        adopt_model(head)
        is_away(somebody("slt", school=school), by=head)
        told = declare(teacher, kinds()["conflict"], {"about": "none", "words": "x"})
        assert list(told.readers.all()) == [head]

    def test_the_ledger_says_who_wrote_it_as_the_page_writes_it(self, school, head):
        absence = say_away(head, head, TODAY(), TODAY())
        assert LedgerEntry.objects.get(verb="absence.said").subject == reference(absence)

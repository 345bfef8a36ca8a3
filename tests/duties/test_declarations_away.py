"""What comes to somebody because others are away: only so long, unless they saw to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import AbsenceFactory, somebody
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

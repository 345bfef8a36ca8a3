"""What a policy asks people to declare by a date: a declaration ends it, and so does their word that there is nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from factories import somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import Person, School
from schoolgate.community.today import tasks
from schoolgate.duties.declarations.actions.asked import declare_nothing
from schoolgate.duties.declarations.actions.making import declare
from schoolgate.duties.declarations.kinds import kinds
from schoolgate.duties.declarations.models import Declaration, Nothing
from schoolgate.duties.models import Duty
from schoolgate.duties.settling import settle
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.dates import months_after
from schoolgate.record.models import LedgerEntry
from typed import cells, fill, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PAGE = "/declare/asked/"


@pytest.fixture
def governor(school) -> Person:
    return somebody("governor", school=school, name="Gus Board")


@pytest.fixture
def model(school, governor) -> None:
    """The model policy is in force; its M-95 asks governors, every year."""
    in_force(school)


def in_force(school: School, **changes: object) -> None:
    head = somebody("head", school=school)
    draft = drafting.start_from(head, "model")
    if changes:
        draft = drafting.change_clause(head, draft, draft.revision, "M-95", changes)
    adopting.adopt(somebody("chair", school=school), adopting.send(head, draft), date(2020, 9, 1))
    settle(school)


def owed_by(person: Person) -> list[Duty]:
    return list(Duty.objects.of(person.school).filter(person=person, kind="declaration", state="owed"))


def said(person: Person) -> list[str]:
    rows = Duty.objects.of(person.school).filter(person=person, kind="declaration", current=True)
    return [duty.state for duty in rows]


def test_governors_are_asked_every_year_and_nobody_else(school, governor, model):
    (duty,) = owed_by(governor)
    assert (duty.what, duty.clause) == ("Declare online friendships that could touch a decision", "M-95")
    assert duty.due == TODAY() + timedelta(days=30)
    everybody = Duty.objects.of(school).filter(kind="declaration")
    roles = {role for row in everybody for role in row.person.roles()}
    assert roles == {"governor", "chair"}


def test_nothing_to_declare_is_said_in_one_step_and_kept(school, governor, model, sign_in):
    client = sign_in(governor)
    (task,) = [task for task in tasks(governor) if task.url == PAGE]
    assert task.title == "Declare online friendships that could touch a decision"
    page = words(client.get(PAGE))
    assert "online friendships that could touch a decision" in page
    assert "M-95" in page
    done = fill(client, PAGE, anything="no")
    assert "You had nothing to declare" in words(done)
    assert not owed_by(governor)
    row = Nothing.objects.of(school).get()
    entry = LedgerEntry.objects.get(verb="declaration.nothing")
    assert (entry.actor, entry.details()) == (governor.pk, {"keys": row.keys})
    assert not Declaration.objects.of(school).exists()
    assert "You are not asked to declare anything today" in words(client.get(PAGE))
    settle(school)
    assert said(governor) == ["done"]


def test_something_to_declare_leads_to_declaring_it_and_that_ends_it(school, governor, model, sign_in):
    client = sign_in(governor)
    there = fill(client, PAGE, anything="yes")
    assert there.redirect_chain[-1][0] == "/declare/conflict/name/"
    fill(client, "/declare/conflict/name/", answer="")
    fill(client, "/declare/conflict/about/", answer=["none"])
    fill(client, "/declare/conflict/words/", answer="A friend of mine has a child in Year 4.")
    assert owed_by(governor)
    fill(client, "/declare/conflict/check/")
    assert not owed_by(governor)
    settle(school)
    assert said(governor) == ["done"]
    assert not Nothing.objects.of(school).exists()


def test_something_of_another_sort_does_not_end_it(governor, model):
    declare(governor, kinds()["friend_request"], {"pupil": "current", "relative": "no"})
    assert owed_by(governor)
    declare(governor, kinds()["conflict"], {"about": "none", "words": "A friend"})
    assert not owed_by(governor)


def test_it_is_owed_again_a_year_later(school, governor, model):
    declare_nothing(governor)
    settle(school, months_after(TODAY(), 10))
    assert said(governor) == ["done"]
    settle(school, months_after(TODAY(), 12) - timedelta(days=20))
    (again,) = owed_by(governor)
    assert again.due == months_after(TODAY(), 12)


def test_whoever_is_not_asked_is_told_so(school, model, sign_in):
    teacher = somebody("staff", school=school)
    page = sign_in(teacher).get(PAGE)
    assert "You are not asked to declare anything today" in words(page)
    assert sign_in(teacher).post(PAGE, {"anything": "no"}).status_code == 200
    with pytest.raises(Refused, match="at any time"):
        declare_nothing(teacher)
    assert not Nothing.objects.of(school).exists()


def test_an_answer_is_needed(governor, model, sign_in):
    assert fill(sign_in(governor), PAGE).status_code == 422
    assert owed_by(governor)


def test_those_who_cannot_declare_are_not_asked(school):
    parent, teacher = somebody("parent", school=school), somebody("staff", school=school)
    in_force(school, who=["everyone"])
    assert not owed_by(parent)
    assert owed_by(teacher)


def test_a_month_is_not_over_as_soon_as_it_begins(school, governor):
    in_force(school, duties=[{"kind": "declaration", "what": "declare what you were given", "every": 1}])
    declare_nothing(governor)
    settle(school)
    assert not owed_by(governor)
    settle(school, months_after(TODAY(), 1))
    assert owed_by(governor)


def test_what_is_told_when_it_happens_is_owed_by_no_date(school, governor):
    in_force(school, duties=[{"kind": "declaration", "what": "tell us of a mistake", "when": "when_it_happens"}])
    assert not owed_by(governor)


def test_it_stands_in_their_own_record(governor, model, sign_in):
    declare_nothing(governor)
    (row,) = cells(sign_in(governor).get("/record/"), "What you have done")
    assert (row[0], row[2]) == ("You had nothing to declare", "Declared")

"""The home page asks the database as little for many cases as for few, and says where the rest stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import a_case, named
from duties.agreeing import adopt
from factories import FamilyLinkFactory, pupil, somebody
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.reports.models import Post, Report
from schoolgate.casework.steps.models import Step
from schoolgate.casework.support.actions.ending import end_support
from schoolgate.casework.support.actions.family import let_family_in
from schoolgate.casework.support.actions.offering import offer
from schoolgate.community.today import A_FEW, private_parts, tasks

pytestmark = pytest.mark.django_db
MANY = A_FEW + 4


@pytest.fixture
def head(school):
    made = somebody("head", school=school)
    adopt(made, "helsby-hillside")
    return made


@pytest.fixture
def dsl(head):
    return somebody("dsl", school=head.school)


def queries_of(person) -> int:
    with CaptureQueriesContext(connection) as found:
        list(tasks(type(person).unscoped.get(pk=person.pk)))
    return len(found)


def titles(person) -> list[str]:
    return [task.title for task in tasks(type(person).unscoped.get(pk=person.pk))]


def a_step(case, by, **fields):
    step = Step(case=case, rung="talk", decision="taken", by=by, **fields)
    step.keep(why="We spoke.", told="")
    step.save()


def test_those_who_were_told_of_nothing_yet(head, dsl):
    helper = somebody("staff", school=dsl.school)

    def another() -> None:
        case = a_case(dsl, lead=dsl)
        party = named(case, somebody("staff", school=dsl.school), Party.Part.AFFECTED)
        offer(dsl, case, party, supporter=helper, happened="Unkind words.", every=7)
        a_step(case, dsl)

    for _ in range(MANY):
        another()
    few = queries_of(dsl)
    for _ in range(6):
        another()

    assert queries_of(dsl) == few
    assert titles(dsl).count("Tell the person affected what was decided") == A_FEW
    assert "See what your other cases need" in titles(dsl)


def test_where_those_looked_through_were_told_the_rest_is_said_to_be_there(dsl):
    helper = somebody("staff", school=dsl.school)
    for number in range(MANY):
        case = a_case(dsl, lead=dsl)
        party = named(case, somebody("staff", school=dsl.school), Party.Part.AFFECTED)
        offer(dsl, case, party, supporter=helper, happened="Unkind words.", every=7)
        step = Step(case=case, rung="talk", decision="taken", by=dsl)
        step.keep(why="We spoke.", told="We spoke to them." if number else "")
        step.save()

    assert "Tell the person affected what was decided" not in titles(dsl), "the only one was decided first"
    assert "See whether others were told what was decided" in titles(dsl)


def test_what_was_told_and_nobody_read(dsl):
    def another(number: int) -> None:
        Report.objects.create(
            school=dsl.school, case=a_case(dsl, lead=dsl), how=Report.How.PUBLIC, sent_key=f"key {number}"
        )

    for number in range(MANY):
        another(number)
    few = queries_of(dsl)
    for number in range(MANY, MANY + 6):
        another(number)

    assert queries_of(dsl) == few
    assert titles(dsl).count("Read what was told") == A_FEW
    rest = next(task for task in tasks(dsl) if task.title == "See what else was told")
    assert rest.url == "/cases/"


def test_what_the_school_said_to_somebody_who_told_it(dsl):
    teacher = somebody("staff", school=dsl.school)
    for number in range(MANY):
        report = Report.objects.create(
            school=dsl.school, case=a_case(dsl), by=teacher, how=Report.How.INSIDE, sent_key=f"key {number}"
        )
        Post.objects.create(report=report, from_school=True, by=dsl, sent_key=f"post {number}")

    assert titles(teacher).count("Read what the school says to you") == A_FEW
    assert "See what else the school says to you" in titles(teacher)


def test_steps_to_agree_to_and_to_look_at_again(head, dsl):
    def another() -> None:
        case = a_case(dsl, head, lead=dsl)
        a_step(case, head, needs=[["head"], ["dsl"]], fills=0, waits_for=1)
        again = Step(case=case, rung="ask_host", decision="not_yet", by=dsl)
        again.due = timezone.localdate() - timedelta(days=1)
        again.save()

    for _ in range(2 * MANY):
        another()
    few = queries_of(dsl)
    for _ in range(6):
        another()

    assert queries_of(dsl) == few
    assert titles(dsl).count("Agree to a step, or say no") == A_FEW
    assert "See what else waits for you in cases" in titles(dsl)


def test_whoever_reads_a_support_file_has_something_private_after_it_ended_too(head, dsl):
    school, helper = dsl.school, somebody("staff", school=dsl.school)
    child, parent, other = pupil(school), somebody("parent", school=school), somebody("parent", school=school)
    for adult in (parent, other):
        FamilyLinkFactory(adult=adult, child=child, kind="parent")
    case = a_case(dsl, lead=dsl)
    file = offer(
        dsl, case, named(case, child, Party.Part.AFFECTED, Party.Kind.PUPIL), supporter=helper, happened="Oh.", every=7
    )
    assert not {parent.pk, other.pk} & private_parts(school)

    let_family_in(dsl, file, True, "They help.")
    assert {child.pk, helper.pk, parent.pk, other.pk} <= private_parts(school)

    end_support(helper, file, "No more, thank you.")
    Case.unscoped.filter(pk=case.pk).update(state="closed")
    assert {child.pk, parent.pk, other.pk} <= private_parts(school)
    assert helper.pk not in private_parts(school), "they can open it no more"

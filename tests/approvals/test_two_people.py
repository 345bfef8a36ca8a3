"""Where the policy has two agree and two are there, they are two people, whatever roles each of them holds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from factories import AbsenceFactory, somebody
from schoolgate.approvals.actions import asking, deciding, keeping
from schoolgate.approvals.deciders import may_decide, may_revoke
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.change import Refused
from schoolgate.community.models import Person, School
from schoolgate.policy.actions import adopting, drafting
from typed import words

pytestmark = pytest.mark.django_db
State = ApprovalRequest.State
LEAD_TOO = {"act": "use.logo", "approval": ["dsl"]}


@pytest.fixture
def both(school: School) -> Person:
    """The head, who leads on safeguarding too, of a school whose logo is used once both have agreed."""
    both = somebody("head", "dsl", school=school, name="Hattie Example")
    draft = drafting.start_from(both, "roman-road")
    (rules,) = (clause["rules"] for clause in draft.pack["clauses"] if clause["id"] == "RR-20")
    draft = drafting.change_clause(both, draft, draft.revision, "RR-20", {"rules": [*rules, LEAD_TOO]})
    chair = somebody("chair", school=school, name="Chris Example")
    adopting.adopt(chair, adopting.send(both, draft), date(2020, 9, 1))
    return both


@pytest.fixture
def lead(both: Person) -> Person:
    """Another who leads on safeguarding."""
    return somebody("dsl", school=both.school, name="Dev Example")


def ask(school: School) -> ApprovalRequest:
    teacher = somebody("staff", school=school)
    return asking.ask_for_act(teacher, "use.logo", {"by": "staff"}, "A film")


def approve(by: Person, request: ApprovalRequest) -> ApprovalRequest:
    return deciding.approve(by, request, "Fine by me", valid_until=timezone.localdate() + timedelta(days=9))


def test_one_yes_of_somebody_with_both_roles_is_one_of_the_two(both, lead, sign_in):
    first = approve(both, ask(both.school))
    assert (first.state, first.decisions.get().approver) == (State.OPEN, "head")
    assert list(first.asked.all()) == [lead]
    assert not may_decide(both, first)
    with pytest.raises(Refused, match="somebody else"):
        approve(both, first)
    page = words(sign_in(both).get(f"/requests/{first.pk}/"))
    assert "Dev Example" in page
    assert approve(lead, first).state == State.APPROVED


def test_nor_does_it_matter_who_is_asked_first(both, lead):
    first = approve(lead, ask(both.school))
    assert (first.state, list(first.asked.all())) == (State.OPEN, [both])
    assert approve(both, first).state == State.APPROVED


def test_a_yes_counts_as_what_nobody_else_could_be(both):
    """Another head leads on nothing: so whoever is both agrees as the safeguarding lead, and leaves the rest to them."""
    other = somebody("head", school=both.school)
    first = approve(both, ask(both.school))
    assert (first.decisions.get().approver, list(first.asked.all())) == ("dsl", [other])
    assert approve(other, first).state == State.APPROVED


def test_nobody_says_yes_a_second_time_on_the_day_when_the_other_is_away(both, lead):
    first = approve(both, ask(both.school))
    AbsenceFactory(person=lead)
    keeping.send_all_on(both.school)
    assert not may_decide(both, first)
    chair = Person.objects.of(both.school).get(holdings__role="chair")
    assert list(first.asked.all()) == [chair]
    assert approve(chair, first).state == State.APPROVED


def test_where_nobody_else_is_there_one_person_is_enough(both):
    assert approve(both, ask(both.school)).state == State.APPROVED


def test_who_speaks_for_the_school_and_is_asked_by_name_is_one_approver_who_is_enough(here_with):
    """The policy names an office and the school, whose head speaks for it: it does not name two people."""
    here = here_with("helsby-hillside")
    facts = {"by": "staff", "pupils_pictured": "yes"}
    request = asking.ask_for_act(here.teacher, "publish.official_post", facts, "A film")
    done = approve(here.head, request)
    assert (done.state, done.decisions.get().approver) == (State.APPROVED, "head")


def test_whoever_said_yes_to_one_half_may_take_the_approval_back(both, lead):
    done = approve(lead, approve(both, ask(both.school)))
    assert may_revoke(both, done)
    assert may_revoke(lead, done)
    deciding.revoke(both, done, "The film shows a child who left")

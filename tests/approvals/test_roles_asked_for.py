"""Somebody asks that a role be given; whoever may give it decides, and gives it by saying yes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from factories import somebody
from schoolgate.approvals.actions import asking, deciding
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from typed import fill, form_on, send, words

pytestmark = pytest.mark.django_db
FACTS = {"role": "volunteer", "from_date": "", "to_date": "", "acting": ""}


def ask(client, **changes):
    page = fill(client, "/requests/role/", words="She helps on Fridays", do="continue", **changes)
    return client.post("/requests/role/", {**form_on(page), "do": "send"}, follow=True)


def test_from_the_question_to_the_role(here, sign_in):
    vera = somebody("parent", school=here.school, name="Vera Example")
    teacher = sign_in(here.teacher)
    found = fill(teacher, "/requests/role/", find="vera", do="find")
    assert "Vera Example (parent or carer)" in words(found)
    last = timezone.localdate() + timedelta(days=60)
    chosen = {"last_day_0": last.day, "last_day_1": last.month, "last_day_2": last.year}
    check = send(
        teacher,
        "/requests/role/",
        form_on(found),
        person=str(vera.pk),
        role="volunteer",
        words="She helps on Fridays",
        do="continue",
        **chosen,
    )
    assert f"Until which day? {last:%-d %B %Y}" in words(check)
    teacher.post("/requests/role/", {**form_on(check), "do": "send"})
    request = ApprovalRequest.unscoped.get()
    assert here.head in request.asked.all()

    head = sign_in(here.head)
    fill(head, f"/requests/{request.pk}/decide/", answer="approve", reason="Thank you, Vera")
    holding = vera.holdings.get(role="volunteer")
    assert holding.to_date == last + timedelta(days=1)
    fill(head, f"/requests/{request.pk}/take-back/", words="The club has ended")
    assert "volunteer" not in Person.unscoped.get(pk=vera.pk).roles()


def test_only_those_who_may_give_the_role_decide(here, sign_in):
    request = asking.ask_for_role(here.teacher, here.teacher, {**FACTS, "role": "dsl"}, "Please")
    technician = somebody("technician", school=here.school)
    assert list(request.asked.all()) == [here.head]
    assert sign_in(technician).get(f"/requests/{request.pk}/decide/").status_code == 404
    with pytest.raises(Refused, match="somebody else"):
        deciding.approve(technician, request, "Yes")


def test_a_second_head_is_for_the_chair_alone(here):
    request = asking.ask_for_role(here.teacher, here.teacher, {**FACTS, "role": "head"}, "Please")
    assert list(request.asked.all()) == [here.chair]


def test_a_role_that_somebody_has_is_not_asked_for(here):
    with pytest.raises(Refused, match="already"):
        asking.ask_for_role(here.teacher, here.teacher, {**FACTS, "role": "staff"}, "Please")


def test_standing_in_needs_a_last_day(here, sign_in):
    page = fill(
        sign_in(here.teacher),
        "/requests/role/",
        person=str(here.teacher.pk),
        role="head",
        acting="on",
        words="The head is ill",
        do="continue",
    )
    assert page.status_code == 422
    assert "Enter the last day" in words(page)


def test_a_parent_cannot_look_people_up(here, sign_in):
    parent = sign_in(somebody("parent", school=here.school))
    assert parent.get("/requests/role/").status_code == 403
    page = parent.get("/requests/new/use.logo/?by=parent")
    assert "Find" not in words(page)

"""Somebody asks that a role be given; whoever may give it decides, and gives it by saying yes."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from factories import AbsenceFactory, RoleHoldingFactory, somebody
from schoolgate.approvals.actions import asking, deciding, keeping
from schoolgate.approvals.deciders import may_decide, may_revoke
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.actions.roles import assign_role, end_role
from schoolgate.community.change import Refused
from schoolgate.community.models import Notice, Person
from schoolgate.jobs.work import drain
from schoolgate.record.models import LedgerEntry
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


def test_while_the_head_is_away_nobody_gives_in_their_place_what_they_may_not_give(here):
    AbsenceFactory(person=here.head)
    here.chair.holdings.update(to_date=timezone.localdate())
    governor, technician = (somebody(role, school=here.school) for role in ("governor", "technician"))
    request = asking.ask_for_role(technician, technician, {**FACTS, "role": "dsl"}, "Please")
    assert list(request.asked.all()) == [here.head]
    assert not may_decide(governor, request)
    with pytest.raises(Refused, match="somebody else"):
        deciding.approve(governor, request, "Yes")
    assert "dsl" not in Person.unscoped.get(pk=technician.pk).roles()


def test_nor_does_the_chair_give_a_role_that_is_the_heads_to_give(here):
    request = asking.ask_for_role(here.teacher, here.teacher, {**FACTS, "role": "dsl"}, "Please")
    AbsenceFactory(person=here.head)
    keeping.send_all_on(here.school)
    assert list(request.asked.all()) == [here.head]
    with pytest.raises(Refused, match="somebody else"):
        deciding.approve(here.chair, request, "Yes")


def test_an_acting_head_whom_the_chair_names_decides_it(here):
    request = asking.ask_for_role(here.teacher, here.teacher, {**FACTS, "role": "dsl"}, "Please")
    AbsenceFactory(person=here.head)
    until = timezone.localdate() + timedelta(days=14)
    standing_in = somebody("slt", school=here.school)
    assign_role(here.chair, standing_in, "head", to_date=until, acting=True)
    drain()
    assert list(request.asked.all()) == [standing_in]
    deciding.approve(standing_in, request, "Yes")
    assert "dsl" in Person.unscoped.get(pk=here.teacher.pk).roles()


def test_a_role_that_only_the_asker_could_give_is_not_asked_for(here):
    with pytest.raises(Refused, match="nobody else"):
        asking.ask_for_role(here.head, here.head, {**FACTS, "role": "dsl"}, "Please")


def given(here, role: str, by: Person) -> ApprovalRequest:
    request = asking.ask_for_role(here.teacher, here.teacher, {**FACTS, "role": role}, "Please")
    return deciding.approve(by, request, "Yes")


def test_a_former_head_does_not_end_the_role_they_gave(here, sign_in):
    request = given(here, "dsl", here.head)
    end_role(here.chair, here.head.holdings.get(role="head"))
    somebody("head", school=here.school)
    before = Person.unscoped.get(pk=here.head.pk)
    RoleHoldingFactory(person=before, role="staff")
    before = Person.unscoped.get(pk=here.head.pk)
    assert not may_revoke(before, request)
    with pytest.raises(Refused, match="somebody else"):
        deciding.revoke(before, request, "No more")
    assert "Take the approval back" not in words(sign_in(before).get(f"/requests/{request.pk}/"))
    assert "dsl" in Person.unscoped.get(pk=here.teacher.pk).roles()


def nobody_has_led_yet(here) -> Person:
    """A technician of a school without a head, where the chair has not come in."""
    here.head.holdings.update(to_date=timezone.localdate())
    Person.unscoped.filter(pk__in=[here.head.pk, here.chair.pk]).update(account=None)
    return somebody("technician", school=here.school)


def test_a_technician_who_named_the_first_head_does_not_end_their_role(here):
    technician = nobody_has_led_yet(here)
    request = given(here, "head", technician)
    with pytest.raises(Refused, match="somebody else"):
        deciding.revoke(technician, request, "No more")
    assert "head" in Person.unscoped.get(pk=here.teacher.pk).roles()
    deciding.revoke(here.chair, request, "The governors have chosen somebody else")
    assert "head" not in Person.unscoped.get(pk=here.teacher.pk).roles()


def test_who_may_no_longer_end_a_head_is_refused_though_the_school_has_none(here):
    technician = nobody_has_led_yet(here)
    request = given(here, "head", technician)
    here.teacher.holdings.filter(role="head").update(to_date=timezone.localdate())
    with pytest.raises(Refused, match="somebody else"):
        deciding.revoke(technician, request, "No more")


def test_a_former_head_does_not_take_back_a_permission_either(here):
    request = asking.ask_for_act(here.teacher, "use.logo", {"by": "staff"}, "A poster")
    request = deciding.approve(here.head, request, "Yes", valid_until=timezone.localdate() + timedelta(days=9))
    here.head.holdings.update(role="staff")
    before = Person.unscoped.get(pk=here.head.pk)
    with pytest.raises(Refused, match="somebody else"):
        deciding.revoke(before, request, "No more")
    assert deciding.revoke(here.chair, request, "No more") is None


def test_a_role_that_somebody_has_is_not_asked_for(here):
    with pytest.raises(Refused, match="already"):
        asking.ask_for_role(here.teacher, here.teacher, {**FACTS, "role": "staff"}, "Please")


def test_a_role_is_not_asked_for_twice_for_another_reason(here):
    asking.ask_for_role(here.teacher, here.teacher, {**FACTS, "role": "slt"}, "Please")
    with pytest.raises(Refused, match="asked for this already"):
        asking.ask_for_role(here.teacher, here.teacher, {**FACTS, "role": "slt"}, "Pretty please")


def test_a_role_given_directly_ends_the_request_for_it(here, sign_in):
    vera = somebody("parent", school=here.school, name="Vera Example")
    request = asking.ask_for_role(here.teacher, vera, FACTS, "She helps on Fridays")
    assert "Decide: Give Vera Example" in words(sign_in(here.head).get("/"))
    assign_role(here.head, vera, "volunteer", to_date=timezone.localdate() + timedelta(days=300))
    drain()
    request.refresh_from_db()
    assert (request.state, request.asked.count()) == ("met", 0)
    assert LedgerEntry.objects.filter(verb="approval.met").count() == 1
    assert "Decide: Give Vera Example" not in words(sign_in(here.head).get("/"))
    told = Notice.unscoped.get(person=here.teacher)
    assert told.words.startswith("Vera Example has been given this role, so nothing is left to decide")
    page = words(sign_in(here.teacher).get(f"/requests/{request.pk}/"))
    assert "No longer needed" in page
    with pytest.raises(Refused, match="come about already"):
        deciding.refuse(here.head, request, "No")


def test_a_role_given_for_other_days_leaves_the_request_open(here):
    vera = somebody("parent", school=here.school)
    later = timezone.localdate() + timedelta(days=60)
    request = asking.ask_for_role(here.teacher, vera, {**FACTS, "from_date": later.isoformat()}, "From the summer")
    assign_role(here.head, vera, "volunteer", to_date=later)
    drain()
    request.refresh_from_db()
    assert request.state == "open"


def test_whoever_gains_or_loses_a_role_by_a_request_is_told(here):
    vera = somebody("parent", school=here.school)
    request = asking.ask_for_role(here.teacher, vera, FACTS, "She helps on Fridays")
    deciding.approve(here.head, request, "Thank you, Vera")
    gained = Notice.unscoped.get(person=vera)
    assert gained.words.startswith(f"{here.head.name} has given you a role: volunteer. From ")
    assert gained.url == "/you/"
    deciding.revoke(here.head, request, "The club has ended")
    lost = Notice.unscoped.filter(person=vera).latest("pk")
    assert lost.words == f"{here.head.name} has ended a role of yours: volunteer."


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


def link_to_ask(page) -> str | None:
    found = re.search(r'href="(/requests/role/\?person=\d+)"', page.content.decode())
    return found.group(1) if found else None


def test_from_somebodys_page_one_asks_for_a_role_for_them(here, sign_in):
    vera = somebody("parent", school=here.school, name="Vera Example")
    dsl = sign_in(here.dsl)
    address = link_to_ask(dsl.get(f"/people/{vera.pk}/"))
    page = fill(dsl, address, role="volunteer", words="She helps on Fridays", do="continue")
    assert "Who would have the role? Vera Example" in words(page)
    assert f'href="/people/{vera.pk}/"' in dsl.get(address).content.decode()
    dsl.post(address, {**form_on(page), "do": "send"})
    assert ApprovalRequest.unscoped.get().facts["person"] == vera.pk


def test_from_ones_own_page_one_asks_for_oneself(here, sign_in):
    dsl = sign_in(here.dsl)
    address = link_to_ask(dsl.get(f"/people/{here.dsl.pk}/"))
    page = fill(dsl, address, role="slt", words="I lead the key stage now", do="continue")
    assert f"Who would have the role? {here.dsl.name}" in words(page)


def test_a_head_who_gives_roles_is_led_to_ask_for_what_only_the_chair_gives(here, sign_in):
    head = sign_in(here.head)
    seen = head.get(f"/people/{here.teacher.pk}/")
    assert "Ask for a role that you cannot give" in words(seen)
    last = timezone.localdate() + timedelta(days=30)
    until = {"last_day_0": last.day, "last_day_1": last.month, "last_day_2": last.year}
    address = link_to_ask(seen)
    page = fill(head, address, role="head", acting="on", words="I am away in May", do="continue", **until)
    head.post(address, {**form_on(page), "do": "send"})
    assert list(ApprovalRequest.unscoped.get().asked.all()) == [here.chair]


def test_nobody_of_another_school_is_brought_along_by_an_address(here, sign_in):
    stranger = somebody("parent", name="Stranger Example")
    page = sign_in(here.dsl).get(f"/requests/role/?person={stranger.pk}")
    assert page.status_code == 200
    assert "Stranger" not in words(page)
    assert sign_in(here.dsl).get("/requests/role/?person=%C2%B2").status_code == 200

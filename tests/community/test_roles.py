"""Who gives a role to whom, and ends it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from factories import RoleHoldingFactory, somebody
from schoolgate.community.actions.people import add_person, remove_person
from schoolgate.community.actions.roles import assign_role, end_role
from schoolgate.community.change import Refused
from schoolgate.community.models import Notice, Person, RoleHolding
from schoolgate.community.powers import holds
from schoolgate.community.roles import GRANTED_BY, IMPLIES, Role
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db


def fresh(person: Person) -> Person:
    return Person.unscoped.get(pk=person.pk)


def told(person: Person) -> list[str]:
    return [notice.words for notice in Notice.unscoped.filter(person=person)]


@pytest.mark.parametrize(("role", "brings"), IMPLIES.items())
def test_a_head_a_dsl_and_a_senior_leader_are_staff_and_the_chair_is_a_governor(role, brings):
    assert somebody(role).roles() == {role, brings}


def test_one_person_can_be_a_teacher_and_a_parent():
    assert somebody("staff", "parent").roles() == {"staff", "parent"}


def test_a_role_counts_from_its_first_day_to_the_day_before_its_last():
    held = RoleHoldingFactory(role="governor", from_date=date(2026, 9, 1), to_date=date(2026, 10, 1))
    days = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1)]

    assert [held.person.roles(day) == {"governor"} for day in days] == [False, True, True, False]
    assert holds(held.person, "policy.adopt", date(2026, 9, 2))
    assert not holds(held.person, "policy.adopt", date(2026, 10, 1))


def test_the_head_makes_a_teacher_the_safeguarding_lead_and_the_ledger_knows(school):
    head, teacher = somebody("head", school=school), somebody("staff", school=school)
    holding = assign_role(head, teacher, Role.DSL)

    assert fresh(teacher).roles() == {"dsl", "staff"}
    entry = LedgerEntry.objects.get()
    assert (entry.verb, entry.actor, entry.subject) == ("role.assigned", head.pk, f"community.person:{teacher.pk}")
    assert entry.details() == {"role": "dsl", "from_date": holding.from_date.isoformat(), "holding": holding.pk}


def test_a_role_given_from_next_week_opens_nothing_today(school):
    head, teacher = somebody("head", school=school), somebody("staff", school=school)
    assign_role(head, teacher, Role.DSL, timezone.localdate() + timedelta(days=7))
    assert fresh(teacher).roles() == {"staff"}


@pytest.mark.parametrize("role", [role for role in Role if role != Role.HEAD])
@pytest.mark.parametrize("giver", ["head", "technician", "chair", "dsl", "slt", "staff", "governor", "parent"])
def test_only_those_in_the_table_give_a_role(giver, role, school):
    by, other = somebody(giver, school=school), somebody(school=school)
    if GRANTED_BY[role] & by.roles():
        assign_role(by, other, role)
        assert role in fresh(other).roles()
    else:
        with pytest.raises(Refused, match=r"[Aa]sk"):
            assign_role(by, other, role)
        assert role not in fresh(other).roles()


@pytest.mark.parametrize("giver", ["head", "technician", "chair"])
def test_nobody_changes_their_own_roles(giver, school):
    by = somebody(giver, school=school)
    with pytest.raises(Refused, match="your own roles"):
        assign_role(by, by, Role.STAFF)
    with pytest.raises(Refused, match="your own roles"):
        end_role(by, by.holdings.get())
    with pytest.raises(Refused):
        remove_person(by, by)
    assert by.roles() == fresh(by).roles()


def test_a_technician_names_a_head_only_while_the_school_has_none(school):
    technician, first, second = (somebody(school=school) for _ in range(3))
    RoleHoldingFactory(person=technician, role="technician")
    assign_role(technician, first, Role.HEAD)

    with pytest.raises(Refused, match="chair of governors"):
        assign_role(technician, second, Role.HEAD)
    with pytest.raises(Refused, match="chair of governors"):
        end_role(technician, first.holdings.get())
    with pytest.raises(Refused):
        remove_person(technician, first)
    assert fresh(first).roles() == {"head", "staff"}


def test_the_head_does_not_choose_the_chair_and_nobody_replaces_one_alone(school):
    head, technician = somebody("head", school=school), somebody("technician", school=school)
    first, second = somebody(school=school), somebody(school=school)
    with pytest.raises(Refused, match="IT technician or chair of governors"):
        assign_role(head, first, Role.CHAIR)
    with pytest.raises(Refused):
        assign_role(somebody("head", "technician", school=school), first, Role.CHAIR)
    assign_role(technician, first, Role.CHAIR)

    with pytest.raises(Refused, match="Only the chair"):
        assign_role(technician, second, Role.CHAIR)
    with pytest.raises(Refused):
        end_role(technician, first.holdings.get())
    assign_role(fresh(first), second, Role.CHAIR)
    end_role(head, first.holdings.get())
    assert (fresh(first).roles(), fresh(second).roles()) == (frozenset(), {"chair", "governor"})


def test_pages_offer_only_the_roles_that_somebody_may_give_or_end(school, sign_in):
    chair, tess = somebody("chair", school=school), somebody(school=school)
    head, technician = sign_in(somebody("head", school=school)), sign_in(somebody("technician", school=school))
    page = words(head.get(f"/people/{tess.pk}/roles/"))
    assert "Chair of governors" not in page
    assert "Such as an acting head teacher" not in page
    assert "End this role" in words(head.get(f"/people/{chair.pk}/"))
    assert "End this role" not in words(technician.get(f"/people/{chair.pk}/"))
    assert "Such as an acting head teacher" in words(sign_in(chair).get(f"/people/{tess.pk}/roles/"))


def test_a_head_who_is_to_come_counts_as_the_head(school):
    technician, coming = somebody("technician", school=school), somebody(school=school)
    assign_role(technician, coming, Role.HEAD, timezone.localdate() + timedelta(days=30))
    with pytest.raises(Refused):
        assign_role(technician, somebody(school=school), Role.HEAD)


def test_the_chair_of_governors_changes_the_head(school):
    chair, old, new = somebody("chair", school=school), somebody("head", school=school), somebody(school=school)
    assign_role(chair, new, Role.HEAD)
    end_role(chair, old.holdings.get())

    assert (fresh(old).roles(), fresh(new).roles()) == (frozenset(), {"head", "staff"})


def test_a_role_that_is_held_is_not_given_twice(school):
    head, teacher = somebody("head", school=school), somebody("staff", school=school)
    with pytest.raises(Refused, match="already has"):
        assign_role(head, teacher, Role.STAFF)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHolding.objects.create(person=teacher, role="staff")


def test_nobody_gives_a_role_at_another_school():
    with pytest.raises(Refused):
        assign_role(somebody("head"), somebody("staff"), Role.DSL)


def test_a_member_of_staff_who_goes_becomes_a_leaver_and_a_parent_does_not(school):
    head = somebody("head", school=school)
    teacher, parent = somebody("staff", "parent", school=school), somebody("parent", school=school)
    remove_person(head, teacher)
    remove_person(head, parent)

    assert fresh(teacher).roles() == {"leaver"}
    assert fresh(parent).roles() == frozenset()
    verbs = list(LedgerEntry.objects.values_list("verb", flat=True))
    assert verbs == ["role.ended", "role.ended", "role.assigned", "person.removed", "role.ended", "person.removed"]


def test_a_leaver_who_comes_back_is_staff_again(school):
    head, teacher = somebody("head", school=school), somebody("staff", school=school)
    remove_person(head, teacher)
    assign_role(head, fresh(teacher), Role.STAFF)
    assert "staff" in fresh(teacher).roles()


def test_a_role_that_was_to_begin_later_never_begins_for_somebody_who_left(school):
    head, volunteer = somebody("head", school=school), somebody("volunteer", school=school)
    assign_role(head, volunteer, Role.STAFF, timezone.localdate() + timedelta(days=7))
    remove_person(head, fresh(volunteer))
    assert fresh(volunteer).roles(timezone.localdate() + timedelta(days=30)) == frozenset()


def test_removing_stops_half_way_for_nobody(school):
    technician, both = somebody("technician", school=school), somebody("staff", "dsl", school=school)
    with pytest.raises(Refused):
        remove_person(technician, both)
    assert fresh(both).roles() == {"staff", "dsl"}
    assert not LedgerEntry.objects.exists()


def test_a_technician_cannot_add_somebody_with_a_role_they_may_not_give(school):
    technician = somebody("technician", school=school)
    with pytest.raises(Refused):
        add_person(technician, school, name="Dee Example", roles=["staff", "dsl"], email="dee@school.example")
    assert not Person.objects.of(school).filter(name="Dee Example").exists()


def test_no_name_and_no_address_stands_in_the_ledger(school):
    head = somebody("head", school=school)
    add_person(head, school, name="Quentin Example", roles=["staff"], email="quentin@school.example")
    said = " ".join(f"{entry.subject} {entry.detail}" for entry in LedgerEntry.objects.all())
    assert "uentin" not in said


def test_a_technician_names_no_head_once_somebody_has_led_the_school(school):
    """How it was: from the day the last head's role ended, a technician made a friend the head."""
    technician, chair = somebody("technician", school=school), somebody("chair", school=school)
    head, friend = somebody("head", school=school), somebody(school=school)
    end_role(chair, head.holdings.get())
    with pytest.raises(Refused, match="only the chair of governors can name the next"):
        assign_role(technician, friend, Role.HEAD)
    with pytest.raises(Refused, match="add the chair first"):
        add_person(technician, school, name="Fay Example", roles=["head"])
    assign_role(chair, friend, Role.HEAD)
    assert "head" in fresh(friend).roles()


def test_where_the_head_has_gone_and_there_was_no_chair_the_technician_names_the_chair_first(school):
    technician, governor = somebody("technician", school=school), somebody("governor", school=school)
    RoleHoldingFactory(person=somebody(school=school), role="head", from_date="2020-01-01", to_date="2026-01-01")
    chair = somebody(school=school, name="Chris Example")
    with pytest.raises(Refused, match="add the chair first"):
        assign_role(technician, governor, Role.HEAD)
    assign_role(technician, chair, Role.CHAIR)
    assert told(governor) == [f"{technician.name} has given Chris Example a role: chair of governors."]


def test_those_who_lead_hear_of_a_new_head_or_chair_and_which_it_is(school):
    technician, head = somebody("technician", school=school), somebody("head", school=school)
    chair = add_person(technician, school, name="Chris Example", roles=["chair"], email="chris@school.example")
    assert told(head) == [f"{technician.name} has given Chris Example a role: chair of governors."]
    assign_role(chair, somebody(school=school, name="Nora Example"), Role.HEAD)
    assert told(head)[0] == "Chris Example has given Nora Example a role: head teacher."
    assert not told(chair)

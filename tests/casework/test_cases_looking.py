"""Somebody told the school: whoever it is for looks at what it is, and whom it names can never see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import a_case, joins, named
from factories import FamilyLinkFactory, GroupFactory, MembershipFactory, pupil, somebody
from schoolgate.casework.cases.access import may_open, who_may_open
from schoolgate.casework.cases.actions.opening import open_case
from schoolgate.casework.cases.models import Case, Member, Party
from schoolgate.community.change import by_machine
from schoolgate.community.models import Notice
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def dsl():
    return somebody("dsl")


@pytest.fixture
def head(dsl):
    return somebody("head", school=dsl.school)


def told(school, **fields) -> Case:
    with by_machine(school) as ledger:
        return open_case(ledger, "Somebody told us without a name.", **{"about": ["bullying"], **fields})


def in_force(head, pack) -> None:
    version = adopting.send(head, drafting.start_from(head, pack))
    adopting.adopt(somebody("governor", school=head.school), version, timezone.localdate() - timedelta(days=30))


def look(client, case, **changes):
    """Look at a case from the first question to the check: what was found, in answers."""
    url = f"/cases/{case.reference}/look/"
    found = {"title": "Messages in a chat", "summary": "Unkind words.", "kinds": ["bullying"], **changes}
    fill(client, f"{url}what/", title=found["title"], summary=found["summary"], kinds=found["kinds"])
    fill(client, f"{url}where/", ground=found.get("ground", "on_site"), ground_why=found.get("why", ""))
    return fill(client, f"{url}serious/", seriousness="medium", danger=found.get("danger", "no"))


def test_a_new_case_stands_on_the_home_page_and_is_looked_at_question_by_question(dsl, sign_in):
    case = told(dsl.school)
    child, other = pupil(dsl.school, name="Pip Example"), pupil(dsl.school, name="Ines Example")
    client = sign_in(dsl)
    assert f"Look at what was told: {case.reference}" in words(client.get("/"))

    at = client.get(f"/cases/{case.reference}/look/", follow=True)
    assert at.request["PATH_INFO"].endswith("/look/what/")
    fill(client, f"/cases/{case.reference}/named/affected/school/?name=Pip", people=[child.pk])
    fill(client, f"/cases/{case.reference}/named/responsible/school/?name=Ines", people=[other.pk])
    checked = look(client, case)
    assert "Messages in a chat" in words(checked)
    assert "Pip Example (pupil, Year 3)" in words(checked)
    done = client.post(f"/cases/{case.reference}/look/check/", follow=True)

    case.refresh_from_db()
    assert (case.state, case.lead, case.kinds, case.ground) == ("open", dsl, ["bullying"], "on_site")
    assert "Messages in a chat" in words(done)
    assert "Look at what was told" not in words(client.get("/"))


def test_what_nobody_looked_at_for_more_than_a_school_day_is_overdue(dsl, sign_in):
    case = told(dsl.school)
    client = sign_in(dsl)
    assert "Overdue" not in words(client.get("/"))
    Case.objects.of(dsl.school).filter(pk=case.pk).update(at=timezone.now() - timedelta(days=5))

    assert "Overdue" in words(client.get("/"))


def test_where_somebody_may_be_in_danger_the_number_to_call_stands_first(dsl, sign_in):
    case = told(dsl.school, danger=True)

    page = words(sign_in(dsl).get(case.path))

    assert "Somebody may be in danger now" in page
    assert "call 999" in page


def test_the_link_with_the_school_is_what_the_policy_names_and_another_asks_why(dsl, head, sign_in):
    in_force(head, "roman-road")
    case = told(dsl.school)
    client, url = sign_in(dsl), f"/cases/{case.reference}/look/where/"

    page = words(client.get(url))
    assert "Clause RR-39 of your policy names it" in page
    assert "Your policy does not name this" in page
    refused = fill(client, url, ground="threat")
    assert refused.status_code == 422
    assert "Say why the school may act" in words(refused)

    named(case, "A Stranger", kind=Party.Kind.OTHER)
    named(case, pupil(dsl.school), part=Party.Part.AFFECTED, kind=Party.Kind.PUPIL)
    look(client, case, ground="reputation")
    client.post(f"/cases/{case.reference}/look/check/")
    case.refresh_from_db()
    assert (case.ground, case.ground_clause, case.version.number) == ("reputation", "RR-39", 1)


def test_a_case_is_open_only_once_it_is_said_who_it_is_about_or_that_nobody_knows(dsl, sign_in):
    case = told(dsl.school)
    client = sign_in(dsl)
    look(client, case)
    assert client.post(f"/cases/{case.reference}/look/check/").url == f"/cases/{case.reference}/named/"

    for part in ("affected", "responsible"):
        client.post(f"/cases/{case.reference}/named/{part}/unknown/")
    client.post(f"/cases/{case.reference}/look/check/")

    case.refresh_from_db()
    assert case.state == "open"


def test_nobody_knows_yet_is_said_once_and_ends_when_somebody_is_named(dsl, sign_in):
    case = a_case(dsl)
    client, url = sign_in(dsl), f"/cases/{case.reference}/named/responsible"
    for _ in range(2):
        client.post(f"{url}/unknown/")
    assert Party.objects.of(dsl.school).filter(ended_at=None).count() == 1

    page = fill(client, f"{url}/other/", name="Ann Other", kind="other")

    assert "Ann Other (somebody else)" in words(page)
    assert "Nobody knows yet" not in words(page).split("Who saw")[0].split("done it?")[1]


def test_whoever_is_named_is_out_at_once_and_it_comes_to_somebody_else(dsl, head, sign_in):
    chair = somebody("chair", school=dsl.school)
    case = told(dsl.school, about=["staff_conduct"])
    assert who_may_open(case) == [head]

    page = fill(sign_in(head), f"/cases/{case.reference}/named/responsible/school/?name={head.name}", people=[head.pk])

    assert page.request["PATH_INFO"] == "/cases/"
    assert "with others now" in page.content.decode()
    assert who_may_open(case) == [chair]
    assert not may_open(head, case)
    assert sign_in(head).get(case.path).status_code == 404
    assert Member.objects.of(dsl.school).get(person=head).ended_at
    ended = LedgerEntry.objects.filter(verb="case.member_ended").latest("number")
    assert ended.details() == {"person": head.pk}
    assert case.reference in Notice.objects.of(dsl.school).get(person=chair).words


def test_naming_a_pupil_shuts_out_their_family_too(dsl, head, sign_in):
    case = told(dsl.school)
    child = pupil(dsl.school)
    FamilyLinkFactory(adult=dsl, child=child)
    deputy = somebody("deputy_dsl", school=dsl.school)
    joins(case, deputy)

    page = fill(sign_in(deputy), f"/cases/{case.reference}/named/affected/school/", people=[child.pk])

    assert page.status_code == 200
    assert who_may_open(case) == [deputy]


def test_nobody_is_named_who_would_leave_a_case_with_nobody(dsl, sign_in):
    case = told(dsl.school)

    page = fill(sign_in(dsl), f"/cases/{case.reference}/named/responsible/school/", people=[dsl.pk])

    assert page.status_code == 422
    assert "Nobody at the school would be left" in words(page)
    assert may_open(dsl, case)
    assert not Party.objects.of(dsl.school).exists()


def test_a_typed_name_like_that_of_somebody_of_the_school_is_asked_about(dsl, head, sign_in):
    teacher = somebody("staff", school=dsl.school, name="Tess Example")
    case = a_case(dsl, teacher)
    client, url = sign_in(dsl), f"/cases/{case.reference}/named/responsible/other/"

    asked = fill(client, url, name="Mrs Tess Exampel", kind="staff")
    assert "Is it one of these people of the school?" in words(asked)
    assert not Party.objects.of(dsl.school).exists()
    client.post(url, {"name": "Mrs Tess Exampel", "kind": "staff", "same": str(teacher.pk)})

    assert Party.objects.of(dsl.school).get().person == teacher
    assert not may_open(teacher, case)


def test_somebody_from_outside_is_named_by_their_name_which_lies_sealed(dsl, sign_in):
    case = a_case(dsl)

    page = fill(sign_in(dsl), f"/cases/{case.reference}/named/responsible/other/", name="Zebedee Quux", kind="other")

    assert "Zebedee Quux (somebody else)" in words(page)
    party = Party.objects.of(dsl.school).get()
    assert party.said("name") == "Zebedee Quux"
    assert "Zebedee" not in party.sealed


def test_whoever_is_not_named_after_all_does_not_get_the_case_back(dsl, head, sign_in):
    teacher = somebody("staff", school=dsl.school)
    case = a_case(dsl, teacher)
    client = sign_in(dsl)
    fill(client, f"/cases/{case.reference}/named/responsible/school/?name={teacher.name}", people=[teacher.pk])
    party = Party.objects.of(dsl.school).get()

    fill(client, f"/cases/{case.reference}/named/{party.key}/end/", words="It was somebody else.")

    assert not Party.objects.of(dsl.school).filter(ended_at=None).exists()
    assert not may_open(teacher, case)


def test_it_never_comes_to_whom_it_may_be_about_until_somebody_else_is_named(dsl, head, sign_in):
    case = told(dsl.school, besides=[head])
    joins(case, head)
    assert not may_open(head, case)
    client = sign_in(dsl)
    assert head.name in words(client.get(f"/cases/{case.reference}/named/"))

    for part, name in (("affected", "Ann Other"), ("responsible", "Bob Other")):
        fill(client, f"/cases/{case.reference}/named/{part}/other/", name=name, kind="other")
    look(client, case)
    client.post(f"/cases/{case.reference}/look/check/")

    assert may_open(head, case)


def test_only_those_who_may_decide_look_at_it(dsl, sign_in):
    teacher = somebody("staff", school=dsl.school)
    case = a_case(dsl, teacher)

    assert sign_in(teacher).get(case.path).status_code == 200
    assert sign_in(teacher).get(f"/cases/{case.reference}/look/what/").status_code == 403


def test_the_list_shows_only_what_one_may_open_by_state(dsl, sign_in):
    mine, closed, hidden = a_case(dsl), a_case(dsl, state="closed"), a_case(somebody("head", school=dsl.school))
    client = sign_in(dsl)

    assert mine.reference in words(client.get("/cases/"))
    assert closed.reference not in words(client.get("/cases/"))
    assert closed.reference in words(client.get("/cases/?state=closed"))
    assert hidden.reference not in words(client.get("/cases/?state=all"))


def test_another_who_may_decide_can_lead(dsl, head, sign_in):
    case = a_case(dsl, head, lead=dsl)

    fill(sign_in(dsl), f"/cases/{case.reference}/lead/", to=str(head.pk))

    case.refresh_from_db()
    assert case.lead == head


def test_whoever_is_named_is_told_apart_by_role_from_a_pupil_of_the_same_class(dsl, sign_in):
    group = GroupFactory(school=dsl.school, name="Class 3")
    teacher = somebody("staff", school=dsl.school, name="Tess Alike")
    both = somebody("slt", "parent", school=dsl.school, name="Tess Alike")
    for person in (teacher, pupil(dsl.school, name="Tess Alike", year="3")):
        MembershipFactory(group=group, person=person)

    page = words(sign_in(dsl).get(f"/cases/{a_case(dsl).reference}/named/responsible/school/"))

    for said in (
        "Tess Alike (Member of staff, Class 3)",
        "Tess Alike (Year 3, Class 3)",
        f"Tess Alike (Senior leader, Parent or carer, {both.write_to()})",
    ):
        assert said in page

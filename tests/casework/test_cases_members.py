"""Who may open a case: by name and with a reason, never who is named; and in an emergency, for a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import a_case, joins, named
from factories import FamilyLinkFactory, pupil, somebody
from schoolgate.casework.cases.access import may_open, who_may_open
from schoolgate.casework.cases.models import Member, Party
from schoolgate.community.models import Mail, Notice
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def dsl():
    return somebody("dsl")


@pytest.fixture
def head(dsl):
    return somebody("head", school=dsl.school)


def test_somebody_is_let_in_by_name_with_a_reason_and_told_in_references_alone(dsl, sign_in):
    teacher = somebody("staff", school=dsl.school)
    case = a_case(dsl)
    client = sign_in(dsl)

    page = fill(client, f"/cases/{case.reference}/members/add/", to=teacher.name, why="She teaches this class.")

    assert "She teaches this class." in words(page)
    assert who_may_open(case) == sorted([dsl, teacher], key=lambda person: person.name)
    mail = Mail.objects.of(dsl.school).get(person=teacher)
    assert (mail.reference, "class" in mail.subject) == (case.reference, False)
    entry = LedgerEntry.objects.filter(verb="case.member_added").latest("number")
    assert entry.details() == {"person": teacher.pk, "role": "", "emergency": False}


def test_those_who_lead_and_whom_nothing_keeps_out_are_there_to_tick(dsl, head, sign_in):
    case = a_case(dsl)
    chair, slt, technical, away, teacher = (
        somebody(*roles, school=dsl.school)
        for roles in (["chair"], ["slt"], ["slt", "technician"], ["governor"], ["staff"])
    )
    named(case, chair)
    case.besides.add(slt)
    client, url = sign_in(dsl), f"/cases/{case.reference}/members/add/"
    page = client.get(url).content.decode()
    offered = [one for one in (dsl, head, chair, slt, technical, away, teacher) if f'value="{one.pk}"' in page]
    assert offered == [head, away]
    page = fill(client, url, who=head.pk, to="", why="She leads with me.")
    assert "She leads with me." in words(page)
    assert may_open(head, case)


def test_one_is_ticked_or_a_name_is_typed_and_never_both(dsl, head, sign_in):
    case, teacher = a_case(dsl), somebody("staff", school=dsl.school)
    client, url = sign_in(dsl), f"/cases/{case.reference}/members/add/"
    for given, says in (
        ({"who": head.pk, "to": teacher.name}, "not both"),
        ({"who": "none", "to": ""}, "Choose somebody, or type the name"),
        ({"who": None, "to": ""}, "Choose somebody, or type the name"),
        ({"who": "none", "to": "Nobody Known"}, "Nobody at the school has this name"),
    ):
        page = fill(client, url, why="To help.", **given)
        assert (page.status_code, says in words(page)) == (422, True), given
    fill(client, url, who="none", to=teacher.name, why="To help.")
    assert may_open(teacher, case)


@pytest.mark.parametrize("who", ["named", "family", "perhaps", "technician", "parent"])
def test_some_are_never_let_in(dsl, sign_in, who):
    case = a_case(dsl)
    person = somebody(
        *({"technician": ["staff", "technician"], "parent": ["parent"]}.get(who, ["staff"])), school=dsl.school
    )
    if who == "named":
        named(case, person)
    if who == "family":
        child = pupil(dsl.school)
        FamilyLinkFactory(adult=person, child=child)
        named(case, child, kind=Party.Kind.PUPIL)
    if who == "perhaps":
        case.besides.add(person)

    page = fill(sign_in(dsl), f"/cases/{case.reference}/members/add/", to=person.name, why="To help.")

    assert page.status_code == 422
    assert not Member.objects.of(dsl.school).filter(person=person).exists()


def test_a_membership_is_ended_with_a_reason_but_not_the_last_that_may_decide(dsl, sign_in):
    teacher = somebody("staff", school=dsl.school)
    case = a_case(dsl, teacher)
    client = sign_in(dsl)
    mine, hers = Member.objects.of(dsl.school).get(person=dsl), Member.objects.of(dsl.school).get(person=teacher)

    refused = fill(client, f"/cases/{case.reference}/members/{mine.key}/end/", words="I am leaving.")
    assert refused.status_code == 422
    assert "Nobody else could decide about it then" in words(refused)
    fill(client, f"/cases/{case.reference}/members/{hers.key}/end/", words="It is done.")

    assert who_may_open(case) == [dsl]
    assert sign_in(teacher).get(case.path).status_code == 404


def test_in_an_emergency_a_leader_opens_a_case_until_tomorrow_evening_and_others_are_told(dsl, head, sign_in):
    case = a_case(dsl)
    client = sign_in(head)
    assert client.get(case.path).status_code == 404

    page = fill(client, "/cases/emergency/", reference=case.reference.lower(), why="The child is missing.")

    assert page.status_code == 200
    assert "Opened in an emergency" in words(page)
    member = Member.objects.of(dsl.school).get(person=head)
    assert member.broke_glass
    assert timezone.localtime(member.until).date() == timezone.localdate() + timedelta(days=1)
    assert Notice.objects.of(dsl.school).get(person=dsl).url == case.path
    assert Mail.objects.of(dsl.school).get().person == dsl
    assert "The child is missing." in words(sign_in(dsl).get(f"/cases/{case.reference}/chronology/"))
    Member.objects.of(dsl.school).filter(pk=member.pk).update(until=timezone.now())
    assert not may_open(head, case)


def test_where_nobody_is_left_who_may_open_it_another_leader_is_told(dsl, head, sign_in):
    case = a_case(dsl)
    named(case, dsl)

    fill(sign_in(head), "/cases/emergency/", reference=case.reference, why="It cannot wait.")

    assert not Notice.objects.of(dsl.school).filter(person=dsl).exists()
    chair = somebody("chair", school=dsl.school)
    other = a_case(dsl)
    named(other, dsl)
    fill(sign_in(head), "/cases/emergency/", reference=other.reference, why="It cannot wait.")
    assert Notice.objects.of(dsl.school).get(person=chair).url == "/"


@pytest.mark.parametrize("who", ["named", "family", "perhaps"])
def test_whoever_it_names_hears_what_a_wrong_reference_hears_by_the_same_queries(dsl, head, sign_in, who):
    case = a_case(dsl)
    if who == "named":
        named(case, head)
    elif who == "family":
        child = pupil(dsl.school)
        FamilyLinkFactory(adult=head, child=child)
        named(case, child, kind=Party.Kind.PUPIL)
    else:
        case.besides.add(head)
    client = sign_in(head)
    client.get("/cases/emergency/")

    def ask(reference):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = client.post("/cases/emergency/", {"reference": reference, "why": "Let me see."})
        return page.status_code, words(page).replace(reference, ""), [query["sql"].split(" ")[0] for query in queries]

    assert ask(case.reference) == ask("C-00000000")
    assert not may_open(head, case)
    assert LedgerEntry.objects.filter(verb="case.emergency_refused", actor=head.pk).count() == 2


def test_an_emergency_takes_the_place_of_a_membership_that_lapsed(dsl, head, sign_in):
    case = a_case(dsl)
    joins(case, head, as_role="chair")
    assert not may_open(head, case)

    fill(sign_in(head), "/cases/emergency/", reference=case.reference, why="It cannot wait.")

    assert may_open(head, case)


def test_only_leaders_break_the_glass(dsl, sign_in):
    for role in ("staff", "technician", "governor", "slt"):
        assert sign_in(somebody(role, school=dsl.school)).get("/cases/emergency/").status_code == 403

"""Who looks at what of cases is written down before it is shown: which list, which cases, when; and why they may."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import a_case, joins, named
from casework.supporting import a_world
from factories import pupil, somebody
from schoolgate.casework.cases.access import deciders, may_decide, may_open, who_may_open
from schoolgate.casework.cases.actions.emergency import break_glass
from schoolgate.casework.cases.actions.tasks import give_task
from schoolgate.casework.cases.models import Case, Party
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db
LISTS = {
    "/cases/": "cases",
    "/cases/board/": "cases_board",
    "/cases/low-level/": "cases_low_level",
    "/cases/search/?q=group": "cases_search",
    "/cases/patterns/": "cases_patterns",
}


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school, name="Dee Example")


def looks() -> list[LedgerEntry]:
    return list(LedgerEntry.objects.filter(verb="cases.listed").order_by("number"))


@pytest.mark.parametrize(("path", "page"), LISTS.items())
def test_a_list_is_written_down_once_with_what_it_shows_and_without_a_name(path, page, dsl, sign_in):
    teacher, child = somebody("staff", school=dsl.school), pupil(dsl.school)
    cases = [a_case(dsl, threshold=Case.Threshold.LOW_LEVEL) for _ in range(3)]
    for case in cases:
        named(case, teacher)
        named(case, child, "affected", "pupil")
    hidden = a_case(somebody("head", school=dsl.school))

    said = words(sign_in(dsl).get(path))

    (entry,) = looks()
    detail = entry.details()
    assert (entry.actor, detail["page"]) == (dsl.pk, page)
    if page == "cases_patterns":
        assert detail == {"page": page, "shown": [], "people": [child.pk]}
    else:
        assert set(detail["shown"]) == {case.pk for case in cases}
        assert hidden.pk not in detail["shown"]
    assert not any(name in entry.detail for name in (teacher.name, child.name, "group chat"))
    assert "That you looked is written down" in said


def test_the_list_of_those_who_are_looked_after_is_written_down_and_ones_own_is_not(school, sign_in):
    world = a_world(school)
    file = world.offered()

    assert world.teacher.name in words(sign_in(world.olly).get("/support/"))
    sign_in(world.teacher).get("/support/")
    sign_in(world.head).get("/support/")

    (entry,) = looks()
    assert (entry.actor, entry.details()) == (
        world.olly.pk,
        {"page": "support", "shown": [file.case_id], "people": [world.teacher.pk]},
    )


def test_of_a_long_list_only_the_page_that_is_shown_is_written_down(dsl, sign_in):
    cases = [a_case(dsl) for _ in range(27)]

    sign_in(dsl).get("/cases/?page=2")

    assert looks()[-1].details()["shown"] == [cases[1].pk, cases[0].pk]


def test_counts_alone_are_not_written_down(dsl, sign_in):
    a_case(dsl)

    sign_in(dsl).get("/cases/numbers/")

    assert not looks()


def test_other_cases_that_a_page_of_a_case_tells_of_are_written_down_too(dsl, sign_in):
    child = pupil(dsl.school)
    case, like = a_case(dsl), a_case(dsl)
    for each in (case, like):
        named(each, child, "affected", "pupil")

    sign_in(dsl).get(f"/cases/{case.reference}/links/")

    (entry,) = looks()
    assert (entry.subject, entry.details()["shown"]) == (f"cases.case:{case.pk}", [like.pk])


def test_opening_a_case_says_why_and_its_members_read_who_did(dsl, sign_in):
    case, head = a_case(dsl), somebody("head", school=dsl.school, name="Hal Example")
    break_glass(head, case.reference, "The child is missing.")
    for path in ("", "members/", "chronology/"):
        sign_in(head).get(f"/cases/{case.reference}/{path}")

    opened = LedgerEntry.objects.filter(verb="case.opened", actor=head.pk)
    member = case.members.get(person=head)
    assert {entry.details()["member"] for entry in opened} == {member.pk}

    said = words(sign_in(dsl).get(f"/cases/{case.reference}/members/openings/"))
    assert "Hal Example 3 The child is missing." in said
    assert "Dee Example 1 They look after this class." in said
    assert "/members/openings/" in sign_in(dsl).get(f"/cases/{case.reference}/members/").content.decode()


def test_the_register_groups_by_person_and_opens_the_cases_of_one_page_alone(dsl, sign_in, monkeypatch):
    monkeypatch.setattr("schoolgate.casework.cases.views.low_level.A_PAGE", 2)
    people = [somebody("staff", school=dsl.school, name=f"Tess {letter}") for letter in "CAB"]
    for person in (*people, people[1]):
        named(a_case(dsl, threshold=Case.Threshold.LOW_LEVEL), person)
    for name in ("Olive Outside", "olive Outside", "Olive Outside"):
        named(a_case(dsl, threshold=Case.Threshold.LOW_LEVEL), name, kind=Party.Kind.OTHER)
    client = sign_in(dsl)

    first, second = (words(client.get(f"/cases/low-level/?page={page}")) for page in (1, 2))

    assert "7 that you may open" in first
    assert first.index("Tess A") < first.index("Tess B")
    assert "Tess C" not in first
    assert second.index("Tess C") < second.index("Olive Outside")
    assert [len(entry.details()["shown"]) for entry in looks()] == [3, 3]


def test_who_may_open_it_is_the_same_asked_of_all_and_of_each(dsl):
    school = dsl.school
    case = a_case(dsl)
    parent, technician = somebody("staff", "parent", school=school), somebody("staff", "technician", school=school)
    leaver, governor, head = (somebody(role, school=school) for role in ("leaver", "governor", "head"))
    out, perhaps = somebody("slt", school=school), somebody("slt", school=school)
    for person in (parent, technician, leaver, governor, out, perhaps):
        joins(case, person)
    lapsed = somebody("staff", school=school)
    joins(case, lapsed, as_role="dsl")
    joins(case, somebody("deputy_dsl", school=school), as_role="deputy_dsl")
    break_glass(head, case.reference, "It cannot wait.")
    named(case, out)
    case.besides.add(perhaps)
    everybody = [member.person for member in case.members.select_related("person")]

    assert {each.pk for each in who_may_open(case)} == {each.pk for each in everybody if may_open(each, case)}
    decide = {each.pk for each in everybody if may_open(each, case) and may_decide(each, case)}
    assert {each.pk for each in deciders(case)} == decide
    assert head.pk not in decide
    assert len(who_may_open(case)) == 5


@pytest.mark.parametrize(
    "path", ["", "members/", "members/openings/", "tasks/", "tasks/add/", "close/", "links/", "lead/"]
)
def test_a_page_of_a_case_asks_the_database_as_little_for_nine_members_as_for_three(path, dsl, sign_in):
    counts = []
    for number, kind in ((3, "threat"), (9, "bullying")):
        case = a_case(dsl, lead=dsl, kinds=[kind])
        for _ in range(number - 1):
            helper = somebody("slt", school=dsl.school)
            joins(case, helper)
            give_task(dsl, case, "Ring home", helper, timezone.localdate(case.at))
        client = sign_in(dsl)
        client.get(f"/cases/{case.reference}/{path}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/cases/{case.reference}/{path}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], counts
    assert counts[0] < 80

"""What an import leaves to people: where those who lead are written to, and the importer's own roles and family."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from community.roster.bringing import bring_in, bring_in_sheet, counts, newest, person, upload
from community.roster.sets import Set, small_school
from factories import RoleHoldingFactory, somebody
from schoolgate.cli import main
from schoolgate.community.models import FamilyLink, Invitation, Person, School
from schoolgate.jobs.work import drain
from typed import fill, words

pytestmark = pytest.mark.django_db
GUARDED = ["head", "dsl", "deputy_dsl", "slt", "chair", "governor", "technician"]
NEW = "mallory@else.example"
SignIn = Callable[[Person], Client]


@pytest.fixture
def ita(school: School) -> Person:
    return somebody("technician", school=school, name="Ita Example")


@pytest.fixture
def made(school: School) -> Set:
    return small_school(name=school.name)


def listed(client: Client, made: Set) -> str:
    """Upload a set; the page of what will change."""
    upload(client, made.zip())
    drain()
    return words(client.get(f"/roster/{newest().pk}/"))


@pytest.mark.parametrize("role", GUARDED)
@pytest.mark.parametrize("before", ["", "hattie@home.example"])
def test_nobody_who_leads_is_written_to_elsewhere_because_of_a_file(
    role: str, before: str, ita: Person, made: Set, school: School, sign_in: SignIn
):
    hattie = somebody(role, school=school, name="Hattie Example", account=None, address=before, sourced_id="h1")
    made.user("h1", "teacher", "Hattie", "Example", email=NEW)
    client = sign_in(ita)
    page = listed(client, made)
    assert "What we leave as it is" in page
    assert f"address: {before or 'none'} → {NEW}" in page
    assert "Your head teacher or chair of governors can change it on the person’s page." in page
    bring_in(client, made.zip())
    hattie.refresh_from_db()
    assert hattie.address == before
    assert bring_in(client, made.zip()) == counts(unchanged=7)


def test_a_role_that_is_to_come_counts(ita: Person, made: Set, sign_in: SignIn):
    client = sign_in(ita)
    bring_in(client, made.zip())
    RoleHoldingFactory(person=person("t1"), role="dsl", from_date=timezone.localdate() + timedelta(days=7))
    made.find("users", "t1")["email"] = NEW
    assert bring_in(client, made.zip()) == counts(unchanged=6)
    assert person("t1").address == "tess@school.example"


def test_nor_is_a_line_manager(ita: Person, made: Set, school: School, sign_in: SignIn):
    client = sign_in(ita)
    bring_in(client, made.zip())
    somebody("staff", school=school, manager=person("t1"))
    made.find("users", "t1")["email"] = NEW
    assert f"address: tess@school.example → {NEW}" in listed(client, made)
    assert bring_in(client, made.zip()) == counts(unchanged=6)
    assert person("t1").address == "tess@school.example"


def test_nobody_takes_another_name_by_a_file(ita: Person, made: Set, sign_in: SignIn):
    ita.sourced_id = "i1"
    ita.save()
    made.user("i1", "teacher", "Rita", "Example")
    client = sign_in(ita)
    page = listed(client, made)
    assert "name: Ita Example → Rita Example" in page
    assert "Nobody changes their own name, roles or family." in page
    bring_in(client, made.zip())
    assert Person.unscoped.get(pk=ita.pk).name == "Ita Example"


def test_the_machine_leaves_it_alone_too(made: Set, school: School, tmp_path, capsys):
    hattie = somebody("head", school=school, name="Hattie Example", account=None, address="", sourced_id="h1")
    made.user("h1", "administrator", "Hattie", "Example", email=NEW)
    assert main(["roster", str(made.save(tmp_path))]) == 0
    assert "Addresses left as they are, of people with a role such as head or governor: 1." in capsys.readouterr().out
    hattie.refresh_from_db()
    assert hattie.address == ""


def test_for_the_others_it_is_taken_over_and_a_link_to_the_old_address_ends(ita: Person, made: Set, sign_in: SignIn):
    client = sign_in(ita)
    bring_in(client, made.zip())
    assert "What we leave as it is" not in listed(client, made)
    links = {
        key: Invitation.unscoped.create(
            person=person(key),
            address=person(key).address,
            secret_hash=key,
            expires_at=timezone.now() + timedelta(days=7),
        )
        for key in ("t1", "a1")
    }
    made.find("users", "t1")["email"] = "tess@new.example"
    bring_in(client, made.zip())
    assert person("t1").address == "tess@new.example"
    for link in links.values():
        link.refresh_from_db()
    assert (links["t1"].ended_at is None, links["a1"].ended_at is None) == (False, True)


def test_nobody_makes_themselves_a_parent_or_takes_up_a_role_by_a_file(ita: Person, made: Set, sign_in: SignIn):
    ita.sourced_id = "i1"
    ita.save()
    made.user("i1", "parent", "Ita", "Example")
    made.find("users", "p1")["agentSourcedIds"] = "a1,a2,i1"
    client = sign_in(ita)
    page = listed(client, made)
    assert "a parent or carer of Zoë Example; becomes parent or carer" in page
    assert "Ask somebody else who brings files in, or who can change it on your page." in page
    assert bring_in(client, made.zip()) == counts(added=6, changed=1)
    assert ita.held() == ["technician"]
    assert not FamilyLink.unscoped.filter(adult=ita).exists()


def test_nobody_ends_their_own_role_or_family_by_a_file(ita: Person, made: Set, sign_in: SignIn):
    client = sign_in(ita)
    bring_in(client, made.zip())
    ita.sourced_id = "i1"
    ita.save()
    for role in ("parent", "staff"):
        RoleHoldingFactory(person=ita, role=role)
    FamilyLink.unscoped.create(adult=ita, child=person("p1"), kind="relative")
    FamilyLink.unscoped.create(adult=ita, child=person("p2"), kind="parent")
    assert "is no longer parent or carer" in listed(client, made)
    assert bring_in(client, made.zip()) == counts(unchanged=6), "absent from a list of everybody"
    assert set(Person.unscoped.get(pk=ita.pk).held()) == {"technician", "parent", "staff"}

    made.user("i1", "teacher", "Ita", "Example")
    made.find("users", "p1")["agentSourcedIds"] = "a1,a2,i1"
    bring_in(client, made.zip())
    kinds = FamilyLink.unscoped.filter(adult=ita).values_list("child__sourced_id", "kind")
    assert set(kinds) == {("p1", "relative"), ("p2", "parent")}
    assert set(Person.unscoped.get(pk=ita.pk).held()) == {"technician", "parent", "staff"}


def test_somebody_else_brings_it_in_for_them_once_they_have_seen_it(
    ita: Person, made: Set, school: School, sign_in: SignIn
):
    head = somebody("head", school=school, name="Hattie Example")
    ita.sourced_id = "i1"
    ita.save()
    made.user("i1", "parent", "Ita", "Example")
    made.find("users", "p1")["agentSourcedIds"] = "a1,a2,i1"
    upload(sign_in(ita), made.zip())
    drain()
    fill(sign_in(head), f"/roster/{newest().pk}/bring-in/")
    drain()
    assert newest().state == "ready", "what the head agrees to is more than what was shown"
    page = words(sign_in(head).get(f"/roster/{newest().pk}/?show=changed"))
    assert "have changed since you looked" in page
    assert "becomes parent or carer" in page
    fill(sign_in(head), f"/roster/{newest().pk}/bring-in/")
    drain()
    assert newest().state == "done"
    assert set(Person.unscoped.get(pk=ita.pk).held()) == {"technician", "parent"}


def test_what_is_brought_in_is_what_was_shown_even_where_the_numbers_are_the_same(
    ita: Person, made: Set, sign_in: SignIn
):
    client = sign_in(ita)
    bring_in(client, made.zip())
    made.find("users", "p1")["grades"] = "04"
    listed(client, made)
    fill(client, f"/roster/{newest().pk}/bring-in/")
    Person.unscoped.filter(sourced_id="p1").update(year="6")
    drain()
    assert newest().state == "ready"
    assert "Year 6 → Year 4" in words(client.get(f"/roster/{newest().pk}/"))


@pytest.mark.parametrize("name", ["Ita Example", "Mrs Íta J Example", "Example, ITA", "Ita Maria Example"])
def test_nobody_brings_in_a_second_person_of_their_own_name(name: str, ita: Person, school: School, sign_in: SignIn):
    sheet = f'Name,Role,Email\n"{name}",volunteer,{NEW}\nRita Example,volunteer,rita@home.example\n'
    client = sign_in(ita)
    upload(client, sheet.encode(), "list.csv")
    drain()
    fill(client, f"/roster/{newest().pk}/columns/", whole="all")
    drain()
    page = words(client.get(f"/roster/{newest().pk}/"))
    assert f"volunteer, {NEW} This is your own name." in page
    assert bring_in_sheet(client, sheet) == counts(added=1)
    head = sign_in(somebody("head", school=school, name="Hattie Other"))
    assert bring_in_sheet(head, sheet) == counts(added=1, unchanged=1)
    assert bring_in_sheet(client, sheet) == counts(unchanged=2), "whom somebody else brought in is there"


def test_a_parent_of_your_name_in_a_roster_waits_for_somebody_else_with_their_family(
    ita: Person, made: Set, sign_in: SignIn
):
    made.find("users", "a1")["givenName"] = "Ita"
    assert bring_in(sign_in(ita), made.zip()) == counts(added=5)
    assert set(FamilyLink.unscoped.values_list("adult__sourced_id", "child__sourced_id")) == {
        ("a2", "p1"),
        ("a2", "p3"),
    }


def test_the_machine_has_no_name(made: Set, school: School, tmp_path):
    somebody("technician", school=school, name="Ann Example")
    assert main(["roster", str(made.save(tmp_path))]) == 0
    assert person("a1").name == "Ann Example"

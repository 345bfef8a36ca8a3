"""A technician brings the school's people in from its own records, looks first, and brings them in again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from community.roster.bringing import SHEET, bring_in, counts, newest, person, upload
from community.roster.sets import Set, small_school
from factories import somebody
from schoolgate.community.models import FamilyLink, Group, Membership, Person, RosterImport, School, Term
from schoolgate.community.roster import actions, jobs
from schoolgate.community.roster.jobs import forget_files
from schoolgate.jobs.work import drain
from schoolgate.record.ledger import verify
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db


def test_a_roster_is_looked_at_then_brought_in(technician: Client, made: Set, school: School):
    page = upload(technician, made.zip())
    assert "We are reading your file" in words(page)
    drain()

    page = technician.get(page.redirect_chain[-1][0])
    assert "People who will be added: 6" in words(page)
    assert "Zoë Example" in words(page)
    assert not Person.unscoped.filter(name="Zoë Example").exists()

    address = f"/roster/{newest().pk}/bring-in/"
    assert "We are bringing your people in" in words(fill(technician, address))
    drain()
    assert "6 added" in words(technician.get(f"/roster/{newest().pk}/"))
    assert newest().data is None
    assert "shown" not in newest().plan

    assert Person.objects.of(school).filter(name="Zoë Example").count() == 2
    pip = person("p3")
    assert (pip.given_name, pip.family_name, pip.year, pip.held()) == ("Pip", "O'Example", "R", ["pupil"])
    assert person("p1").birth_date == date(2018, 9, 3)
    assert (person("a1").address, person("a1").email(), person("t1").held()) == ("ann@home.example", "", ["staff"])
    links = set(FamilyLink.unscoped.values_list("adult__sourced_id", "child__sourced_id", "kind"))
    assert links == {(a, p, "parent") for a, p in (("a1", "p1"), ("a2", "p1"), ("a1", "p2"), ("a2", "p3"))}
    willow = set(Membership.unscoped.filter(group__name="Willow").values_list("person__sourced_id", "leads"))
    assert willow == {("t1", True), ("p1", False), ("p2", False)}
    assert list(Term.objects.of(school).values_list("name", "last_day")) == [("Autumn", date(2026, 12, 18))]

    entry = LedgerEntry.objects.get(verb="roster.imported")
    assert entry.details() == {**counts(added=6), "sha256": newest().sha256}
    assert entry.actor == Person.unscoped.get(name="Ita Example").pk
    assert verify().ok


def test_before_it_is_brought_in_it_says_all_that_will_change(technician: Client, made: Set):
    made.user("r1", "relative", "Gran", "Example")
    made.find("users", "p3")["agentSourcedIds"] = "a2,r1"
    page = upload(technician, made.zip())
    drain()
    said = words(technician.get(page.redirect_chain[-1][0]))
    assert "People who will be added: 6" in said
    assert "Links between adults and children that will be added: 4" in said
    assert "Classes that will be added: 1" in said
    assert "Terms that will be added or changed: 1" in said
    assert "Relatives whom we leave out: 1 Gran Example" in said
    assert "Pupil Year 3, Willow" in said
    assert "Ann Example Parent or carer A parent or carer of Zoë Example and Zoë Example" in said
    assert "Gran Example" not in {one.name for one in Person.unscoped.all()}
    check = words(technician.get(f"/roster/{newest().pk}/bring-in/"))
    assert "Classes that will be added 1" in check


def test_a_file_that_changes_only_a_class_is_not_nothing(technician: Client, made: Set):
    bring_in(technician, made.zip())
    made.find("classes", "c1")["title"] = "Rowan"
    upload(technician, made.zip())
    drain()
    said = words(technician.get(f"/roster/{newest().pk}/"))
    assert "What will change" in said
    assert "Classes that will change: 1" in said
    assert "Bring them in" in said


def test_where_nothing_changes_there_is_nothing_to_bring_in(technician: Client, made: Set):
    bring_in(technician, made.zip())
    upload(technician, made.zip())
    drain()
    said = words(technician.get(f"/roster/{newest().pk}/"))
    assert "Nothing will change" in said
    assert "Bring them in" not in said
    assert "Remove the file" in said


def test_bringing_it_in_again_changes_nothing(technician: Client, made: Set):
    assert bring_in(technician, made.zip()) == counts(added=6)
    tables = (Person, FamilyLink, Membership, Group, Term)
    before = [list(table.unscoped.order_by("pk").values()) for table in tables]
    upload(technician, made.zip())
    drain()
    assert "Nothing will change" in words(technician.get(f"/roster/{newest().pk}/"))
    assert bring_in(technician, made.zip()) == counts(unchanged=6)
    assert [list(table.unscoped.order_by("pk").values()) for table in tables] == before


def test_who_is_no_longer_in_it_becomes_a_leaver_and_comes_back(technician: Client, made: Set, school: School):
    bring_in(technician, made.zip())
    by_hand = somebody("staff", school=school)
    fewer = made.copy()
    fewer.drop("users", "t1", "p3")
    fewer.drop("enrollments", "e-t1")
    assert bring_in(technician, fewer.zip()) == counts(left=2, unchanged=4)
    tess, today = person("t1"), timezone.localdate()
    assert (tess.left_on, tess.held(), tess.name) == (today, ["leaver"], "Tess Example")
    assert (person("p3").left_on, person("p3").held()) == (today, [])
    assert by_hand.held() == ["staff"]
    assert not Membership.unscoped.filter(person=tess).exists()
    assert bring_in(technician, fewer.zip()) == counts(unchanged=4)

    assert bring_in(technician, made.zip()) == counts(changed=2, unchanged=4)
    assert (person("t1").pk, person("t1").held(), person("t1").left_on) == (tess.pk, ["staff"], None)


def test_a_leaver_is_signed_out_and_their_invitation_ends(technician: Client, made: Set, sign_in):
    from schoolgate.community.models import Account, Invitation

    bring_in(technician, made.zip())
    tess = person("t1")
    tess.account = Account.objects.create_user("tess@school.example", "a long made-up password")
    tess.save()
    invited = Invitation.unscoped.create(
        person=tess, address="tess@school.example", secret_hash="x", expires_at=timezone.now() + timedelta(days=7)
    )
    signed_in = sign_in(tess)
    assert signed_in.get("/").status_code == 200
    made.drop("users", "t1")
    made.drop("enrollments", "e-t1")
    bring_in(technician, made.zip())
    assert "/account/login/" in signed_in.get("/people/").headers.get("Location", "/account/login/")
    assert "_auth_user_id" not in signed_in.session or signed_in.get("/ask/").status_code != 200
    invited.refresh_from_db()
    assert invited.ended_at is not None


def test_changes_are_shown_one_by_one_and_taken_over(technician: Client, made: Set):
    bring_in(technician, made.zip())
    made.find("users", "p1")["grades"] = "04"
    made.find("users", "a1")["email"] = "ann@new.example"
    made.find("classes", "c1")["title"] = "Oak"
    made.find("users", "p3")["agentSourcedIds"] = "a1,a2"
    upload(technician, made.zip())
    drain()
    page = words(technician.get(f"/roster/{newest().pk}/?show=changed"))
    assert "Year 3 → Year 4" in page
    assert "address: ann@home.example → ann@new.example" in page
    assert "a parent or carer is added" in page
    assert bring_in(technician, made.zip()) == counts(changed=3, unchanged=3)
    assert (person("p1").year, person("a1").address) == ("4", "ann@new.example")
    assert Group.unscoped.get(sourced_id="c1").name == "Oak"


def test_the_address_somebody_signs_in_with_is_theirs(technician: Client, made: Set, school: School):
    tess = somebody("staff", school=school, name="Tess Example", account__email="tess@school.example")
    assert bring_in(technician, made.zip()) == counts(added=5, changed=1)
    tess.refresh_from_db()
    assert (tess.sourced_id, tess.email()) == ("t1", "tess@school.example")
    made.find("users", "t1")["email"] = "someone@elsewhere.example"
    bring_in(technician, made.zip())
    tess.refresh_from_db()
    assert (tess.email(), tess.address) == ("tess@school.example", "someone@elsewhere.example")


def test_roles_that_people_give_are_neither_given_nor_ended(technician: Client, made: Set, school: School):
    head = somebody("head", school=school, name="Hattie Example", account__email="hattie@school.example")
    made.user("h1", "administrator", "Hattie", "Example", email="hattie@school.example")
    made.user("g1", "aide", "Gus", "Example")
    bring_in(technician, made.zip())
    head.refresh_from_db()
    assert (head.sourced_id, head.held()) == ("h1", ["head"])
    assert person("g1").held() == ["staff"]
    made.drop("users", "h1")
    upload(technician, made.zip())
    drain()
    page = words(technician.get(f"/roster/{newest().pk}/"))
    assert "have a role that people gave, such as head or governor: 1" in page
    assert bring_in(technician, made.zip())["left"] == 0
    head = Person.unscoped.get(pk=head.pk)
    assert (head.held(), head.left_on) == (["head"], None)


def test_a_parent_whom_people_made_a_volunteer_stays_one(technician: Client, made: Set):
    from schoolgate.community.actions.roles import assign_role

    bring_in(technician, made.zip())
    head = somebody("head", school=person("a2").school)
    assign_role(head, person("a2"), "volunteer")
    made.drop("users", "a2", "p3")
    made.find("users", "p1")["agentSourcedIds"] = "a1"
    assert bring_in(technician, made.zip()) == counts(changed=2, left=1, unchanged=3)
    assert person("a2").held() == ["volunteer"]


def test_a_list_of_changes_touches_nobody_else(technician: Client, made: Set):
    bring_in(technician, made.zip())
    delta = made.changes()
    delta.user("p3", "student", "Pip", "Example", grades="01", agentSourcedIds="a1")
    delta.user("p4", "student", "Nia", "Example", grades="PK", agentSourcedIds="a2")
    delta.user("t1", "teacher", "Tess", "Example", status="tobedeleted")
    delta.add("enrollments", sourcedId="e-p4", classSourcedId="c1", schoolSourcedId="S1", userSourcedId="p4",
              role="student")  # fmt: skip
    delta.add("enrollments", sourcedId="e-p1", classSourcedId="c1", schoolSourcedId="S1", userSourcedId="p1",
              role="student", status="tobedeleted")  # fmt: skip
    assert bring_in(technician, delta.zip()) == counts(added=1, changed=2, left=1)
    assert (person("p3").family_name, person("p3").year, person("p4").year) == ("Example", "1", "N")
    assert set(FamilyLink.unscoped.filter(child=person("p3")).values_list("adult__sourced_id", flat=True)) == {"a1"}
    willow = set(Membership.unscoped.values_list("person__sourced_id", flat=True))
    assert willow == {"p2", "p4"}
    assert person("t1").held() == ["leaver"]


def test_12_keeps_roles_in_a_table_of_their_own(technician: Client, school: School):
    made = small_school("1.2", school.name)
    made.role("t1", "parent")
    made.find("users", "p3")["agentSourcedIds"] = "a2,t1"
    made.find("users", "p3")["preferredGivenName"] = "Pippa"
    assert bring_in(technician, made.zip()) == counts(added=6)
    assert set(person("t1").held()) == {"staff", "parent"}
    assert (person("p3").name, person("p3").given_name) == ("Pippa O'Example", "Pip")
    delta = made.changes()
    delta.role("t1", "teacher", status="tobedeleted")
    assert bring_in(technician, delta.zip()) == counts(changed=1)
    assert person("t1").held() == ["parent"]


def test_what_changed_meanwhile_is_shown_again_before_anything_is_brought_in(technician: Client, made: Set, school):
    upload(technician, made.zip())
    drain()
    fill(technician, f"/roster/{newest().pk}/bring-in/")
    somebody("staff", school=school, name="Tess Example", account__email="tess@school.example")
    drain()
    assert newest().state == "ready"
    assert "have changed since you looked" in words(technician.get(f"/roster/{newest().pk}/"))
    assert not Person.unscoped.filter(sourced_id="p1").exists()
    fill(technician, f"/roster/{newest().pk}/bring-in/")
    drain()
    assert newest().state == "done"


def test_two_who_decide_at_once_get_one_outcome(technician: Client, made: Set):
    upload(technician, made.zip())
    drain()
    address = f"/roster/{newest().pk}/bring-in/"
    assert technician.post(address).status_code == 302
    second = technician.post(address)
    assert second.status_code == 403
    assert "by now" in second.content.decode()
    drain()
    jobs.apply.call(roster=newest().pk)
    assert LedgerEntry.objects.filter(verb="roster.imported").count() == 1


def test_called_off_or_left_lying_the_file_is_removed(technician: Client, made: Set):
    upload(technician, made.zip())
    drain()
    page = fill(technician, f"/roster/{newest().pk}/call-off/")
    assert "Nothing has changed" in page.content.decode()
    assert (newest().data, newest().plan, newest().state) == (None, {}, "called_off")
    upload(technician, made.zip())
    drain()
    forget_files.call()
    assert newest().data is not None
    RosterImport.unscoped.update(at=timezone.now() - timedelta(hours=25))
    forget_files.call()
    assert (newest().data, newest().plan, newest().state) == (None, {}, "called_off")


def test_it_says_who_ended_a_file_a_person_a_later_file_or_the_night(technician: Client, made: Set):
    for _ in range(3):
        upload(technician, made.zip())
        drain()
    first, second, third = RosterImport.unscoped.order_by("pk")
    technician.post(f"/roster/{third.pk}/call-off/")
    RosterImport.unscoped.filter(pk=second.pk).update(state="ready", at=timezone.now() - timedelta(hours=25))
    forget_files.call()
    said = words(technician.get("/roster/"))
    assert (said.count("Called off"), said.count("A later file took its place")) == (1, 1)
    assert said.count("Removed after a day, with nobody to decide on it") == 1
    assert "A later file took its place" in words(technician.get(f"/roster/{first.pk}/"))
    assert "called off" in words(technician.get(f"/roster/{third.pk}/")).lower()
    verbs = set(LedgerEntry.objects.filter(verb__startswith="roster.").values_list("verb", flat=True))
    assert {"roster.called_off", "roster.replaced", "roster.forgotten"} <= verbs


def test_several_schools_in_one_file(technician: Client, made: Set, school: School):
    made.find("orgs", "S1")["name"] = "Somewhere Else"
    made.add("orgs", sourcedId="S2", name="Another Place", type="school")
    made.user("x1", "student", "Xan", "Example", org="S2", agentSourcedIds="y1")
    made.user("y1", "parent", "Yu", "Example", org="S2")
    upload(technician, made.zip())
    drain()
    page = words(technician.get(f"/roster/{newest().pk}/"))
    assert f"No school in this file is called {school.name}" in page
    fill(technician, f"/roster/{newest().pk}/school/", org="S1")
    drain()
    assert newest().plan["counts"] == counts(added=6)
    fill(technician, f"/roster/{newest().pk}/bring-in/")
    drain()
    assert not Person.unscoped.filter(sourced_id="x1").exists()
    assert bring_in(technician, made.zip()) == counts(unchanged=6)


def test_a_file_that_cannot_be_opened_is_a_problem(technician: Client):
    page = upload(technician, b"PK\x03\x04 nothing", "roster.zip")
    assert "We are reading your file" in words(page)
    drain()
    assert "not a zip file, or it is damaged" in words(technician.get(f"/roster/{newest().pk}/"))
    upload(technician, b"Colour\nRed\n", "colours.csv")
    drain()
    assert "We found no headings here" in words(technician.get(f"/roster/{newest().pk}/"))


def test_a_file_that_is_too_large_is_not_taken_in(technician: Client, made: Set, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(actions, "LARGEST", 1000)
    page = upload(technician, made.zip())
    assert page.status_code == 422
    assert "larger than a school's roster should be" in words(page)
    assert not RosterImport.unscoped.exists()


def test_the_page_does_not_open_the_file_and_keeps_it_sealed(
    technician: Client, made: Set, monkeypatch: pytest.MonkeyPatch
):
    """What a file does to whoever reads it, it does beside the pages; and nobody reads names in the database."""

    def read(*_: object) -> None:
        raise AssertionError("read in the request")

    for data, name in ((SHEET.encode(), "pupils.csv"), (made.zip(), "roster.zip")):
        with monkeypatch.context() as closed:
            closed.setattr("zipfile.ZipFile.__init__", read)
            closed.setattr("csv.reader", read)
            assert "We are reading your file" in words(upload(technician, data, name))
        kept = bytes(newest().data or b"")
        assert len(kept) > len(data)
        assert data[:20] not in kept
        drain()
        assert newest().state in ("reading", "ready")


def test_the_page_that_follows_the_work_goes_on_to_the_columns(technician: Client):
    upload(technician, SHEET.encode(), "pupils.csv")
    address = f"/roster/{newest().pk}/"
    assert technician.get(address, headers={"HX-Request": "true"}).status_code == 200
    drain()
    assert technician.get(address).headers["Location"] == f"{address}columns/"
    answer = technician.get(address, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, f"{address}columns/")


def test_only_the_head_and_the_technician_may(school: School, sign_in, made: Set):
    teacher = sign_in(somebody("staff", school=school))
    assert teacher.get("/roster/").status_code == 403
    other = sign_in(somebody("head"))
    upload(sign_in(somebody("technician", school=school)), made.zip())
    assert other.get(f"/roster/{newest().pk}/").status_code == 404

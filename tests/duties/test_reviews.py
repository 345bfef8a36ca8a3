"""What a school looks at again and again: who looked, what they saw, what falls due next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from factories import RoleHoldingFactory, somebody, with_second_step
from schoolgate.community.change import Refused
from schoolgate.community.models import Notice, Person, School
from schoolgate.duties.counting import counts
from schoolgate.duties.dates import dates_of
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import asked, kinds
from schoolgate.duties.reviews.actions.recording import note_change, record
from schoolgate.duties.reviews.models import Review, WrittenOnceError
from schoolgate.duties.reviews.standing import standings
from schoolgate.duties.reviews.things import things
from schoolgate.duties.settling import settle
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.dates import months_after
from schoolgate.record.models import LedgerEntry
from typed import fill, form_on, send, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def adopt(school: School, policy: str) -> None:
    head = Person.objects.of(school).filter(holdings__role="head").first() or somebody("head", school=school)
    version = adopting.send(head, drafting.start_from(head, policy))
    adopting.adopt(somebody("governor", school=school, account=None), version, date(2020, 9, 1))


def keys(school: School) -> dict[str, str]:
    return {thing.key: thing.clause for thing in things(asked(school, TODAY()))}


def owed(person: Person) -> set[str]:
    return set(
        Duty.objects.of(person.school).filter(person=person, kind="review", state="owed").values_list("key", flat=True)
    )


def look(by: Person, key: str, **given: object) -> Review:
    standing = next(each for each in standings(asked(by.school, TODAY())) if each.thing.key == key)
    wanted = {"round": standing.round, "on": TODAY(), "result": "ok", "seen": "All as it should be.", **given}
    return record(by, key, **wanted)


class TestWhatIsAsked:
    def test_each_policy_asks_for_its_own_checks_and_all_for_filtering(self, school):
        assert set(keys(school)) == {"filtering"}
        for policy, wanted in {
            "glenwood": {f"protection-{name}" for name in ("filter", "firewall", "antivirus", "monitoring")}
            | {"policy", "filtering", "protection-wireless_encryption"},
            "windmill-hill": {"filtering", "monitored"},
            "roman-road": {"filtering", "policy"},
            "helsby-hillside": {"filtering", "policy"},
            "days-lane": {"filtering", "policy"},
        }.items():
            other = somebody("head").school
            adopt(other, policy)
            assert set(keys(other)) == wanted, policy

    def test_each_check_cites_the_clause_that_claims_the_protection(self, school):
        adopt(school, "glenwood")
        found = keys(school)
        assert (found["protection-firewall"], found["protection-antivirus"]) == ("GW-30", "GW-31")
        assert found["protection-wireless_encryption"] == "GW-38"
        assert found["policy"] == "GW-02"
        assert found["filtering"] == "DfE filtering and monitoring standards"

    def test_the_model_asks_every_member_of_staff_for_a_check_of_their_own(self, school, sign_in):
        teacher, parent = somebody("staff", school=school), somebody("parent", school=school)
        adopt(school, "model")
        settle(school)
        mine = owed(teacher)
        assert len(mine) == 1
        assert not owed(parent)
        key = mine.pop()

        client = sign_in(teacher)
        page = client.get(f"/reviews/{key}/record/")
        assert set(form_on(page)) - {"csrfmiddlewaretoken"} == {"round"}
        empty = send(client, f"/reviews/{key}/record/", form_on(page))
        assert "Tick the box once you have done it" in words(empty)
        done = send(client, f"/reviews/{key}/record/", form_on(page), done="on")
        assert "It is recorded" in words(done)
        assert not owed(teacher)
        entry = LedgerEntry.objects.get(verb="review.recorded")
        assert (entry.actor, entry.details()["result"]) == (teacher.pk, "ok")
        assert "Look over the privacy settings" in words(client.get("/record/"))

    def test_nothing_is_kept_of_what_somebody_saw_in_their_own_accounts(self, school, sign_in):
        teacher = somebody("staff", school=school)
        adopt(school, "model")
        settle(school)
        key = owed(teacher).pop()
        for told in (
            {"seen": "Friends only"},
            {"put_right": "One is open"},
            {"result": "not_ok"},
            {"together": ["dsl"]},
        ):
            given = {"round": "first", "on": TODAY(), "result": "ok", "seen": "", **told}
            with pytest.raises(Refused, match="A tick is all"):
                record(teacher, key, **given)
        send(sign_in(teacher), f"/reviews/{key}/record/", {"round": "first", "done": "on", "seen": "Friends only"})
        assert Review.objects.of(school).get(whose=teacher).seen == ""
        head = Person.objects.of(school).get(holdings__role="head")
        assert "Only you see this page" not in words(sign_in(head).get(f"/reviews/{key}/"))

    def test_they_are_owed_by_those_the_policy_and_the_guidance_name(self, school):
        people = {role: somebody(role, school=school) for role in ("head", "dsl", "technician", "chair", "staff")}
        adopt(school, "glenwood")
        settle(school)
        assert owed(people["technician"]) >= {"filtering", "protection-firewall"}
        assert owed(people["dsl"]) == {"filtering"}
        assert owed(people["chair"]) == {"filtering"}
        assert owed(people["head"]) == {"policy"}
        assert not owed(people["staff"])

    def test_where_there_is_no_technician_the_head_owes_the_checks(self, school):
        head = somebody("head", school=school)
        adopt(school, "glenwood")
        settle(school)
        assert "protection-firewall" in owed(head)


class TestAnOfficesJob:
    """What the holder of an office owes is owed by whoever holds it today, once, and by the same day."""

    def test_it_is_owed_by_the_acting_head_while_there_is_one_and_by_the_head_again_after(self, school):
        head, other = somebody("head", school=school), with_second_step(somebody("staff", school=school))
        adopt(school, "glenwood")
        settle(school)
        stand_in = RoleHoldingFactory(person=other, role="head", acting=True, to_date=TODAY() + timedelta(days=30))
        settle(school)
        (row,) = [row for row in counts(school, TODAY()) if row.key == "policy"]
        assert (row.asked, row.overdue) == (1, 1)
        assert "policy" in owed(other)
        assert "policy" not in owed(head)
        assert head.duties.get(key="policy").due == other.duties.get(key="policy").due

        stand_in.to_date = TODAY()
        stand_in.save()
        settle(school)
        assert "policy" in owed(head)
        assert "policy" not in owed(other)

    def test_a_look_of_the_acting_head_ends_it_for_the_office(self, school):
        head, other = somebody("head", school=school), with_second_step(somebody("staff", school=school))
        adopt(school, "glenwood")
        RoleHoldingFactory(person=other, role="head", acting=True, to_date=TODAY() + timedelta(days=30))
        settle(school)
        look(other, "policy")
        assert not Duty.objects.of(school).filter(key="policy", state="owed").exists()
        assert "policy" not in owed(head)


class TestLooking:
    def test_one_look_ends_it_for_all_who_owed_it_and_the_next_is_a_year_on(self, school):
        technician, dsl = somebody("technician", school=school), somebody("dsl", school=school)
        settle(school)
        review = look(technician, "filtering", together=["dsl", "governor"])
        done = Duty.objects.of(school).filter(key="filtering", state="done")
        assert {duty.person for duty in done} == {technician, dsl}
        assert {duty.evidence for duty in done} == {f"reviews.review:{review.pk}"}

        settle(school)
        ahead = Duty.objects.of(school).get(key="filtering", state="owed", person=dsl)
        assert ahead.due == months_after(TODAY(), 12)

    def test_what_is_not_right_comes_up_again_and_is_told(self, school):
        technician, dsl = somebody("technician", school=school), somebody("dsl", school=school)
        look(technician, "filtering", result="not_ok", seen="Two got through.", put_right="Update the list.")
        settle(school)
        assert Duty.objects.of(school).get(person=dsl, state="owed").due == TODAY() + timedelta(days=14)
        assert "put right" in Notice.objects.of(school).get(person=dsl).words
        look(technician, "filtering", seen="They are blocked now.")
        assert next(iter(standings(asked(school, TODAY())))).state(TODAY()) == "In order"

    def test_after_a_change_it_falls_due_soon(self, school, sign_in):
        technician, dsl = somebody("technician", school=school), somebody("dsl", school=school)
        look(technician, "filtering")
        page = fill(sign_in(technician), "/reviews/changed/", words="A new filter")
        assert "It is noted" in page.content.decode()
        settle(school)
        assert Duty.objects.of(school).get(person=dsl, state="owed").due == TODAY() + timedelta(days=14)
        assert Notice.objects.of(school).filter(person=dsl).count() == 1

        look(dsl, "filtering", seen="Tried it: it blocks.")
        settle(school)
        assert Duty.objects.of(school).get(person=dsl, state="owed").due == months_after(TODAY(), 12)

    def test_a_look_from_before_the_change_does_not_count(self, school):
        technician = somebody("technician", school=school)
        note_change(technician, key="filtering", on=TODAY(), words="New laptops")
        look(technician, "filtering", on=TODAY() - timedelta(days=3))
        assert standings(asked(school, TODAY()))[0].round.startswith("change-")

    def test_a_record_is_never_changed(self, school):
        review = look(somebody("technician", school=school), "filtering")
        review.seen = "Something else"
        with pytest.raises(WrittenOnceError):
            review.save()
        with pytest.raises(WrittenOnceError):
            review.delete()

    def test_two_at_once_give_one_record_and_one_gentle_sentence(self, school, sign_in):
        technician, dsl = somebody("technician", school=school), somebody("dsl", school=school)
        client = sign_in(dsl)
        opened = form_on(client.get("/reviews/filtering/record/"))
        look(technician, "filtering")
        answers = {"result": "ok", "seen": "Fine", "confirmed": "1"}
        late = send(client, "/reviews/filtering/record/", opened, **answers)
        assert late.status_code == 422
        assert "while you were writing" in words(late)
        assert Review.objects.of(school).count() == 1

    def test_only_those_who_owe_it_or_the_head_record_it(self, school, sign_in):
        teacher = somebody("staff", school=school)
        assert sign_in(teacher).get("/reviews/filtering/record/").status_code == 403
        with pytest.raises(Refused, match="for others to check"):
            look(teacher, "filtering")
        with pytest.raises(Refused, match="Your role"):
            look(somebody("parent", school=school), "filtering")
        assert look(somebody("deputy_dsl", school=school), "filtering").pk

    def test_the_form_checks_and_lets_you_change_your_answers(self, school, sign_in):
        technician = somebody("technician", school=school)
        client, path = sign_in(technician), "/reviews/filtering/record/"
        page = form_on(client.get(path))
        empty = send(client, path, page, result="not_ok", seen="Two got through")
        assert empty.status_code == 422
        assert "Say what has to be put right" in words(empty)
        ahead = send(client, path, page, result="ok", seen="Fine", on_2="2999")
        assert "not in the future" in words(ahead)
        bad = send(client, path, page, result="ok", seen="Fine", evidence_link="javascript:alert(1)")
        assert bad.status_code == 422

        check = send(client, path, page, result="ok", seen="Tried <b>twelve</b>")
        assert "Check what you record" in words(check)
        assert "&lt;b&gt;twelve" in check.content.decode()
        again = send(client, path, form_on(check), change="1", confirmed=None)
        assert "twelve" in form_on(again)["seen"][0]
        done = send(client, path, form_on(check))
        assert "Tried <b>twelve</b>" in words(done)
        assert LedgerEntry.objects.filter(verb="review.recorded").count() == 1


@pytest.mark.parametrize(("days", "state"), [(8, "Not yet done"), (7, "Due soon"), (-1, "Overdue")])
def test_it_is_due_soon_from_its_first_reminder(school, days, state):
    standing = standings(asked(school, TODAY()))[0]
    assert standing.state(standing.due - timedelta(days=days)) == state


def test_what_is_due_in_a_year_comes_onto_the_home_page_a_month_before(school, sign_in):
    technician = somebody("technician", school=school)
    settle(school)
    client = sign_in(technician)
    assert "Review filtering and monitoring" in words(client.get("/"))
    look(technician, "filtering")
    settle(school)
    assert "Review filtering and monitoring" not in words(client.get("/"))
    assert "Review filtering and monitoring By" in words(client.get("/record/"))
    assert "Review filtering and monitoring" in {one.words for one in dates_of(technician)}
    for days, stands in ((31, False), (30, True), (-1, True)):
        Duty.objects.of(school).filter(state="owed").update(due=TODAY() + timedelta(days=days))
        assert ("Review filtering and monitoring" in words(client.get("/"))) is stands


def test_what_somebody_asks_for_by_hand_stands_on_the_home_page_however_early(school, sign_in):
    technician, head = somebody("technician", school=school), somebody("head", school=school)
    settle(school)
    look(technician, "filtering")
    settle(school)
    duty = Duty.objects.of(school).get(person=technician, key="filtering", state="owed")
    sign_in(head).post(f"/duties/remind/{duty.pk}/")
    assert f"Review filtering and monitoring {head.name} asked you on" in words(sign_in(technician).get("/"))


class TestThePolicysOwnReview:
    def test_glenwoods_is_years_late_and_recording_it_leaves_the_policys_date(self, school, sign_in):
        head = somebody("head", school=school)
        adopt(school, "glenwood")
        client = sign_in(head)
        assert "Overdue" in words(client.get("/reviews/policy/"))

        look(head, "policy", seen="Read it through with the staff.")
        page = words(client.get("/reviews/policy/"))
        assert "only the next version changes that" in page
        assert "February 2019" in page

        adopt_next(school, head)
        page = words(client.get("/reviews/policy/"))
        assert "only the next version" not in page
        assert "Next by 30 November 2027" in page

    def test_one_without_a_cycle_has_no_further_date(self, school, sign_in):
        head = somebody("head", school=school)
        adopt(school, "roman-road")
        look(head, "policy")
        assert "No further date is set" in words(sign_in(head).get("/reviews/policy/"))


def adopt_next(school: School, head: Person) -> None:
    version = adopting.send(head, drafting.start_from(head, "model"))
    adopting.adopt(somebody("governor", school=school, account=None), version, TODAY())


def test_the_chair_sees_how_everything_stands_and_has_it_in_the_calendar(school, sign_in):
    somebody("technician", school=school)
    adopt(school, "glenwood")
    chair = somebody("chair", school=school)
    page = words(sign_in(chair).get("/reviews/"))
    assert "Check the firewall" in page
    assert "GW-30" in page
    assert sign_in(somebody("staff", school=school)).get("/reviews/policy/").status_code == 404
    assert any(one.words == "Due from others: Check the firewall" for one in dates_of(chair))


def test_the_list_asks_the_same_number_of_queries_however_much_was_recorded(
    school, sign_in, django_assert_max_num_queries
):
    technician = somebody("technician", school=school)
    adopt(school, "glenwood")
    for _ in range(12):
        look(technician, "protection-firewall")
    client = sign_in(technician)
    client.get("/reviews/")
    with django_assert_max_num_queries(30):
        client.get("/reviews/")
    assert client.get("/reviews/protection-firewall/").content.decode().count("sg-timeline__item") == 10


def test_months_end_where_the_month_does():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 12, 1), 1) == date(2027, 1, 1)


def test_a_clause_with_an_odd_number_still_has_an_address(school, sign_in):
    adopt(school, "model")
    version = school.policy_versions.get(state="adopted")
    clause = next(clause for clause in version.pack["clauses"] if clause["id"] == "M-15")
    clause["id"] = "3.1 (a)/b"
    version.revision += 1
    version.save()
    teacher = somebody("staff", school=school)
    settle(school)
    duty = Duty.objects.of(school).get(person=teacher, key__startswith="clause-")
    assert sign_in(teacher).get(kinds()["review"].address(duty)).status_code == 200
    assert "Look over the privacy settings" in sign_in(teacher).get("/reviews/").content.decode()

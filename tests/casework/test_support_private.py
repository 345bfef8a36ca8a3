"""Who opens what of support: the person their own page and nothing else of the case, the supporter the support alone."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import a_case, joins, named
from casework.supporting import World, a_world
from factories import family, somebody
from schoolgate.casework.cases.models import Case, Entry, Party
from schoolgate.casework.cases.signals import case_joined
from schoolgate.casework.reports.models import Report
from schoolgate.casework.steps.models import Step
from schoolgate.casework.support.access import given, own, to_see
from schoolgate.casework.support.actions.family import let_family_in
from schoolgate.casework.support.actions.offering import offer
from schoolgate.casework.support.casepage import hinders
from schoolgate.casework.support.home import tasks
from schoolgate.casework.support.models import SupportFile
from schoolgate.community.change import Refused, by_machine
from schoolgate.community.checks import views
from schoolgate.community.today import private_parts
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(school) -> World:
    return a_world(school)


def decided(case: Case, by, rung: str, decision: str, told: str) -> Step:
    step = Step(case=case, rung=rung, decision=decision, by=by)
    step.keep(why="Kept apart", told=told)
    step.save()
    return step


def pages_of(file: SupportFile) -> list[str]:
    """Every address of a support file for those who look after somebody."""
    parts = ("", "want/", "write/", "check-in/", "cannot/", "end/", "supporter/", "happened/", "parents/")
    return [f"/supporting/{file.reference}/{part}" for part in parts]


class TestTheOtherFile:
    def test_whoever_is_supported_finds_no_page_of_the_case_and_none_of_their_supporters(self, world, sign_in):
        file = world.offered()
        client = sign_in(world.teacher)
        joins(world.case, world.teacher)
        routes = [route for route, _, _ in views() if "cases/<str:reference>/" in route]
        assert len(routes) > 3
        for route in routes:
            path = re.sub(r"<(?:\w+:)?\w+>", "1", route.replace("<str:reference>", world.case.reference))
            for method in (client.get, client.post):
                assert method(path).status_code in (403, 404, 405), path
        for path in pages_of(file):
            assert client.get(path).status_code in (403, 404), path

    def test_their_page_has_no_name_of_anybody_else_in_the_case_and_no_line_of_the_chronology(self, world, sign_in):
        file = world.offered()
        named(world.case, "Wanda Witness", Party.Part.WITNESS)
        decided(world.case, world.dsl, "talk", "taken", "We asked them to talk with us.")
        seen = sign_in(world.teacher).get(f"/support/{file.reference}/").content.decode()
        for hidden in ("Maud", "Fury", "Wanda", "Kept apart", world.case.reference, "Somebody told us", "Dina Lead"):
            assert hidden not in seen

    def test_words_that_name_somebody_are_not_taken_for_them_and_a_step_that_names_is_hidden(self, world, sign_in):
        with pytest.raises(Refused, match="Fury"):
            world.offered(happened="Mrs Fury wrote that you are a bully.")
        file = world.offered()
        page = f"/supporting/{file.reference}/happened/"
        wrong = fill(sign_in(world.dsl), page, words="It was Maud.")
        assert wrong.status_code == 422
        assert "leave the name out" in words(wrong)
        decided(world.case, world.dsl, "talk", "taken", "We invited Maud Fury to talk.")
        assert "We invited" not in words(sign_in(world.teacher).get(f"/support/{file.reference}/"))
        assert "the words name somebody" in words(sign_in(world.dsl).get(f"/supporting/{file.reference}/"))
        assert any("it names somebody" in each for each in hinders(world.case))

    def test_whoever_told_us_is_not_named_to_them_either(self, world):
        told = Report(school=world.school, case=world.case, how=Report.How.PUBLIC, sent_key="1")
        told.keep(name="Nora Neighbour")
        told.save()
        with pytest.raises(Refused, match="Neighbour"):
            world.offered(happened="Mrs Neighbour saw unkind words about you.")

    def test_whoever_is_said_to_have_done_it_is_supported_too_and_reads_nothing_of_what_is_done(self, world, sign_in):
        party = named(world.case, somebody("staff", school=world.school, name="Rex Pond"))
        says = {"happened": "Something is said of you.", "every": 7}
        with pytest.raises(Refused, match="they work on it"):
            offer(world.dsl, world.case, party, supporter=world.head, **says)
        file = offer(world.dsl, world.case, party, supporter=world.olly, **says)
        decided(world.case, world.dsl, "talk", "taken", "We asked them to talk with us.")
        seen = words(sign_in(party.person).get(f"/support/{file.reference}/"))
        assert "Something is said of you." in seen
        assert "We asked them" not in seen


class TestTheSupporter:
    def test_they_open_the_support_and_not_the_case_and_it_is_written_down_first(self, world, sign_in):
        file = world.offered()
        client = sign_in(world.olly)
        assert client.get(f"/supporting/{file.reference}/").status_code == 200
        read = LedgerEntry.objects.filter(verb="support.read", school=world.school.pk).get()
        assert read.details() == {"page": "support_file"}
        assert client.get(f"/cases/{world.case.reference}/support/").status_code == 404
        assert world.case.reference not in client.get(f"/supporting/{file.reference}/").content.decode()

    def test_nobody_else_knows_that_there_is_support(self, world, sign_in):
        file = world.offered()
        for role in ("staff", "technician", "parent", "governor", "slt"):
            client = sign_in(somebody(role, school=world.school))
            for path in (f"/supporting/{file.reference}/", f"/support/{file.reference}/"):
                assert client.get(path).status_code in (403, 404), (role, path)
        assert not own(world.olly).exists()
        assert not to_see(somebody("head")).exists()
        assert {world.teacher.pk, world.olly.pk} <= private_parts(world.school)

    @pytest.mark.parametrize("kind", ["named", "technician", "themselves", "parent"])
    def test_only_staff_whom_the_case_is_not_about_are_asked(self, world, kind):
        if kind == "named":
            person = somebody("staff", school=world.school)
            named(world.case, person, Party.Part.WITNESS)
        elif kind == "technician":
            person = somebody("technician", "staff", school=world.school)
        else:
            person = world.teacher if kind == "themselves" else somebody("parent", school=world.school)
        with pytest.raises(Refused, match="Choose another member of staff"):
            world.offered(supporter=person)

    def test_whoever_is_named_later_opens_it_no_more_and_the_lead_chooses_somebody_else(self, world, sign_in):
        file = world.offered()
        named(world.case, world.olly, Party.Part.RESPONSIBLE)
        assert sign_in(world.olly).get(f"/supporting/{file.reference}/").status_code == 404
        at_dsl = sign_in(world.dsl)
        assert "Ask somebody else to look after the person affected" in words(at_dsl.get("/"))
        other = somebody("staff", school=world.school, name="Una Other")
        fill(at_dsl, f"/supporting/{file.reference}/supporter/", people=str(other.pk))
        assert sign_in(other).get(f"/supporting/{file.reference}/").status_code == 200
        assert "Ask somebody else" not in words(at_dsl.get("/"))

    def test_who_cannot_do_it_says_so_and_stays_until_there_is_somebody(self, world, sign_in):
        file = world.offered()
        client = sign_in(world.olly)
        fill(client, f"/supporting/{file.reference}/cannot/", words="We are good friends.")
        assert client.get(f"/supporting/{file.reference}/").status_code == 200
        assert "We are good friends." in words(sign_in(world.dsl).get(f"/supporting/{file.reference}/"))
        assert "We are good friends." not in words(sign_in(world.teacher).get(f"/support/{file.reference}/"))


class TestPupils:
    @pytest.fixture
    def small(self, school):
        """A pupil without an account whom a case affects, and the pupil's mother."""
        dsl, olly = somebody("dsl", school=school), somebody("staff", school=school)
        mother, child = family(school)
        case = a_case(dsl, lead=dsl)
        party = named(case, child, Party.Part.AFFECTED, Party.Kind.PUPIL)
        file = offer(dsl, case, party, supporter=olly, happened="Some children were unkind to you.", every=3)
        return dsl, olly, mother, file

    def test_the_supporter_writes_down_what_a_child_says(self, small, sign_in):
        dsl, olly, _, file = small
        fill(sign_in(olly), f"/supporting/{file.reference}/want/", words="I want to sit somewhere else.")
        assert f"written down by {olly.name}" in words(sign_in(dsl).get(f"/supporting/{file.reference}/"))
        line = Entry.objects.of(file.case.school).get(kind="wishes")
        assert line.said("words") == "I want to sit somewhere else. (written down for them)"

    def test_a_parent_reads_it_only_once_somebody_let_them_in_with_a_reason(self, small, sign_in):
        dsl, _, mother, file = small
        client, page = sign_in(mother), f"/support/{file.reference}/"
        assert client.get(page).status_code == 404
        asked = fill(sign_in(dsl), f"/supporting/{file.reference}/parents/", let_in="on")
        assert asked.status_code == 422
        fill(sign_in(dsl), f"/supporting/{file.reference}/parents/", let_in="on", why="He wants his mother to know.")
        for part in ("answer", "enough", "not-all-right"):
            assert sign_in(mother).get(f"/support/{file.reference}/{part}/").status_code == 404, "not hers to say"
        assert "Some children were unkind to you." in words(client.get(page))
        fill(client, f"{page}want/", words="Please tell me first.")
        named(file.case, mother, Party.Part.WITNESS, Party.Kind.PARENT)
        assert client.get(page).status_code == 404

    def test_a_parent_whom_it_may_be_about_never_reads_it(self, small, sign_in):
        dsl, _, mother, file = small
        let_family_in(dsl, file, let_in=True, why="He wants it.")
        file.case.besides.add(mother)
        client = sign_in(mother)
        for part in ("", "want/", "write/"):
            assert client.get(f"/support/{file.reference}/{part}").status_code == 404
        assert file.reference not in client.get("/support/").content.decode()
        with pytest.raises(Refused, match="may be about them"):
            let_family_in(dsl, file, let_in=True, why="He wants it.")

    def test_nobody_is_let_in_where_the_case_names_each_parent(self, small, sign_in):
        dsl, _, mother, file = small
        named(file.case, mother, Party.Part.RESPONSIBLE, Party.Kind.PARENT)
        refused = fill(sign_in(dsl), f"/supporting/{file.reference}/parents/", let_in="on", why="To tell them.")
        assert refused.status_code == 422
        assert "names each parent" in words(refused)


class TestWhatThePolicyAsks:
    def test_a_case_is_not_closed_before_support_is_offered(self, world):
        assert [each for each in hinders(world.case) if "Offer support" in each] == ["Offer support to Tess Taught."]
        world.offered()
        assert not list(hinders(world.case))

    def test_where_no_clause_asks_it_nothing_stands_in_the_way(self, school):
        other = a_world(school, policy="roman-road")
        assert not list(hinders(other.case))

    def test_the_offer_is_late_after_a_school_day(self, world, sign_in):
        Party.unscoped.filter(pk=world.affected.pk).update(at=timezone.now() - timezone.timedelta(days=8))
        home = words(sign_in(world.dsl).get("/"))
        assert re.search(r"Offer support to the person affected .{0,60} Overdue", home)

    def test_a_decision_of_which_they_were_told_nothing_waits_for_the_lead(self, world, sign_in):
        world.offered()
        step = decided(world.case, world.dsl, "police", "not_taken", "")
        assert "Tell the person affected what was decided" in words(sign_in(world.dsl).get("/"))
        assert step.said("told") == ""
        decided(world.case, world.dsl, "police", "not_taken", "We are not calling the police.")
        assert "Tell the person affected" not in words(sign_in(world.dsl).get("/"))

    def test_a_hundred_cases_are_looked_through_with_the_same_number_of_questions(self, world, sign_in):
        def asked() -> int:
            with CaptureQueriesContext(connection) as seen:
                assert any("looking after" in task.title or "Offer support" in task.title for task in tasks(world.dsl))
            return len(seen)

        def another() -> None:
            case = a_case(world.dsl, lead=world.dsl)
            party = named(case, somebody("staff", school=world.school), Party.Part.AFFECTED)
            offer(world.dsl, case, party, supporter=world.olly, happened="Something was written.", every=7)

        another()
        few = asked()
        for _ in range(5):
            another()
        assert asked() == few


class TestTogether:
    def test_it_is_offered_once_whoever_presses_the_button(self, world):
        world.offered()
        with pytest.raises(Refused, match="offered to this person already"):
            world.offered(supporter=world.head)

    def test_it_goes_with_the_case_that_is_joined_to_another(self, world):
        file = world.offered()
        into = a_case(world.dsl)
        with by_machine(world.school) as ledger:
            case_joined.send(Case, ledger=ledger, old=world.case, into=into)
        file.refresh_from_db()
        assert file.case == into
        assert given(world.olly).get() == file

    @pytest.mark.parametrize("who", ["teacher", "olly"])
    def test_nobody_looks_at_a_file_of_a_school_that_is_not_theirs(self, world, sign_in, who):
        file = world.offered()
        client = sign_in(somebody("head"))
        assert client.get(f"/supporting/{file.reference}/").status_code == 404
        assert client.get(f"/support/{file.reference}/").status_code == 404

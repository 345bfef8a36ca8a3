"""A complaint about the school has a door, goes to somebody it is not about, and ends with an answer by others."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases import a_case, joins, named
from casework.telling import at, come_back, fill_in, tell_us
from factories import family, somebody, with_second_step
from ladders import under, url, write_down
from schoolgate.casework.board.clocks import Clocks
from schoolgate.casework.cases.access import may_open, open_to, who_may_open
from schoolgate.casework.cases.actions.challenging import answer, challenge, who_could_answer
from schoolgate.casework.cases.actions.closing import close
from schoolgate.casework.cases.actions.linking import links_of
from schoolgate.casework.cases.actions.naming import name_people
from schoolgate.casework.cases.clocks import out_of_time
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.routing import route
from schoolgate.casework.reports.actions.complaining import Complaint, open_complaint
from schoolgate.casework.reports.models import Report
from schoolgate.casework.steps.standing import ladder
from schoolgate.community.calendar import working_days_from
from schoolgate.community.change import Refused
from schoolgate.community.models import School
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
COMPLAINT: dict[str, Any] = {
    "what": {"what": "Nobody rang me back about the lost coat for three weeks."},
    "topic": {"topic": "complaint"},
    "right": {"right": "Say sorry, and ring me."},
    "where": None,
    "who": {"who": [], "who_names": ""},
    "hurt": {"hurt": ["me"], "hurt_names": ""},
}


@pytest.fixture
def head(school):
    return somebody("head", school=school, name="Harriet Ashdown", family_name="Ashdown")


@pytest.fixture
def chair(school):
    return somebody("chair", school=school, name="Cora Birchall", family_name="Birchall")


@pytest.fixture
def deputy(school):
    return somebody("deputy_dsl", school=school)


def complain(client: Client, school: School, **other: Any) -> str:
    """A grown-up without an account complains; the code."""
    answers = {**COMPLAINT, **other}
    order = ("what", "topic", "right", "hurt", "who", "danger", "files", "you")
    usual = {"danger": {"danger": "no"}, "files": {}, "you": {"name": "", "reach": ""}}
    for key in order:
        sent = client.post(at(school, key), answers.get(key) or usual[key])
        assert sent.status_code == 302, key
    page = client.post(at(school, "check"), follow=True)
    return str(page.context["code"])


def a_complaint(*members, about=None, kinds=("complaint",)) -> Case:
    """A mother complains, about a member of staff or the school."""
    case = a_case(*members, kinds=list(kinds), ground="on_site", seriousness="low", lead=members[0])
    named(case, "Maud Madeup", Party.Part.AFFECTED, Party.Kind.PARENT)
    named(case, about or "", kind=Party.Kind.STAFF if about else Party.Kind.UNKNOWN)
    return case


class TestTheDoor:
    def test_a_parent_without_an_account_complains_and_is_asked_what_would_put_it_right(self, school, head):
        somebody("dsl", school=school)
        parent = Client()
        assert "I want to complain about the school" in words(parent.get(at(school, "topic")))
        assert parent.get(at(school, "right")).status_code == 404, "asked only about a complaint"

        code = complain(parent, school)

        case = Case.objects.of(school).get()
        assert case.kinds == ["complaint"]
        assert who_may_open(case) == [head], "where the policy is silent, the head teacher alone"
        report = Report.objects.of(school).get()
        assert report.said("right") == "Say sorry, and ring me."
        assert "Say sorry, and ring me." in words(come_back(Client(), code))

    def test_a_complaint_about_the_head_goes_to_the_chair(self, school, head, chair):
        complain(Client(), school, who={"who": ["head"], "who_names": ""})
        assert who_may_open(Case.objects.of(school).get()) == [chair]

    def test_where_somebody_may_be_in_danger_the_safeguarding_lead_has_it_too(self, school, head):
        dsl = somebody("dsl", school=school)
        complain(Client(), school, danger={"danger": "yes"})
        assert set(who_may_open(Case.objects.of(school).get())) == {head, dsl}

    def test_a_worry_is_not_asked_what_would_put_it_right(self, school, head):
        fill_in(Client(), school)
        assert tell_us(Client(), school)

    def test_signed_in_a_teacher_brings_a_grievance_and_the_head_brings_none_to_herself(
        self, school, head, chair, sign_in
    ):
        teacher = somebody("staff", school=school)
        given = {"topic": "grievance", "what": "My hours were changed.", "right": "Ask me first.", "danger": "no"}
        page = words(fill(sign_in(teacher), "/tell/inside/", **given))
        assert "Ask me first." in page
        assert who_may_open(Case.objects.of(school).get()) == [head]
        fill(sign_in(head), "/tell/inside/", **given)
        assert who_may_open(Case.objects.of(school).order_by("pk").last()) == [chair]


class TestWhomItGoesTo:
    @pytest.mark.parametrize(
        ("pack", "kind", "goes_to", "clauses"),
        [
            ("days-lane", "complaint", ["head"], ("DL-59",)),
            ("model", "complaint", ["head"], ("M-83",)),
            ("roman-road", "complaint", ["head"], ()),
            ("helsby-hillside", "grievance", ["head"], ("HH-62",)),
            ("windmill-hill", "grievance", ["head"], ("WH-18",)),
            ("glenwood", "grievance", ["manager", "head"], ("GW-53",)),
            ("model", "grievance", ["manager", "head"], ("M-22",)),
            ("days-lane", "grievance", ["head"], ()),
        ],
    )
    def test_whom_the_policy_names_first(self, school, pack, kind, goes_to, clauses):
        under(school, pack)
        people = {role: somebody(role, school=school) for role in ("head", "chair", "dsl")}
        people["manager"] = with_second_step(somebody("staff", school=school))
        teacher = somebody("staff", school=school, manager=people["manager"])
        found = route(school, [kind], complains=teacher)
        assert set(found.people) == {people[role] for role in goes_to}
        assert found.clauses == clauses

    def test_a_grievance_about_the_manager_does_not_reach_them(self, school, head):
        under(school, "glenwood")
        manager = somebody("staff", school=school)
        teacher = somebody("staff", school=school, manager=manager)
        assert route(school, ["grievance"], [manager], teacher).people == [head]
        assert route(school, ["grievance"], [manager, head], teacher).people != []


class TestTheStages:
    def test_each_has_its_day_and_the_page_says_where_the_policy_sends_it(self, school, head, sign_in):
        under(school, "days-lane")
        case = a_complaint(head)
        came = timezone.localdate(case.at)
        assert {rung.code: rung.by_day for rung in ladder(case) if rung.stage} == {
            "acknowledge": working_days_from(school, came, 5),
            "hear": working_days_from(school, came, 10),
            "answer": working_days_from(school, came, 20),
        }
        page = words(sign_in(head).get(url(case)))
        assert "DL-59" in page
        assert "Ask them to take it down" not in page, "it is no post of somebody's"
        assert "Call the police" in page
        assert "A complaint: say that you have it" in words(sign_in(head).get("/"))

    def test_where_the_policy_is_silent_the_page_says_so(self, school, head, sign_in):
        under(school, "roman-road")
        page = words(sign_in(head).get(url(a_complaint(head))))
        assert "Your policy does not say where this goes" in page
        assert "They are ours: the policy names none" in page

    def test_it_is_acknowledged_answered_by_the_head_and_closed_by_somebody_else(self, school, head, deputy, sign_in):
        case = a_complaint(head, deputy)
        closes = f"/cases/{case.reference}/close/"
        assert "A complaint is not left without an answer" in words(sign_in(deputy).get(closes))
        write_down(sign_in(head), case, "acknowledge", "taken")
        assert "for Harriet Ashdown to decide" in words(sign_in(deputy).get(url(case, "answer")))
        asked = words(sign_in(head).get(url(case, "answer")))
        assert "We give them our answer" in asked
        assert "We take this step" not in asked
        assert "Answer in writing: we do not answer" in words(sign_in(head).get(url(case, "answer", "not_taken")))
        write_down(sign_in(head), case, "answer", "taken", skipped="She did not want to meet.")
        assert {rung.code: rung.decision for rung in ladder(case) if rung.stage} == {
            "acknowledge": "taken",
            "hear": "passed_over",
            "answer": "taken",
        }
        with pytest.raises(Refused, match="somebody else closes it"):
            close(head, case, "upheld", "We were slow.", "")
        page = fill(sign_in(deputy), closes, outcome="upheld", words="We were slow, and said so.")
        assert "Complaint upheld: they were right. We were slow" in words(page)

    def test_they_take_it_back(self, school, head, deputy, sign_in):
        case = a_complaint(head, deputy)
        why = "She wrote on Monday that it is settled."
        sign_in(head).post(url(case, "not-taken"), dict.fromkeys(["acknowledge", "hear", "answer"], why))
        fill(sign_in(deputy), f"/cases/{case.reference}/close/", outcome="withdrawn", words="It is settled.")
        case.refresh_from_db()
        assert case.outcome == "withdrawn"

    def test_only_a_complaint_can_end_as_one(self, head, deputy, sign_in):
        page = words(sign_in(deputy).get(f"/cases/{a_case(head, deputy).reference}/close/"))
        assert "Put right" in page
        assert "Complaint upheld" not in page

    def test_what_is_late_is_overdue(self, school, head, sign_in):
        case = a_complaint(head)
        Case.objects.of(school).filter(pk=case.pk).update(at=timezone.now() - timedelta(days=60))
        assert "Overdue" in words(sign_in(head).get(url(case)))
        assert "Overdue" in words(sign_in(head).get(f"/cases/{case.reference}/"))

    def test_looking_at_one_does_not_ask_about_what_happens_outside(self, school, head, sign_in):
        complain(Client(), school)
        case, client = Case.objects.of(school).get(), sign_in(head)
        name_people(head, case, Party.Part.AFFECTED, [family(school)[0]])
        address = f"/cases/{case.reference}/look/"
        fill(client, f"{address}what/", title="The coat", summary="Nobody rang back.")
        client.post(f"/cases/{case.reference}/named/responsible/unknown/")
        page = client.get(address, follow=True)
        assert page.redirect_chain[-1][0] == f"{address}serious/"


class TestTheGovernors:
    def test_they_answer_at_the_end_and_none_of_them_had_a_part(self, school, head, chair, deputy, sign_in):
        governor = somebody("governor", school=school)
        case = a_complaint(head, deputy, chair)
        write_down(sign_in(head), case, "answer", "taken", skipped="A made-up reason.")
        write_down(sign_in(chair), case, "hear", "taken")
        assert who_could_answer(case, "panel") == [governor]
        with pytest.raises(Refused, match="had a part"):
            challenge(deputy, case, "panel", "I do not agree.", TODAY(), chair)
        with pytest.raises(Refused, match="governors answer the last stage"):
            challenge(deputy, case, "panel", "I do not agree.", TODAY(), somebody("slt", school=school))
        asks = f"/cases/{case.reference}/challenges/add/"
        today = TODAY()
        when = {"received_on_0": today.day, "received_on_1": today.month, "received_on_2": today.year}
        fill(
            sign_in(deputy), asks, kind="panel", who="Maud Madeup", words="I do not agree.", to=str(governor.pk), **when
        )
        waits = case.challenges.get()
        assert waits.due == working_days_from(school, today, 20)
        assert may_open(governor, case)
        assert "taken to the governors" in words(sign_in(deputy).get(f"/cases/{case.reference}/close/"))
        answer(governor, case, waits.pk, "partly", "The panel finds that she waited too long.")
        with pytest.raises(Refused, match="somebody else closes it"):
            close(governor, case, "partly_upheld", "As the panel found.", "")
        close(deputy, case, "partly_upheld", "As the panel found.", "")

    def test_a_case_that_is_no_complaint_does_not_go_to_a_panel(self, school, head, chair, sign_in):
        case = a_case(head)
        with pytest.raises(Refused, match="no complaint"):
            challenge(head, case, "panel", "I do not agree.", TODAY(), chair)
        assert "to the governors" not in words(sign_in(head).get(f"/cases/{case.reference}/challenges/add/"))


class TestWhoeverComplains:
    def test_reads_how_far_it_is_and_nobodys_name(self, school, head, sign_in):
        code = complain(Client(), school)
        case = Case.objects.of(school).get()
        assert "How far your complaint is" not in words(come_back(Client(), code)), "nobody has looked at it yet"
        Case.objects.of(school).filter(pk=case.pk).update(state=Case.State.OPEN)
        named(case, "Maud Madeup", Party.Part.AFFECTED, Party.Kind.PARENT)
        write_down(sign_in(head), case, "acknowledge", "taken")
        page = words(come_back(Client(), code))
        assert "We write back to you Done on" in page
        assert "You have our answer in writing By" in page
        assert "governors hear it who had no part in it" in page
        assert "Harriet" not in page

    def test_somebody_who_told_of_a_worry_reads_nothing_of_stages(self, school, head):
        code = tell_us(Client(), school)
        Case.objects.of(school).update(state=Case.State.OPEN)
        assert "How far" not in words(come_back(Client(), code))

    def test_gets_letters_with_the_day_of_the_answer_and_where_it_goes_next(self, school, head, sign_in):
        under(school, "days-lane")
        case, client = a_complaint(head), sign_in(head)
        letters = f"/cases/{case.reference}/letters/write/"
        to = f"party-{case.parties.get(part='affected').pk}"
        page = words(fill(client, f"{letters}complaint_received/", to=to, what="The coat."))
        due = working_days_from(school, timezone.localdate(case.at), 20)
        assert f"in writing by {due:%-d %B %Y}" in page
        assert "clause DL-59" in page
        page = words(fill(client, f"{letters}complaint_answer/", to=to, what="The coat.", answer="We were slow."))
        assert "tell us within 10 school days" in page
        page = words(fill(client, f"{letters}complaint_panel/", to=to, what="The coat.", answer="It was slow."))
        assert "www.gov.uk/complain-about-school" in page

    def test_no_letter_of_a_complaint_is_offered_for_another_case(self, head, sign_in):
        page = words(sign_in(head).get(f"/cases/{a_case(head).reference}/letters/write/"))
        assert "Answer a complaint" not in page


class TestOpenedFromAnotherCase:
    @pytest.fixture
    def teacher(self, school):
        return somebody("staff", school=school, name="Tess Thornbury", family_name="Thornbury")

    @pytest.fixture
    def dsl(self, school):
        return somebody("dsl", school=school)

    @pytest.fixture
    def post(self, dsl, teacher):
        case = a_case(dsl, kinds=["mention"], ground="reputation")
        named(case, "Maud Madeup", kind=Party.Kind.PARENT)
        named(case, teacher, Party.Part.AFFECTED)
        return case

    def asks(self, case: Case) -> dict[str, Any]:
        return {
            "who": str(case.parties.get(part="responsible").pk),
            "about": [str(case.parties.get(part="affected").pk)],
            "what": "She shouts at the class.",
            "right": "Talk with her.",
        }

    def test_the_mothers_complaint_goes_its_own_way(self, school, head, dsl, post, teacher, sign_in):
        client = sign_in(dsl)
        assert "Open it as a complaint" in words(client.get(f"/cases/{post.reference}/"))

        page = fill(client, f"/cases/{post.reference}/complaint/", **self.asks(post))

        made = Case.objects.of(school).get(kinds=["complaint"])
        assert who_may_open(made) == [head], "not who opened it, unless it is theirs to look at"
        assert [(party.part, party.called()) for party in made.parties.order_by("part")] == [
            ("affected", "Maud Madeup"),
            ("responsible", teacher.name),
        ]
        assert not may_open(teacher, made)
        assert made.reference not in page.content.decode(), "a case that one may not open has no reference"
        assert links_of(dsl, post) == {}
        report = Report.objects.of(school).get()
        assert (report.said("what"), report.said("right")) == ("She shouts at the class.", "Talk with her.")
        said = [entry.said("words") for entry in post.entries.all()]
        assert any("opened as a complaint" in each for each in said)
        assert not any(made.reference in each for each in said)
        assert LedgerEntry.objects.filter(verb="case.linked").count() == 2

    def test_who_may_open_both_sees_the_link(self, head, dsl, post):
        name = [party.pk for party in post.parties.filter(part="affected")]
        made = open_complaint(dsl, post, Complaint("She shouts.", "", None, name), sent_key="k" * 20)
        assert not links_of(head, made)
        joins(post, head)
        assert [other for _, other in links_of(head, made).values()] == [post]
        assert made.parties.get(part="affected").kind == Party.Kind.UNKNOWN

    def test_about_the_head_it_comes_to_the_chair(self, school, head, chair, dsl):
        case = a_case(dsl, kinds=["mention"])
        named(case, head, Party.Part.AFFECTED)
        about = [case.parties.get().pk]
        made = open_complaint(dsl, case, Complaint("He is late.", "", None, about), sent_key="k" * 20)
        assert who_may_open(made) == [chair]

    def test_sent_twice_it_is_one(self, school, head, dsl, post, sign_in):
        client, address = sign_in(dsl), f"/cases/{post.reference}/complaint/"
        once = client.get(address).context["form"]["once"].value()
        for _ in range(2):
            client.post(address, {**self.asks(post), "once": once})
        assert Case.objects.of(school).filter(kinds=["complaint"]).count() == 1

    def test_nobody_complains_about_themselves(self, head, dsl, post):
        number = post.parties.get(part="affected").pk
        with pytest.raises(Refused, match="Nobody complains about themselves"):
            open_complaint(dsl, post, Complaint("It.", "", number, [number]), sent_key="k" * 20)

    def test_who_may_not_know_of_the_case_and_who_only_helps_open_none(self, school, head, post, teacher, sign_in):
        address = f"/cases/{post.reference}/complaint/"
        assert sign_in(teacher).get(address).status_code == 403, "no power to decide about any case"
        assert sign_in(head).get(address).status_code == 404, "no member of this one"
        assert sign_in(head).post(address, self.asks(post)).status_code == 404
        assert Case.objects.of(school).count() == 1

    def test_a_complaint_is_not_opened_from_a_complaint(self, head, sign_in):
        address = f"/cases/{a_complaint(head).reference}/complaint/"
        assert sign_in(head).get(address).status_code == 404


class TestTheBoard:
    def test_a_complaint_has_to_be_answered_by_a_day_and_is_late_after_it(self, school, head, sign_in):
        now = timezone.now()
        late, early = a_complaint(head), a_complaint(head)
        Case.unscoped.filter(pk=late.pk).update(at=now - timedelta(days=60))
        Case.unscoped.filter(pk=early.pk).update(at=now - timedelta(days=3))

        assert Clocks(open_to(head), school, over=True).numbers() == {late.pk}
        assert Clocks(open_to(head), school, over=False).numbers() == {early.pk}
        assert words(sign_in(head).get("/cases/board/")).count("Answer the complaint in writing") == 2

    @pytest.mark.parametrize("days", range(45))
    def test_it_is_late_once_its_last_day_is_over(self, school, days):
        came = TODAY() - timedelta(days=days)
        at = timezone.make_aware(datetime.combine(came, time(12)))

        assert (at < out_of_time(school, 20)) == (working_days_from(school, came, 20) < TODAY())

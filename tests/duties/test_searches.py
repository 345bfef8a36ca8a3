"""The candidate: told first, the same searches for all, only what bears on the post kept, all of it gone on its date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duties.recruiting import World
from factories import somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import Mail, Notice, Person, School
from schoolgate.duties.models import Duty
from schoolgate.duties.searches.actions import opening, searching, shortlist
from schoolgate.duties.searches.actions.destroying import destroy_what_is_due
from schoolgate.duties.searches.jobs import destroy_searches_everywhere
from schoolgate.duties.searches.models import Candidate, Mark, Post, Result, Search
from schoolgate.duties.settling import settle
from schoolgate.jobs.work import drain
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.models import LedgerEntry
from typed import fill, form_on, send, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def adopt(school: School, policy: str) -> None:
    head = Person.objects.of(school).filter(holdings__role="head").first() or somebody("head", school=school)
    version = adopting.send(head, drafting.start_from(head, policy))
    adopting.adopt(somebody("governor", school=school, account=None), version, date(2020, 9, 1))


@pytest.fixture
def world(school) -> World:
    return World(school)


def everything() -> str:
    """All that stands in the database, as words."""
    return " ".join(str(list(model._base_manager.values())) for model in apps.get_models())


class TestTheWholeStory:
    def test_three_candidates_from_the_shortlist_to_nothing(self, school, sign_in):
        head = somebody("head", school=school)
        olly = somebody("staff", school=school, name="Olly Searcher")
        chair = somebody("chair", school=school, name="Cy Chair")
        adopt(school, "model")
        at_head, at_olly, at_chair = sign_in(head), sign_in(olly), sign_in(chair)
        soon = TODAY() + timedelta(days=9)
        opened = fill(
            at_head,
            "/searches/open/",
            title="Year 4 teacher",
            searcher="olly searcher",
            panel=f"{head.name}\n{chair.email()}",
            needed_by_0=str(soon.day),
            needed_by_1=str(soon.month),
            needed_by_2=str(soon.year),
        )
        post = Post.objects.of(school).get()
        assert "The post is open" in opened.content.decode()
        at = f"/searches/{post.reference}/"

        fill(at_olly, f"{at}list/", searches="Name in a search engine\nPublic pages")
        for name in ("Ann Applicant", "Bo Applicant", "Cat Applicant"):
            fill(at_olly, f"{at}candidates/add/", name=name, stage="shortlisted")
        fill(at_olly, f"{at}independent/", independent="yes")
        early = fill(at_olly, f"{at}candidates/1/1/", found="nothing")
        assert early.status_code == 422
        assert "has not been told yet" in words(early)
        assert "they are not on the interview panel" not in words(early)
        letter = at_olly.get(f"{at}candidates/1/letter/")
        assert "183 days" in words(letter)
        assert "Dear Ann Applicant" in words(letter)
        assert at_olly.get(f"{at}candidates/1/letter/?pdf=1").content.startswith(b"%PDF")
        for number in (1, 2, 3):
            fill(at_olly, f"{at}candidates/{number}/told/", how="email")
            for search in (1, 2):
                if (number, search) != (2, 2):
                    fill(at_olly, f"{at}candidates/{number}/{search}/", found="nothing")
        asked = fill(at_olly, f"{at}candidates/2/2/", found="relevant")
        assert "Why does it bear on the post?" in words(asked)
        fill(
            at_olly,
            f"{at}candidates/2/2/finding/",
            what="Mocks a pupil by name",
            why="children",
            because="They would teach children.",
        )

        assert "Mocks a pupil" not in at_chair.get(at).content.decode()
        assert "not finished" in words(at_chair.get(at))
        fill(at_olly, f"{at}candidates/2/2/put/", answer="It was not me, it is a namesake.")
        seen = words(at_chair.get(at))
        assert "Mocks a pupil by name" in seen
        assert "It was not me" in seen
        assert "It bears on the safety of children" in seen
        assert seen.count("Nothing that bears on the post") == 2

        fill(at_head, f"{at}close/")
        post.refresh_from_db()
        assert post.destroy_on() == TODAY() + timedelta(days=183)
        assert destroy_what_is_due(school, TODAY() + timedelta(days=182)) == 0
        assert destroy_what_is_due(school, TODAY() + timedelta(days=183)) == 1
        for model in (Post, Search, Candidate, Mark, Result):
            assert not model.unscoped.exists()
        assert at_head.get(at).status_code == 404
        gone = LedgerEntry.objects.get(verb="search.destroyed")
        assert gone.details() == {
            "candidates": 3,
            "results": 6,
            "reference": post.reference,
            "days": 183,
            "clause": "M-139",
        }
        ledger = " ".join(LedgerEntry.objects.values_list("detail", flat=True))
        assert "Applicant" not in ledger
        assert not Notice.objects.of(school).filter(url__contains=post.reference).exists()


class TestShortlistedOnly:
    @pytest.mark.parametrize(("policy", "cites"), [("model", "M-129"), ("helsby-hillside", "KCSIE"), ("", "KCSIE")])
    def test_nobody_who_has_only_applied_is_searched_for(self, school, policy, cites):
        somebody("head", school=school)
        if policy:
            adopt(school, policy)
        world = World(school)
        with pytest.raises(Refused, match=cites):
            shortlist.add_candidate(
                world.searcher, world.post, name="Early Bird", stage="applied", shortlisted_on=TODAY()
            )
        assert not Candidate.unscoped.exists()

    def test_the_news_names_the_post_and_the_mail_does_not(self, world, sign_in):
        assert "Year 4 teacher: You are asked to make the online searches" in words(sign_in(world.searcher).get("/"))
        assert Mail.unscoped.filter(person=world.searcher).exists()
        assert not Mail.unscoped.filter(subject__contains="Year 4").exists()

    def test_a_candidate_is_told_before_the_first_search(self, world):
        candidate = world.candidate("Ann Applicant", told=False)
        searching.declare_independent(world.searcher, world.post)
        with pytest.raises(Refused, match="has not been told yet"):
            searching.found_nothing(world.searcher, candidate, world.search())
        assert not Result.unscoped.exists()


class TestTheSameForAll:
    def test_the_list_is_fixed_once_the_first_search_is_made(self, world, sign_in):
        (candidate,) = world.begin("Ann Applicant")
        searching.set_list(world.searcher, world.post, ["One", "Two"])
        searching.found_nothing(world.searcher, candidate, world.search())
        with pytest.raises(Refused, match="the same for every candidate"):
            searching.set_list(world.searcher, world.post, ["Three"])
        assert "stays as it is" in words(sign_in(world.head).get(f"/searches/{world.post.reference}/list/"))

    def test_the_searcher_is_not_on_the_panel(self, world, sign_in):
        with pytest.raises(Refused, match="not on the panel"):
            opening.change_people(world.head, world.post, searcher=world.judge, panel=[world.judge])
        form = f"/searches/{world.post.reference}/people/"
        wrong = fill(sign_in(world.head), form, searcher=world.judge.name, panel=world.judge.name)
        assert wrong.status_code == 422

    def test_somebody_who_searched_is_not_put_on_the_panel(self, world):
        (candidate,) = world.begin("Ann Applicant")
        searching.found_nothing(world.searcher, candidate, world.search())
        other = somebody("staff", school=world.school)
        opening.change_people(world.head, world.post, searcher=other, panel=[world.judge])
        with pytest.raises(Refused, match="searched already"):
            opening.change_people(world.head, world.post, searcher=other, panel=[world.judge, world.searcher])

    def test_whoever_searches_says_first_that_they_know_nobody(self, world, sign_in):
        candidate = world.candidate("Ann Applicant")
        with pytest.raises(Refused, match="no relative or friend"):
            searching.found_nothing(world.searcher, candidate, world.search())
        fill(sign_in(world.searcher), f"/searches/{world.post.reference}/independent/", independent="no")
        assert Notice.objects.of(world.school).filter(person=world.head).count() == 1

    def test_knowing_none_of_them_is_said_of_those_on_the_list(self, world, sign_in):
        at, client = f"/searches/{world.post.reference}/", sign_in(world.searcher)
        early = fill(client, f"{at}independent/", independent="yes")
        assert early.status_code == 422
        assert "Put the shortlisted candidates on the list first" in words(early)
        page = words(client.get(at))
        assert page.index("Put the shortlisted candidates") < page.index("Say that you know no candidate")
        first, _ = world.begin("Ann Applicant", "Bo Applicant")
        searching.found_nothing(world.searcher, first, world.search())
        world.candidate("Cat Applicant")
        with pytest.raises(Refused, match="no relative or friend"):
            searching.found_nothing(world.searcher, first, world.search(2))
        fill(client, f"{at}independent/", independent="yes")
        searching.found_nothing(world.searcher, first, world.search(2))

    def test_a_candidate_has_no_part_in_filling_the_post(self, world):
        for person in (world.searcher, world.judge):
            with pytest.raises(Refused, match="on its panel"):
                world.candidate(person.name.upper())
        world.candidate("Ivy Inside")
        inside = somebody("staff", school=world.school, name="Ivy Inside")
        with pytest.raises(Refused, match="is a candidate"):
            opening.change_people(world.head, world.post, searcher=inside, panel=[world.judge])


class TestWhatIsWrittenDown:
    def test_where_nothing_bears_on_the_post_nothing_else_can_be_typed(self, world, sign_in):
        world.begin("Ann Applicant")
        client, path = sign_in(world.searcher), f"/searches/{world.post.reference}/candidates/1/1/"
        sent = form_on(client.get(path))
        assert set(sent) <= {"csrfmiddlewaretoken"}
        assert "textarea" not in client.get(path).content.decode()
        send(client, path, sent, found="nothing", what="She goes to church", because="x")
        assert Result.unscoped.get().sealed == ""

    def test_that_a_candidate_was_told_stays_once_a_search_is_made(self, world, sign_in):
        first, second = world.begin("Ann Applicant", "Bo Applicant")
        searching.found_nothing(world.searcher, first, world.search())
        with pytest.raises(Refused, match="stays as it is"):
            shortlist.mark_told(world.head, first, on=TODAY() - timedelta(days=300), how="person")
        client, at = sign_in(world.searcher), f"/searches/{world.post.reference}/"
        assert fill(client, f"{at}candidates/1/told/", how="email").status_code == 422
        assert Candidate.unscoped.get(pk=first.pk).told_how == "letter"
        page = client.get(at).content.decode()
        assert f"{at}candidates/1/told/" not in page
        assert f"{at}candidates/2/told/" in page
        shortlist.mark_told(world.searcher, second, on=TODAY(), how="email")
        assert Candidate.unscoped.get(pk=second.pk).told_how == "email"

    def test_taking_a_finding_back_takes_its_words(self, world):
        (candidate,) = world.begin("Ann Applicant")
        world.something(candidate, world.search())
        searching.found_nothing(world.searcher, candidate, world.search())
        assert Result.unscoped.get().sealed == ""

    def test_names_and_findings_are_sealed(self, world):
        (candidate,) = world.begin("Ann Applicant")
        result = world.something(candidate, world.search())
        searching.put_to_candidate(world.searcher, result, on=TODAY(), answer="A namesake wrote it")
        opening.hold(world.head, world.post, "A tribunal was asked")
        dump = everything()
        for secret in ("Ann Applicant", "mocks a pupil", "example.org", "namesake", "tribunal"):
            assert secret not in dump

    def test_what_was_put_to_the_candidate_stays(self, world):
        (candidate,) = world.begin("Ann Applicant")
        result = world.something(candidate, world.search())
        searching.put_to_candidate(world.searcher, result, on=TODAY(), answer="A namesake")
        with pytest.raises(Refused, match="stays as it is"):
            searching.found_nothing(world.searcher, candidate, world.search())
        with pytest.raises(Refused, match="written down already"):
            searching.put_to_candidate(world.searcher, result, on=TODAY(), answer="Something else")


class TestWhoSees:
    def test_nobody_without_a_part_learns_of_the_post(self, world, sign_in):
        world.begin("Ann Applicant")
        for role in ("staff", "dsl", "governor", "technician"):
            other = somebody(role, school=world.school)
            client = sign_in(other)
            for path in ("", "list/", "independent/", "candidates/add/", "candidates/1/", "candidates/1/1/"):
                assert client.get(f"/searches/{world.post.reference}/{path}").status_code == 404, (role, path)
            assert "Year 4 teacher" not in client.get("/searches/").content.decode()
            with pytest.raises(Http404):
                searching.declare_independent(other, world.post)

    def test_the_head_and_the_panel_do_not_see_the_searchers_work(self, world, sign_in):
        (candidate,) = world.begin("Ann Applicant")
        world.something(candidate, world.search())
        for person in (world.head, world.judge):
            client = sign_in(person)
            assert client.get(f"/searches/{world.post.reference}/candidates/1/").status_code == 404
            assert client.get(f"/searches/{world.post.reference}/candidates/1/1/put/").status_code == 404
            assert "mocks a pupil" not in client.get(f"/searches/{world.post.reference}/").content.decode()
            with pytest.raises(Http404):
                searching.found_nothing(person, candidate, world.search())

    def test_opening_names_and_findings_is_written_down_first(self, world, sign_in):
        world.begin("Ann Applicant")
        sign_in(world.judge).get(f"/searches/{world.post.reference}/")
        sign_in(world.searcher).get(f"/searches/{world.post.reference}/candidates/1/")
        read = list(LedgerEntry.objects.filter(verb="search.read").order_by("number"))
        assert [(entry.actor, entry.details()["parts"]) for entry in read] == [
            (world.judge.pk, ["panel"]),
            (world.searcher.pk, ["searcher"]),
        ]

    def test_only_the_head_opens_and_closes(self, world, sign_in):
        for person in (world.searcher, world.judge):
            client = sign_in(person)
            assert client.get("/searches/open/").status_code == 403
            assert client.post(f"/searches/{world.post.reference}/close/").status_code == 403

    def test_the_panels_page_costs_the_same_however_many_candidates(self, world, sign_in):
        client, at = sign_in(world.judge), f"/searches/{world.post.reference}/"

        def cost() -> int:
            with CaptureQueriesContext(connection) as made:
                client.get(at)
            return len(made)

        def found_for(candidate: Candidate) -> None:
            result = world.something(candidate, world.search())
            searching.put_to_candidate(world.searcher, result, on=TODAY(), answer=f"{candidate.name} says")

        found_for(*world.begin("Ann Applicant"))
        cost()
        few = cost()
        for candidate in world.begin("Bo Applicant", "Cat Applicant", "Di Applicant"):
            found_for(candidate)
        assert cost() == few
        page = words(client.get(at))
        assert page.index("Cat Applicant") < page.index("Cat Applicant says") < page.index("Di Applicant")


class TestItsEnd:
    def long_closed(self, world) -> None:
        day = TODAY() - timedelta(days=400)
        Post.unscoped.update(opened_on=day)
        opening.close_post(world.head, world.post, day)

    @pytest.mark.parametrize("day", [date(2001, 1, 1), TODAY() - timedelta(days=1), TODAY() + timedelta(days=1)])
    def test_it_ends_neither_before_it_began_nor_on_a_day_to_come(self, world, sign_in, day):
        with pytest.raises(Refused, match="Choose"):
            opening.close_post(world.head, world.post, day)
        form, sent = f"/searches/{world.post.reference}/close/", {"on_0": day.day, "on_1": day.month, "on_2": day.year}
        assert fill(sign_in(world.head), form, **sent).status_code == 422
        assert destroy_what_is_due(world.school, TODAY()) == 0
        assert Post.unscoped.get().decided_on is None

    def test_it_ends_once(self, world, sign_in):
        client, at = sign_in(world.head), f"/searches/{world.post.reference}/"
        assert f"{at}close/" in client.get(at).content.decode()
        Post.unscoped.update(opened_on=TODAY() - timedelta(days=400))
        fill(client, f"{at}close/")
        assert f"{at}close/" not in client.get(at).content.decode()
        again = fill(client, f"{at}close/")
        assert again.status_code == 422
        assert "closed already" in words(again)
        with pytest.raises(Refused, match="keep it for now"):
            opening.close_post(world.head, world.post, TODAY() - timedelta(days=399))
        assert Post.unscoped.get().decided_on == TODAY()

    def test_a_hold_with_its_reason_stops_the_destruction(self, world, sign_in):
        self.long_closed(world)
        fill(sign_in(world.head), f"/searches/{world.post.reference}/hold/", reason="A tribunal was asked")
        destroy_searches_everywhere.later()
        drain()
        assert Post.unscoped.exists()
        with pytest.raises(Refused, match="held already"):
            opening.hold(world.head, world.post, "Again")
        let = sign_in(world.head).post(f"/searches/{world.post.reference}/let-go/", follow=True)
        assert "no longer kept" in let.content.decode()
        destroy_searches_everywhere.later()
        drain()
        assert not Post.unscoped.exists()

    def test_a_post_that_nobody_closes_does_not_stay_for_ever(self, world):
        assert destroy_what_is_due(world.school, TODAY() + timedelta(days=183 + 182)) == 0
        assert destroy_what_is_due(world.school, TODAY() + timedelta(days=183 + 183)) == 1

    def test_destroying_twice_does_nothing_twice(self, world):
        self.long_closed(world)
        assert destroy_what_is_due(world.school, TODAY()) == 1
        assert destroy_what_is_due(world.school, TODAY()) == 0
        assert LedgerEntry.objects.filter(verb="search.destroyed").count() == 1


def test_the_searcher_owes_each_step_until_it_is_done(world):
    candidate = world.candidate("Ann Applicant", told=False)
    settle(world.school)

    def steps() -> dict[str, str]:
        rows = Duty.objects.of(world.school).filter(person=world.searcher, kind="search", current=True)
        return {duty.key.split("-")[0]: duty.state for duty in rows}

    assert steps() == {"tell": "owed", "search": "owed"}
    shortlist.mark_told(world.searcher, candidate, on=TODAY(), how="email")
    searching.declare_independent(world.searcher, world.post)
    world.something(candidate, world.search())
    settle(world.school)
    assert steps() == {"tell": "done", "search": "owed", "put": "owed"}
    for number in (2, 3, 4):
        searching.found_nothing(world.searcher, candidate, world.search(number))
    searching.put_to_candidate(world.searcher, Result.unscoped.get(found="relevant"), on=TODAY(), answer="Mine")
    settle(world.school)
    assert steps() == {"tell": "done", "search": "done", "put": "done"}
    assert not Duty.objects.of(world.school).filter(what__contains="Ann").exists()

"""Nobody throws others out of a post quietly: who loses the lead is told, and an entry that is wrong is taken off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from duties.recruiting import World
from factories import somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import Mail, Notice, Person
from schoolgate.duties.models import Duty
from schoolgate.duties.searches.actions import opening, searching, shortlist, taking_off
from schoolgate.duties.searches.actions.destroying import destroy_what_is_due
from schoolgate.duties.searches.models import Candidate, Mark, Result
from schoolgate.duties.settling import settle
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def world(school) -> World:
    """A searcher who adds a candidate called as the head is, who is no candidate. Cy Chair is the chair."""
    world = World(school)
    opening.change_people(world.head, world.post, searcher=world.searcher, panel=[world.judge])
    world.chair = somebody("chair", school=school, name="Cy Chair")
    return world


def told(person: Person) -> list[Notice]:
    return list(Notice.objects.of(person.school).filter(person=person).order_by("pk"))


class TestWhoLosesTheLead:
    def test_is_told_and_what_to_do_about_it(self, world, sign_in):
        world.candidate(world.head.name)
        (notice,) = told(world.head)
        assert world.post.reference in notice.words
        assert "take the entry off" in notice.words
        assert world.post.title not in notice.words
        assert sign_in(world.head).get(f"/notices/{notice.pk}/", follow=True).status_code == 200
        (mail,) = Mail.unscoped.filter(person=world.head)
        assert (mail.subject, mail.reference) == ("Others lead the filling of a post now.", world.post.reference)

    def test_hears_nothing_while_another_is_added(self, world):
        world.candidate("Ann Applicant")
        assert not told(world.head)

    def test_what_they_were_told_goes_with_the_post(self, world):
        world.candidate(world.head.name)
        opening.close_post(world.chair, world.post, TODAY())
        destroy_what_is_due(world.school, TODAY() + timedelta(days=400))
        assert not told(world.head)


class TestTheEntryIsTakenOff:
    def test_the_chair_takes_it_off_and_the_head_leads_again(self, world, sign_in):
        at = f"/searches/{world.post.reference}/"
        (entry,) = world.begin(world.head.name)
        world.something(entry, world.search())
        client = sign_in(world.chair)
        assert f"{at}candidates/1/take-off/" in client.get(at).content.decode()
        done = fill(client, f"{at}candidates/1/take-off/", because="nobody")
        assert "They are off the list" in done.content.decode()
        assert client.get(at).status_code == 404, "it is the head's again, and nothing to the chair"
        for model in (Candidate, Mark, Result):
            assert not model.unscoped.exists()
        assert sign_in(world.head).get(at).status_code == 200
        assert "You lead the filling of a post now" in told(world.head)[-1].words
        assert "taken off the list" in told(world.searcher)[-1].words
        entry = LedgerEntry.objects.get(verb="search.candidate_taken_off")
        assert entry.actor == world.chair.pk
        assert entry.details() == {"candidate": 1, "because": "nobody", "results": 1}

    def test_the_head_takes_off_one_who_stands_there_twice(self, world, sign_in):
        world.candidate("Ann Applicant")
        world.candidate("Ann Applicant")
        page = fill(sign_in(world.head), f"/searches/{world.post.reference}/candidates/2/take-off/", because="twice")
        assert "They are off the list" in page.content.decode()
        assert [one.number for one in Candidate.unscoped.all()] == [1]

    def test_why_is_said(self, world, sign_in):
        candidate = world.candidate("Ann Applicant")
        path = f"/searches/{world.post.reference}/candidates/1/take-off/"
        asked = fill(sign_in(world.head), path)
        assert (asked.status_code, "Choose why" in words(asked)) == (422, True)
        with pytest.raises(Refused, match="Choose why"):
            taking_off.take_off(world.head, candidate, because="I do not like them")

    def test_only_whoever_leads_it_does_it(self, world, sign_in):
        entry = world.candidate(world.head.name)
        path = f"/searches/{world.post.reference}/candidates/1/take-off/"
        for person, status in ((world.head, 404), (world.searcher, 403), (world.judge, 403)):
            assert sign_in(person).get(path).status_code == status, person
        with pytest.raises(Http404):
            taking_off.take_off(world.head, entry, because="nobody")
        assert "take-off" not in sign_in(world.searcher).get(f"/searches/{world.post.reference}/").content.decode()

    def test_a_second_time_says_that_it_is_done(self, world):
        candidate = world.candidate("Ann Applicant")
        taking_off.take_off(world.head, candidate, because="nobody")
        with pytest.raises(Refused, match="off the list already"):
            taking_off.take_off(world.head, candidate, because="nobody")

    @pytest.mark.parametrize("stands", ["filled", "kept"])
    def test_the_list_stays_once_the_post_is_filled_and_while_it_is_kept(self, world, sign_in, stands):
        candidate = world.candidate("Ann Applicant")
        if stands == "filled":
            opening.close_post(world.head, world.post, TODAY())
        else:
            opening.hold(world.head, world.post, "A tribunal was asked")
        with pytest.raises(Refused, match=f"This post is {stands}"):
            taking_off.take_off(world.head, candidate, because="nobody")
        assert "take-off" not in sign_in(world.head).get(f"/searches/{world.post.reference}/").content.decode()

    def test_nothing_more_is_written_of_one_who_was_taken_off(self, world):
        candidate, _ = world.begin("Ann Applicant", "Bo Applicant")
        found = world.something(candidate, world.search())
        taking_off.take_off(world.head, candidate, because="nobody")
        for late in (
            lambda: shortlist.mark_told(world.searcher, candidate, on=TODAY(), how="email"),
            lambda: searching.found_nothing(world.searcher, candidate, world.search(2)),
            lambda: searching.put_to_candidate(world.searcher, found, on=TODAY(), answer="A namesake"),
        ):
            with pytest.raises(Http404):
                late()

    def test_nobody_gets_their_number_and_nothing_owed_counts_as_done(self, world):
        first = world.candidate("Ann Applicant")
        settle(world.school)
        second = world.candidate("Bo Applicant", told=False)
        settle(world.school)
        taking_off.take_off(world.head, first, because="nobody")
        settle(world.school)
        owed = Duty.objects.of(world.school).filter(kind="search", key=f"tell-{world.post.pk}", state=Duty.State.OWED)
        assert owed.count() == 1
        taking_off.take_off(world.head, second, because="nobody")
        assert world.candidate("Cat Applicant").number == 3

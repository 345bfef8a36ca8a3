"""Nobody who is a candidate has a part in filling the post, whoever they are: another leads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from duties.recruiting import World
from factories import somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import Mail, Notice, Person, RoleHolding
from schoolgate.community.today import tasks
from schoolgate.duties.dates import dates_of
from schoolgate.duties.searches.actions import opening, searching, shortlist
from schoolgate.duties.searches.models import Candidate, Mark, Post
from typed import fill, form_on, send, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def world(school) -> World:
    """The head is called Hattie Head and not on the panel; Cy Chair is the chair."""
    world = World(school)
    Person.objects.of(school).filter(pk=world.head.pk).update(name="Hattie Head")
    world.head.refresh_from_db()
    opening.change_people(world.head, world.post, searcher=world.searcher, panel=[world.judge])
    world.chair = somebody("chair", school=school, name="Cy Chair")
    return world


class TestTheHeadIsACandidate:
    def test_she_has_no_part_in_it_and_does_not_see_it(self, world, sign_in):
        client, at = sign_in(world.head), f"/searches/{world.post.reference}/"
        Post.unscoped.update(needed_by=TODAY() - timedelta(days=1))
        assert any("filled" in task.title for task in tasks(world.head))
        world.candidate("hattie  HEAD")
        for path in ("", "people/", "close/", "hold/", "list/", "candidates/add/", "candidates/1/letter/"):
            assert client.get(at + path).status_code == 404, path
        assert client.post(f"{at}let-go/").status_code == 404
        assert "Year 4 teacher" not in words(client.get("/searches/"))
        assert not [task for task in tasks(world.head) if at in task.url]
        assert not [one for one in dates_of(world.head) if at in one.url]
        with pytest.raises(Http404):
            opening.change_people(
                world.head, world.post, searcher=somebody("staff", school=world.school), panel=[world.judge]
            )
        with pytest.raises(Http404):
            opening.close_post(world.head, world.post, TODAY())

    def test_the_chair_is_asked_and_leads_it_to_its_end(self, world, sign_in):
        client, at = sign_in(world.chair), f"/searches/{world.post.reference}/"
        assert client.get(at).status_code == 404
        world.candidate("Hattie Head")
        notice = Notice.objects.of(world.school).get(person=world.chair)
        assert (notice.url, "Hattie" in notice.words) == (at, False)
        assert Mail.unscoped.filter(person=world.chair).count() == 1
        assert "Year 4 teacher" in words(client.get("/searches/"))
        other = somebody("staff", school=world.school, name="Olga Other")
        changed = fill(client, f"{at}people/", searcher="Olga Other", panel=world.judge.name)
        assert "It is changed" in changed.content.decode()
        assert Post.unscoped.get().searcher == other
        fill(client, f"{at}close/")
        assert Post.unscoped.get().decided_on == TODAY()

    def test_a_second_candidate_does_not_tell_the_chair_again(self, world):
        world.candidate("Hattie Head")
        world.candidate("Ann Applicant")
        assert Notice.objects.of(world.school).filter(person=world.chair).count() == 1

    def test_another_head_leads_it_before_the_chair(self, world, sign_in):
        other = somebody("head", school=world.school, name="Otto Head")
        world.candidate("Hattie Head", same=[])
        assert sign_in(other).get(f"/searches/{world.post.reference}/").status_code == 200
        assert sign_in(world.chair).get(f"/searches/{world.post.reference}/").status_code == 404

    def test_where_the_chair_is_one_too_a_governor_leads_it(self, world, sign_in):
        governor = somebody("governor", school=world.school)
        world.candidate("Hattie Head")
        world.candidate("Cy Chair")
        assert sign_in(world.chair).get(f"/searches/{world.post.reference}/").status_code == 404
        fill(sign_in(governor), f"/searches/{world.post.reference}/close/")
        assert Post.unscoped.get().decided_on == TODAY()

    def test_where_nobody_is_left_to_lead_it_she_is_not_put_on_the_list(self, world):
        RoleHolding.unscoped.filter(person=world.chair).delete()
        with pytest.raises(Refused, match="chair of governors"):
            world.candidate("Hattie Head")
        assert not Candidate.unscoped.exists()

    def test_a_searcher_who_knows_her_is_replaced_by_the_chair(self, world):
        world.candidate("Hattie Head")
        searching.step_aside(world.searcher, world.post)
        told = Notice.objects.of(world.school).filter(url=f"/searches/{world.post.reference}/people/")
        assert [notice.person for notice in told] == [world.chair]

    def test_nobody_puts_themselves_on_the_list(self, world, sign_in):
        path = f"/searches/{world.post.reference}/candidates/add/"
        refused = fill(sign_in(world.head), path, name="Hattie Head", stage="shortlisted")
        assert refused.status_code == 422
        assert "whoever makes the searches" in words(refused)


class TestThePostIsTheHeadsOwn:
    def test_the_chair_opens_it_and_the_head_knows_nothing_of_it(self, world, sign_in):
        soon = TODAY() + timedelta(days=9)
        client = sign_in(world.chair)
        fill(
            client,
            "/searches/open/",
            title="Head teacher",
            searcher=world.searcher.name,
            panel=world.judge.name,
            needed_by_0=str(soon.day),
            needed_by_1=str(soon.month),
            needed_by_2=str(soon.year),
        )
        post = Post.objects.of(world.school).get(title="Head teacher")
        assert client.get(f"/searches/{post.reference}/people/").status_code == 200
        assert sign_in(world.head).get(f"/searches/{post.reference}/").status_code == 404
        assert "Head teacher" not in words(sign_in(world.head).get("/searches/"))

    def test_the_page_says_to_ask_the_chair(self, world, sign_in):
        assert "ask the chair of governors to open it" in words(sign_in(world.head).get("/searches/open/"))

    def test_the_next_head_goes_on_with_what_the_last_one_opened(self, world, sign_in):
        RoleHolding.unscoped.filter(person=world.head).delete()
        fresh = somebody("head", school=world.school)
        assert sign_in(fresh).get(f"/searches/{world.post.reference}/close/").status_code == 200


SPELT_OTHERWISE = ["Mrs Hattie Head", "Head, Hattie", "Háttie Head", "Hattie-Head", "Head, Mrs. HATTIE"]
CALLED_ALIKE = ["Hattie M. Head", "H. Head", "Hatty Head", "Hattie Wedd-Head"]


class TestTheNameIsWrittenOtherwise:
    @pytest.mark.parametrize("name", SPELT_OTHERWISE)
    def test_titles_accents_and_order_make_no_other_name(self, world, sign_in, name):
        world.candidate(name)
        assert sign_in(world.head).get(f"/searches/{world.post.reference}/").status_code == 404

    @pytest.mark.parametrize("name", CALLED_ALIKE)
    def test_whoever_adds_a_name_like_hers_says_whether_it_is_her(self, world, sign_in, name):
        at = f"/searches/{world.post.reference}/"
        client, asked = self.add(world, sign_in, name)
        assert asked.status_code == 200
        assert "Is the candidate one of these?" in words(asked)
        assert "Hattie Head Head teacher" in words(asked)
        assert "Jude Judge" not in words(asked)
        assert not Candidate.unscoped.exists()
        added = send(client, f"{at}candidates/add/", form_on(asked), same=[world.head.pk])
        assert "on the list" in added.content.decode()
        assert Candidate.unscoped.get().name == name
        assert Candidate.unscoped.get().shortlisted_on == TODAY() - timedelta(days=2)
        assert sign_in(world.head).get(at).status_code == 404
        assert sign_in(world.chair).get(at).status_code == 200

    def test_nobody_is_asked_about_for_the_name_of_their_role(self, world, sign_in):
        _, added = self.add(world, sign_in, "Ann Fletcher")
        assert "on the list" in added.content.decode()

    def test_it_is_somebody_else(self, world, sign_in):
        client, asked = self.add(world, sign_in, "H. Head")
        send(client, f"/searches/{world.post.reference}/candidates/add/", form_on(asked), same="none")
        assert Candidate.unscoped.get().name == "H. Head"
        assert sign_in(world.head).get(f"/searches/{world.post.reference}/").status_code == 200

    def test_a_judge_who_is_ticked_is_not_put_on_the_list(self, world, sign_in):
        client, asked = self.add(world, sign_in, "J. Judge")
        refused = send(
            client, f"/searches/{world.post.reference}/candidates/add/", form_on(asked), same=[world.judge.pk]
        )
        assert (refused.status_code, "on its panel" in words(refused)) == (422, True)

    @pytest.mark.parametrize(("same", "says"), [(None, "Tick who it is"), (["none", "0"], "not both")])
    def test_it_is_answered_one_way(self, world, sign_in, same, says):
        client, asked = self.add(world, sign_in, "H. Head")
        same = same and [str(world.head.pk) if one == "0" else one for one in same]
        refused = send(client, f"/searches/{world.post.reference}/candidates/add/", form_on(asked), same=same)
        assert (refused.status_code, says in words(refused)) == (422, True)
        assert not Candidate.unscoped.exists()

    def test_nothing_goes_on_the_list_before_it_is_answered(self, world):
        with pytest.raises(Refused, match="name like this one"):
            world.candidate("H. Head")

    def test_somebody_who_may_come_to_lead_it_is_asked_about_too(self, world, sign_in):
        deputy = somebody("slt", school=world.school, name="Debbie Deputy")
        client, asked = self.add(world, sign_in, "Deborah Deputy")
        assert "Debbie Deputy" in words(asked)
        send(client, f"/searches/{world.post.reference}/candidates/add/", form_on(asked), same=[deputy.pk])
        RoleHolding.unscoped.filter(person=world.head).delete()
        RoleHolding.unscoped.create(person=deputy, role="head")
        assert sign_in(deputy).get(f"/searches/{world.post.reference}/").status_code == 404

    @staticmethod
    def add(world, sign_in, name):
        client, day = sign_in(world.searcher), TODAY() - timedelta(days=2)
        typed = {"name": name, "stage": "shortlisted"}
        typed |= {f"shortlisted_on_{n}": str(part) for n, part in enumerate((day.day, day.month, day.year))}
        return client, fill(client, f"/searches/{world.post.reference}/candidates/add/", **typed)


def test_somebody_who_comes_to_have_a_candidates_name_loses_their_part(world, sign_in):
    world.candidate("Ann Applicant")
    Person.objects.of(world.school).filter(pk=world.judge.pk).update(name="Ann Applicant")
    assert sign_in(world.judge).get(f"/searches/{world.post.reference}/").status_code == 404


class TestACandidateWhoIsCalledOtherwiseLater:
    """Whoever was matched when they were added stays a candidate, whatever they are called from then on."""

    def test_she_gets_no_part_back_by_another_name(self, world, sign_in):
        client, at = sign_in(world.head), f"/searches/{world.post.reference}/"
        world.candidate("Hattie Head")
        self.call(world.head, "Hattie Anne Wedd")
        for path in ("", "people/", "close/", "candidates/add/"):
            assert client.get(at + path).status_code == 404, path
        assert sign_in(world.chair).get(at).status_code == 200

    def test_nobody_puts_her_on_the_panel_by_another_name(self, world):
        inside = somebody("staff", school=world.school, name="Ivy Inside")
        world.candidate("Ivy Inside")
        self.call(inside, "Ivy Outside")
        with pytest.raises(Refused, match="is a candidate"):
            opening.change_people(world.head, world.post, searcher=world.searcher, panel=[inside])

    @staticmethod
    def call(person: Person, name: str) -> None:
        Person.objects.of(person.school).filter(pk=person.pk).update(name=name)
        person.refresh_from_db()


def test_who_is_a_candidate_does_not_lie_open(world):
    shortlist.add_candidate(world.searcher, world.post, name="Hattie Head", stage="shortlisted", shortlisted_on=TODAY())
    marks = Mark.unscoped.values_list("mark", flat=True)
    assert [len(mark) for mark in marks] == [64, 64]
    assert "Hattie" not in str(list(Candidate.unscoped.values()))


def test_many_posts_do_not_fill_the_home_page(world):
    opened = {"title": "Teacher", "searcher": world.searcher, "panel": [world.judge]}
    for _ in range(14):
        opening.open_post(world.head, needed_by=TODAY(), **opened)
    Post.unscoped.update(needed_by=TODAY() - timedelta(days=1))
    for person in (world.head, world.searcher, world.judge):
        found = [task for task in tasks(person) if task.url.startswith("/searches/")]
        assert len(found) == 13
        assert [task.url for task in found].count("/searches/") == 1
    Post.unscoped.exclude(pk=world.post.pk).delete()
    assert len([task for task in tasks(world.judge) if task.url.startswith("/searches/")]) == 1

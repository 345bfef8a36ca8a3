"""May I…? Asking a school's policy as a stranger, a teacher, a head."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.apps import apps as django_apps
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import SchoolFactory, somebody
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.explain import HEADLINES, because
from schoolgate.policy.models import in_force
from schoolgate.policy.vocabulary import act_named, acts

pytestmark = pytest.mark.django_db


def adopt(school, pack: str) -> None:
    head = somebody("head", school=school)
    sent = adopting.send(head, drafting.start_from(head, pack))
    adopting.adopt(somebody("governor", school=school), sent, date(2020, 9, 1))


@pytest.fixture
def glenwood(school):
    adopt(school, "glenwood")
    return school


def words(response) -> str:
    """What a page says, without its tags, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode().split("<main", 1)[1])).replace(
        "&#x27;", "'"
    )


def test_a_parent_asks_in_her_own_words_and_is_told_why(glenwood, client):
    page = client.get(f"/ask/{glenwood.slug}/", {"q": "can I add a parent on facebook"})
    assert "May I connect with a parent on a personal account?" in words(page)
    assert f'href="/ask/{glenwood.slug}/befriend.parent/' in page.content.decode()


def test_only_what_would_change_the_answer_is_asked_one_at_a_time(glenwood, client):
    address = f"/ask/{glenwood.slug}/contact.pupil/"
    assert "Who would do it?" in words(client.get(address))
    assert "Which account would be used?" in words(client.get(address, {"by": "staff", "pupil": "current"}))
    answer = words(client.get(address, {"by": "staff", "pupil": "current", "account": "personal"}))
    assert "GW-55" in answer
    assert "Is it a pupil at the school now? yes, a pupil now Change" in answer


def test_who_to_ask_first_is_said_and_what_follows_when_they_agree(glenwood, client):
    address = f"/ask/{glenwood.slug}/contact.pupil/?by=staff&pupil=current&account=official"
    page = client.get(address)
    assert "Who to ask first the school Once they agree, you may." in words(page)
    agreed = re.search(r'href="([^"]+)">They have already agreed', page.content.decode())
    assert agreed
    assert "GW-58" in words(client.get(agreed.group(1).replace("&amp;", "&")))


def test_somebody_who_does_not_know_is_told_what_it_depends_on(glenwood, client):
    page = words(client.get(f"/ask/{glenwood.slug}/contact.pupil/?by=staff&enough=1"))
    assert "It depends" in page
    assert "Which account would be used?" in page


def test_an_answer_left_out_is_asked_for_gently(glenwood, client):
    page = client.get(f"/ask/{glenwood.slug}/contact.pupil/?by=staff&pupil=current&account=")
    assert page.status_code == 422
    assert "Choose an answer" in words(page)


def test_going_on_without_an_answer_is_noticed(glenwood, client):
    page = client.get(f"/ask/{glenwood.slug}/contact.pupil/?by=staff&pupil=current")
    assert page.status_code == 200
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', page.content.decode()))
    again = client.get(f"/ask/{glenwood.slug}/contact.pupil/", sent)
    assert again.status_code == 422
    assert "Choose an answer" in words(again)
    assert client.get(f"/ask/{glenwood.slug}/contact.pupil/", sent | {"account": "personal"}).status_code == 200


@pytest.mark.parametrize("typed", ["soon", "-1", "999999999", "²"])
def test_a_number_that_makes_no_sense_is_asked_for_again(school, client, typed):
    adopt(school, "model")
    for page in (
        f"/ask/{school.slug}/keep.monitoring_data/?by=school",
        "/side-by-side/?act=keep.monitoring_data&by=school",
    ):
        again = client.get(f"{page}&days={typed}")
        assert again.status_code == 422
        assert re.search("Type a (whole|smaller) number", words(again))


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("I want to kill myself", "116 123"),
        ("someone sent me a naked picture of a girl in my class", "0800 1111"),
        ("a boy keeps asking me for nudes", "0800 1111"),
        ("my friend is being hurt at home", "0800 1111"),
        ("an adult online wants to meet me", "0800 1111"),
        ("somebody is being horrible to me online", "0800 1111"),
        ("a pupil told me she wants to hurt herself, who do I tell", "0808 800 5000"),
    ],
)
def test_a_worry_is_given_help_first_and_alone(glenwood, client, said, number):
    answer = client.get(f"/ask/{glenwood.slug}/", {"q": said})
    page, source = words(answer), answer.content.decode()
    assert "You did right to say this." in page
    assert "designated safeguarding lead" in page
    assert f">{number}</a>" in source
    assert "May I" not in page
    assert said not in page
    assert not re.search(rf'href="/ask/{glenwood.slug}/[^"]', source)
    assert "Ask the policy about something else" in page


@pytest.mark.parametrize("said", ["someone sent me a naked picture", "a pupil has a nude on her phone"])
def test_of_a_nude_picture_the_page_says_never_to_look_at_it_or_pass_it_on(glenwood, client, said):
    page = words(client.get(f"/ask/{glenwood.slug}/", {"q": said}))
    assert "Never view, copy, forward or save the picture" in page
    assert "Report Remove" in page
    assert "not even to show a teacher" in page


def test_a_worry_is_kept_nowhere(glenwood, client, caplog):
    before = {model: model._base_manager.count() for model in django_apps.get_models()}
    answer = client.get(f"/ask/{glenwood.slug}/", {"q": "I want to kill myself"})
    assert {model: model._base_manager.count() for model in django_apps.get_models()} == before
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies
    assert not caplog.records


def test_under_every_question_there_is_somebody_to_call(glenwood, client):
    page = words(client.get(f"/ask/{glenwood.slug}/", {"q": "should I report bullying I saw online"}))
    assert "0800 1111" in page
    assert "May I" in page


def test_a_teacher_is_asked_as_staff_and_can_say_otherwise(glenwood, sign_in):
    client = sign_in(somebody("staff", school=glenwood))
    page = words(client.get(f"/ask/{glenwood.slug}/befriend.parent/"))
    assert "Who would do it? a member of staff Change" in page


def test_a_head_who_asks_what_only_the_school_may_do_is_asked_as_the_school(school, sign_in):
    adopt(school, "helsby-hillside")
    client = sign_in(somebody("head", school=school))
    assert "Who would do it? the school Change" in words(client.get(f"/ask/{school.slug}/call.police/"))


def test_where_the_policy_is_silent_it_says_whom_to_ask(school, client):
    adopt(school, "windmill-hill")
    page = words(client.get(f"/ask/{school.slug}/befriend.parent/?by=staff"))
    assert "The policy says nothing about this" in page
    assert "Ask the head teacher or the safeguarding lead" in page
    assert "Wider rules that always apply" in page


def test_a_school_without_a_policy_answers_no_stranger_and_helps_its_own_people(school, sign_in):
    assert Client().get(f"/ask/{school.slug}/").status_code == 404
    page = sign_in(somebody("staff", school=school)).get(f"/ask/{school.slug}/")
    assert "There is no policy to ask yet" in words(page)


@pytest.mark.parametrize(
    ("rest", "says", "near"),
    [
        ("befriend.pupils/", "There is no act called “befriend.pupils”", "befriend.pupil"),
        ("befriend.pupil/?by=teacher", "by cannot be “teacher”", "befriend.pupil"),
        ("befriend.pupil/?pupil=maybe", "pupil cannot be “maybe”; it can be current, former.", "befriend.pupil"),
        ("xyzzy/", "There is no act called “xyzzy”", "post.pupil_image"),
    ],
)
def test_an_act_or_a_fact_that_is_not_known_is_not_found_and_the_nearest_are_named(glenwood, client, rest, says, near):
    answer = client.get(f"/ask/{glenwood.slug}/{rest}")
    assert answer.status_code == 404
    assert says in words(answer)
    assert f'href="/ask/{glenwood.slug}/{near}/"' in answer.content.decode()
    assert "Or pick from the list" in words(answer)


def test_one_school_among_many_is_chosen_first(glenwood, client):
    assert client.get("/ask/").headers["Location"] == f"/ask/{glenwood.slug}/"
    adopt(SchoolFactory(), "model")
    assert "Which school are you asking about?" in words(client.get("/ask/"))


def test_several_policies_are_asked_side_by_side_and_what_they_need_is_asked_once(glenwood, client):
    page = words(client.get("/side-by-side/?act=befriend.pupil&by=staff"))
    assert "Is it a pupil at the school now?" in page
    page = words(
        client.get("/side-by-side/?act=befriend.parent&by=staff&purpose=personal&policy=glenwood&policy=days-lane")
    )
    assert "Days Lane Primary School Better not" in page
    assert "GW-57" in page
    assert "Windmill" not in page


def test_from_side_by_side_the_way_back_is_the_answer(glenwood, client):
    answer = client.get(f"/ask/{glenwood.slug}/befriend.parent/?by=staff&purpose=personal").content.decode()
    beside = re.search(r'href="(/side-by-side/[^"]+)"', answer)
    assert beside
    page = client.get(beside.group(1).replace("&amp;", "&")).content.decode()
    assert f'href="/ask/{glenwood.slug}/befriend.parent/?by=staff&amp;purpose=personal&amp;enough=1"' in page


def test_many_differences_are_parted_by_whom_they_are_for(glenwood, client):
    page = client.get("/compare/?policy=days-lane&policy=windmill-hill")
    staff = re.search(r'href="([^"]+)">Staff \((\d+)\)', page.content.decode())
    assert staff
    only = words(client.get("/compare/" + staff.group(1).replace("&amp;", "&").partition("#")[0]))
    assert f"{staff.group(2)} differences" in only


def test_policies_are_compared_over_every_act(glenwood, client):
    page = words(client.get("/compare/?policy=days-lane&policy=windmill-hill&by=staff"))
    assert "Be online friends with a parent" in page
    assert "Choose two policies or more" in words(client.get("/compare/?policy=days-lane"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_engine_and_the_page_never_disagree(glenwood, client, data):
    act = act_named(data.draw(st.sampled_from(list(acts()))))
    facts = {"by": data.draw(st.sampled_from(act.facts["by"].values))}
    for name, fact in act.facts.items():
        value = data.draw(st.sampled_from([None, *(fact.values or ("30", "400"))])) if name != "by" else None
        if value:
            facts[name] = value
    ruling = in_force(glenwood).judge(act.name, facts, timezone.localdate())
    page = words(client.get(f"/ask/{glenwood.slug}/{act.name}/", {**facts, "enough": "1"}))
    assert because(ruling) in page.replace("&amp;", "&").replace("&quot;", '"')
    assert all(clause.id in page for clause in ruling.clauses)
    assert HEADLINES[ruling.verdict]

"""The ladder: which steps a school can take, who decides, and what stands, under each of the policies."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import a_case, named
from factories import somebody
from ladders import about_a_mother, standing, under, url, words, write_down
from schoolgate.casework.cases.models import Case, Entry, Party
from schoolgate.casework.steps.casepage import hinders
from schoolgate.casework.steps.models import Step
from schoolgate.casework.steps.standing import ladder, undecided
from schoolgate.casework.support.actions.offering import offer
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.models import LedgerEntry

REFUSES = {"when_answer": ["answer.refused_and_goes_on"]}

LADDERS = {
    "days-lane": ["talk", "request_removal", "written_request", "written_warning", "ask_host", "block", "police", "legal_advice", "legal_action"],
    "helsby-hillside": ["ask_host", "police", "legal_action"],
    "roman-road": ["governors"],
    "windmill-hill": ["police"],
    "glenwood": [],
}  # fmt: skip


@pytest.mark.parametrize(("pack", "rungs"), LADDERS.items())
def test_each_policy_has_its_own_ladder_for_a_parent(school, pack, rungs):
    head = somebody("head", school=school)
    under(school, pack)
    case = about_a_mother(head)
    assert [rung.code for rung in ladder(case) if rung.named] == rungs


PUPILS = {
    "days-lane": [("sanction", "DL-73"), ("police", "DL-75")],
    "helsby-hillside": [("ask_host", "HH-44"), ("police", "HH-43")],
    "roman-road": [("governors", "RR-39")],
    "windmill-hill": [("police", "WH-15")],
    "glenwood": [],
}


@pytest.mark.parametrize(("pack", "rungs"), PUPILS.items())
def test_what_a_policy_says_of_parents_is_not_on_the_ladder_for_a_pupil(school, sign_in, pack, rungs):
    head = somebody("head", school=school)
    under(school, pack)
    case = a_case(head)
    named(case, somebody("pupil", school=school, account=None), kind=Party.Kind.PUPIL)
    assert [(rung.code, rung.clause.id) for rung in ladder(case) if rung.named] == rungs
    every = {rung.code for rung in ladder(case)}
    assert {"talk", "request_removal", "ask_host", "helpline", "sanction", "police"} <= every
    assert not {"written_warning", "legal_advice", "legal_action", "block", "disciplinary"} & every
    assert sign_in(head).get(url(case, "legal_action")).status_code == 404


def test_where_nobody_knows_who_did_it_the_steps_for_a_parent_are_there(school):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = a_case(head)
    assert [rung.code for rung in ladder(case) if rung.named] == LADDERS["days-lane"]
    named(case, "A Stranger", kind=Party.Kind.OTHER)
    assert [rung.code for rung in ladder(case) if rung.named] == LADDERS["days-lane"]


def test_where_a_parent_and_a_pupil_did_it_together_the_ladder_has_what_fits_either(school):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(head)
    named(case, somebody("pupil", school=school, account=None), kind=Party.Kind.PUPIL)
    assert {rung.code for rung in ladder(case) if rung.named} == {*LADDERS["days-lane"], "sanction"}


def test_a_case_about_staff_has_the_disciplinary_policy_on_it(school):
    head = somebody("head", school=school)
    under(school, "glenwood")
    case = a_case(head)
    named(case, somebody("staff", school=school))
    assert [(rung.code, rung.clause.id) for rung in ladder(case) if rung.named] == [("disciplinary", "GW-75")]


def test_what_days_lane_says_of_parents_is_not_on_the_ladder_for_staff(school):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = a_case(head)
    named(case, somebody("staff", school=school))
    assert [rung.code for rung in ladder(case) if rung.named] == ["disciplinary", "police"]


def test_the_mother_is_asked_to_talk_then_in_writing_and_the_page_says_what_stands(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(head)
    client = sign_in(head)
    assert "DL-65" in words(client.get(url(case)))
    assert "Invite the person to come in" in words(client.get(url(case, "talk")))
    assert client.post(url(case, "talk"), {"decision": "taken"}).url == url(case, "talk", "taken")
    assert "We are asking the person who did this to talk with us." in words(client.get(url(case, "talk", "taken")))

    page = write_down(client, case, "talk", "taken", why="She is upset and wants to be heard.", told="We asked her in.")
    assert "Talk to them: taken. It is written down." in words(page)
    page = write_down(client, case, "request_removal", "not_yet")
    page = write_down(client, case, "written_request", "taken", **REFUSES, skipped="She will not answer the phone.")
    assert standing(case) == {"talk": "taken", "request_removal": "not_yet", "written_request": "taken"}
    assert f"By {head.name}" in words(page)

    talk = ladder(case)[0]
    assert (talk.told(), talk.why()) == ("We asked her in.", "She is upset and wants to be heard.")
    line = Entry.objects.of(school).filter(case=case, kind="step").first()
    assert line.said("words").startswith("Talk to them (DL-65): taken. She is upset")
    assert "upset" not in str(list(LedgerEntry.objects.values()))


def test_going_straight_to_a_later_step_asks_why_those_before_it_are_passed_over(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(head)
    client = sign_in(head)
    page = client.get(url(case, "written_warning", "taken"))
    assert "talk to them, ask them to take it down." in words(page)
    page = write_down(client, case, "written_warning", "taken", **REFUSES)
    assert page.status_code == 422
    assert "Say why the steps before this one are passed over" in words(page)
    assert standing(case) == {}

    write_down(client, case, "written_warning", "taken", **REFUSES, skipped="She has been talked to twice before.")
    over = dict.fromkeys(["talk", "request_removal"], "passed_over")
    assert standing(case) == {**over, "written_warning": "taken"}
    talk, *_, last = ladder(case)[:4]
    assert (talk.why(), talk.told()) == ("She has been talked to twice before.", "We chose another step instead.")
    assert last.step.skipped == ["talk", "request_removal"]


def test_a_step_that_the_policy_does_not_name_can_be_taken_and_says_so(school, sign_in):
    head = somebody("head", school=school)
    under(school, "roman-road")
    case = about_a_mother(head)
    client = sign_in(head)
    page = words(client.get(url(case)))
    assert "Steps your policy does not name" in page
    assert "RR-39" in page
    assert "Your policy does not name this step" in words(client.get(url(case, "talk")))
    assert "Why is it right here?" in words(client.get(url(case, "talk", "taken")))
    write_down(client, case, "talk", "taken")
    step = Step.objects.of(school).get()
    assert (step.clause, step.decision) == ("", "taken")


def test_what_the_policy_forbids_is_not_taken(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    draft = drafting.start_from(head, "days-lane")
    pack = draft.pack
    for clause in pack["clauses"]:
        if clause["id"] == "DL-69":
            clause["modality"] = "must_not"
    draft.pack = pack
    draft.revision += 1
    draft.save()
    adopting.adopt(somebody("governor", school=school), adopting.send(head, draft), timezone.localdate())
    case = about_a_mother(head)
    client = sign_in(head)
    assert "Your policy does not allow this step" in words(client.get(url(case, "block")))
    assert 'value="taken"' not in client.get(url(case, "block")).content.decode()
    page = write_down(client, case, "block", "taken", skipped="A made-up reason.")
    assert page.status_code == 422
    assert "DL-69" in words(page)
    assert write_down(client, case, "block", "not_taken").status_code == 200
    assert standing(case) == {"block": "not_taken"}


def test_under_the_model_a_warning_counts_once_a_second_leader_agrees(school, sign_in):
    head, lead, other = (somebody(role, school=school) for role in ("head", "dsl", "staff"))
    under(school, "model")
    case = about_a_mother(head, lead, other)
    client = sign_in(head)
    page = write_down(client, case, "written_warning", "taken", skipped="Three letters came before.")
    assert f"It counts once {lead.name} has agreed" in words(page)
    warning = next(rung for rung in ladder(case) if rung.code == "written_warning")
    assert (warning.decision, warning.told()) == ("to_agree", "")
    assert [rung.code for rung in undecided(case) if rung.decision == "to_agree"] == ["written_warning"]

    agree = url(case, "written_warning", "agree")
    assert client.get(agree).url == url(case, "written_warning")
    assert client.post(agree, {"agreed": "yes", "why": "I decided it.", "step": warning.step.pk}).status_code == 403
    assert sign_in(other).get(agree).status_code == 403
    theirs = sign_in(lead)
    assert "Agree to a step, or say no" in words(theirs.get("/"))
    assert "Three letters" not in words(theirs.get(agree))
    page = theirs.post(agree, {"agreed": "yes", "why": "It is fair.", "step": warning.step.pk}, follow=True)
    assert "Taken" in words(page)
    assert standing(case)["written_warning"] == "taken"
    assert "Agree to a step, or say no" not in words(theirs.get("/"))
    again = theirs.post(agree, {"agreed": "yes", "why": "It is fair.", "step": warning.step.pk})
    assert again.status_code == 403


def test_one_no_is_enough(school, sign_in):
    head, lead = (somebody(role, school=school) for role in ("head", "dsl"))
    under(school, "model")
    case = about_a_mother(head, lead)
    write_down(sign_in(head), case, "written_warning", "taken", skipped="Why not.")
    step = Step.objects.of(school).get(rung="written_warning")
    sign_in(lead).post(url(case, "written_warning", "agree"), {"agreed": "no", "why": "Talk first.", "step": step.pk})
    assert standing(case)["written_warning"] == "not_agreed"
    assert "Not agreed" in words(sign_in(head).get(url(case, "written_warning")))


def test_legal_action_needs_the_head_and_the_chair(school, sign_in):
    head, lead, chair = (somebody(role, school=school) for role in ("head", "dsl", "chair"))
    under(school, "model")
    case = about_a_mother(head, lead, chair)
    assert "may take this step. You can say that it is not taken" in words(sign_in(lead).get(url(case, "legal_action")))
    assert "This step is for" in words(write_down(sign_in(lead), case, "legal_action", "taken", skipped="So."))
    assert standing(case) == {}
    write_down(sign_in(head), case, "legal_action", "taken", skipped="It has gone on for a year.")
    step = Step.objects.of(school).get(rung="legal_action")
    agree = url(case, "legal_action", "agree")
    sign_in(lead).post(agree, {"agreed": "yes", "why": "Yes.", "step": step.pk})
    assert standing(case)["legal_action"] == "to_agree"
    sign_in(chair).post(agree, {"agreed": "yes", "why": "Yes.", "step": step.pk})
    assert standing(case)["legal_action"] == "taken"


def test_where_it_is_about_the_head_the_chair_and_another_governor_agree(school, sign_in):
    head, chair, governor = (somebody(role, school=school) for role in ("head", "chair", "governor"))
    under(school, "model")
    case = a_case(chair, governor)
    named(case, head)
    write_down(sign_in(chair), case, "legal_advice", "taken", skipped="It is grave.")
    step = Step.objects.of(school).get(rung="legal_advice")
    assert standing(case)["legal_advice"] == "to_agree"
    sign_in(governor).post(url(case, "legal_advice", "agree"), {"agreed": "yes", "why": "Yes.", "step": step.pk})
    assert standing(case)["legal_advice"] == "taken"


@pytest.mark.parametrize("state", [Case.State.NEW, Case.State.OPEN, Case.State.CLOSED])
def test_nothing_stands_in_the_way_of_the_police(school, sign_in, state):
    teacher = somebody("staff", school=school)
    under(school, "model")
    case = about_a_mother(teacher, state=state)
    client = sign_in(teacher)
    page = words(client.get(url(case, "police")))
    assert page.index("999") < page.index("What was decided?")
    page = client.post(
        url(case, "police"), {"decision": "taken", "why": "He said he is outside with a knife."}, follow=True
    )
    assert page.status_code == 200
    assert standing(case) == {"police": "taken"}


def test_nothing_else_is_decided_before_somebody_looked_at_what_it_is(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(head, state=Case.State.NEW)
    client = sign_in(head)
    assert "Nobody has looked at what this is yet" in words(client.get(url(case, "talk")))
    assert client.post(url(case, "talk"), {"decision": "taken"}).status_code == 403
    page = write_down(client, case, "talk", "taken")
    assert page.status_code == 422
    assert "Nobody has looked at what this is yet" in words(page)


def test_sent_twice_it_stands_once(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(head)
    client = sign_in(head)
    for _ in range(2):
        assert "It is written down" in words(write_down(client, case, "talk", "not_taken"))
    assert Step.objects.of(school).count() == 1
    write_down(client, case, "talk", "taken")
    assert [step.decision for step in Step.objects.of(school)] == ["not_taken", "taken"]
    page = words(client.get(url(case, "talk")))
    assert page.index("Taken") < page.index("Not taken")


def test_a_case_stays_open_until_all_that_the_policy_names_is_decided_and_told(school, sign_in):
    head = somebody("head", school=school)
    under(school, "helsby-hillside")
    case = about_a_mother(head)
    client = sign_in(head)
    assert "HH-47" in words(client.get(url(case)))
    assert "HH-46" in words(client.get(url(case)))
    assert any("HH-47" in said and "Call the police" in said for said in hinders(case))
    client.post(url(case, "police"), {"decision": "not_taken", "why": "No threat.", "told": ""})
    write_down(client, case, "ask_host", "not_yet")
    write_down(client, case, "legal_action", "not_taken")
    said = list(hinders(case))
    assert said == [
        "By HH-47, every step considered is recorded. Say of each whether it was taken or not, and why: Ask the site "
        "to take it down.",
        "By HH-46, the person affected is told what is done and what is not. Say what they may read about: "
        "Call the police.",
    ]
    write_down(client, case, "ask_host", "taken")
    client.post(url(case, "police"), {"decision": "not_taken", "why": "No threat.", "told": "Nobody was threatened."})
    assert list(hinders(case)) == []


def test_days_lane_asks_for_no_record_so_nothing_hinders(school):
    head = somebody("head", school=school)
    under(school, "days-lane")
    assert list(hinders(about_a_mother(head))) == []


def test_it_can_be_shown_that_everything_was_considered(school, sign_in):
    head = somebody("head", school=school)
    under(school, "helsby-hillside")
    case = about_a_mother(head)
    client = sign_in(head)
    write_down(client, case, "ask_host", "taken", why="The author did not answer.")
    page = words(client.get(url(case, "showing")))
    for said in ("Ask the site to take it down: taken", head.name, "The author did not answer.", "HH-44", "HH-47"):
        assert said in page
    assert "Call the police: no decision yet" in page
    paper = client.get(url(case, "showing.pdf").rstrip("/"))
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_it_says_that_the_person_affected_could_read_it_only_where_they_could(school, sign_in):
    head, teacher = somebody("head", school=school), somebody("staff", school=school)
    under(school, "helsby-hillside")
    case = about_a_mother(head, affected=teacher)
    client = sign_in(head)
    write_down(client, case, "ask_host", "taken", told="We have asked the site.")
    ready = "Words made ready for the person affected, not read yet: We have asked the site."
    read = f"The person affected could read this since {timezone.localdate():%-d %B %Y}: We have asked the site."
    assert ready in words(client.get(url(case, "showing")))
    party = Party.objects.of(school).get(case=case, part="affected")
    offered = {"supporter": somebody("staff", school=school), "happened": "Somebody wrote about you.", "every": 7}
    file = offer(head, case, party, **offered)
    client.get(f"/cases/{case.reference}/support/")
    assert ready in words(client.get(url(case, "showing")))
    sign_in(teacher).get(f"/support/{file.reference}/")
    assert read in words(client.get(url(case, "showing")))
    named(case, "A Friend", Party.Part.AFFECTED, Party.Kind.OTHER)
    assert "1 of 2 people affected could read this since" in words(client.get(url(case, "showing")))


def test_those_for_any_time_stand_apart_from_those_that_the_policy_names(school, sign_in):
    head = somebody("head", school=school)
    page = words(sign_in(head).get(url(about_a_mother(head))))
    assert page.index("At any time") < page.index("Call the police") < page.index("Steps your policy does not name")
    assert "Steps your policy names" not in page
    under(school, "helsby-hillside")
    page = words(sign_in(head).get(url(about_a_mother(head))))
    places = [
        page.index(said) for said in ("At any time", "Call the police", "Steps your policy names", "Ask the site")
    ]
    assert places == sorted(places)


def test_a_step_comes_back_to_the_home_page_on_its_day(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(head)
    client = sign_in(head)
    write_down(client, case, "talk", "not_yet", due=timezone.localdate())
    assert "Look again at a step" in words(client.get("/"))
    write_down(client, case, "talk", "not_taken")
    assert "Look again at a step" not in words(client.get("/"))
    yesterday = timezone.localdate() - timedelta(days=1)
    assert "Choose today or a later day" in words(write_down(client, case, "talk", "not_yet", due=yesterday))


ADDRESSES = ["", "showing/", "not-taken/", "showing.pdf", "talk/", "talk/taken/", "talk/agree/", "police/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_whoever_may_not_know_of_the_case_gets_what_a_wrong_reference_gets(school, sign_in, address):
    head, lead, stranger = (
        somebody("head", school=school),
        somebody("dsl", school=school),
        somebody("slt", school=school),
    )
    under(school, "days-lane")
    case = a_case(lead, head)
    named(case, head)
    for person in (head, stranger):
        client = sign_in(person)
        for method in (client.get, client.post):
            wrong = method(f"/cases/C-00000000/steps/{address}")
            right = method(f"/cases/{case.reference}/steps/{address}")
            assert right.status_code == wrong.status_code
            assert right.status_code in (404, 405)
    assert not LedgerEntry.objects.filter(verb="case.opened").exists()


def test_a_teacher_in_the_case_reads_the_ladder_and_decides_on_none_but_emergencies(school, sign_in):
    teacher, head = somebody("staff", school=school), somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(teacher, head)
    client = sign_in(teacher)
    assert f"This is for {head.name} to decide" in words(client.get(url(case, "written_warning")))
    assert write_down(client, case, "written_warning", "taken").status_code == 403
    assert standing(case) == {}


def test_what_was_decided_in_a_case_that_was_joined_stands_in_the_other(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    old, case = about_a_mother(head), about_a_mother(head)
    write_down(sign_in(head), old, "talk", "taken")
    old.state, old.joined_to = Case.State.JOINED, case
    old.save()
    assert standing(case) == {"talk": "taken"}


def test_several_are_refused_at_once_each_with_its_own_reason(school, sign_in):
    head = somebody("head", school=school)
    under(school, "helsby-hillside")
    case = about_a_mother(head)
    client = sign_in(head)
    page = client.get(url(case, "not-taken"))
    assert "HH-43" in words(page)
    assert "We have not taken legal action" in words(page)
    assert client.post(url(case, "not-taken"), {}).status_code == 422
    reasons = {"police": "Nobody was threatened.", "legal_action": "It was one post.", "talk": " "}
    page = client.post(url(case, "not-taken"), reasons, follow=True)
    assert "Written down as not taken: Call the police and Take legal action." in words(page)
    assert standing(case) == {"police": "not_taken", "legal_action": "not_taken"}
    police = next(rung for rung in ladder(case) if rung.code == "police")
    assert police.why() == "Nobody was threatened."
    assert police.told().startswith("We have not called the police")
    assert "Call the police" not in words(client.get(url(case, "not-taken")))


def test_the_link_with_the_school_stands_where_the_behaviour_policy_is_used(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = a_case(head, ground="threat", ground_clause="DL-73")
    named(case, somebody("pupil", school=school, account=None), kind=Party.Kind.PUPIL)
    client = sign_in(head)
    assert "It threatens a pupil or somebody else of the school (DL-73)." in words(client.get(url(case, "sanction")))
    case.ground = "none"
    case.save()
    assert "Nobody has named a link with the school" in words(client.get(url(case, "sanction")))


def test_where_somebody_may_be_in_danger_the_ladder_begins_with_whom_to_call(school, sign_in):
    teacher = somebody("staff", school=school)
    case = about_a_mother(teacher, danger=True, state=Case.State.NEW)
    assert "Call 999 first" in words(sign_in(teacher).get(url(case)))


def test_the_page_asks_the_database_no_more_for_many_decisions(school, sign_in):
    head = somebody("head", school=school)
    under(school, "model")
    case = about_a_mother(head)
    client = sign_in(head)
    client.get(url(case))
    with CaptureQueriesContext(connection) as before:
        client.get(url(case))
    write_down(client, case, "legal_action", "taken", skipped="It has gone on for a year.")
    client.post(url(case, "police"), {"decision": "taken", "why": "A threat."})
    client.get(url(case))
    with CaptureQueriesContext(connection) as after:
        client.get(url(case))
    assert len(after) <= len(before) + 1  # the agreement that is asked for


def test_the_person_affected_never_reads_the_other_persons_name(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = a_case(head)
    named(case, "Paula Parentexample", kind=Party.Kind.PARENT)
    named(case, "Tess Teacherexample", Party.Part.AFFECTED)
    client = sign_in(head)
    page = write_down(client, case, "talk", "taken", told="We asked Paula to come in.")
    assert page.status_code == 422
    assert "Leave out Paula" in words(page)
    page = client.post(
        url(case, "police"), {"decision": "taken", "why": "A threat.", "told": "Parentexample is known."}
    )
    assert "Leave out Parentexample" in words(page)
    assert standing(case) == {}
    assert write_down(client, case, "talk", "taken", told="Tess, we asked her to come in.").status_code == 200


def test_who_could_agree_and_is_not_in_the_case_is_named_so(school, sign_in):
    head, lead = somebody("head", school=school), somebody("dsl", school=school)
    under(school, "model")
    case = about_a_mother(head)
    page = write_down(sign_in(head), case, "written_warning", "taken", skipped="Three letters came before.")
    assert "Nobody in the case can agree to it yet" in words(page)
    page = words(sign_in(head).get(url(case, "written_warning")))
    assert f"It waits for {lead.name} (not in the case yet) to agree" in page

"""The ladder is the policy's own: who decides on a step, what it waits for, what comes first, by when, which letter."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import a_case, named
from factories import somebody
from ladders import about_a_mother, standing, under, url, words, write_down
from schoolgate.casework.cases.models import Entry, Party
from schoolgate.casework.letters.catalogue import templates
from schoolgate.casework.letters.models import Letter, Sending
from schoolgate.casework.steps.actions.deciding import Given, decide
from schoolgate.casework.steps.casepage import hinders
from schoolgate.casework.steps.models import Step
from schoolgate.casework.steps.rungs import rungs, shown_by
from schoolgate.casework.steps.standing import ladder
from schoolgate.casework.steps.terms import terms, words_of
from schoolgate.community.calendar import working_days_from
from schoolgate.community.change import Refused
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.clause import StepTerms
from schoolgate.policy.pack import PACKS, load
from schoolgate.policy.vocabulary import circumstances, controls, step_letters
from typed import fill

pytestmark = pytest.mark.django_db
REFUSES = {"when_answer": ["answer.refused_and_goes_on"]}


def says(school, number: str, **more) -> None:
    """The policy in force says this of steps: `more` are what a clause of Days Lane's fixes, by control."""
    head = somebody("head", school=school, second_factor=False)
    draft = drafting.start_from(head, "days-lane")
    controls = {name.replace("__", "."): value for name, value in more.items()}
    draft = drafting.change_clause(head, draft, draft.revision, number, {"controls": controls})
    adopting.adopt(somebody("governor", school=school), adopting.send(head, draft), date(2020, 9, 1))
    head.holdings.all().delete()


SAID = {
    "days-lane": {
        "legal_advice": ("DL-66", ["talk", "request_removal"], ["refuse", "untrue", "serious"]),
        "legal_action": ("DL-66", ["talk", "request_removal"], ["refuse", "untrue"]),
        "written_request": ("DL-67", ["talk", "request_removal"], ["refuse"]),
        "written_warning": ("DL-67", ["talk", "request_removal"], ["refuse"]),
        "police": ("DL-68", None, ["crime", "racist", "obscene", "threatens"]),
        "block": ("DL-69", ["talk", "request_removal"], ["refuse", "school runs"]),
        "ask_host": ("DL-70", ["talk", "request_removal"], ["refuse"]),
        "disciplinary": ("DL-51", None, []),
    },
    "glenwood": {},
    "helsby-hillside": {
        "police": ("HH-43", None, ["threatens"]),
        "ask_host": ("HH-44", [], []),
        "legal_action": ("HH-45", [], ["abusive", "long time"]),
    },
    "roman-road": {"disciplinary": ("RR-38", None, ["looked into"])},
    "windmill-hill": {},
}
"""What each policy says of a step beside naming it, read from its words: the clause, what comes first, what it waits for."""


@pytest.mark.parametrize("pack", SAID)
def test_each_policy_says_of_its_steps_what_its_words_say(pack):
    clauses = load(pack).clauses
    assert {step for clause in clauses for step in clause.steps} == set(SAID[pack])
    for step, (number, after, waits) in SAID[pack].items():
        found = terms(rungs()[step], clauses)
        assert next(clause.id for clause in clauses if step in clause.steps) == number
        assert found.after.value == (None if after is None else tuple(after))
        said = " ".join(words_of([f"{one.name}.{value}" for one, values in found.asked() for value in values]))
        assert all(part in said for part in waits), said
        assert bool(found.waits) is bool(waits)


def test_the_words_of_a_policy_are_words_of_the_ladder_and_of_the_letters():
    for name in ("sanction.parent_steps", "sanction.steps"):
        assert set(controls()[name].values) == {code for code, kind in rungs().items() if not kind.stage_of}
    stages = {kind.letter for kind in rungs().values() if kind.stage_of}
    assert {kind.letter for kind in rungs().values() if kind.letter} - stages == set(step_letters())
    assert set(step_letters()) <= set(templates())
    assert set(shown_by()) <= {f"{one.name}.{value}" for one in circumstances().values() for value in one.values}
    for pack in PACKS:
        for clause in load(pack).clauses:
            for code, said in clause.steps.items():
                assert code in rungs()
                assert isinstance(said, StepTerms)


def test_a_step_whose_time_has_not_come_says_what_the_policy_waits_for(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(head, kinds=["bullying"])
    client = sign_in(head)
    page = words(client.get(url(case, "block")))
    assert "When They refuse to take it down, and go on, and it is on a page or forum that the school runs" in page
    assert "Your policy, DL-69." in page
    assert "Who may take it Head teacher or senior leader Usual here: your policy does not say." in page
    for code in ("talk", "request_removal"):
        write_down(client, case, code, "taken")
    page = write_down(client, case, "block", "taken", **REFUSES)
    assert page.status_code == 422
    assert "Tick what is so above, or say why you take the step now" in words(page)
    assert "block" not in standing(case)
    write_down(client, case, "block", "taken", **REFUSES, early="She sends it to the staff one by one.")
    step = Step.objects.of(school).get(rung="block")
    assert (step.holds, step.said("early")) == (["answer.refused_and_goes_on"], "She sends it to the staff one by one.")
    said = Entry.objects.of(school).filter(case=case, kind="step").last().said("words")
    assert "Taken before its time: She sends it" in said
    assert "Before its time, because: She sends it" in words(client.get(url(case, "showing")))


def test_where_what_it_waits_for_is_so_nothing_more_is_asked(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(head, kinds=["official_page"])
    client = sign_in(head)
    page = client.get(url(case, "block", "taken")).content.decode()
    assert 'value="place.own_page"' in page
    assert page.count("checked") == 1, "what the case shows is ticked"
    for code in ("talk", "request_removal"):
        write_down(client, case, code, "not_taken")
    write_down(client, case, "block", "taken", **REFUSES, when_place=["place.own_page"], early="Left from before.")
    step = Step.objects.of(school).get(rung="block")
    assert step.said("early") == "", "it was not before its time"
    said = Entry.objects.of(school).filter(case=case, kind="step").last().said("words")
    assert "What the policy waits for: they refuse to take it down" in said


def test_what_one_of_several_clauses_waits_for_is_enough(school):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(head)
    rung = next(rung for rung in ladder(case) if rung.code == "legal_action")
    assert [waits.clause.id for waits in rung.terms.waits] == ["DL-66", "DL-71"]
    assert rung.terms.come(["answer.refused_and_goes_on"])
    assert not rung.terms.come(["post.defamatory"])


def test_where_the_policy_puts_no_order_none_is_asked_for(school, sign_in):
    head = somebody("head", school=school)
    under(school, "helsby-hillside")
    case = about_a_mother(head)
    abusive = {"when_post": ["post.very_abusive"], "when_lasts": ["lasts.long"]}
    write_down(sign_in(head), case, "legal_action", "taken", **abusive)
    assert standing(case) == {"legal_action": "taken"}


def test_what_the_policy_says_of_the_police_never_stands_in_the_way(school, sign_in):
    teacher = somebody("staff", school=school)
    under(school, "helsby-hillside")
    case = about_a_mother(teacher)
    page = words(sign_in(teacher).get(url(case, "police")))
    assert "your policy" not in page.split("Write it down")[1].lower()
    sign_in(teacher).post(url(case, "police"), {"decision": "taken", "why": "To be safe.", "told": ""})
    assert standing(case) == {"police": "taken"}


def test_who_decides_by_when_and_with_which_letter_is_the_policys_where_it_says_so(school, sign_in):
    head, lead, other = (somebody(role, school=school) for role in ("head", "dsl", "slt"))
    item = {"step": "talk", "decided_by": ["slt"], "school_days": "2", "letter": "ask_author"}
    says(school, "DL-65", sanction__parent_steps=[item, "request_removal"])
    case = about_a_mother(head, lead, other)
    page = words(sign_in(lead).get(url(case, "talk")))
    assert "Who may take it Senior leader Your policy, DL-65." in page
    assert "Looked at again Within 2 school days Your policy, DL-65." in page
    assert "The letter Ask whoever wrote it to take it down Your policy, DL-65." in page
    assert f"Only {other.name} may take this step" in page
    assert write_down(sign_in(lead), case, "talk", "taken").status_code == 422
    client = sign_in(other)
    last = working_days_from(school, timezone.localdate(), 2)
    page = client.get(url(case, "talk", "taken")).content.decode()
    assert f'name="due_0" value="{last.day}"' in page.replace("\n", " ")
    late = working_days_from(school, timezone.localdate(), 3)
    assert "or an earlier day: your policy says so" in words(write_down(client, case, "talk", "taken", due=late))
    assert write_down(client, case, "talk", "taken", due=last).status_code == 200
    fill(client, reverse("letter_write", args=[case.reference, "ask_author"]), to="other", name="Ann Author")
    assert "It goes out once" not in words(
        client.get(reverse("letter", args=[case.reference, Letter.objects.of(school).get().reference]))
    )


def test_whoever_decides_about_the_case_may_leave_out_a_step_that_others_take(school, sign_in):
    lead = somebody("dsl", school=school)
    somebody("head", school=school)
    under(school, "helsby-hillside")
    case = about_a_mother(lead)
    client = sign_in(lead)
    page = words(client.get(url(case, "legal_action")))
    assert "may take this step. You can say that it is not taken, or not yet, and why." in page
    assert 'value="taken"' not in client.get(url(case, "legal_action")).content.decode()
    reasons = {"police": "No threat.", "ask_host": "It is down.", "legal_action": "It was one post."}
    client.post(url(case, "not-taken"), reasons)
    assert standing(case) == dict.fromkeys(reasons, "not_taken")
    assert list(hinders(case)) == []


def test_what_somebody_whose_decision_it_is_has_decided_is_theirs(school, sign_in):
    head, lead = somebody("head", school=school), somebody("dsl", school=school)
    under(school, "helsby-hillside")
    case = about_a_mother(head, lead)
    write_down(sign_in(head), case, "legal_action", "not_yet")
    client = sign_in(lead)
    assert f"{head.name} has decided on this step, and it is theirs to change" in words(
        client.get(url(case, "legal_action"))
    )
    page = write_down(client, case, "legal_action", "not_taken")
    assert page.status_code == 422
    assert standing(case) == {"legal_action": "not_yet"}
    page = words(client.get(url(case, "not-taken")))
    assert f"Take legal action . {head.name} has decided on it, so it is theirs." in page


def test_what_the_policy_asks_the_head_to_consider_nobody_else_leaves_out_or_passes_over(school, sign_in):
    head, lead = somebody("head", school=school), somebody("dsl", school=school)
    under(school, "days-lane")
    case = a_case(head, lead)
    named(case, somebody("staff", school=school), kind=Party.Kind.STAFF)
    client = sign_in(lead)
    assert f"By DL-51, {head.name} has to consider this step" in words(client.get(url(case, "disciplinary")))
    page = words(client.get(url(case, "not-taken")))
    assert f"By DL-51, {head.name} has to consider it." in page
    with pytest.raises(Refused, match=f"By DL-51, {head.name} has to consider"):
        decide(lead, case, "disciplinary", Given("not_taken", "A small thing."))
    decide(head, case, "disciplinary", Given("not_taken", "A small thing."))
    assert standing(case) == {"disciplinary": "not_taken"}


def test_a_later_step_passes_over_nothing_that_is_for_somebody_else_to_consider(school, sign_in):
    head, lead = somebody("head", school=school), somebody("dsl", school=school)
    first = [{"step": "talk", "considered_by": ["head"]}, "request_removal"]
    says(school, "DL-65", sanction__parent_steps=first)
    case = about_a_mother(head, lead)
    client = sign_in(lead)
    assert "These come first too, and stay as they are: talk to them." in words(
        client.get(url(case, "ask_host", "taken"))
    )
    write_down(client, case, "ask_host", "taken", **REFUSES, skipped="It has to come down today.")
    assert standing(case) == {"request_removal": "passed_over", "ask_host": "taken"}
    said = Entry.objects.of(school).filter(case=case, kind="step").last().said("words")
    assert "Passed over: ask them to take it down. It has to" in said
    assert "Not waited for: talk to them. It has to" in said


def test_nothing_is_passed_over_until_the_step_on_the_way_to_which_it_was_counts(school, sign_in):
    head, lead = somebody("head", school=school), somebody("dsl", school=school)
    under(school, "model")
    case = about_a_mother(head, lead)
    write_down(sign_in(head), case, "written_warning", "taken", skipped="Three letters came before.")
    assert standing(case) == {"written_warning": "to_agree"}
    assert "We chose another step instead" not in words(sign_in(head).get(url(case, "showing")))
    step = Step.objects.of(school).get(rung="written_warning")
    agree = url(case, "written_warning", "agree")
    sign_in(lead).post(agree, {"agreed": "yes", "why": "It is fair.", "step": step.pk})
    assert standing(case)["talk"] == "passed_over"
    talk = ladder(case)[0]
    assert talk.told() == "We chose another step instead."
    assert talk.since == step.signatures.get().at


def test_our_words_say_nothing_of_a_step_that_was_taken_before(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(head)
    client = sign_in(head)
    assert "We have not asked the person who did this to talk" in words(client.get(url(case, "talk", "not_taken")))
    write_down(client, case, "talk", "taken")
    write_down(client, case, "talk", "not_yet")
    page = words(client.get(url(case, "talk", "not_taken")))
    assert "We have not asked the person who did this to talk" not in page
    assert "This step was taken before. Say in your own words what is so now." in page
    page = words(client.get(url(case, "not-taken")))
    assert "Talk to them . It was taken before. Say in your own words what is so now." in page


def test_a_letter_says_which_step_it_is_before_it_is_written(school, sign_in):
    head = somebody("head", school=school)
    under(school, "days-lane")
    case = about_a_mother(head)
    client = sign_in(head)
    waits = "It goes with the step “Warn them in writing”: to decide. It can go out once that step is taken"
    assert waits in words(client.get(reverse("letter_choose", args=[case.reference])))
    write = reverse("letter_write", args=[case.reference, "written_warning"])
    assert waits in words(client.get(write))
    write_down(client, case, "written_warning", "taken", **REFUSES, skipped="We asked before.")
    assert "“Warn them in writing”, which is taken." in words(client.get(write))
    assert write in client.get(url(case, "written_warning")).content.decode()


def test_a_report_to_the_police_waits_for_nothing_and_is_never_a_link(school, sign_in):
    lead = somebody("dsl", school=school)
    case = about_a_mother(lead)
    client = sign_in(lead)
    fill(
        client,
        reverse("letter_write", args=[case.reference, "police"]),
        to="other",
        name="The station",
        what="A threat.",
    )
    letter = Letter.objects.of(school).get()
    fill(client, reverse("letter_words", args=[case.reference, letter.reference]), words="We report a threat.")
    page = words(client.get(reverse("letter", args=[case.reference, letter.reference])))
    assert "It goes out on paper only" in page
    assert "Send it by e-mail" not in page
    mail = reverse("letter_mail", args=[case.reference, letter.reference])
    page = fill(client, mail, address="desk@police.example")
    assert "A link could be opened by somebody else" in words(page)
    assert not Sending.objects.of(school).exists()
    fill(client, reverse("letter_handed_over", args=[case.reference, letter.reference]), how="hand")
    assert Sending.objects.of(school).count() == 1


def test_what_is_the_heads_to_consider_is_the_chairs_where_it_is_about_the_head(school):
    head, chair, lead = (somebody(role, school=school) for role in ("head", "chair", "dsl"))
    under(school, "days-lane")
    case = a_case(chair, lead)
    named(case, head, kind=Party.Kind.STAFF)
    with pytest.raises(Refused, match=chair.name):
        decide(lead, case, "disciplinary", Given("not_taken", "A small thing."))
    decide(chair, case, "disciplinary", Given("not_taken", "A small thing."))
    assert standing(case) == {"disciplinary": "not_taken"}

"""The angry post, from end to end: the same mother under two policies, and two ends."""

from __future__ import annotations

from cases import a_case, named
from factories import somebody
from ladders import standing, under, url, words, write_down
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.steps.standing import ladder

ENDS = {"outcome": "resolved", "words": "She took it down and said sorry.", "lessons": ""}


def the_post(school, *members) -> tuple[Case, str]:
    case = a_case(*members, kinds=["mention", "defamation"], ground="reputation")
    named(case, "Paula Parentexample", kind=Party.Kind.PARENT)
    named(case, somebody("staff", school=school), Party.Part.AFFECTED)
    return case, f"/cases/{case.reference}/close/"


def test_under_days_lane_she_is_invited_then_asked_in_writing_and_the_deputy_closes_it(school, sign_in):
    head, deputy = somebody("head", school=school), somebody("deputy_dsl", school=school)
    under(school, "days-lane")
    case, close = the_post(school, head, deputy)
    decides = sign_in(head)
    write_down(decides, case, "talk", "taken", why="She wants to be heard.")
    write_down(decides, case, "request_removal", "taken", why="She said she would think about it.")
    refuses = {"when_answer": ["answer.refused_and_goes_on"]}
    page = write_down(decides, case, "written_request", "taken", why="A week went by.", **refuses)
    assert "DL-67" in words(page)
    given = {"police": "Nobody was threatened.", "legal_action": "One post.", "block": "She may answer there."}
    decides.post(url(case, "not-taken"), given)
    assert standing(case) == {
        **dict.fromkeys(["talk", "request_removal", "written_request"], "taken"),
        **dict.fromkeys(given, "not_taken"),
    }
    read = {rung.code: rung.told() for rung in ladder(case)}
    assert read["police"].startswith("We have not called the police.")

    assert "You decided something in this case" in words(decides.get(close))
    assert "It is closed." in words(sign_in(deputy).post(close, ENDS, follow=True))
    assert "This case is closed" in words(write_down(decides, case, "governors", "not_taken"))


def test_under_roman_road_the_governors_stand_by_the_teacher_instead(school, sign_in):
    head, chair = somebody("head", school=school), somebody("chair", school=school)
    under(school, "roman-road")
    case, close = the_post(school, head, chair)
    decides = sign_in(head)
    assert [rung.code for rung in ladder(case) if rung.named] == ["governors"]
    page = words(decides.get(url(case, "governors")))
    assert "RR-39" in page
    assert "step in to protect the good name" in page
    page = write_down(decides, case, "governors", "taken", why="Half of the families have read it.")
    assert "Bring in the governors: taken." in words(page)
    write_down(decides, case, "talk", "taken", why="The chair asks her in. The policy does not say so, and it is kind.")
    assert "It is closed." in words(sign_in(chair).post(close, ENDS, follow=True))


def test_under_helsby_hillside_it_stays_open_until_everything_was_considered(school, sign_in):
    lead, deputy = somebody("dsl", school=school), somebody("deputy_dsl", school=school)
    under(school, "helsby-hillside")
    case, close = the_post(school, lead, deputy)
    decides, closes = sign_in(lead), sign_in(deputy)
    assert "By HH-47" in words(closes.get(close))
    assert closes.post(close, ENDS).status_code == 422
    write_down(decides, case, "ask_host", "taken", told="We have asked the site to take it down.")
    decides.post(url(case, "not-taken"), {"police": "No threat."})
    assert "Take legal action" in words(closes.get(close))
    assert sign_in(somebody("head", school=school)).get(close).status_code == 404

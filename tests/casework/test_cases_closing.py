"""How a case ends: nobody closes what they decided, nothing is left open; appeals and complaints are answered by others."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import a_case, joins, named
from crowds import one_did, outcome
from factories import somebody
from schoolgate.casework.cases.access import may_open
from schoolgate.casework.cases.actions.challenging import challenge, who_could_answer
from schoolgate.casework.cases.actions.closing import close
from schoolgate.casework.cases.actions.merging import join
from schoolgate.casework.cases.actions.noting import note
from schoolgate.casework.cases.actions.tasks import finish, give_task
from schoolgate.casework.cases.actions.threshold import decide_threshold, tell_officer
from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.models import Case, Challenge, Entry, Party
from schoolgate.community.change import Refused, change
from schoolgate.community.models import Notice
from typed import fill, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def dsl():
    return somebody("dsl")


@pytest.fixture
def deputy(dsl):
    return somebody("deputy_dsl", school=dsl.school)


def a_step(by, case) -> None:
    with change(by, "case.decide", case.school) as ledger:
        chronicle(ledger, case, "step", "We talked with the parent.")


def test_a_case_is_closed_with_its_outcome_by_somebody_who_decided_nothing(dsl, deputy, sign_in):
    case = a_case(dsl, deputy)
    a_step(dsl, case)
    mine = words(sign_in(dsl).get(f"/cases/{case.reference}/close/"))
    assert "You decided something in this case" in mine
    assert f"Ask {deputy.name}." in mine
    assert f'href="{case.path}members/"' in sign_in(dsl).get(f"{case.path}close/").content.decode()
    with pytest.raises(Refused, match="somebody else closes it"):
        close(dsl, case, "resolved", "It is well.", "")

    page = fill(
        sign_in(deputy),
        f"/cases/{case.reference}/close/",
        outcome="resolved",
        words="They talked.",
        lessons="Ring first.",
    )

    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_by) == ("closed", "resolved", deputy)
    assert "Put right. They talked." in words(page)
    assert "Ring first." in words(page)


def test_what_was_decided_in_a_case_that_was_joined_counts_however_often(dsl, deputy, sign_in):
    head, chair = somebody("head", school=dsl.school), somebody("chair", school=dsl.school)
    first, second, last = a_case(dsl, deputy, head), a_case(dsl, deputy, head), a_case(dsl, deputy, head)
    a_step(dsl, first)
    finish(head, first, give_task(deputy, first, "Ring her mother", head, timezone.localdate()).pk, "Done.")
    other = a_case(dsl)
    a_step(chair, other)

    join(deputy, first, second.reference, "The same chat.")
    join(deputy, second, last.reference, "The same chat.")

    assert "You decided something in this case" in words(sign_in(dsl).get(f"/cases/{last.reference}/close/"))
    with pytest.raises(Refused, match="somebody else closes it"):
        close(dsl, last, "resolved", "It is well.", "")
    assert who_could_answer(last) == [chair], "the others wrote, decided or had something to do in one of them"
    with pytest.raises(Refused, match="had a part"):
        challenge(deputy, last, "appeal", "It was not fair.", timezone.localdate(), dsl)
    close(head, last, "resolved", "It is well.", "")


def test_what_is_left_open_hinders_and_the_page_says_which(dsl, deputy, sign_in):
    case = a_case(dsl, deputy, kinds=["staff_conduct"])
    task = give_task(dsl, case, "Ring her mother", dsl, timezone.localdate())
    client, url = sign_in(deputy), f"/cases/{case.reference}/close/"

    said = words(client.get(url))
    assert "whether it is a low-level concern" in said
    assert "Ring her mother" in said
    shown = client.get(url).content.decode()
    assert all(f'<a class="govuk-link" href="{case.path}{page}/">' in shown for page in ("threshold", "tasks"))
    decide_threshold(dsl, case, Case.Threshold.HARM, "He may be a risk.")
    assert "officer has not been told" in words(client.get(url))
    with pytest.raises(Refused, match="cannot be closed yet"):
        close(deputy, case, "resolved", "It is well.", "")
    tell_officer(dsl, case, timezone.now(), "The officer", "Go on.")
    finish(dsl, case, task.pk, "Done.")

    fill(client, url, outcome="passed_on", words="The authority looks into it.")

    case.refresh_from_db()
    assert case.state == "closed"


def test_a_case_that_nobody_looked_at_is_not_closed(dsl):
    case = a_case(dsl, state="new")

    with pytest.raises(Refused, match="Nobody has looked"):
        close(dsl, case, "no_case", "Nothing.", "")


def test_a_closed_case_is_opened_again_with_a_reason(dsl, deputy, sign_in):
    case = a_case(dsl, deputy)
    close(dsl, case, "resolved", "It is well.", "")

    fill(sign_in(deputy), f"/cases/{case.reference}/reopen/", words="It began again.")

    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_by) == ("open", "", None)
    assert "It began again." in Entry.objects.of(dsl.school).get(kind="reopened").said("words")


def test_a_closed_case_takes_no_more_notes(dsl):
    case = a_case(dsl, state="closed")

    with pytest.raises(Refused, match="This case is closed"):
        note(dsl, case, "One more thing.", restricted=False)


def test_an_appeal_is_answered_in_time_by_somebody_who_had_no_part(dsl, deputy, sign_in):
    head, chair = somebody("head", school=dsl.school), somebody("chair", school=dsl.school)
    case = a_case(dsl, deputy, state="closed")
    a_step(dsl, case)
    named(case, head, kind=Party.Kind.STAFF)
    assert set(who_could_answer(case)) == {deputy, chair}
    today = timezone.localdate()
    came = {"received_on_0": today.day, "received_on_1": today.month, "received_on_2": today.year}

    page = fill(
        sign_in(deputy),
        f"/cases/{case.reference}/challenges/add/",
        kind="appeal",
        who="Maud Madeup, his mother",
        words="It was not fair.",
        to=str(chair.pk),
        **came,
    )

    assert "Maud Madeup, his mother" in words(page)
    assert "It was not fair." in words(page)
    made = Challenge.objects.of(dsl.school).get()
    assert made.due > today + timedelta(days=9)
    assert may_open(chair, case)
    client = sign_in(chair)
    assert "Answer an appeal" in words(client.get("/"))
    answered = fill(client, f"/cases/{case.reference}/challenges/{made.key}/", answer="partly", words="Say sorry.")
    assert "Partly upheld. Say sorry." in words(answered)
    assert "Whoever made it knows nothing of it yet" in words(answered)
    assert f'href="{case.path}letters/write/"' in answered.content.decode()
    assert f'href="{case.path}reopen/"' in answered.content.decode(), "something may have to change"
    assert Notice.objects.of(dsl.school).filter(person=dsl, words__contains="There is an answer").exists()
    Case.objects.of(dsl.school).filter(pk=case.pk).update(state="open")
    running = client.get(f"{case.path}challenges/").content.decode()
    assert (f'href="{case.path}steps/"' in running, f'href="{case.path}reopen/"' in running) == (True, False)
    assert "Answer an appeal" not in words(client.get("/"))


def test_an_answer_that_is_late_is_overdue_on_the_home_page(dsl, sign_in):
    chair = somebody("chair", school=dsl.school)
    case = a_case(dsl)
    challenge(dsl, case, "complaint", "Too slow.", timezone.localdate() - timedelta(days=90), chair)

    home = words(sign_in(chair).get("/"))

    assert "Answer a complaint" in home
    assert "Overdue" in home


def test_nobody_with_a_part_answers_and_only_the_one_who_was_asked(dsl, deputy, sign_in):
    chair = somebody("chair", school=dsl.school)
    case = a_case(dsl, deputy)
    a_step(deputy, case)
    for person in (dsl, deputy):
        with pytest.raises(Refused, match="had a part"):
            challenge(dsl, case, "appeal", "It was not fair.", timezone.localdate(), person)
    made = challenge(dsl, case, "appeal", "It was not fair.", timezone.localdate(), chair)

    assert sign_in(dsl).get(f"/cases/{case.reference}/challenges/{made.key}/").status_code == 404


def test_somebody_who_is_named_cannot_be_asked_to_answer(dsl):
    chair = somebody("chair", school=dsl.school)
    case = a_case(dsl)
    named(case, chair)

    with pytest.raises(Refused):
        challenge(dsl, case, "appeal", "It was not fair.", timezone.localdate(), chair)


def test_a_helper_from_the_staff_closes_nothing(dsl, sign_in):
    teacher = somebody("staff", school=dsl.school)
    case = a_case(dsl)
    joins(case, teacher)

    assert sign_in(teacher).get(f"/cases/{case.reference}/close/").status_code == 403


AT_ONCE = """
from cases import a_case
from crowds import at_once
from factories import somebody
from schoolgate.casework.cases.actions.closing import close
from schoolgate.casework.cases.models import Entry

dsl = somebody("dsl")
case = a_case(dsl)
said = at_once(lambda: close(dsl, case, "resolved", "It is well.", ""))
print(json.dumps({"said": said, "closed": Entry.objects.of(dsl.school).filter(kind="closed").count()}))
"""


@pytest.mark.whole
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_two_who_close_at_once_get_one_outcome_and_one_sentence(database, tmp_path, request):
    env = {"SCHOOLGATE_DATA": str(tmp_path)}
    if database == "postgresql":
        env["DATABASE_URL"] = request.getfixturevalue("postgresql")

    found = outcome(AT_ONCE, env)

    assert found["closed"] == 1
    assert one_did(found["said"], "This case is closed")

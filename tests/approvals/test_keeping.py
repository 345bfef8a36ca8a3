"""What time, absence and a new policy do to what was asked."""

from __future__ import annotations

import io
from datetime import timedelta

import pypdfium2
import pytest
from django.utils import timezone

from factories import AbsenceFactory
from schoolgate.approvals.actions import asking, deciding, keeping
from schoolgate.approvals.acts import ADVISED_AGAINST, FORBIDDEN, SILENT, UNCLEAR
from schoolgate.approvals.deciders import may_decide
from schoolgate.approvals.jobs import look_after_all
from schoolgate.approvals.limits import limits
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.approvals.paper import pdf
from schoolgate.approvals.standing import given, permission, valid_until
from schoolgate.community.change import Refused
from schoolgate.community.models import Notice
from schoolgate.jobs.work import drain
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db
STAFF = {"by": "staff"}
State = ApprovalRequest.State


def pdf_text(paper: bytes) -> str:
    return " ".join(
        " ".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(io.BytesIO(paper))).split()
    )


def ask(here, act: str = "use.logo", **facts: str) -> ApprovalRequest:
    return asking.ask_for_act(here.teacher, act, {**STAFF, **facts}, "For the choir")


def approve(here, request: ApprovalRequest, days: int = 30) -> ApprovalRequest:
    return deciding.approve(here.head, request, "Yes", valid_until=timezone.localdate() + timedelta(days=days))


def change_policy(here, pack: str) -> None:
    """Another policy is in force from today."""
    sent = adopting.send(here.head, drafting.start_from(here.head, pack))
    adopting.adopt(here.chair, sent, timezone.localdate())


def test_what_nobody_answers_runs_out_once(here):
    request = ask(here)
    assert request.expires_on == timezone.localdate() + timedelta(days=limits().days_to_answer)
    ApprovalRequest.unscoped.filter(pk=request.pk).update(expires_on=timezone.localdate())
    with pytest.raises(Refused, match="has run out"):
        approve(here, request)
    assert keeping.expire(here.school) == 1
    assert keeping.expire(here.school) == 0
    request.refresh_from_db()
    assert request.state == State.EXPIRED
    assert Notice.unscoped.get(person=here.teacher).words.startswith("Nobody answered in time")
    assert LedgerEntry.objects.filter(verb="approval.expired").count() == 1


def test_nothing_is_approved_for_good(here):
    years = limits().longest_years
    with pytest.raises(Refused, match=f"at most {years} years ahead"):
        approve(here, ask(here), days=years * 366 + 1)


def test_the_daily_look_reaches_every_school_where_something_waits(here):
    request = ask(here)
    ApprovalRequest.unscoped.filter(pk=request.pk).update(expires_on=timezone.localdate())
    look_after_all()
    drain()
    request.refresh_from_db()
    assert request.state == State.EXPIRED


def test_when_the_head_goes_away_it_moves_to_the_chair_and_back(here):
    request = ask(here)
    assert list(request.asked.all()) == [here.head]
    absence = AbsenceFactory(person=here.head)
    assert keeping.send_all_on(here.school) == 1
    assert list(request.asked.all()) == [here.chair]
    assert keeping.send_all_on(here.school) == 0
    absence.delete()
    keeping.send_all_on(here.school)
    assert list(request.asked.all()) == [here.head]


def test_a_role_that_ends_moves_it_in_the_background(here):
    from schoolgate.community.actions.roles import end_role

    request = ask(here)
    end_role(here.chair, here.head.holdings.get(role="head"))
    drain()
    assert list(request.asked.all()) == [here.chair]


@pytest.mark.parametrize(
    ("pack", "act", "facts", "hinder"),
    [
        ("glenwood", "name.school", {"place": "publication"}, FORBIDDEN),
        ("days-lane", "use.logo", {}, SILENT),
        ("model", "name.school", {"place": "profile"}, ADVISED_AGAINST),
        ("model", "open.official_account", {}, UNCLEAR),
    ],
)
def test_a_new_policy_decides_what_was_asked_under_the_old(pack, act, facts, hinder, here, sign_in):
    request = ask(here, act, **facts)
    change_policy(here, pack)
    with pytest.raises(Refused) as refused:
        approve(here, request)
    assert str(refused.value) == hinder
    assert hinder in words(sign_in(here.teacher).get(f"/requests/{request.pk}/"))
    seen = words(sign_in(here.head).get(f"/requests/{request.pk}/"))
    assert "Ask a question first" not in seen
    form = sign_in(here.head).get(f"/requests/{request.pk}/decide/")
    assert "Refuse it" in words(form)
    assert "Approve it" not in words(form)

    keeping.send_all_on(here.school)
    keeping.send_all_on(here.school)
    assert not request.asked.exists()
    told = Notice.unscoped.filter(person=here.teacher, words__startswith="The policy says something else now")
    assert told.count() == 1
    # Whoever was to decide may still say no, and the asker may withdraw it.
    assert may_decide(here.head, ApprovalRequest.unscoped.get(pk=request.pk))
    asking.withdraw(here.teacher, request)


def test_what_the_policy_advises_against_now_does_not_read_as_a_yes(here, sign_in):
    request = ask(here, "name.school", place="profile")
    deciding.ask_back(here.head, request, "Can pupils find it?")
    teacher = sign_in(here.teacher)
    assert "Answer a question" in words(teacher.get("/"))
    page = words(teacher.get(f"/requests/{request.pk}/"))
    assert "A question for you" in page
    assert "Answer the question" in page
    change_policy(here, "model")
    teacher = sign_in(here.teacher)
    page = words(teacher.get(f"/requests/{request.pk}/"))
    assert "says that this should not be done" in page
    assert "You can withdraw this request" in page
    assert "Answer the question" not in page
    assert "Answer a question" not in words(teacher.get("/"))
    own = f"/requests/{request.pk}/"
    for client, address in ((teacher, own), (teacher, "/requests/"), (sign_in(here.head), own)):
        page = words(client.get(address))
        assert "Waiting" in page
        assert "A question for you" not in page
        assert "Waiting for an answer" not in page


def test_the_page_says_whom_it_waits_for_today_before_it_has_moved_there(here, sign_in):
    request = ask(here)
    AbsenceFactory(person=here.head)
    assert "It waits for you." in words(sign_in(here.chair).get(f"/requests/{request.pk}/"))
    assert f"It waits for {here.chair.name}." in words(sign_in(here.teacher).get(f"/requests/{request.pk}/"))


def test_after_a_new_policy_the_chair_reads_that_it_waits_for_them_too(here, sign_in):
    request = ask(here)
    change_policy(here, "model")
    assert f"It waits for you or {here.head.name}." in words(sign_in(here.chair).get(f"/requests/{request.pk}/"))


def test_it_is_judged_by_the_policy_of_the_day_of_the_decision(here):
    request = ask(here)
    change_policy(here, "model")
    decided = deciding.approve(here.chair, request, "Governors may now", valid_until=timezone.localdate())
    assert decided.state == State.APPROVED
    assert decided.version == here.school.policy_versions.latest("number")


def test_where_two_have_to_agree_the_second_yes_approves_it(here_with, sign_in):
    here = here_with("helsby-hillside")
    request = ask(here, "publish.official_post", pupils_pictured="yes")
    until = timezone.localdate() + timedelta(days=30)
    first = deciding.approve(here.dsl, request, "Fine by me", "No names", until)
    assert first.state == State.OPEN
    assert list(first.asked.all()) == [here.head]
    with pytest.raises(Refused, match="somebody else"):
        deciding.approve(here.dsl, request, "Once more", valid_until=until)
    second = deciding.approve(here.head, first, "And by me", "No places", until - timedelta(days=9))
    assert second.state == State.APPROVED
    assert second.valid_until == until - timedelta(days=9)
    page = words(sign_in(here.teacher).get(f"/requests/{request.pk}/"))
    assert "No names" in page
    assert "No places" in page


def test_a_permission_is_found_for_its_act_its_facts_and_its_days(here):
    today = timezone.localdate()
    request = approve(here, ask(here, "name.school", place="publication"))
    facts = {**STAFF, "place": "publication"}
    assert permission(here.school, here.teacher, "name.school", facts) == request
    assert given(request) == {"approved_by": "head"}
    assert permission(here.school, here.teacher, "name.school", {**STAFF, "place": "profile"}) is None
    assert permission(here.school, here.teacher, "use.logo", STAFF) is None
    assert permission(here.school, here.head, "name.school", facts) is None
    assert permission(here.school, here.teacher, "name.school", facts, today + timedelta(days=30)) == request
    assert permission(here.school, here.teacher, "name.school", facts, today + timedelta(days=31)) is None


def test_a_permission_ends_with_the_role_it_was_given_to(here):
    request = approve(here, ask(here))
    assert valid_until(request.reference, timezone.localdate()) == request.valid_until
    here.teacher.holdings.update(to_date=timezone.localdate())
    assert permission(here.school, here.teacher, "use.logo", STAFF) is None
    assert valid_until(request.reference, timezone.localdate()) is None


def test_a_permission_outlives_a_policy_that_needs_none(here):
    request = approve(here, ask(here))
    change_policy(here, "windmill-hill")
    assert permission(here.school, here.teacher, "use.logo", STAFF) == request


def test_a_permission_does_not_outlive_a_policy_that_forbids(here, sign_in):
    request = approve(here, ask(here))
    change_policy(here, "helsby-hillside")
    assert permission(here.school, here.teacher, "use.logo", STAFF) is None
    assert valid_until(request.reference, timezone.localdate()) is None
    assert "does not let this stand any more" in words(sign_in(here.teacher).get(f"/requests/{request.pk}/"))


def ask_for_a_picture(here, **more: str) -> ApprovalRequest:
    facts = {"account": "official", "child": "other", "identifies_school": "no", **more}
    return asking.ask_for_act(here.teacher, "post.pupil_image", {**STAFF, **facts}, "The nativity")


def test_that_consent_is_there_is_shown_as_the_word_of_whoever_asks(here_with, sign_in):
    here = here_with("model")
    request = ask_for_a_picture(here, consent="yes")
    head, address = sign_in(here.head), f"/requests/{request.pk}/"
    for page in (words(head.get(address)), words(head.get(f"{address}decide/"))):
        assert f"Has permission been given? yes, says {here.teacher.name}" in page
        assert f"{here.teacher.name} says that these have agreed" in page
        assert "the pupil's parents or carers" in page.replace("’", "'")
        assert "Ask to see it before you decide" in page
    own = words(sign_in(here.teacher).get(address))
    assert "You say that these have agreed" in own
    assert "Still to be had" not in own


def test_the_paper_does_not_stand_for_a_consent_that_somebody_says_is_there(here_with):
    here = here_with("model")
    request = approve(here, ask_for_a_picture(here, consent="yes"))
    ApprovalRequest.unscoped.filter(pk=request.pk).update(written=True)
    text = pdf_text(pdf(ApprovalRequest.unscoped.get(pk=request.pk)))
    assert f"yes, says {here.teacher.name}" in text
    assert "This paper does not stand for it" in text


def test_who_decides_reads_which_consents_are_still_to_be_had(here_with, sign_in):
    here = here_with("model")
    for said in ({}, {"consent": "no"}):
        request = ask_for_a_picture(here, **said)
        page = words(sign_in(here.head).get(f"/requests/{request.pk}/decide/"))
        assert "Still to be had" in page
        assert "says that these have agreed" not in page


def test_consents_are_not_approvals_and_the_page_says_so(here_with, sign_in):
    here = here_with("model")
    request = ask_for_a_picture(here)
    page = words(sign_in(here.teacher).get(f"/requests/{request.pk}/"))
    assert "Still to be had" in page
    assert "the pupil's parents or carers" in page.replace("’", "'")
    assert approve(here, request).state == State.APPROVED
    assert "Still to be had" in words(sign_in(here.teacher).get(f"/requests/{request.pk}/"))

"""Whoever asks says whom it names, and so who is left out. They cannot choose who decides by it, nor keep it quiet."""

from __future__ import annotations

import pytest
from django.utils import timezone

from factories import AbsenceFactory, somebody
from schoolgate.approvals.actions import asking, deciding, keeping
from schoolgate.approvals.deciders import may_decide
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.change import Refused
from schoolgate.community.models import Notice
from typed import form_on, send, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def governor(here):
    return somebody("governor", school=here.school)


def ask(here, about=()) -> ApprovalRequest:
    return asking.ask_for_act(here.teacher, "use.logo", {"by": "staff"}, "A film", about)


def test_naming_the_head_and_the_chair_does_not_bring_it_to_a_governor(here, governor):
    with pytest.raises(Refused, match="Everybody who could decide this is named in it"):
        ask(here, [here.head, here.chair])
    assert not ApprovalRequest.unscoped.exists()


@pytest.mark.parametrize(("away", "named"), [("chair", "head"), ("head", "chair")])
def test_nor_does_naming_one_while_the_other_is_away(away, named, here, governor):
    AbsenceFactory(person=getattr(here, away))
    with pytest.raises(Refused, match="Everybody who could decide this is named in it"):
        ask(here, [getattr(here, named)])


def test_while_both_are_away_a_governor_decides_what_names_neither(here, governor):
    AbsenceFactory(person=here.head)
    AbsenceFactory(person=here.chair)
    request = ask(here, [somebody("pupil", school=here.school, account=None)])
    assert list(request.asked.all()) == [governor]


def test_when_the_chair_goes_away_later_it_waits_for_the_chair_and_no_governor_decides(here, governor, sign_in):
    request = ask(here, [here.head])
    assert list(request.asked.all()) == [here.chair]
    AbsenceFactory(person=here.chair)
    keeping.send_all_on(here.school)
    assert not request.asked.exists()
    assert not may_decide(governor, request)
    with pytest.raises(Refused, match="somebody else"):
        deciding.approve(governor, request, "Yes", valid_until=timezone.localdate())
    page = words(sign_in(here.teacher).get(f"/requests/{request.pk}/"))
    assert "Nobody who can decide it is here today" in page


def test_where_two_have_to_agree_each_of_them_needs_somebody_left(here_with):
    here = here_with("helsby-hillside")
    AbsenceFactory(person=here.chair)
    with pytest.raises(Refused, match="Everybody who could decide this is named in it"):
        asking.ask_for_act(
            here.teacher, "publish.official_post", {"by": "staff", "pupils_pictured": "yes"}, "A film", [here.head]
        )


def test_the_head_whom_it_names_is_told_and_reads_it_and_decides_nothing(here, sign_in):
    request = ask(here, [here.head])
    notice = Notice.unscoped.get(person=here.head)
    assert "names you" in notice.words
    assert notice.url == f"/requests/{request.pk}/"
    head = sign_in(here.head)
    page = words(head.get(notice.url))
    assert "It names you, so somebody else decides" in page
    assert "A film" in page
    for verb in ("decide", "question", "take-back"):
        assert "not waiting for your decision" in words(head.get(f"{notice.url}{verb}/", follow=True))
    with pytest.raises(Refused, match="somebody else decides"):
        deciding.refuse(here.head, request, "No")


def test_others_whom_it_names_do_not_learn_of_it(here, sign_in):
    request = ask(here, [here.dsl])
    assert not Notice.unscoped.filter(person=here.dsl).exists()
    assert sign_in(here.dsl).get(f"/requests/{request.pk}/").status_code == 404


def test_whoever_asks_reads_why_they_cannot_name_everybody(here, governor, sign_in):
    teacher, address = sign_in(here.teacher), "/requests/new/use.logo/?by=staff"
    page = send(teacher, address, {}, words="A film", find="Somebody Example", do="find")
    both = [str(here.head.pk), str(here.chair.pk)]
    check = send(teacher, address, form_on(page), about=both, do="continue")
    refused = teacher.post(address, {**form_on(check), "about": both, "do": "send"})
    assert refused.status_code == 422
    assert "Leave out whoever it does not show" in words(refused)

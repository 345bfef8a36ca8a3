"""A policy from draft to adoption: who may, what waits, and what an older version goes on answering."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from factories import SchoolFactory, somebody
from schoolgate.community.change import Refused
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.models import PolicyVersion, Upload, in_force
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db

DOCUMENT = b"""Hazel Bank Primary School
Social Media Policy

2. Staff
Staff must not contact pupils through a personal account.
Staff should keep their profiles private.
"""


@pytest.fixture
def head(school):
    return somebody("head", school=school)


@pytest.fixture
def governor(school):
    return somebody("governor", school=school)


@pytest.fixture
def draft(head):
    return drafting.start_from(head, "windmill-hill")


def verbs() -> list[str]:
    return list(LedgerEntry.objects.values_list("verb", flat=True))


def test_a_policy_goes_from_the_head_to_the_governors_and_answers_from_its_first_day(head, governor, draft):
    today = timezone.localdate()
    adopting.send(head, draft)
    assert in_force(head.school) is None
    adopted = adopting.adopt(governor, draft, today)
    assert in_force(head.school) == adopted
    assert adopted.judge("befriend.pupil", {"by": "governor", "pupil": "current"}, today).verdict == "forbidden"
    assert verbs() == ["policy.started", "policy.sent", "policy.adopted"]


def test_an_uploaded_document_becomes_clauses_with_their_lines(head):
    draft = drafting.upload_policy(head, "policy.txt", DOCUMENT)
    found = {clause.says: clause for clause in draft.clauses}
    ban = next(clause for says, clause in found.items() if "personal account" in says)
    assert (ban.modality, ban.who, ban.lines) == ("must_not", ("staff",), (5, 5))
    assert bytes(draft.upload.data) == DOCUMENT
    assert draft.reading.document.lines[4].text == "Staff must not contact pupils through a personal account."


def test_the_old_version_still_answers_for_its_own_days(head, governor, draft):
    first, later = date(2020, 9, 1), timezone.localdate() + timedelta(days=7)
    adopting.adopt(governor, adopting.send(head, draft), first)
    new = drafting.start_from(head, "glenwood")
    adopting.adopt(governor, adopting.send(head, new), later)
    assert in_force(head.school, date(2020, 8, 31)) is None
    assert in_force(head.school, date(2023, 1, 1)) == draft
    assert in_force(head.school, later - timedelta(days=1)) == draft
    assert in_force(head.school, later) == new
    assert PolicyVersion.objects.of(head.school).get(pk=draft.pk).last_day() == later - timedelta(days=1)


def test_a_day_that_is_past_keeps_the_policy_it_had(head, governor, draft):
    adopting.adopt(governor, adopting.send(head, draft), date(2020, 9, 1))
    new = adopting.send(head, drafting.start_from(head, "glenwood"))
    with pytest.raises(Refused, match="today or a later day"):
        adopting.adopt(governor, new, timezone.localdate() - timedelta(days=1))


def test_two_governors_at_once_one_wins_and_the_other_is_told(head, governor, draft):
    other = somebody("governor", school=head.school)
    sent = adopting.send(head, draft)
    adopting.adopt(governor, sent, timezone.localdate())
    with pytest.raises(Refused, match="already decided"):
        adopting.adopt(other, sent, timezone.localdate())
    assert verbs().count("policy.adopted") == 1


def test_nobody_adopts_what_they_sent_themselves(school, draft):
    both = somebody("head", "governor", school=school)
    sent = adopting.send(both, draft)
    with pytest.raises(Refused, match="somebody else"):
        adopting.adopt(both, sent, timezone.localdate())


def test_nobody_decides_on_what_they_made_or_changed_though_another_sent_it(school, head):
    both = somebody("slt", "governor", school=school)
    sent = adopting.send(head, drafting.start_from(both, "model"))
    with pytest.raises(Refused, match="worked on"):
        adopting.adopt(both, sent, timezone.localdate())


def test_sending_once_is_enough_even_when_another_sends_it_again(school, head, draft):
    both = somebody("head", "governor", school=school)
    adopting.take_back(head, adopting.send(both, draft))
    with pytest.raises(Refused, match="worked on"):
        adopting.adopt(both, adopting.send(head, draft), timezone.localdate())


@pytest.mark.parametrize("day", [date(9999, 12, 31), date(1, 1, 1)])
def test_a_slip_in_the_year_is_noticed(head, governor, draft, day):
    with pytest.raises(Refused, match="Check the year"):
        adopting.adopt(governor, adopting.send(head, draft), day)


def test_an_adoption_is_called_off_until_its_day_comes(head, governor, draft):
    later = timezone.localdate() + timedelta(days=30)
    adopting.adopt(governor, adopting.send(head, draft), later)
    assert adopting.call_off(governor, draft).state == PolicyVersion.State.SENT
    adopting.adopt(governor, draft, timezone.localdate())
    with pytest.raises(Refused, match="in force already"):
        adopting.call_off(governor, draft)
    assert verbs()[-3:] == ["policy.adopted", "policy.called_off", "policy.adopted"]


def test_a_kept_file_is_read_once_and_only_at_its_own_school(head):
    kept = Upload.objects.create(
        school=head.school, name="a.txt", data=DOCUMENT, sha256="0" * 64, size=1, problem="Try again.", by=head
    )
    with pytest.raises(Refused):
        drafting.read_again(somebody("head", school=SchoolFactory()), kept)
    drafting.read_again(head, kept)
    with pytest.raises(Refused, match="read already"):
        drafting.read_again(head, kept)


@pytest.mark.parametrize("role", ["staff", "governor", "technician", "parent", "pupil"])
def test_only_those_who_look_after_the_policy_change_it(role, school, draft):
    with pytest.raises(Refused):
        drafting.change_clause(somebody(role, school=school), draft, 1, "WH-17", {"says": "Anything goes."})


def test_a_head_of_another_school_cannot_touch_it(draft):
    stranger = somebody("head", school=SchoolFactory())
    with pytest.raises(Refused):
        drafting.change_clause(stranger, draft, 1, "WH-17", {"says": "Anything goes."})


def test_a_clause_is_corrected_and_its_answers_follow(head, draft):
    changed = drafting.change_clause(head, draft, 1, "WH-17", {"modality": "should_not"})
    facts = {"by": "staff", "pupil": "current"}
    assert changed.judge("befriend.pupil", facts, timezone.localdate()).verdict == "discouraged"


def test_nobody_overwrites_a_change_they_have_not_seen(head, draft):
    drafting.change_clause(head, draft, 1, "WH-17", {"says": "A first correction."})
    with pytest.raises(Refused, match="Somebody changed this draft"):
        drafting.change_clause(head, draft, 1, "WH-17", {"says": "A second, from an old page."})


def test_a_mistake_never_replaces_what_works(head, draft):
    with pytest.raises(Refused, match=r"befriend\.pupils"):
        drafting.change_clause(head, draft, 1, "WH-17", {"rules": [{"act": "befriend.pupils"}]})
    fresh = PolicyVersion.objects.of(head.school).get(pk=draft.pk)
    assert fresh.revision == 1
    assert fresh.clause("WH-17").rules[0].act == "befriend.pupil"


def test_a_version_that_was_sent_cannot_be_changed(head, draft):
    adopting.send(head, draft)
    with pytest.raises(Refused, match="not a draft any more"):
        drafting.remove_clause(head, draft, 1, "WH-17")


def test_the_head_can_take_it_back_until_the_governors_decide(head, governor, draft):
    adopting.send(head, draft)
    adopting.take_back(head, draft)
    adopting.send(head, draft)
    adopting.set_aside(governor, draft, "Please add a review date.")
    with pytest.raises(Refused):
        adopting.take_back(head, draft)


def test_a_clause_can_be_added_and_removed(head, draft):
    values = {"id": "WH-24", "section": "New", "who": ["staff"], "modality": "should", "says": "Staff stay kind."}
    added = drafting.add_clause(head, draft, 1, "WH-01", values)
    assert [clause.id for clause in added.clauses][:2] == ["WH-01", "WH-24"]
    assert drafting.remove_clause(head, draft, 2, "WH-24").clause("WH-24") is None


def test_a_file_that_cannot_be_read_is_refused_gently_and_kept_where_that_helps(head):
    with pytest.raises(Refused, match="no words"):
        drafting.upload_policy(head, "policy.txt", b"")
    assert not Upload.objects.of(head.school).exists()
    with pytest.raises(Refused, match="20 MB"):
        drafting.upload_policy(head, "policy.pdf", b"%PDF" + b"0" * 21_000_000)


def test_versions_are_numbered_without_gaps_in_each_school(head, draft):
    second = drafting.start_again_from(head, draft)
    elsewhere = drafting.start_from(somebody("head", school=SchoolFactory()), "model")
    assert (draft.number, second.number, elsewhere.number) == (1, 2, 1)

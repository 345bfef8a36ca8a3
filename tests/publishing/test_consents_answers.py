"""Parents say yes and no, take it back, and the office writes down what came on paper."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from factories import FamilyLinkFactory, family, pupil, somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import Notice, Person
from schoolgate.community.own_record import entries
from schoolgate.policy.actions import adopting, drafting
from schoolgate.publishing.consents.actions import answering
from schoolgate.publishing.consents.law import Standing
from schoolgate.publishing.consents.models import Consent, Lasting, Purpose
from schoolgate.publishing.consents.standing import may_be_shown
from schoolgate.publishing.consents.withdrawing import withdrawn
from schoolgate.record.models import LedgerEntry
from typed import fill


def stands(person: Person, purpose: str = "website", on: date | None = None) -> Standing:
    return may_be_shown([person], [purpose], on or timezone.localdate())[person.pk, purpose]


def other_parent(child: Person) -> Person:
    parent = somebody("parent", school=child.school)
    FamilyLinkFactory(adult=parent, child=child)
    return parent


def test_what_nobody_said_is_no_until_a_parent_says_yes_on_their_page(school, sign_in):
    parent, child = family(school)
    assert stands(child) == Standing.NOBODY_SAID
    client = sign_in(parent)
    page = client.get("/consents/").content.decode()
    assert child.name in page
    assert "it is no" in page
    done = fill(client, f"/consents/{child.pk}/", website="yes", press="no")
    assert "written down" in done.content.decode()
    assert stands(child) == Standing.YES
    assert stands(child, "press") == Standing.NO
    assert stands(child, "display") == Standing.NOBODY_SAID
    row = Consent.objects.of(school).get(purpose="website")
    assert (row.said_by, row.how, row.recorded_by, row.until) == (parent, "signed_in", None, None)
    entry = LedgerEntry.objects.get(verb="consent.answered")
    assert row.pk in json.loads(entry.detail)["consents"]
    assert child.name not in str(entry.detail)


def test_one_button_takes_everything_back_and_whoever_listens_is_told_in_the_same_change(school, sign_in):
    parent, child = family(school)
    answering.answer(parent, child, {"website": True, "display": True})
    heard = []

    def listen(sender, ledger, person, purposes, **_):
        heard.append((person, purposes))
        ledger.write("test.heard", person)

    withdrawn.connect(listen)
    try:
        client = sign_in(parent)
        page = client.post(f"/consents/{child.pk}/no/", follow=True)
    finally:
        withdrawn.disconnect(listen)
    assert "no to everything" in page.content.decode()
    assert {stands(child, purpose.value) for purpose in Purpose} == {Standing.NO}
    [(person, purposes)] = heard
    assert person == child
    assert {"website", "display", "facebook"} <= purposes


def test_a_yes_that_is_said_again_tells_nobody_that_something_was_withdrawn(school):
    parent, child = family(school)
    answering.answer(parent, child, {"website": True, "press": False})
    heard = []
    listen = lambda purposes, **_: heard.append(purposes)  # noqa: E731
    withdrawn.connect(listen)
    try:
        answering.answer(parent, child, {"website": True, "press": False})
    finally:
        withdrawn.disconnect(listen)
    assert not heard


def test_nobody_answers_for_somebody_elses_child(school, sign_in):
    parent, _ = family(school)
    _, other = family(school)
    assert sign_in(parent).get(f"/consents/{other.pk}/").status_code == 404
    assert sign_in(parent).post(f"/consents/{other.pk}/no/").status_code == 404
    with pytest.raises(Refused, match="your own children"):
        answering.answer(parent, other, {"website": True})
    assert not Consent.objects.of(school).exists()


def test_a_relative_does_not_answer(school):
    _parent, child = family(school)
    aunt = somebody("staff", school=school)
    FamilyLinkFactory(adult=aunt, child=child, kind="relative")
    with pytest.raises(Refused):
        answering.answer(aunt, child, {"website": True})


def test_two_parents_who_disagree_mean_no_and_the_head_hears_it_once(school, sign_in):
    head = somebody("head", school=school)
    mother, child = family(school)
    father = other_parent(child)
    answering.answer(mother, child, {"website": True})
    assert stands(child) == Standing.YES
    answering.answer(father, child, {"website": False})
    answering.answer(father, child, {"website": False})
    assert stands(child) == Standing.DISAGREE
    assert Notice.objects.of(school).filter(person=head).count() == 1
    client = sign_in(head)
    assert "Talk to parents who disagree" in client.get("/").content.decode()
    assert child.name in client.get("/consents/disagreeing/").content.decode()
    answering.answer(mother, child, {"website": False})
    assert stands(child) == Standing.NO
    assert child.name not in client.get("/consents/disagreeing/").content.decode()


def test_a_disagreement_in_the_heads_own_family_is_for_the_governors(school, sign_in):
    head, chair = somebody("head", "parent", school=school), somebody("chair", school=school)
    child = pupil(school)
    FamilyLinkFactory(adult=head, child=child)
    answering.answer(head, child, {"website": True})
    answering.answer(other_parent(child), child, {"website": False})
    assert child.name not in sign_in(head).get("/consents/disagreeing/").content.decode()
    assert child.name in sign_in(chair).get("/consents/disagreeing/").content.decode()
    assert [notice.person for notice in Notice.objects.of(school)] == [chair]


def test_older_pupils_say_for_themselves_too_and_their_no_is_no(school, sign_in):
    parent, _ = family(school)
    teen = somebody("pupil", school=school, year="10")
    FamilyLinkFactory(adult=parent, child=teen)
    answering.answer(parent, teen, {"website": True})
    assert stands(teen) == Standing.YES
    fill(sign_in(teen), f"/consents/{teen.pk}/", website="no")
    assert stands(teen) == Standing.NO
    young = somebody("pupil", school=school, year="4")
    assert "Nothing to answer" in sign_in(young).get("/consents/").content.decode()
    with pytest.raises(Refused):
        answering.answer(young, young, {"website": True})


def test_adults_say_for_themselves(school, sign_in):
    teacher = somebody("staff", school=school)
    assert stands(teacher) == Standing.NOBODY_SAID
    fill(sign_in(teacher), f"/consents/{teacher.pk}/", website="yes")
    assert stands(teacher) == Standing.YES


def test_a_yes_lasts_as_long_as_the_school_chose_and_ends_when_they_leave(school):
    head = somebody("head", school=school)
    parent, child = family(school, year="3")
    answering.answer(parent, child, {"website": True})
    Lasting.objects.create(school=school, lasts="year", by=head)
    answering.answer(parent, child, {"display": True})
    today = timezone.localdate()
    last = Consent.objects.of(school).get(purpose="display").until
    assert last
    assert (last.month, last.day) == (8, 31)
    assert today <= last <= today + timedelta(days=366 + 21)
    assert stands(child, "display", last) == Standing.YES
    assert stands(child, "display", last + timedelta(days=1)) == Standing.OVER
    assert stands(child, "website", last + timedelta(days=999)) == Standing.YES
    child.left_on = today
    child.save()
    assert stands(child, "website") == Standing.OVER


def test_the_office_writes_down_a_paper_with_who_when_and_how(school, sign_in):
    office = somebody("staff", school=school)
    parent, child = family(school)
    client = sign_in(office)
    url = f"/consents/papers/{child.pk}/"
    yesterday = timezone.localdate() - timedelta(days=1)
    day = {"on_0": str(yesterday.day), "on_1": str(yesterday.month), "on_2": str(yesterday.year)}
    done = fill(client, url, website="yes", said_by=str(parent.pk), how="paper", **day)
    assert done.status_code == 200
    assert "written down" in done.content.decode()
    row = Consent.objects.of(school).get()
    assert (row.said_by, row.recorded_by, row.how, timezone.localdate(row.at)) == (parent, office, "paper", yesterday)
    assert stands(child) == Standing.YES
    again = client.get(url).content.decode()
    assert "on paper" in again
    assert "checked" not in again, "what was said is not for whoever writes it down"


def test_a_paper_that_comes_late_does_not_undo_what_a_parent_said_since(school):
    office = somebody("staff", school=school)
    parent, child = family(school)
    today = timezone.localdate()
    answering.answer(parent, child, {"website": False})
    answering.write_down(office, child, parent, {"website": True}, "paper", today - timedelta(days=3))
    assert stands(child) == Standing.NO
    with pytest.raises(Refused, match="said no themselves"):
        answering.write_down(office, child, parent, {"website": True}, "paper", today)
    with pytest.raises(Refused, match="still to come"):
        answering.write_down(office, child, parent, {"website": True}, "paper", today + timedelta(days=1))


def test_a_mistake_of_the_office_is_put_right_the_same_way(school):
    office = somebody("staff", school=school)
    parent, child = family(school)
    for day in (timezone.localdate(), timezone.localdate() - timedelta(days=400)):
        answering.write_down(office, child, parent, {"press": False}, "paper", day)
        answering.write_down(office, child, parent, {"press": True}, "paper", day)
    assert stands(child, "press") == Standing.YES


def test_nobody_writes_down_what_their_own_family_said(school):
    teacher = somebody("staff", "parent", school=school)
    child = pupil(school)
    FamilyLinkFactory(adult=teacher, child=child)
    other = other_parent(child)
    for said_by in (teacher, other):
        with pytest.raises(Refused, match="your own family"):
            answering.write_down(teacher, child, said_by, {"website": True}, "paper", timezone.localdate())


def test_what_one_who_answers_no_longer_said_counts_no_longer(school):
    parent, child = family(school)
    answering.answer(parent, child, {"website": True})
    child.adult_links.all().delete()
    assert stands(child) == Standing.NOBODY_SAID


def test_an_empty_form_says_what_to_do(school, sign_in):
    parent, child = family(school)
    page = sign_in(parent).post(f"/consents/{child.pk}/", {})
    assert page.status_code == 422
    assert "Choose yes or no" in page.content.decode()


def in_force(school, pack: str) -> None:
    """The school has adopted the policy that comes as this pack."""
    version = adopting.send(head := somebody("head", school=school), drafting.start_from(head, pack))
    adopting.adopt(somebody("governor", school=school), version, date(2020, 9, 1))


@pytest.mark.parametrize(
    ("pack", "parents", "both", "pupil_alone"),
    [
        ("days-lane", Standing.YES, Standing.YES, Standing.NOBODY_SAID),
        ("model", Standing.NOBODY_SAID, Standing.YES, Standing.NOBODY_SAID),
        ("helsby-hillside", Standing.NOBODY_SAID, Standing.YES, Standing.YES),
        ("windmill-hill", Standing.YES, Standing.YES, Standing.NOBODY_SAID),
    ],
)
def test_whose_yes_it_takes_is_what_the_policy_says(school, pack, parents, both, pupil_alone):
    in_force(school, pack)
    stood = []
    for who in ("parents", "both", "pupil"):
        parent = somebody("parent", school=school)
        teen = somebody("pupil", school=school, year="10")
        FamilyLinkFactory(adult=parent, child=teen)
        for speaker in {"parents": [parent], "both": [parent, teen], "pupil": [teen]}[who]:
            answering.answer(speaker, teen, {"website": True})
        stood.append(stands(teen))
    assert stood == [parents, both, pupil_alone]


def test_for_a_young_pupil_the_parents_yes_is_enough_whatever_the_policy_says(school):
    in_force(school, "helsby-hillside")
    parent, child = family(school, year="3")
    answering.answer(parent, child, {"website": True})
    assert stands(child) == Standing.YES


def test_the_clause_stands_on_the_page_where_the_policy_has_one(school, sign_in):
    in_force(school, "days-lane")
    parent, child = family(school)
    assert "What the policy says" in sign_in(parent).get(f"/consents/{child.pk}/").content.decode()


def test_what_somebody_said_stands_in_their_own_record(school, sign_in):
    parent, child = family(school)
    answering.answer(parent, child, {"website": True})
    entry = entries(parent)[0]
    assert child.name in entry.words
    assert "website: yes" in entry.words


def test_an_old_no_on_paper_takes_nothing_back_that_was_said_since(school):
    office = somebody("staff", school=school)
    parent, child = family(school)
    answering.answer(parent, child, {"website": True})
    heard = []
    listen = lambda purposes, **_: heard.append(purposes)  # noqa: E731
    withdrawn.connect(listen)
    try:
        answering.write_down(office, child, parent, {"website": False}, "paper", date(2026, 1, 5))
    finally:
        withdrawn.disconnect(listen)
    assert not heard
    assert stands(child) == Standing.YES

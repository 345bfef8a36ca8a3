"""What is owed agrees with what is asked, of the people who are here, today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from factories import GroupFactory, MembershipFactory, somebody
from schoolgate.community.actions.people import remove_person
from schoolgate.community.actions.roles import assign_role
from schoolgate.community.change import by_machine
from schoolgate.community.models import Group
from schoolgate.duties.actions.ending import end
from schoolgate.duties.following import stirs
from schoolgate.duties.models import Duty
from schoolgate.duties.settling import Settled, settle
from schoolgate.jobs.work import drain
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db
SOON = timezone.localdate() + timedelta(days=10)


@pytest.fixture
def head(school):
    head = somebody("head", school=school)
    settle(school)
    return head


def owed(school, **which):
    return Duty.objects.of(school).filter(kind="errand", **which)


def test_everybody_of_the_audience_owes_it_because_of_its_clause(school, head, errand):
    teacher, _parent = somebody("staff", school=school), somebody("parent", school=school)
    errand("sign", "staff", SOON, "Sign the staff agreement", clause="4.2")

    assert settle(school) == Settled(begun=2)

    assert {duty.person for duty in owed(school)} == {head, teacher}
    duty = owed(school, person=teacher).get()
    assert (duty.what, duty.clause, duty.due, duty.state) == ("Sign the staff agreement", "4.2", SOON, "owed")


def test_who_ran_an_account_owes_no_more_once_the_team_has_ended(school, head, errand):
    errand("keep", "account_admin", SOON)
    team = GroupFactory(school=school, kind=Group.Kind.ACCOUNT_ADMINS)
    MembershipFactory(group=team, person=head)
    assert settle(school).begun == 1
    team.ended_on = timezone.localdate()
    team.save()
    assert settle(school).lifted == 1


def test_settling_again_changes_and_writes_nothing(school, head, errand):
    errand("sign", "staff", SOON)
    settle(school)
    entries = LedgerEntry.objects.count()

    assert settle(school) == Settled()
    assert LedgerEntry.objects.count() == entries


def test_what_was_done_before_it_was_asked_is_never_owed(school, head, errand):
    errand("sign", "staff", SOON).done[head.pk] = "agreements.signature:1"
    settle(school)
    duty = owed(school).get()
    assert (duty.state, duty.evidence, duty.current) == ("done", "agreements.signature:1", True)


def test_a_refusal_ends_it_too(school, head, errand):
    wanted = errand("sign", "staff", SOON)
    settle(school)
    wanted.declined[head.pk] = "agreements.signature:2"
    assert settle(school) == Settled(ended=1)
    assert owed(school).get().state == "declined"


def test_who_leaves_owes_nothing_more_and_what_they_did_stays_known(school, head, errand):
    leaver = somebody("staff", school=school)
    errand("sign", "staff", SOON)
    errand("learn", "staff", SOON)
    settle(school)
    end(leaver, "errand", "learn", leaver)

    remove_person(head, leaver)
    drain()

    assert owed(school, person=leaver, key="sign").get().state == "lifted"
    done = owed(school, person=leaver, key="learn").get()
    assert (done.state, done.current) == ("done", False)


def test_who_comes_back_owes_it_afresh(school, head, errand):
    teacher = somebody("staff", school=school)
    errand("sign", "staff", SOON)
    settle(school)
    Duty.objects.of(school).update(reminders=3, reminded_at=timezone.now(), climbed_to=2, climbed_at=timezone.now())
    teacher.holdings.update(to_date=timezone.localdate())
    settle(school)
    teacher.holdings.update(to_date=None)

    assert settle(school).begun == 1

    duty = owed(school, person=teacher).get()
    assert (duty.state, duty.current, duty.reminders, duty.ended_at) == ("owed", True, 0, None)
    assert (duty.climbed_to, duty.climbed_at) == (0, None)


def test_a_new_round_is_owed_anew_and_the_old_one_counts_no_more(school, head, errand):
    wanted = errand("sign", "staff", SOON, round="v1")
    settle(school)
    end(head, "errand", "sign", head)
    wanted.round = "v2"

    assert settle(school).begun == 1

    assert list(owed(school).order_by("round").values_list("round", "state", "current")) == [
        ("v1", "done", False),
        ("v2", "owed", True),
    ]


def test_the_day_somebody_was_told_does_not_slip(school, head, errand):
    wanted = errand("sign", "staff", SOON)
    settle(school)
    wanted.by = SOON + timedelta(days=1)
    settle(school)
    assert owed(school).get().due == SOON


def test_asked_as_two_kinds_of_person_it_is_owed_once_by_the_earlier_day(school, head, errand):
    both = somebody("staff", "governor", school=school)
    errand("sign", "staff", SOON)
    errand("sign", "governor", SOON - timedelta(days=3))
    settle(school)
    duty = owed(school, person=both).get()
    assert (duty.audience, duty.due) == ("governor", SOON - timedelta(days=3))


def test_new_words_or_another_clause_are_taken_over(school, head, errand):
    wanted = errand("sign", "staff", SOON)
    settle(school)
    wanted.what, wanted.clause = "Sign the new staff agreement", "5.1"
    assert settle(school) == Settled()
    assert owed(school).values_list("what", "clause").get() == ("Sign the new staff agreement", "5.1")


def test_what_was_done_already_stands_under_the_clause_of_today_too(school, head, errand):
    one = errand("sign", "staff", SOON, clause="9.1", done={head.pk: "errands.note:1"})
    settle(school)
    one.clause = "M-133"
    settle(school)
    duty = owed(school).get()
    assert (duty.clause, duty.state, duty.evidence) == ("M-133", "done", "errands.note:1")
    assert settle(school) == Settled()


def test_each_school_is_settled_by_itself(school, head, errand):
    from factories import SchoolFactory

    elsewhere = somebody("staff", school=SchoolFactory())
    errand("sign", "staff", SOON)
    settle(school)
    assert not owed(elsewhere.school).exists()


def test_somebody_who_joins_owes_it_once_the_change_is_through(school, head, errand):
    errand("help", "volunteer", SOON)
    helper = somebody("pupil", school=school)
    assign_role(head, helper, "volunteer")
    assert not owed(school).exists()
    drain()
    assert owed(school, person=helper).exists()


def test_a_change_that_is_undone_settles_nothing(school, head, errand):
    errand("sign", "staff", SOON)
    drain()

    def trip():
        with by_machine(school) as ledger:
            ledger.write("person.added", head)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        trip()
    assert drain() == 0


def test_a_policy_that_is_adopted_is_settled(school, head, errand):
    errand("sign", "staff", SOON)
    draft = adopting.send(head, drafting.start_from(head, "windmill-hill"))
    adopting.adopt(somebody("governor", school=school), draft, timezone.localdate())
    drain()
    assert owed(school).get().version == draft


@pytest.mark.parametrize(
    ("verb", "wanted"),
    [
        ("role.assigned", True),
        ("policy.adopted", True),
        ("roster.imported", True),
        ("agreement.published", True),
        ("errand.wished_for", True),
        ("agreement.signed", False),
        ("badge.earned", False),
        ("duties.settled", False),
        ("account.password_changed", False),
    ],
)
def test_what_changes_who_owes_what_settles(verb, wanted, errand):
    assert stirs(verb) is wanted


def test_what_happens_while_we_read_is_not_lost(school, head, errand, monkeypatch):
    """Somebody is added between our looking and our writing: we look again."""
    from schoolgate.duties import settling

    errand("sign", "staff", SOON)
    plan, latecomers = settling._plan, []

    def and_then_somebody_comes(*given):
        found = plan(*given)
        if not latecomers:
            latecomers.append(somebody("staff", school=school))
            with by_machine(school) as ledger:
                ledger.write("role.assigned", latecomers[0])
        return found

    monkeypatch.setattr(settling, "_plan", and_then_somebody_comes)
    assert settle(school).begun == 2


def test_a_date_in_the_past_is_settled_as_of_that_day(school, head, errand):
    errand("sign", "staff", SOON)
    assert settle(school, date(2020, 1, 1)).begun == 0
    assert not owed(school).exists()


def test_a_large_school_is_settled_in_turns(school, head, errand, monkeypatch):
    from schoolgate.duties import settling

    monkeypatch.setattr(settling, "AT_ONCE", 3)
    for _ in range(6):
        somebody("staff", school=school)
    errand("sign", "staff", SOON)
    assert settle(school).begun == 7
    assert owed(school).count() == 7
    assert LedgerEntry.objects.filter(verb="duties.settled").count() >= 3

"""Nothing happens by itself: time passes, everything on the schedule is run, and no step is taken, sent or closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import a_case, named
from factories import somebody
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.letters.models import Sending
from schoolgate.casework.removals.actions.removing import add
from schoolgate.casework.removals.models import RemovalEvent
from schoolgate.casework.steps.actions.deciding import Given, decide
from schoolgate.casework.steps.models import Step
from schoolgate.jobs.schedule import put_what_is_due
from schoolgate.jobs.work import drain

pytestmark = pytest.mark.django_db


def test_time_alone_takes_no_step_sends_no_letter_asks_nobody_and_closes_nothing(school):
    head = somebody("head", school=school)
    long_ago = timezone.now() - timedelta(days=90)
    case = a_case(head, kinds=["staff_conduct"], threshold="harm", at=long_ago, officer_due=long_ago, danger=True)
    fresh = a_case(head, state=Case.State.NEW, at=long_ago)
    named(case, "A Stranger", kind="other")
    decide(head, case, "talk", Given("not_yet", "She is away.", due=timezone.localdate()))
    removal = add(head, case, address="zz_top", network="instagram", kind="account", ground="bullying")
    before = Entry.objects.of(school).filter(case=case).count()

    for days in (0, 2, 40):
        put_what_is_due(timezone.now() + timedelta(days=days))
        drain()

    assert [step.decision for step in Step.objects.of(school)] == ["not_yet"]
    assert not Sending.unscoped.exists()
    assert not RemovalEvent.objects.of(school).filter(removal=removal).exists()
    assert {one.state for one in Case.objects.of(school)} == {Case.State.OPEN, Case.State.NEW}
    assert Entry.objects.of(school).filter(case=case).count() == before
    assert set(fresh.entries.values_list("kind", flat=True)) <= {"arrived", "member"}, "it comes to others, no more"

"""Links that are sent in the background, reminders when their day has come, and those who came since."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from schoolgate.community.models import School
from schoolgate.jobs.job import job
from schoolgate.jobs.schedule import Every
from schoolgate.publishing.consents.actions.ending import ending, tell_some
from schoolgate.publishing.consents.actions.rounds import AT_ONCE, ask_newcomers, remind, send_some
from schoolgate.publishing.consents.actions.sheets import forget_old
from schoolgate.publishing.consents.models import Round
from schoolgate.publishing.consents.words import data


@job
def send_links(school: int, pairs: list[tuple[int, int]]) -> None:
    """Send some of the links of a round."""
    send_some(School.objects.get(pk=school), pairs)


@job
def follow_round(school: int) -> None:
    """One school's reminder, when its day has come, its newcomers, and whose yes ends soon."""
    here, today = School.objects.get(pk=school), timezone.localdate()
    soon = today + timedelta(days=data()["round"]["remind_days_before"])
    due = Round.objects.of(here).filter(answer_by__range=(today, soon)).filter(Q(reminded_at=None))
    for round_ in due.exclude(at__date=today).select_related("school", "group"):
        remind(None, round_)
    ask_newcomers(here)
    some = ending(here, today)
    for start in range(0, len(some), AT_ONCE):
        tell_of_ends.later(school=school, some=[list(one) for one in some[start : start + AT_ONCE]])


@job
def tell_of_ends(school: int, some: list[tuple[int, int, str]]) -> None:
    """Some of those whose yes ends soon."""
    tell_some(School.objects.get(pk=school), some)


@job
def follow_every_round() -> None:
    for school in School.objects.values_list("pk", flat=True):
        follow_round.later(school=school)


@job
def forget_sheets() -> None:
    forget_old()


SCHEDULE = [Every("hour", forget_sheets), Every("day", follow_every_round, at="06:10")]

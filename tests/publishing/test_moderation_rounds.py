"""Looking over an official account is owed from the day it is open, and whoever did it leaves evidence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from factories import AbsenceFactory, TermFactory, somebody
from publishing.opening import an_open_channel
from publishing.posting import a_channel, a_comment, here, words
from schoolgate.community.calendar import working_days_from
from schoolgate.duties.dates import dates_of
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import asked
from schoolgate.duties.settling import settle
from schoolgate.jobs.work import drain
from schoolgate.policy.pack import PACKS
from schoolgate.publishing.channels.actions import administrators
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.moderation.models import Comment, Round
from schoolgate.publishing.moderation.owing import KIND, clause_of, school_day
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db


def owed(channel: Channel) -> list[Duty]:
    rows = Duty.objects.of(channel.school).filter(kind=KIND, state="owed", key=f"round-{channel.pk}")
    return list(rows.select_related("person"))


def look_over(client, channel: Channel, **given):
    said = {"looked": ["comments", "messages", "tags"], "note": "", **given}
    return client.post(f"/accounts/{channel.pk}/round/", said, follow=True)


@pytest.fixture
def channel(school):
    """Opened through every step, under the model policy, which wants it looked over each school day."""
    return an_open_channel(school)


def test_the_first_round_stands_in_the_calendar_the_day_it_is_opened(channel, sign_in):
    drain()
    [duty] = owed(channel)
    assert duty.person == channel.owner
    assert duty.clause == "M-53"
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert duty.due == working_days_from(channel.school, tomorrow, 0)
    [day] = [one for one in dates_of(channel.owner) if "Look over Instagram" in one.words]
    assert day.on == duty.due
    assert day.url == f"/accounts/{channel.pk}/round/"


def test_a_round_is_evidence_and_the_next_is_owed(channel, sign_in):
    drain()
    [first] = owed(channel)
    owner = sign_in(channel.owner)
    page = words(owner.get(f"/accounts/{channel.pk}/round/"))
    assert "Messages to the account" in page
    nothing = owner.post(f"/accounts/{channel.pk}/round/", {"note": ""})
    assert nothing.status_code == 422
    assert "Tick what you have looked at" in words(nothing)
    done = look_over(owner, channel, note="A mother asked about the trip. I told her to call.")
    assert "It is written down that you looked it over" in words(done)
    assert "A mother asked about the trip" in words(done)
    made = Round.unscoped.get()
    assert "trip" not in made.sealed
    first.refresh_from_db()
    assert (first.state, first.evidence) == ("done", f"moderation.round:{made.pk}")
    channel.refresh_from_db()
    assert channel.moderated_at == made.at
    drain()
    [second] = owed(channel)
    assert second.round != first.round
    entry = LedgerEntry.objects.filter(verb="moderation.round_done").get()
    assert "trip" not in str(entry.detail)
    assert "Looked over Instagram" in words(owner.get("/record/"))
    assert "Look it over now" in words(owner.get(f"/accounts/{channel.pk}/"))


def test_the_second_stands_in_while_the_owner_is_away_and_the_head_where_neither_is_there(channel):
    today = timezone.localdate()
    AbsenceFactory(person=channel.owner, first_day=today, last_day=today)
    settle(channel.school)
    assert [duty.person for duty in owed(channel)] == [channel.second]
    for person in (channel.owner, channel.second):
        person.holdings.update(to_date=today)
    settle(channel.school)
    heads = [duty.person for duty in owed(channel)]
    assert [person.holdings.get().role for person in heads] == ["head"]


def test_whoever_does_it_the_owner_does_not_owe_it_any_more(channel, sign_in):
    drain()
    look_over(sign_in(channel.second), channel)
    [duty] = Duty.objects.of(channel.school).filter(kind=KIND, person=channel.owner)
    assert duty.state == "done"


def test_it_is_handed_over_with_the_account(channel, sign_in):
    drain()
    new = somebody("staff", school=channel.school)
    head = channel.school.people.get(holdings__role="head")
    administrators.hand_over(head, channel, "owner", new)
    drain()
    assert [duty.person for duty in owed(channel)] == [new]


def test_what_is_late_stands_on_the_heads_table(channel, sign_in):
    drain()
    Duty.unscoped.filter(kind=KIND).update(due=timezone.localdate() - timedelta(days=3))
    head = channel.school.people.get(holdings__role="head")
    page = words(sign_in(head).get("/duties/"))
    assert "Look over Instagram: alder.instagram" in page


def test_new_comments_that_nobody_saw_are_not_ticked_away(wall, sign_in):
    at = here("days-lane")
    tess = sign_in(at.tess)
    seen = a_comment(at.channel, at.tess, "Nice.")
    assert "Nice." in words(tess.get(f"/accounts/{at.channel.pk}/round/"))
    late = a_comment(at.channel, at.tess, "Oh dear.")
    page = look_over(tess, at.channel, comment=[seen.pk])
    assert "New comments came in while you looked" in words(page)
    assert not Round.unscoped.exists()
    look_over(tess, at.channel, comment=[seen.pk, late.pk])
    assert Round.unscoped.get().counts["comments"] == 2
    assert set(Comment.unscoped.values_list("state", flat=True)) == {"seen"}


@pytest.mark.parametrize(
    ("pack", "clause"), [("model", "M-53"), ("days-lane", "DL-113"), ("roman-road", "what is usual here")]
)
def test_it_cites_the_clause_that_asks_for_it_or_says_that_it_is_usual(pack, clause, wall):
    at = here(pack)
    assert clause_of(asked(at.school, timezone.localdate())) == clause
    settle(at.school)
    [duty] = owed(at.channel)
    assert duty.clause == clause
    assert pack in PACKS


def test_a_school_without_a_policy_looks_too(wall):
    at = here("")
    settle(at.school)
    assert [duty.clause for duty in owed(at.channel)] == ["what is usual here"]


def test_a_round_falls_on_a_school_day_and_in_the_holidays_not_a_week_later(school):
    TermFactory(school=school, first_day=date(2026, 9, 1), last_day=date(2026, 12, 18))
    TermFactory(school=school, first_day=date(2027, 1, 5), last_day=date(2027, 3, 26))
    assert school_day(school, date(2026, 11, 21)) == date(2026, 11, 23)
    assert school_day(school, date(2027, 1, 2)) == date(2027, 1, 5)
    assert school_day(school, date(2026, 12, 19)) == date(2026, 12, 26)


def test_a_closed_account_is_owed_nothing_and_looked_over_by_nobody(wall, sign_in):
    at = here("days-lane")
    settle(at.school)
    assert owed(at.channel)
    Channel.unscoped.update(state="closed")
    settle(at.school)
    assert owed(at.channel) == []
    assert sign_in(at.tess).get(f"/accounts/{at.channel.pk}/round/").status_code == 404
    assert sign_in(at.tess).get(f"/accounts/{at.channel.pk}/rounds/").status_code == 200


def test_another_channel_is_another_round(wall):
    at = here("days-lane")
    other = a_channel(at.tess, at.head, handle="other")
    settle(at.school)
    assert len(owed(at.channel)) == len(owed(other)) == 1

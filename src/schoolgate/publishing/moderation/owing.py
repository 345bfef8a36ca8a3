"""What is owed on official accounts: looking each over, as often as the policy says or was agreed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.calendar import working_days_from
from schoolgate.community.finding import holding
from schoolgate.community.models import Absence, School
from schoolgate.community.roles import Role
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.powers import RUNS
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.channels.standing import moderate_at_most
from schoolgate.publishing.moderation.known import number
from schoolgate.publishing.moderation.models import Round

KIND = "moderation"
LABEL = "Looking over official accounts"
STIRRED_BY = frozenset(
    {"channel.opened", "channel.closed", "channel.handed_over", "channel.described", "moderation.round_done"}
)
USUAL = "what is usual here"


def owing(asked: Asked) -> Iterator[Owing]:
    """The next round of each open account: of its owner; of the second while the owner is away or has gone; of the
    head teacher where neither is there."""
    channels = Channel.objects.of(asked.school).filter(state=Channel.State.OPEN).select_related("school")
    here = set(holding(asked.school, *RUNS, on=asked.on).values_list("pk", flat=True))
    heads = set(holding(asked.school, Role.HEAD, on=asked.on).values_list("pk", flat=True))
    absent = Absence.objects.of(asked.school).filter(first_day__lte=asked.on, last_day__gte=asked.on)
    away = set(absent.values_list("person", flat=True))
    last = dict(Round.objects.of(asked.school).order_by().values_list("channel").annotate(Max("pk")))
    clause = clause_of(asked)
    for channel in channels:
        both = [pk for pk in (channel.owner_id, channel.second_id) if pk in here]
        people = next(([pk] for pk in both if pk not in away), None) or both[:1] or sorted(heads)
        days = min(channel.moderate_every, moderate_at_most(asked))
        round_ = f"{last.get(channel.pk, 'first')}-{days}"
        due = Due(round_, day_of_next(channel, days), "staff")
        what = f"Look over {called(channel)}"
        yield Owing(KIND, key_of(channel), what[:200], clause, dict.fromkeys(people, due))


def clause_of(asked: Asked) -> str:
    """The clause that asks for rounds: the one with the days, or that asks for the duty; else what is usual here."""
    duty = next((owed.clause.id for owed in asked.duties if owed.duty.kind == KIND), "")
    return asked.clause_of("moderation.interval_days") or duty or asked.clause_of("moderation.agreed_with") or USUAL


def day_of_next(channel: Channel, days: int) -> date:
    """So many days after it was opened or last looked over: that day or the next school day, and not too much later,
    because a page is open in the holidays too."""
    last = channel.moderated_at or channel.opened_at or timezone.now()
    return school_day(channel.school, timezone.localdate(last) + timedelta(days=days))


def school_day(school: School, day: date) -> date:
    latest = day + timedelta(days=number("holidays_at_most_days"))
    return min(working_days_from(school, day, 0), latest)


def key_of(channel: Channel) -> str:
    return f"round-{channel.pk}"


def early_days() -> int:
    return number("early_days")


def answer(duty: Duty) -> str:
    """Where the head teacher sees who looked when."""
    return reverse("account_rounds", args=[duty.key.split("-")[1]])


def address(duty: Duty) -> str:
    return reverse("account_round", args=[duty.key.split("-")[1]])

"""What is owed on official accounts: saying who can run each, taking off who has gone, looking at the risks again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.finding import holding
from schoolgate.community.roles import Role
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing
from schoolgate.publishing.channels.administrators import goes_by
from schoolgate.publishing.channels.known import admins as usual_admins
from schoolgate.publishing.channels.known import label, number
from schoolgate.publishing.channels.models import Attestation, Channel, ChannelAdmin
from schoolgate.publishing.channels.powers import RUNS
from schoolgate.publishing.channels.standing import months_it_counts

KIND = "account_access"
LABEL = "Official accounts"
STIRRED_BY = frozenset(
    {
        "channel.opened",
        "channel.closed",
        "channel.assessed",
        "channel.attested",
        "channel.admins_said",
        "channel.admin_off",
        "channel.handed_over",
    }
)
PAGES = {"admins": "account_access", "risks": "account_risks", "safe": "account_safe"}


def owing(asked: Asked) -> Iterator[Owing]:
    """For each open account: its administrators, its risks, how it is kept safe, and each whose access is to end."""
    admins = ChannelAdmin.objects.of(asked.school).filter(ended_on=None).select_related("person")
    said = Attestation.objects.of(asked.school).order_by("at", "pk")
    rows = Channel.objects.of(asked.school).filter(state=Channel.State.OPEN).select_related("assessment")
    rows = rows.prefetch_related(
        Prefetch("admins", admins.prefetch_related("person__holdings")), Prefetch("attestations", said)
    )
    here = set(holding(asked.school, *RUNS, on=asked.on).values_list("pk", flat=True))
    heads = set(holding(asked.school, Role.HEAD, on=asked.on).values_list("pk", flat=True))
    roles = asked.values("account.admins") or usual_admins()
    rights = set(holding(asked.school, *roles, on=asked.on).values_list("pk", flat=True))
    clause = asked.clause_of("account.admin_review_months") or asked.clause_of("account.admins")
    for channel in rows:
        # The head teacher, where nobody who runs it is there any more.
        people = {pk for pk in (channel.owner_id, channel.second_id) if pk in here} or heads
        named = f"{channel.handle}, {label(channel.network)}"
        for key, what, due in _looks(channel, asked):
            each = {pk: Due(due[0], due[1], "staff") for pk in people}
            yield Owing(KIND, f"{key}-{channel.pk}", f"{what}: {named}", clause, each)
        for admin in channel.admins.all():
            wanted = admin.person_id in rights | {channel.owner_id, channel.second_id}
            day = goes_by(admin, asked.on, wanted=wanted)
            if day:
                each = {pk: Due(f"off-{admin.pk}", day, "staff") for pk in people - {admin.person_id}}
                what = f"Take {admin.person.name} off {named}"
                yield Owing(KIND, f"off-{channel.pk}-{admin.pk}", what[:200], clause, each)


def _looks(channel: Channel, asked: Asked) -> Iterator[tuple[str, str, tuple[str, date]]]:
    months = timedelta(days=round(months_it_counts(asked) * 30.4))
    days = [one.attested_on for one in channel.admins.all() if one.attested_on]
    if days:
        yield "admins", "Say again who can run it", (min(days).isoformat(), min(days) + months)
    elif channel.opened_at:
        first = timezone.localdate(channel.opened_at) + timedelta(days=number("say_within_days"))
        yield "admins", "Say who can run it", ("first", first)
    if channel.assessment:
        yield "risks", "Look at the risks again", (str(channel.assessment.pk), channel.assessment.review_on)
    latest = {one.what: one for one in channel.attestations.all()}
    if latest:
        soonest = min(latest.values(), key=lambda one: (one.until, one.pk))
        yield "safe", "Say again how it is kept safe", (str(soonest.pk), soonest.until)


def early_days() -> int:
    """The next look is owed as soon as there was one, months ahead: nothing for a home page until a month before."""
    return 30


def answer(duty: Duty) -> str:
    """Where the head teacher sees who said what: on the account's page."""
    return reverse("account", args=[duty.key.split("-")[1]])


def address(duty: Duty) -> str:
    part, _, rest = duty.key.partition("-")
    if part == "off":
        return reverse("account_off", args=rest.split("-"))
    return reverse(PAGES[part], args=[rest])

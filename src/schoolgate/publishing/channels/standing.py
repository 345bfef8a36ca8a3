"""What is still to be done before an official account can be asked for, and who is to have full rights on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from schoolgate.community.finding import holding
from schoolgate.community.models import Person, School
from schoolgate.community.roles import Role
from schoolgate.duties.agreements.asking import audiences
from schoolgate.duties.agreements.standing import signed
from schoolgate.duties.agreements.texts import current_text
from schoolgate.duties.owing import Asked, asked
from schoolgate.policy.holders import holders
from schoolgate.publishing.channels.known import admins, number, private_mail
from schoolgate.publishing.channels.models import Attestation, Channel, RiskAssessment

AGREEMENT = "account_admin"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that comes before asking. `url_name` takes the number of the account; '' leads nowhere."""

    title: str
    done: bool
    hint: str = ""
    url_name: str = ""


def rules(school: School, on: date | None = None) -> Asked:
    return asked(school, on or timezone.localdate())


def steps(channel: Channel, now: Asked) -> list[Step]:
    """Each step, in the order in which people take them."""
    risks = latest(channel)
    fresh = risks is not None and risks.review_on >= now.on
    second = f"{channel.second.name} is the other one who runs it." if channel.second else "Two people run it."
    found = [
        Step("Choose who else runs it", channel.second is not None, second, "channel_second"),
        Step("Look at the risks", fresh, "What could go wrong, and what you do about it.", "channel_risks"),
        Step("Say how it is kept safe", _safe(channel, now.on), "A strong password and a second step.", "channel_safe"),
    ]
    if needs_signing(now):
        unsigned = who_has_not_signed(channel, now.on)
        found.append(
            Step(
                "Sign the expectations", not unsigned and channel.second is not None, _sign(unsigned, now), "agreement"
            )
        )
    return found


def what_is_missing(channel: Channel, now: Asked) -> list[str]:
    return [step.title for step in steps(channel, now) if not step.done]


def latest(channel: Channel) -> RiskAssessment | None:
    return channel.assessments.order_by("-at", "-pk").first()


def attested(channel: Channel, on: date) -> dict[str, Attestation]:
    """What was said of an account and counts today, the latest of each."""
    rows = channel.attestations.filter(until__gte=on).select_related("by").order_by("at", "pk")
    return {row.what: row for row in rows}


def _safe(channel: Channel, on: date) -> bool:
    return set(Attestation.What.values) <= set(attested(channel, on))


def counts_until(now: Asked) -> date:
    """How long it counts when somebody says today how an account stands."""
    return now.on + timedelta(days=round(months_it_counts(now) * 30.4))


def months_it_counts(now: Asked) -> int:
    return now.number("account.admin_review_months") or number("said_counts_months")


def needs_signing(now: Asked) -> bool:
    """Whether those who run an account sign the agreement for it: the policy asks, or the school has its text."""
    setting = now.settings.get("account.expectations")
    asks = bool(setting and setting.value) or AGREEMENT in audiences(now)
    return asks or current_text(now.school, AGREEMENT, now.on) is not None


def who_has_not_signed(channel: Channel, on: date) -> list[Person]:
    people = [person for person in (channel.owner, channel.second) if person]
    return [person for person in people if not signed(person, AGREEMENT, on)]


def _sign(unsigned: list[Person], now: Asked) -> str:
    if current_text(now.school, AGREEMENT, now.on) is None:
        return "The agreement is not there yet. Ask the head teacher to publish it, under Agreements."
    if unsigned:
        return f"Not signed yet by {' and '.join(person.name for person in unsigned)}. It stands on the home page."
    return "Both of you have signed the agreement for people who run official accounts."


def full_rights(now: Asked) -> Iterator[tuple[str, list[Person]]]:
    """Each role that has full rights on every official account, with those who hold it today."""
    for role in now.values("account.admins") or admins():
        yield role, holders(now.school, [role], on=now.on)


def moderate_at_most(now: Asked) -> int:
    """The longest that the policy, or else we, let an account go without being looked over, in days."""
    return now.number("moderation.interval_days") or number("moderate_at_most_days")


def who_agrees(now: Asked) -> list[Person]:
    """With whom the policy wants it agreed how often an account is looked over; empty where it names nobody."""
    named = now.values("moderation.agreed_with")
    return holders(now.school, named, on=now.on) if named else []


def domains(school: School) -> frozenset[str]:
    """Where the school's own mail is: what follows the @ of the addresses that its staff sign in with."""
    mails = holding(school, Role.STAFF).exclude(account=None).values_list("account__email", flat=True)
    return frozenset(_domain(mail) for mail in mails) - private_mail()


def is_private(school: School, mail: str) -> bool:
    """Whether an address is not the school's, where the policy does not allow any.

    A school whose staff all sign in with private ones has none of its own that we know: then only those are private.
    """
    setting = rules(school).settings.get("account.email")
    if setting and setting.value == "any":
        return False
    ours, domain = domains(school), _domain(mail)
    return domain in private_mail() or bool(ours and not any(domain == d or domain.endswith(f".{d}") for d in ours))


def _domain(mail: str) -> str:
    return mail.rpartition("@")[2].casefold()

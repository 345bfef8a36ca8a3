"""Real rows for the addresses of official accounts."""

from __future__ import annotations

from typing import Any

from factories import somebody
from publishing.opening import a_proposal, adopt
from publishing.opening import an_open_channel as through_the_gate
from schoolgate.community.models import School
from schoolgate.publishing.channels.models import Channel


def an_open_channel(school: School) -> Channel:
    """Under a policy that asks nobody for a second step at sign-in who would not need one."""
    adopt(school, "windmill-hill")
    return through_the_gate(school)


def _open(school: School) -> dict[str, Any]:
    return {"pk": an_open_channel(school).pk}


def _proposed(school: School) -> dict[str, Any]:
    owner, second = somebody("staff", school=school), somebody("staff", school=school)
    return {"pk": a_proposal(owner, second).pk}


def _admin(school: School) -> dict[str, Any]:
    channel = an_open_channel(school)
    return {"pk": channel.pk, "admin": channel.admins.order_by("pk")[0].pk}


def _official(school: School) -> dict[str, Any]:
    an_open_channel(school)
    return {"school": school.slug}


CHANNEL_SAMPLES = {
    "official_accounts": _official,
    "account": _open,
    "account_close": _open,
    "account_connect": _open,
    "account_disconnect": _open,
    "account_access": _open,
    "account_listed": _open,
    "account_off": _admin,
    "account_hand_over": lambda school: {**_open(school), "part": "owner"},
    "account_change": lambda school: {**_proposed(school), "step": "purpose"},
    "account_second": _proposed,
    "account_risks": _proposed,
    "account_risk": lambda school: {**_proposed(school), "number": 1},
    "account_safe": _proposed,
    "account_ask": _proposed,
    "account_drop": _proposed,
}

"""What a school has to look at again and again: from its policy's clauses, and from the guidance for all schools."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from django.utils import timezone

from schoolgate.community.models import School
from schoolgate.community.roles import Role
from schoolgate.duties.audiences import audiences_of
from schoolgate.duties.owing import Asked
from schoolgate.duties.rhythm import months_in, months_of
from schoolgate.policy.clause import Clause, Duty
from schoolgate.policy.dates import last_day, months_after
from schoolgate.policy.vocabulary import load_yaml
from schoolgate.record.models import LedgerEntry

UNSAFE = re.compile(r"[^A-Za-z0-9.-]")
OWN = frozenset({"staff", "volunteer", "contractor"})
"""A clause that binds one of these asks each of them for a check of their own."""
SPEAKS_FOR: Mapping[str, str] = {"school": Role.HEAD, "governor": Role.CHAIR, "manager": Role.HEAD}
CLAIMS = ("network.protections", "account.admin_review_months", "policy.monitored", "review.due", "review.cycle_months")
"""Controls that say what is checked; the duties of their clauses say how often, and are no checks of their own."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is looked at again and again.

    `months` lie between two looks (None: once). `first` is the day of the first. `owners` are roles; where there are
    `audiences`, everybody in them owes a check of their own. `round` names the first time it is owed.
    """

    key: str
    what: str
    clause: str
    months: int | None
    first: date
    owners: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    look_at: tuple[str, ...] = ()
    round: str = "first"


@cache
def data() -> Any:
    return load_yaml(files("schoolgate.duties.reviews").joinpath("things.yaml").read_bytes())


def things(asked: Asked) -> list[Thing]:
    """Everything that a school looks at, the policy itself first."""
    found = [*_policy(asked), *_statutory(asked), *_protections(asked), *_admins(asked), *_monitored(asked)]
    return [*found, *_other(asked)]


def put_right_days() -> int:
    return int(data()["put_right_days"])


def after_change_days() -> int:
    return int(data()["statutory"]["filtering"]["after_change_days"])


def _policy(asked: Asked) -> Iterator[Thing]:
    if asked.version is None:
        return
    months = asked.number("review.cycle_months")
    setting = asked.settings.get("review.due")
    written = str(setting.value) if setting else asked.version.pack.get("dates", {}).get("review_due")
    if not written and not months:
        return
    starts = asked.version.in_force_from or asked.on
    first = last_day(written) if written else months_after(starts, months or 0)
    clause = asked.clause_of("review.due") or asked.clause_of("review.cycle_months")
    owners = _roles(asked.values("review.owner")) or tuple(data()["policy"]["owners"])
    yield _thing("policy", data()["policy"], clause, months, first, owners, f"v{asked.version.number}")


def _statutory(asked: Asked) -> Iterator[Thing]:
    for key, entry in data()["statutory"].items():
        first = _school_began(asked) + timedelta(days=int(data()["first_within_days"]))
        yield _thing(key, entry, entry["cite"], int(entry["months"]), first, tuple(entry["owners"]))


def _protections(asked: Asked) -> Iterator[Thing]:
    known = data()["protections"]
    for name in asked.values("network.protections"):
        clause = _fixes(asked, "network.protections", name)
        months = _months(clause.duties) or months_in("regularly")
        yield _thing(f"protection-{name}", known[name], clause.id, months, _first(asked), tuple(known["owners"]))


def _admins(asked: Asked) -> Iterator[Thing]:
    if months := asked.number("account.admin_review_months"):
        entry, clause = data()["account_admins"], asked.clause_of("account.admin_review_months")
        yield _thing("account-admins", entry, clause, months, _first(asked), tuple(entry["owners"]))


def _monitored(asked: Asked) -> Iterator[Thing]:
    setting = asked.settings.get("policy.monitored")
    if setting and setting.value:
        entry = data()["monitored"]
        months = _months(setting.clause.duties) or months_in("yearly")
        owners = _roles(setting.clause.who) or tuple(entry["owners"])
        yield _thing("monitored", entry, setting.clause.id, months, _first(asked), owners)


def _other(asked: Asked) -> Iterator[Thing]:
    """The checks and reviews that clauses ask for and no control stands behind."""
    for owed in asked.duties:
        months = _months((owed.duty,))
        if owed.duty.kind not in ("check", "review") or months is None or owed.clause.controls.keys() & set(CLAIMS):
            continue
        number = owed.clause.duties.index(owed.duty)
        # The key stands in an address; a clause's number may be anything that a document has.
        key = UNSAFE.sub("_", f"clause-{owed.clause.id}")[:56] + (f"-{number}" if number else "")
        what = owed.duty.what[:1].upper() + owed.duty.what[1:]
        audiences = audiences_of(owed.clause.who) if OWN & {*owed.clause.who, *_everyone(owed.clause)} else ()
        own = tuple(a for a in audiences if a in OWN or a == "governor")
        owners = () if own else _roles(owed.clause.who)
        yield Thing(key, what[:200], owed.clause.id, months, _first(asked), owners, own)


def _everyone(clause: Clause) -> frozenset[str]:
    return OWN if "everyone" in clause.who else frozenset()


def _thing(
    key: str, entry: Any, clause: str, months: int | None, first: date, owners: tuple[str, ...], round_: str = "first"
) -> Thing:
    return Thing(key, entry["what"], clause, months, first, owners, (), tuple(entry["look_at"]), round_)


def _fixes(asked: Asked, control: str, value: str) -> Clause:
    """The clause that gives a control this value."""
    setting = asked.settings[control]
    for clause in (setting.clause, *setting.also):
        held = clause.controls[control]
        if isinstance(held, tuple) and value in held:
            return clause
    return setting.clause


def _months(duties: tuple[Duty, ...]) -> int | None:
    """How many months the first check or review of a clause leaves between two; None where it names no time."""
    return next((months_of(duty) for duty in duties if duty.kind in ("check", "review")), None)


def _roles(named: tuple[str, ...]) -> tuple[str, ...]:
    """The roles that owe what these are named for."""
    found = [SPEAKS_FOR.get(name, name) for name in named]
    return tuple(dict.fromkeys(role for role in found if role in Role.values))


def _first(asked: Asked) -> date:
    """When a check is first owed that a clause of the version in force asks for."""
    adopted = asked.version.decided_at if asked.version else None
    began = timezone.localtime(adopted).date() if adopted else _school_began(asked)
    return began + timedelta(days=int(data()["first_within_days"]))


def _school_began(asked: Asked) -> date:
    """The day of the school's first entry in the ledger."""
    return school_began(asked.school) or asked.on


def school_began(school: School) -> date | None:
    first = LedgerEntry.objects.filter(school=school.pk).order_by("number").values_list("at", flat=True).first()
    return timezone.localtime(first).date() if first else None

"""What the policy in force asks, of whom, by when: the shape in which each kind of duty says it.

Each app below `duties/` has an `owing.py` with KIND (its name in the table), LABEL (its heading), `owing(asked)`,
which yields Owings, `address(duty)`, the path of the page where that duty is done ('' where there is none), and
STIRRED_BY, the verbs of its own ledger entries after which what is owed has to be looked at again.

It may say more: `line(duty)`, the words of the one line of the head's table for all things like this one, where they
say of each class something else; `for_child(duty)`, the path where a parent does it for their child; `answer(duty)`,
the path where the head sees how it was done, or why it was declined; `early_days()`, how many days before it is due it
comes onto home pages, where that is not at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Protocol, cast

from django.apps import apps

from schoolgate.community.models import School
from schoolgate.duties.audiences import Audiences
from schoolgate.policy.clause import Clause
from schoolgate.policy.controls import Owed, Setting, duties, settings
from schoolgate.policy.models import PolicyVersion, in_force

if TYPE_CHECKING:
    from schoolgate.duties.models import Duty


@dataclass(frozen=True, slots=True)
class Due:
    """For one person: which time it is, by when, as whom they were asked, and what proves it done already.

    `declined`: the evidence is a refusal with its reason, which ends the duty too.
    """

    round: str
    by: date
    audience: str
    evidence: str = ""
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Owing:
    """One thing that is owed, and everybody who owes it (or has done it this time round), by their number."""

    kind: str
    key: str
    what: str
    clause: str
    people: Mapping[int, Due] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a school's policy asks on a day, and the people it asks it of. Read once, for every kind."""

    school: School
    on: date
    version: PolicyVersion | None
    clauses: tuple[Clause, ...]
    settings: Mapping[str, Setting]
    duties: tuple[Owed, ...]
    audiences: Audiences

    def values(self, control: str) -> tuple[str, ...]:
        """The values of a control that is a list; none where no clause fixes it."""
        setting = self.settings.get(control)
        return setting.value if setting and isinstance(setting.value, tuple) else ()

    def number(self, control: str) -> int | None:
        """The value of a control that is a number of days, months or years; None where no clause fixes it."""
        setting = self.settings.get(control)
        return setting.value if setting and isinstance(setting.value, int) else None

    def clause_of(self, control: str) -> str:
        """The number of the clause that fixes a control, or ''."""
        return self.settings[control].clause.id if control in self.settings else ""


def asked(school: School, on: date) -> Asked:
    """What the policy in force asks on a day. A school without one is asked only what law and guidance ask."""
    version = in_force(school, on)
    clauses = version.clauses_on(on) if version else ()
    return Asked(school, on, version, clauses, settings(clauses), tuple(duties(clauses)), Audiences(school, on))


class Kind(Protocol):
    """An app's `owing.py`."""

    KIND: str
    LABEL: str
    STIRRED_BY: frozenset[str]

    def owing(self, asked: Asked) -> Iterator[Owing]: ...
    def address(self, duty: Duty) -> str: ...


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of duty, by its name, in the order of the apps."""
    names = [f"{app.name}.owing" for app in apps.get_app_configs() if app.name != "schoolgate.duties"]
    found = [cast(Kind, import_module(name)) for name in names if find_spec(name)]
    return {kind.KIND: kind for kind in found}


def address(duty: Duty) -> str:
    """The path of the page where somebody does what they owe; '' where there is none."""
    kind = kinds().get(duty.kind)
    return kind.address(duty) if kind else ""


def address_for_parent(duty: Duty) -> str:
    """The path where a parent does it for their child; '' where it is not theirs to do."""
    return _offered(duty, "for_child")


def address_of_answer(duty: Duty) -> str:
    """The path where the head sees how it was done, or why it was declined; '' where the kind shows none."""
    return _offered(duty, "answer")


def is_early(duty: Duty, on: date) -> bool:
    """Whether its day is so far off that it is for the record and calendar alone: nobody asked for it by hand yet."""
    early_days = getattr(kinds().get(duty.kind), "early_days", None)
    if early_days is None or duty.asked_by_id:
        return False
    return duty.due > on + timedelta(days=early_days())


def line(duty: Duty) -> str:
    """The words for this and everything else of the same kind, key and audience."""
    return _offered(duty, "line") or duty.what


def _offered(duty: Duty, name: str) -> str:
    offer = getattr(kinds().get(duty.kind), name, None)
    return str(offer(duty)) if offer else ""

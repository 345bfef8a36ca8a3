"""What can be asked for: one Kind for each, in the `requests.py` of the app that knows what follows from a yes.

`requests.py` has KINDS, a tuple of Kinds. Everything else (asking, deciding, running out, taking back) is the same
for all of them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from django.apps import apps

from schoolgate.approvals.models import ApprovalRequest, Decision
from schoolgate.community.change import Change
from schoolgate.community.models import Person
from schoolgate.community.roles import Role
from schoolgate.policy import vocabulary
from schoolgate.policy.clause import Clause
from schoolgate.policy.holders import FALLS_TO, holders

Group = tuple[str, ...]
"""Approvers of whom one is to agree: names that `policy.holders` knows, or roles."""


class Need(NamedTuple):
    """How a request stands by the rules of a day.

    One of each of `groups` is still to agree. `hinder` says in a sentence why nobody can approve it on that day, and
    what to do; then `groups` are those who may still say no. `needless`: the rules ask for no approval, so nothing
    stands in the way either. `consents` are to be had beside the approval; `claimed`: the asker says that they have
    them, which nothing here shows.
    """

    groups: tuple[Group, ...]
    hinder: str = ""
    needless: bool = False
    consents: tuple[str, ...] = ()
    claimed: bool = False
    written: bool = False
    clauses: tuple[Clause, ...] = ()

    def consent_labels(self) -> list[str]:
        """Whose consents they are: "the pupil's parents or carers"."""
        return [vocabulary.consents()[name] for name in self.consents]


class Kind(ABC):
    """A kind of request."""

    name = ""
    lasts = True
    """Whether an approval has a last day, which the approver chooses."""

    @abstractmethod
    def title(self, request: ApprovalRequest) -> str:
        """What is asked for, as a heading without a verb in front: "Use the school's logo"."""

    @abstractmethod
    def told(self, request: ApprovalRequest) -> list[tuple[str, str]]:
        """What is known about it, as (question, answer)."""

    @abstractmethod
    def need(self, request: ApprovalRequest, on: date, given: Collection[str] = ()) -> Need:
        """Who is to agree, by the rules of a day, once these approvers have."""

    def seen_at(self, request: ApprovalRequest) -> str:  # noqa: ARG002 (for kinds that have such a page)
        """The path of the page that shows what is asked for as it would be; '' for none."""
        return ""

    def is_the_same(self, request: ApprovalRequest, waiting: ApprovalRequest) -> bool:
        """Whether one says nothing that another by the same person, of the same kind and act, does not say.

        Somebody can want the logo for a poster and for a blog at once, so what it is for counts.
        """
        return request.facts == waiting.facts and request.words.split() == waiting.words.split()

    def whom(self, request: ApprovalRequest, group: Group, about: Collection[Person]) -> list[Person]:
        """Who of a group is asked today, besides the asker and `about`, those whom it names.

        The policy's own people, or whom it falls to. Where it names all of these it falls to the chair of governors
        alone: nobody chooses who decides by saying whom it names.
        """
        unnamed = holders(request.school, group, asker=request.asker) if about else []
        falls_to = (Role.CHAIR,) if unnamed and set(unnamed) <= set(about) else FALLS_TO
        return holders(request.school, group, besides=about, asker=request.asker, falls_to=falls_to)

    def met(self, request: ApprovalRequest, on: date) -> str:  # noqa: ARG002 (for kinds that can tell)
        """What has come about without this request, so that nothing is left to decide, as a notice; '' for nothing."""
        return ""

    # Most kinds have nothing more to do, so these two may be left as they are.
    def approved(self, ledger: Change, request: ApprovalRequest) -> None:  # noqa: B027
        """What follows when the last approver says yes, within that change. May raise Refused."""

    def revoked(self, ledger: Change, request: ApprovalRequest) -> None:  # noqa: B027
        """What follows when an approval is taken back, within that change. May raise Refused."""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of request, by its name. Raises ValueError for a name that is used twice."""
    names = [f"{app.name}.requests" for app in apps.get_app_configs() if app.name.startswith("schoolgate.")]
    found: dict[str, Kind] = {}
    for module in (import_module(name) for name in names if find_spec(name)):
        for kind in module.KINDS:
            if kind.name in found:
                raise ValueError(f"Two kinds of request are called {kind.name}.")
            found[kind.name] = kind
    return found


def kind_of(request: ApprovalRequest) -> Kind:
    return kinds()[request.kind]


def title(request: ApprovalRequest) -> str:
    return kind_of(request).title(request)


def approvals_given(request: ApprovalRequest) -> list[str]:
    """The approvers that have said yes so far; none before it is saved."""
    if request._state.adding:
        return []
    yes = [one for one in request.decisions.all() if one.answer == Decision.Answer.APPROVE]
    return list(dict.fromkeys(name for one in yes for name in one.approver.split(",")))


def need(request: ApprovalRequest, on: date) -> Need:
    """How a request stands on a day, with the approvals it has."""
    return kind_of(request).need(request, on, approvals_given(request))

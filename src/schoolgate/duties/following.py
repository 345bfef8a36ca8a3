"""What makes the duties of a school be settled again: a change of who is here, or of what is asked."""

from __future__ import annotations

from typing import Any

from schoolgate.community.actions.recovering import recovered
from schoolgate.community.change import Change, written
from schoolgate.community.models import Person, School
from schoolgate.duties.owing import kinds

ALWAYS = frozenset(
    {"class", "family", "group", "membership", "person", "policy", "role", "roster", "school", "term", "year"}
)
"""First words of the verbs that change who is here, or what the policy asks."""


def listen() -> None:
    written.connect(_after, dispatch_uid="duties")
    recovered.connect(_forget, dispatch_uid="duties")


def stirs(verb: str) -> bool:
    """Whether what is owed has to be looked at again after an entry of this verb.

    What people do themselves (they sign, they learn) mostly ends its duty on the spot, and then needs no look.
    """
    return verb.partition(".")[0] in ALWAYS or any(verb in kind.STIRRED_BY for kind in kinds().values())


def _forget(*, ledger: Change, person: Person, **_: Any) -> None:
    from schoolgate.duties.actions.feeds import end_known_feed

    end_known_feed(ledger, person)


def _after(*, school: School, verb: str, **_: Any) -> None:
    from schoolgate.duties.jobs import settle_school

    if stirs(verb):
        settle_school.later(school=school.pk)

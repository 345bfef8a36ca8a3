"""What makes the duties of a school be settled again: a change of who is here, or of what is asked."""

from __future__ import annotations

import re
from typing import Any

from schoolgate.community.change import written
from schoolgate.community.models import School
from schoolgate.duties.owing import kinds

NEVER = re.compile(r"(account|duties)\.")
ALWAYS = re.compile(r"(person|role|family|group|class|membership|roster|year|policy|school|term)\.")
"""Verbs that change who is here, or what the policy asks."""
CHANGES = re.compile(
    r".*[._](added|adopted|archived|began|begun|called_off|changed|closed|deleted|ended|held|made|moved|opened|published"
    r"|put_back|removed|renamed|reopened|restored|retired|set|set_aside|started|stopped|withdrawn|written)"
)
"""Other verbs that change what is owed. What people do themselves (signed, declined) is ended on the spot."""


def listen() -> None:
    written.connect(_after, dispatch_uid="duties")


def stirs(verb: str) -> bool:
    """Whether what is owed has to be looked at again after an entry of this verb. Once too often does no harm."""
    if NEVER.match(verb):
        return False
    named = any(verb in getattr(kind, "STIRRED_BY", ()) for kind in kinds().values())
    return named or bool(ALWAYS.match(verb) or CHANGES.fullmatch(verb))


def _after(*, school: School, verb: str, **_: Any) -> None:
    from schoolgate.duties.jobs import settle_school

    if stirs(verb):
        settle_school.later(school=school.pk)

"""What the person affected may read: never a name of somebody else whom the case is about."""

from __future__ import annotations

import re

from schoolgate.casework.cases.models import Case, Party

SHORT = 3
"""Letters of a part of a name that is not looked for: “Al” stands in too many sentences."""


def names_in(words: str, case: Case) -> list[str]:
    """The names, or parts of names, of others in the case that stand in these words.

    What is also a name of somebody affected is none of them: a family has one surname. Nor is a name in small letters,
    because “may” and “will” are words too.
    """
    parties = Party.objects.of(case.school).filter(case=case, ended_at=None).select_related("person")
    theirs, others = set[str](), set[str]()
    for party in parties:
        name = party.person.name if party.person else party.said("name")
        (theirs if party.part == Party.Part.AFFECTED else others).update(_parts(name))
    return [part for part in dict.fromkeys(_parts(words)) if part in others - theirs]


def _parts(words: str) -> list[str]:
    return [part for part in re.findall(r"[^\W\d_]+", words) if len(part) >= SHORT]

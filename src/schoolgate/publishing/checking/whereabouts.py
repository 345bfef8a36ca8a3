"""A sentence that says where children will be, and when: whoever looks for a child could be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from schoolgate.community.names.finder import Sure
from schoolgate.community.names.parts import How
from schoolgate.policy.vocabulary import load_yaml
from schoolgate.publishing.checking.model import Draft, Finding, Known
from schoolgate.publishing.checking.words_of import fields

SENTENCE = re.compile(r"(?:[^.!?\n]|\.(?=\w)|(?<=[ap]\.m)\.(?=\s+[a-z]))+[.!?]*")
TO = r"\b(?:at|to|from|in|into|by|near|outside|on|around|visit|visits|visiting)\s+"
NAMED = re.compile(rf"{TO}(?:the\s+|our\s+)?((?:[A-Z][\w’-]*)(?:\s+(?:of|the|on|upon|and|le|[A-Z][\w’-]*))*)")


def findings(draft: Draft, known: Known) -> Iterator[Finding]:
    for where, words in fields(draft):
        if where in ("title", "text"):
            for found in SENTENCE.finditer(words):
                if says_where(found[0], known.school, _names_a_pupil(found[0], known)):
                    start = found.start() + len(found[0]) - len(found[0].lstrip())
                    yield Finding(
                        "whereabouts",
                        "warn",
                        where,
                        "This says where children will be, and when. Somebody who should not be there can read it too.",
                        "Tell families another way and publish it afterwards, or leave out the place or the time.",
                        start=start,
                        end=found.end(),
                    )


def says_where(sentence: str, school: str = "", somebody: bool = False) -> bool:
    """Whether a sentence says who will be where, and when. The school itself is no such place.

    `somebody`: it names a pupil.
    """
    if school.strip():
        sentence = re.sub(re.escape(school), "school", sentence, flags=re.IGNORECASE)
    said = sentence.replace("'", "’")
    if not (somebody or _any("who").search(said)) or not all(_any(kind).search(said) for kind in ("when", "will")):
        return False
    if _any("was").search(said) and not _any("surely").search(said):
        return False
    return _names_a_place(said)


def _names_a_pupil(sentence: str, known: Known) -> bool:
    found = known.names.find(sentence, sure=Sure.NAME) if known.names else []
    return any(not one.people.isdisjoint(known.pupils) and one.how != How.TITLED for one in found)


def _names_a_place(said: str) -> bool:
    outside = _any("within").sub(" ", said)
    if re.search(rf"{TO}(?:{_pattern('places')})\b", outside, re.IGNORECASE):
        return True
    return any(not _any("never").fullmatch(found[1].split()[0]) for found in NAMED.finditer(outside))


@cache
def _any(kind: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_pattern(kind)})(?!\w)", re.IGNORECASE)


@cache
def _pattern(kind: str) -> str:
    data = load_yaml(files("schoolgate.publishing.checking").joinpath("whereabouts.yaml").read_bytes())
    return "|".join(data[kind])

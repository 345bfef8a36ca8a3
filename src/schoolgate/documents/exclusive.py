"""Rules that leave an act to somebody and so keep it from the rest: "Only the head…", "Nobody but the office…"."""

from __future__ import annotations

import re

from schoolgate.documents.force import Force
from schoolgate.documents.model import Label
from schoolgate.documents.roles import roles_in

_FRONT = re.compile(
    r"^(?:only|(?:nobody|no[- ]one|none|no\s+(?:other\s+)?(?:person|member of staff|staff member|employee))"
    r"\s+(?:but|except(?:\s+for)?|other\s+than|apart\s+from))\s+"
    r"(?!if\b|when\b|where\b|after\b|once\b|in\b|with\b|by\b|for\b|on\b|at\b)(?=\S)",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:(?:may|can|must|should|shall|will)\b|(?:is|are)\s+(?:\w+\s+)?(?:allowed|permitted|authorised|entitled|able"
    r"|to)\b)",
    re.IGNORECASE,
)
_POST = re.compile(
    r"\b(?:(?:technicians?|managers?|office(?:rs?)?|administrators?|co-?ordinators?|leads?|leaders?|secretary|webmaster"
    r"|bursar|team|person|people|adults?|individuals?|persons?)(?:\s|\b(?=\W|$)))+",
    re.IGNORECASE,
)
_VERB = re.compile(r"\s+(?:\w+ly\s+)?[a-z]+s\b|\s+(?:post|publish|speak|open|use|have|run)\b")
_SAME = ("pupil", "parent", "volunteer")
_OF_STAFF = ("head", "dsl", "slt", "staff")


def exclusive(text: str) -> Force | None:
    """The prohibition that "Only X may…" puts on everyone who is not X, or None for a sentence of another shape."""
    found = _FRONT.match(text)
    if not found or not (end := _end_of_name(text, found.end())):
        return None
    verb = _MODAL.search(text, end) or _VERB.match(text, end)
    if not verb:
        return None
    words = f"{found.group().strip()} … {verb.group().strip()}"
    return Force("must_not", words, 0.8, verb.start() + (verb.group()[:1] == " "), verb.end())


def kept_from(text: str) -> tuple[Label, ...]:
    """Whom an exclusive rule binds: the rest of the pupils for "Only pupils in Year 6…", else staff, or everyone."""
    found = _FRONT.match(text)
    if not found:
        return ()
    front = found.group().strip()
    if not front.lower().startswith("only"):
        value = "staff" if re.search(r"staff|employee", front, re.IGNORECASE) else "everyone"
        return (Label(value, front, 0.7),)
    modal = _MODAL.search(text, found.end())
    named = [role.value for role in roles_in(text[: modal.start() if modal else len(text)])]
    value = named[0] if named and named[0] in _SAME else "staff" if not named or named[0] in _OF_STAFF else "everyone"
    return (Label(value, front, 0.6),)


def _end_of_name(text: str, start: int) -> int:
    """Where the person or post named at `start` ends; 0 where a thing is named: "only school cameras"."""
    head = text[start : start + 60]
    before_verb = head[: verb.start()] if (verb := _MODAL.search(head)) else head
    ends = [role.end for role in roles_in(before_verb) if role.start < 30]
    if post := _POST.search(before_verb):
        ends.append(len(before_verb[: post.end()].rstrip()))
    return start + min(ends) if ends else 0

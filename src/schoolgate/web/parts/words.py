"""The words and colours that pages use for verdicts, modalities and statuses."""

from collections.abc import Iterable
from typing import NamedTuple


class Word(NamedTuple):
    """What a label says, the tag colour that helps it, and the longer form that answers a question."""

    text: str
    colour: str
    answer: str = ""


VERDICTS = {
    "forbidden": Word("No", "red", "No"),
    "needs": Word("Ask first", "yellow", "Yes, but ask first"),
    "discouraged": Word("Better not", "orange", "Better not"),
    "allowed": Word("Yes", "green", "Yes"),
    "silent": Word("Not covered", "grey", "The policy does not say"),
    "depends": Word("It depends", "purple", "It depends"),
}

MODALITIES = {
    "must": Word("Must", "green"),
    "must_not": Word("Must not", "red"),
    "should": Word("Should", "teal"),
    "should_not": Word("Should not", "orange"),
    "may": Word("May", "purple"),
    "statement": Word("For information", "grey"),
}

_STATUSES = {"done": "green", "overdue": "red", "due soon": "yellow", "waiting": "grey", "cannot start yet": "grey"}


def status_colour(status: str) -> str:
    """The tag colour of a task's status; the plain blue for one that is simply to do."""
    return _STATUSES.get(str(status).lower(), "")


def listed(values: object) -> str:
    """['a', 'b', 'c'] as “a, b and c”, underscores as spaces; a string is left alone."""
    if isinstance(values, str) or not isinstance(values, Iterable):
        return str(values).replace("_", " ")
    names = [str(value).replace("_", " ") for value in values]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

"""The school says which numbers, addresses and names are its own."""

from __future__ import annotations

from collections.abc import Iterable

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.publishing.checking.personal import spots
from schoolgate.publishing.posts.models import OwnWords

OURS = ("email", "phone", "postcode")
NOTHING = "We found no telephone number, e-mail address or postcode in it. Write each as it stands on your letters."


def say_own_words(by: Person, details: str, names: Iterable[str]) -> OwnWords:
    """`details` is a text, such as the head of a letter: every number, address and postcode of it is the school's own.

    Raises Refused where there is none in a text that says something.
    """
    said = [details[spot.start : spot.end] for spot in spots(details) if spot.kind in OURS]
    if details.strip() and not said:
        raise Refused(NOTHING)
    with change(by, "post.own_words", by.school) as ledger:
        kept = [" ".join(name.split()) for name in names if name.strip()]
        row = OwnWords(school=by.school, details=list(dict.fromkeys(said)), names=list(dict.fromkeys(kept)), by=by)
        row.save()
        ledger.write("post.own_words", row, details=len(row.details), names=len(row.names))
    return row

"""What Instagram says when it does not publish something, by its number.

Meta's Instagram Platform, Error Codes, read on 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Mapping

from schoolgate.publishing.networks.errors import Failed, Trouble

NOT_REACHED = (
    "Instagram fetches pictures from the school’s Schoolgate, and this one cannot be reached from the internet."
)
NOT_FETCHED = "Instagram could not fetch a picture from the school’s Schoolgate. It will be tried again."
LATER = "Instagram could not work with it just now. It will be tried again."
FULL = "Instagram takes no more posts from this account today. It will be tried again."


def _no(sentence: str) -> Failed:
    return Failed(sentence, again=False)


SAYS: Mapping[int, Trouble] = {
    2207001: Failed(LATER, again=True),
    2207003: Failed(NOT_FETCHED, again=True),
    2207004: _no("A picture is too large for Instagram. Make it smaller."),
    2207005: _no("Instagram does not take this kind of picture. Save it as JPEG."),
    2207006: Failed("What Instagram had made ready is not there any more. It is made anew.", again=True),
    2207008: Failed("What Instagram had made ready has ended. It is made anew.", again=True),
    2207009: _no("A picture is too tall or too wide for Instagram. Cut it to a squarer shape."),
    2207010: _no("The words are too long for Instagram. Shorten them."),
    2207020: Failed("What Instagram had made ready has ended. It is made anew.", again=True),
    2207026: _no("Instagram does not take this kind of film."),
    2207027: Failed("Instagram was not ready yet. It will be tried again.", again=True, after=60),
    2207028: _no("Instagram does not take these pictures as one post."),
    2207032: Failed(LATER, again=True),
    2207040: _no("There are too many names with an @ for Instagram. Take some out."),
    2207042: Failed(FULL, again=True, after=3600),
    2207050: _no("Instagram has restricted the account. Sign in there and see what it asks for."),
    2207051: _no("Instagram has blocked this for its own rules. Sign in there and see what it asks for."),
    2207052: Failed(NOT_FETCHED, again=True),
    2207053: Failed(LATER, again=True),
    2207085: _no("Instagram could not delete it, for a reason it does not tell. Delete it in the app."),
}

"""What a Mastodon server says when it says no, in one sentence for whoever reads it here."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import httpx

from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Trouble
from schoolgate.publishing.networks.waiting import until

CREDENTIALS = (
    "The server does not take this access token. Make a new one at the server, under Preferences, Development, and "
    "give it here."
)
MAY_NOT = (
    "The access token may not do that. At the server, under Preferences, Development, open the application, tick {}, "
    "make its token anew and give it here."
)
NO_MASTODON = "There is no Mastodon at this address. Look at the address of the server again."
NOT_SAFE = "An access token must not travel unencrypted. Give an address that begins with https://."
OTHER_ACCOUNT = "This access token is of another account, {}. Sign in to the school's account there, and make one."
GONE = "It is not on the server any more."
TOO_LONG = "The server does not take a post as long as this. Shorten it."
NOT_TAKEN = "The server does not take this kind of file, or it is too large. Make it smaller, or save it as another."
NOT_FINISHED = "The server is still working on a file of the post. It will be tried again."
WAIT = "The server asks us to wait. It will be tried again."
REFUSED = "The server does not take this. Show this to whoever looks after the account."
KEPT_A_WHILE = (
    "The post is deleted. This server keeps its pictures at their addresses for about a day after that. We look again."
)
NO_ANSWER = "The server's answer cannot be read. We look whether it is there."


def trouble(answer: httpx.Response) -> Trouble | None:
    """What is wrong with an answer; None for a good one, and for what is read as of any other network."""
    status = answer.status_code
    if status < 300:
        return None
    if status < 400:
        where = answer.headers.get("Location", "").partition("?")[0][:200]
        return Failed(f"The server sends us on to {where}. If that is its address now, give it here.", again=False)
    if status == 401:
        return NoAccess(CREDENTIALS)
    if status == 403:
        return NoAccess(MAY_NOT.format("what it needs"))
    if status in (404, 410):
        return Gone(GONE)
    if status == 413:
        return Failed(NOT_TAKEN, again=False)
    if status == 422:
        return _invalid(error(answer))
    if status == 429:
        return Failed(WAIT, again=True, after=_after(answer))
    return Failed(REFUSED, again=False) if status < 500 else None


def error(answer: httpx.Response) -> str:
    """The server's own words, in small letters; empty where it says none."""
    try:
        said: Any = json.loads(answer.content)
    except ValueError:
        return ""
    found = said.get("error") if isinstance(said, dict) else None
    return found.lower() if isinstance(found, str) else ""


def _invalid(words: str) -> Failed:
    if "character limit" in words:
        return Failed(TOO_LONG, again=False)
    if "not finished processing" in words or "not finish processing" in words:
        return Failed(NOT_FINISHED, again=True)
    if "file" in words:
        return Failed(NOT_TAKEN, again=False)
    return Failed(REFUSED, again=False)


def _after(answer: httpx.Response) -> float | None:
    try:
        return until(answer, datetime.fromisoformat(answer.headers["X-RateLimit-Reset"]))
    except (KeyError, ValueError):
        return None

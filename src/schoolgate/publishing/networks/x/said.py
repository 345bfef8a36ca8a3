"""What X says when it says no, in one sentence for whoever reads it here."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import httpx

from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Trouble
from schoolgate.publishing.networks.waiting import until

CREDENTIALS = (
    "X does not take these keys and tokens. Make them anew in the developer console, under Keys and tokens, and give "
    "all four here."
)
MAY_NOT = (
    "X does not let the app do this. In the developer console it needs permission to read and write; set that, make "
    "the access token anew after it, and give it here."
)
OTHER_ACCOUNT = "These tokens are of another account, @{}. Sign in to the school's account, and make them there."
NO_CREDIT = (
    "The school's credit with X is used up, or its spending limit is reached. Top it up in the developer console."
)
DUPLICATE = "X has a post with these words already, and takes no second one. Change the words a little."
GONE = "It is not on X any more."
WAIT = "X asks us to wait. It will be tried again."
REFUSED = "X does not take this. Look at the post, or show this to whoever looks after the account."
NOT_TAKEN = "X could not work with the file. Save it as another kind, or make it smaller, and add it again."
NOT_FINISHED = "X is still working on a file of the post. It will be tried again."
NO_ANSWER = "The post was sent, and X's answer cannot be read. We look whether it is there."


class Duplicate(Failed):
    """X has a post with the same words."""


def trouble(answer: httpx.Response) -> Trouble | None:
    """What is wrong with an answer; None for a good one, and for what is read as of any other network."""
    status = answer.status_code
    if status < 300 or status in (500, 502, 503, 504):
        return None
    if status == 401:
        return NoAccess(CREDENTIALS)
    if status == 402:
        return Failed(NO_CREDIT, again=False)
    if status == 403:
        return _forbidden(answer)
    if status == 404:
        return Gone(GONE)
    if status == 413:
        return Failed(NOT_TAKEN, again=False)
    if status == 429:
        if "usage-capped" in said(answer, "type"):
            return Failed(NO_CREDIT, again=False)
        return Failed(WAIT, again=True, after=_after(answer))
    return Failed(REFUSED, again=False)


def said(answer: httpx.Response, name: str) -> str:
    """What X says of the problem by this name (`type`, `detail`), in small letters."""
    try:
        found: Any = json.loads(answer.content)
    except ValueError:
        return ""
    value = found.get(name) if isinstance(found, dict) else None
    return value.lower() if isinstance(value, str) else ""


def _forbidden(answer: httpx.Response) -> Trouble:
    if "duplicate content" in said(answer, "detail"):
        return Duplicate(DUPLICATE, again=False)
    if "usage-capped" in said(answer, "type") or "credits" in said(answer, "detail"):
        return Failed(NO_CREDIT, again=False)
    return NoAccess(MAY_NOT)


def _after(answer: httpx.Response) -> float | None:
    try:
        return until(answer, datetime.fromtimestamp(int(answer.headers["x-rate-limit-reset"]), UTC))
    except (KeyError, ValueError, OverflowError, OSError):
        return None

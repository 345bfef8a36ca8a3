"""What YouTube says when it says no, in one sentence for whoever reads it here."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Trouble
from schoolgate.publishing.networks.waiting import until

CREDENTIALS = (
    "Google does not take the client ID, client secret and refresh token any more. Make a new refresh token, signed in "
    "as the school's channel, and give all three here."
)
MAY_NOT = (
    "Google does not let us do this on the channel. Make the refresh token anew, signed in as the school's channel, "
    "with the permission youtube.force-ssl, and give it here."
)
NOT_ON = "The YouTube Data API is not switched on for the school's Google project. Switch it on in the Cloud console."
NO_CHANNEL = "There is no channel with this Google account. Sign in as the school's channel when you make the token."
OTHER_CHANNEL = "This token is of another channel, {}. Make it anew, signed in as the school's channel."
QUOTA = "The school's Google project has used up what YouTube allows it in a day. It will be tried again."
UPLOADS = "The channel has uploaded as many films as YouTube allows it in a day. It will be tried again."
WAIT = "YouTube asks us to wait. It will be tried again."
WORDS = "YouTube does not take the title or the words. Leave out < and >, and shorten them."
REFUSED = "YouTube does not take this. Show this to whoever looks after the channel."
NOT_READ = "YouTube's answer cannot be read. It will be tried again."
NO_ANSWER = "YouTube's answer cannot be read. We look whether the film is there."
BROKE_OFF = "The line to YouTube broke off while the film was sent. We look whether it is there before we go on."
GONE = "It is not on YouTube any more."
OFF = "Comments are switched off below this film."
KEPT_PRIVATE = (
    "The film is on YouTube and it stays private: YouTube did not let us show it. Open it in YouTube Studio, and show "
    "it there or find out why."
)

# YouTube counts its days by this clock (developers.google.com/youtube/v3/determine_quota_cost, November 2026).
CLOCK = ZoneInfo("America/Los_Angeles")
DAILY = {"quotaExceeded": QUOTA, "dailyLimitExceeded": QUOTA, "uploadLimitExceeded": UPLOADS}
SLOWER = {"rateLimitExceeded", "userRateLimitExceeded"}
WORDS_ARE_WRONG = {"invalidTitle", "invalidDescription", "invalidTags"}


class CommentsOff(Failed):
    """There are none, and can be none."""


def reason(answer: httpx.Response) -> str:
    """YouTube's own name for what is wrong; empty where the answer is not YouTube's."""
    try:
        said: Any = json.loads(answer.content)
        found = said["error"]["errors"][0]["reason"]
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
    return found if isinstance(found, str) else ""


def trouble(answer: httpx.Response) -> Trouble | None:
    """What is wrong with an answer; None for a good one, for 308 (more of a film is wanted), and for what is read as
    of any other network."""
    status, name = answer.status_code, reason(answer)
    if status < 400 or status >= 500:
        return None
    if name in DAILY:
        return Failed(DAILY[name], again=True, after=_midnight(answer))
    if name in SLOWER or (status == 429 and "Retry-After" not in answer.headers):
        return Failed(WAIT, again=True)
    if name == "commentsDisabled":
        return CommentsOff(OFF, again=False)
    if name in WORDS_ARE_WRONG:
        return Failed(WORDS, again=False)
    if name == "accessNotConfigured":
        return NoAccess(NOT_ON)
    if name == "youtubeSignupRequired":
        return NoAccess(NO_CHANNEL)
    if status == 401:
        return NoAccess(CREDENTIALS)
    if status == 403:
        return NoAccess(MAY_NOT)
    if status in (404, 410):
        return Gone(GONE)
    return None if status == 429 else Failed(REFUSED, again=False)


def _midnight(answer: httpx.Response) -> float | None:
    """Seconds until YouTube's next day."""
    try:
        now = parsedate_to_datetime(answer.headers["Date"]).astimezone(CLOCK)
    except (KeyError, ValueError, TypeError):
        return None
    return until(answer, datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), CLOCK))

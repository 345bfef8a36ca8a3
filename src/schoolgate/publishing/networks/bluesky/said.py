"""What a server of Bluesky's says when it says no, in one sentence for whoever reads it here."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import httpx

from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Trouble
from schoolgate.publishing.networks.waiting import until

CREDENTIALS = (
    "Bluesky does not take this name and app password. Make a new one in Bluesky, under Settings, Privacy and "
    "security, App passwords, and give it here. Look at the account’s name and server too."
)
OF_THE_ACCOUNT = (
    "This is the password of the account itself. Make an app password in Bluesky, under Settings, Privacy and "
    "security, App passwords, and give that one here: it cannot change the account."
)
INACTIVE = "The account is switched off or taken down on Bluesky. Sign in there and look what it says."
MAY_NOT = "Bluesky does not let this app password do that. Make a new one and give it here."
NO_SERVER = "There is no server of Bluesky’s at this address. Most accounts are at https://bsky.social: look again."
NOT_SAFE = "A password must not travel unencrypted. Give an address that begins with https://."
TOO_LARGE = "The server does not take a file as large as this. Make it smaller, or leave Bluesky out."
BUSY = "Somebody changed something on the account at the same moment. It will be tried again."
NOT_WHOLE = "A file did not arrive whole. It will be tried again."

PASSING = {
    "ExpiredToken": "The sign-in at Bluesky ran out meanwhile. It will be tried again.",
    "InvalidSwap": BUSY,
    "BlobNotFound": NOT_WHOLE,
}
NO_ACCESS = {
    "InvalidToken": CREDENTIALS,
    "AuthenticationRequired": CREDENTIALS,
    "AuthFactorTokenRequired": OF_THE_ACCOUNT,
    "AccountTakedown": INACTIVE,
    "AccountDeactivated": INACTIVE,
}
ABSENT = {"RecordNotFound", "BlobNotFound", "RepoNotFound", "RepoTakendown", "NotFound"}
# Servers say some of it in words alone.
ABSENT_IN_WORDS = re.compile(r"blob not found|could not (?:locate|find) (?:record|blob|repo)", re.I)
LARGE_IN_WORDS = re.compile(r"blob too big|too large", re.I)


def trouble(answer: httpx.Response) -> Trouble | None:
    """What is wrong with an answer, where the server itself says so or a redirect does; None for a good one, and for
    what only says that something is wrong: that is read as of any other network."""
    status = answer.status_code
    if status < 300:
        return None
    if status < 400:
        return Failed(NO_SERVER, again=False)
    name, words = _said(answer)
    if status == 429:
        return _wait(answer)
    if answer.request.method == "GET" and (name in ABSENT or ABSENT_IN_WORDS.match(words)):
        return Gone("It is not on Bluesky any more.")
    if name in PASSING:
        return Failed(PASSING[name], again=True)
    if name in NO_ACCESS:
        return NoAccess(NO_ACCESS[name])
    if status == 401:
        return NoAccess(CREDENTIALS)
    if status == 403:
        return NoAccess(MAY_NOT)
    if status == 413 or LARGE_IN_WORDS.search(words):
        return Failed(TOO_LARGE, again=False)
    if status in (404, 405, 501):
        return Failed(NO_SERVER, again=False)
    if status < 500:
        said = f" It says: {name}." if name.isidentifier() and len(name) < 60 else ""
        return Failed(f"Bluesky does not take this.{said} Look at the post again.", again=False)
    return None


def _said(answer: httpx.Response) -> tuple[str, str]:
    """The server's own name for what is wrong, and its words, which may repeat ours and are never shown."""
    try:
        row = json.loads(answer.content)
    except ValueError:
        return "", ""
    if not isinstance(row, dict):
        return "", ""
    name, words = row.get("error"), row.get("message")
    return name if isinstance(name, str) else "", words if isinstance(words, str) else ""


def _wait(answer: httpx.Response) -> Failed | None:
    """Servers say in seconds since 1970 when they take more; None where they say it in another way, or not."""
    reset = answer.headers.get("RateLimit-Reset", "")
    if not re.fullmatch(r"\d{1,11}", reset):
        return None
    after = until(answer, datetime.fromtimestamp(int(reset), UTC))
    return Failed("Bluesky asks us to wait. It will be tried again.", again=True, after=after)

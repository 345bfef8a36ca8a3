"""What WordPress says when it says no, in one sentence for whoever reads it here."""

from __future__ import annotations

import json
from typing import Any

import httpx

from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess, Trouble

CREDENTIALS = (
    "The website does not take this user name and application password. Make a new one in WordPress, under Users, "
    "Profile, Application Passwords, and give it here. If it is new, the website's server may be keeping it from "
    "WordPress: show this to whoever looks after the website."
)
MAY_NOT = (
    "The website does not let this user do that. In WordPress, the user needs the role of an editor: ask whoever looks "
    "after the website."
)
NO_INTERFACE = (
    "There is no WordPress at this address, or its REST interface is turned off. Look at the address again, or ask "
    "whoever looks after the website."
)
NOT_SAFE = "An application password must not travel unencrypted. Give an address that begins with https://."
NOT_KEPT = "The website could not keep the file: it may be larger than the website takes."
HELD_BACK = (
    "The website keeps the post back instead of showing it. Look at it in WordPress, or ask whoever looks after the "
    "website."
)

REASONS = {
    "rest_upload_file_too_big": "The website does not take a file as large as this.",
    "rest_upload_limited_space": "The website has no room left for files.",
    "rest_upload_user_quota_exceeded": "The website has no room left for files.",
    "rest_upload_unknown_error": "The website does not keep the file: it may be too large, or of a kind it refuses.",
    "rest_upload_no_data": NOT_KEPT,
    "rest_upload_no_content_disposition": NOT_KEPT,
    "rest_upload_sideload_error": "The website does not take this kind of file.",
    "rest_no_route": NO_INTERFACE,
}
# The file did not arrive whole, or the database was busy: the same may go well the next time.
PASSING = {"rest_upload_hash_mismatch", "db_insert_error", "db_update_error"}
GONE = {
    "rest_comment_invalid_id": "The comment is not there any more.",
    "rest_post_invalid_id": "It is not on the website any more.",
}


def code(answer: httpx.Response) -> str:
    """WordPress's own name for what is wrong; empty where the answer is not WordPress's."""
    found = _said(answer).get("code")
    return found if isinstance(found, str) else ""


def _said(answer: httpx.Response) -> dict[str, Any]:
    try:
        said: Any = json.loads(answer.content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _forbidden(answer: httpx.Response) -> bool:
    """Whether WordPress took the request for a stranger's, and says so only of what was asked for (as status 400)."""
    data = _said(answer).get("data")
    details = data.get("details") if isinstance(data, dict) else None
    return isinstance(details, dict) and any(
        isinstance(one, dict) and one.get("code") == "rest_forbidden_status" for one in details.values()
    )


def trouble(answer: httpx.Response) -> Trouble | None:
    """What is wrong with an answer, where WordPress itself says so or a redirect does; None for a good one, and for
    what only says that something is wrong: that is read as of any other network."""
    status = answer.status_code
    if status < 300:
        return None
    if status < 400:
        return Failed(moved(answer.headers.get("Location", "")), again=False)
    if status == 401 or (status == 400 and _forbidden(answer)):
        return NoAccess(CREDENTIALS)
    if status == 429 or status == 503:
        return None
    name = code(answer)
    if name in GONE:
        return Gone(GONE[name])
    if name in PASSING:
        return Failed("The website could not keep it just now. It will be tried again.", again=True)
    if name in REASONS:
        return Failed(REASONS[name], again=False)
    if status == 403:
        return NoAccess(MAY_NOT)
    if status == 413:
        return Failed(REASONS["rest_upload_file_too_big"], again=False)
    if status < 500:
        said = f" It says: {name}." if name.isidentifier() and len(name) < 60 else ""
        return Failed(
            f"The website does not take this.{said} Show this to whoever looks after the website.", again=False
        )
    return None


def moved(address: str) -> str:
    """The sentence for a redirect; of where it leads, not what may stand behind a question mark."""
    return f"The website sends us on to {address.partition('?')[0][:200]}. If that is its address now, give it here."

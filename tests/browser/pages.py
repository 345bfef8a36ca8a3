"""Every page that a person can open, and who opens it in the tests. A new page goes here."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A page by its address; `who` is a kind of person of the demonstration school, or nobody for a stranger.

    `press` names a button to press on it: then it is what follows that is looked at, and that has the status.
    """

    path: str
    who: str = ""
    status: int = 200
    press: str = ""


DRAFT = "/policy/3/"
"""A draft that the head has begun from the model (the demonstration has two versions of its own)."""
UPLOADED = "/policy/4/"
"""A draft that the head has uploaded, with its document."""
PUT_AWAY = "/policy/5/"
"""A draft that the head has put away."""

PAGES = [
    Page("/"),
    Page("/help/"),
    Page("/privacy/"),
    Page("/accessibility/"),
    Page("/account/login/"),
    Page("/account/password/reset/"),
    Page("/account/password/reset/done/"),
    Page("/account/password/reset/key/1-wrong/"),
    Page("/account/inactive/"),
    Page("/no-such-page/", status=404),
    Page("/", "teacher"),
    Page("/", "head"),
    Page("/", "dsl"),
    Page("/", "governor"),
    Page("/", "technician"),
    Page("/", "parent"),
    Page("/", "volunteer"),
    Page("/people/", "head"),
    Page("/people/add/", "head"),
    Page("/people/1/", "head"),
    Page("/people/5/", "head"),
    Page("/people/5/roles/", "head"),
    Page("/people/5/roles/5/end/", "head"),
    Page("/people/5/remove/", "head"),
    Page("/school/choose/", "teacher"),
    Page("/people/", "teacher", 403),
    Page("/no-such-page/", "teacher", 404),
    Page("/account/logout/", "teacher"),
    Page("/account/password/change/", "teacher"),
    Page("/account/2fa/", "teacher"),
    Page("/account/2fa/", "head"),
    Page("/account/2fa/totp/activate/", "teacher"),
    Page("/account/2fa/totp/deactivate/", "head"),
    Page("/account/2fa/webauthn/", "teacher"),
    Page("/account/2fa/webauthn/add/", "teacher"),
    Page("/account/2fa/recovery-codes/generate/", "head"),
    Page("/account/reauthenticate/", "teacher"),
    Page("/account/2fa/reauthenticate/", "head"),
    Page("/account/2fa/recovery-codes/", "dsl", 404),
    Page("/ask/alder-lane/"),
    Page("/schools/alder-lane/policy/"),
    Page("/ask/", "teacher"),
    Page("/ask/alder-lane/", "teacher"),
    Page("/policy/", "teacher"),
    Page("/policy/", "head"),
    Page("/policy/", "chair"),
    Page("/policy/start/", "head"),
    Page("/policy/1/", "head"),
    Page("/policy/1/clauses/", "head"),
    Page("/policy/1/settings/", "head"),
    Page("/policy/1/coverage/", "head"),
    Page("/policy/1/defects/", "head"),
    Page("/policy/2/", "chair"),
    Page("/policy/2/try/", "chair"),
    Page("/policy/2/changes/", "chair"),
    Page("/policy/2/adopt/", "chair"),
    Page("/ask/alder-lane/?q=can+i+add+a+parent", "teacher"),
    Page("/ask/alder-lane/?q=xyzzy", "teacher"),
    Page("/ask/alder-lane/befriend.pupil/", "teacher"),
    Page("/ask/alder-lane/befriend.pupil/?by=staff&pupil=current&relative=no&age=under_18&enough=1"),
    Page("/ask/alder-lane/name.school/?by=staff&place=profile&enough=1"),
    Page("/compare/", "head"),
    Page("/compare/?policy=model&policy=glenwood", "head"),
    Page("/compare/?policy=model", "head", 422),
    Page("/side-by-side/?act=befriend.parent", "head"),
    Page("/side-by-side/?act=befriend.parent&by=staff&enough=1"),
    Page(DRAFT, "head"),
    Page(f"{DRAFT}details/", "head"),
    Page(f"{DRAFT}send/", "head"),
    Page(f"{DRAFT}put-away/", "head"),
    Page("/policy/2/set-aside/", "chair"),
    Page(f"{DRAFT}clauses/", "head"),
    Page(f"{DRAFT}clauses/add/", "head"),
    Page(f"{DRAFT}clauses/M-32/", "head"),
    Page(f"{DRAFT}clauses/M-32/words/", "head"),
    Page(f"{DRAFT}clauses/M-32/remove/", "head"),
    Page(f"{DRAFT}clauses/M-32/rules/add/", "head"),
    Page(f"{DRAFT}clauses/M-32/rules/add/?act=contact.pupil", "head"),
    Page(f"{DRAFT}clauses/M-32/rules/0/", "head"),
    Page(f"{DRAFT}clauses/M-32/rules/0/remove/", "head"),
    Page(f"{DRAFT}clauses/M-32/settings/add/", "head"),
    Page(f"{DRAFT}clauses/M-32/settings/add/?control=approver.official_account", "head"),
    Page(f"{DRAFT}clauses/M-32/settings/add/?control=review.due", "head"),
    Page(f"{DRAFT}clauses/M-08/settings/policy.approver/remove/", "head"),
    Page(f"{DRAFT}clauses/M-32/duties/add/", "head"),
    Page(f"{DRAFT}clauses/M-08/duties/0/", "head"),
    Page(f"{DRAFT}clauses/M-08/duties/0/remove/", "head"),
    Page("/policy/2/take-back/", "head", 405),
    Page("/policy/2/", "head"),
    Page("/policy/2/", "governor"),
    Page("/policy/2/clauses/", "governor"),
    Page("/policy/2/settings/", "governor"),
    Page("/policy/2/defects/", "governor"),
    Page("/policy/1/", "teacher"),
    Page("/policy/1/changes/", "chair"),
    Page("/policy/2/changes/?by=parent", "chair"),
    Page("/policy/2/", "teacher", 404),
    Page("/policy/2/changes/", "technician", 403),
    Page(UPLOADED, "head"),
    Page(f"{UPLOADED}clauses/", "head"),
    Page(f"{UPLOADED}clauses/?show=unsure", "head"),
    Page(f"{UPLOADED}clauses/2.1/", "head"),
    Page(f"{UPLOADED}defects/", "head"),
    Page(f"{UPLOADED}settings/", "head"),
    Page(f"{UPLOADED}changes/", "head"),
    Page(f"{UPLOADED}coverage/", "head"),
    Page(f"{UPLOADED}send/", "head"),
    Page(PUT_AWAY, "head"),
    Page("/policy/start/", "head", 422, press="Upload and read it"),
    Page("/policy/2/adopt/", "chair", 422, press="Adopt this version"),
    Page("/policy/2/set-aside/", "chair", 422, press="Set it aside"),
    Page(f"{DRAFT}clauses/add/", "head", 422, press="Add the clause"),
    Page(f"{DRAFT}clauses/M-32/duties/add/", "head", 422, press="Save"),
    Page(f"{DRAFT}clauses/M-32/settings/add/?control=review.due", "head", 422, press="Save"),
    # An answer of each kind, and the questions before it.
    Page("/ask/alder-lane/use.social_media/?by=staff&time=break&device=own"),
    Page("/ask/alder-lane/befriend.parent/?by=staff"),
    Page("/ask/alder-lane/answer.press/?by=staff"),
    Page("/ask/alder-lane/post.pupil_image/?by=staff&enough=1"),
    Page("/ask/alder-lane/post.pupil_image/?by=staff&account=", status=422, press="Continue"),
    Page("/ask/alder-lane/befriend.pupil/"),
    Page("/side-by-side/?act=befriend.parent&by=", status=422),
    Page("/compare/"),
    Page("/compare/?policy=model&policy=glenwood&policy=days-lane&policy=roman-road&by=pupil"),
    Page("/schools/alder-lane/policy/", "parent"),
]

NO_PAGE = {
    "account_reset_password_from_key_done": "seen only after a link that was sent; it has a heading and a button",
    "account_set_password": "for accounts without a password, which nobody makes",
    "mfa_authenticate": "tests/browser/test_sign_in.py opens it on the way in",
    "mfa_edit_webauthn": "tests/browser/test_sign_in.py opens it with a passkey",
    "mfa_remove_webauthn": "tests/browser/test_sign_in.py opens it with a passkey",
    "mfa_reauthenticate_webauthn": "needs a passkey; the page it extends is opened",
    "mfa_login_webauthn": "answers the passkey script",
    "mfa_download_recovery_codes": "a text file",
    "mfa_view_recovery_codes": "tests/browser/test_sign_in.py opens it after setting up an app",
    "policy_start_model": "takes POST alone",
    "policy_read_again": "takes POST alone",
    "version_copy": "takes POST alone",
}
"""Addresses that are not in PAGES, and why."""

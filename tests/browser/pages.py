"""Every page that a person can open, and who opens it in the tests. A new page goes here."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A page by its address; `who` is a kind of person of the demonstration school, or nobody for a stranger."""

    path: str
    who: str = ""
    status: int = 200


DRAFT = "/policy/3/"
"""A draft that the head has begun from the model (the demonstration has two versions of its own)."""

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

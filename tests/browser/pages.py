"""Every page that a person can open, and who opens it in the tests. A new page goes here."""

from __future__ import annotations

from typing import NamedTuple


class Page(NamedTuple):
    """A page by its address; `who` is a kind of person of the demonstration school, or nobody for a stranger."""

    path: str
    who: str = ""
    status: int = 200


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
    Page("/compare/", "head"),
    Page("/side-by-side/", "head"),
]

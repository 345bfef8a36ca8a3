"""Every page's address. allauth's pages take their powers here; each of ours says its own."""

from __future__ import annotations

from allauth.urls import urlpatterns as allauth_urls
from django.urls import include, path

from schoolgate.community.account_entries import with_its_entry
from schoolgate.community.powers import ACCOUNT, PUBLIC, declare

SIGN_IN = {
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reauthenticate": ACCOUNT,
    "account_change_password": ACCOUNT,
    "account_set_password": ACCOUNT,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "openid_connect_login": PUBLIC,
    "openid_connect_callback": PUBLIC,
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "mfa_index": ACCOUNT,
    "mfa_reauthenticate": ACCOUNT,
    "mfa_reauthenticate_webauthn": ACCOUNT,
    "mfa_activate_totp": ACCOUNT,
    "mfa_deactivate_totp": ACCOUNT,
    "mfa_view_recovery_codes": ACCOUNT,
    "mfa_generate_recovery_codes": ACCOUNT,
    "mfa_download_recovery_codes": ACCOUNT,
    "mfa_list_webauthn": ACCOUNT,
    "mfa_add_webauthn": ACCOUNT,
    "mfa_remove_webauthn": ACCOUNT,
    "mfa_edit_webauthn": ACCOUNT,
}
"""Pages that are not listed (signing up, changing the e-mail address) answer nobody."""

urlpatterns = [
    path("account/", include(with_its_entry(declare(SIGN_IN, allauth_urls)))),
    path("", include("schoolgate.community.urls")),
    path("", include("schoolgate.policy.urls")),
    path("", include("schoolgate.approvals.urls")),
    path("", include("schoolgate.duties.urls")),
    path("", include("schoolgate.duties.agreements.urls")),
    path("", include("schoolgate.duties.training.urls")),
    path("", include("schoolgate.duties.declarations.urls")),
    path("", include("schoolgate.duties.searches.urls")),
    path("", include("schoolgate.duties.reviews.urls")),
    path("", include("schoolgate.duties.lessons.urls")),
    path("", include("schoolgate.duties.guides.urls")),
    # Before the pages of one case: "board" is no reference.
    path("", include("schoolgate.casework.board.urls")),
    path("", include("schoolgate.casework.cases.urls")),
    path("", include("schoolgate.casework.evidence.urls")),
    path("", include("schoolgate.casework.reports.urls")),
    path("", include("schoolgate.casework.steps.urls")),
    path("", include("schoolgate.casework.letters.urls")),
    path("", include("schoolgate.casework.removals.urls")),
    path("", include("schoolgate.casework.support.urls")),
    path("", include("schoolgate.publishing.channels.urls")),
    path("", include("schoolgate.publishing.consents.urls")),
    path("", include("schoolgate.publishing.pictures.urls")),
    path("", include("schoolgate.publishing.posts.urls")),
    path("", include("schoolgate.publishing.takedowns.urls")),
    path("", include("schoolgate.publishing.moderation.urls")),
    path("", include("schoolgate.web.pages")),
]

handler400 = "schoolgate.web.views.bad_request"

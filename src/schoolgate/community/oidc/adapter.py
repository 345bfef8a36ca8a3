"""How allauth deals with those who come from Google or Microsoft: nobody signs up; the school says who belongs."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect

from schoolgate.community.oidc.matching import account_of
from schoolgate.community.oidc.refusals import NotLetError, refuse
from schoolgate.community.oidc.tokens import TokenError


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:  # noqa: ARG002
        """The providers that the environment configures, and no others."""
        found = [SocialApp(provider=kind, **one) for kind, its in app_settings.PROVIDERS.items() for one in its["APPS"]]
        return [
            app
            for app in found
            if provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        ]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Never: allauth takes the word of any provider. `matching` decides."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        app = sociallogin.provider.app
        asked = str(sociallogin.state.get("nonce") or "")
        try:
            if not asked or not secrets.compare_digest(asked, str(sociallogin.claims["nonce"])):
                raise NotLetError("nonce")
            sociallogin.user = account_of(app.provider_id, sociallogin.claims, app.settings)
        except NotLetError as no:
            raise ImmediateHttpResponse(refuse(request, app.provider_id, app.name, str(no))) from no

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002
    ) -> None:
        if error == AuthError.CANCELLED:
            messages.info(request, f"You did not finish signing in with {provider.name}. Try again when you like.")
            raise ImmediateHttpResponse(redirect("account_login"))
        reason = str(exception) if isinstance(exception, TokenError) else "code" if exception else "state"
        raise ImmediateHttpResponse(refuse(request, provider.app.provider_id, provider.app.name, reason))

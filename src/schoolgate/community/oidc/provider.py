"""Allauth's OpenID Connect, made strict: every token's signature is checked and bound to the sign-in that asked for it.

Allauth trusts a token that it fetched itself and sends no nonce.
"""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest, HttpResponse

from schoolgate.community.oidc.tokens import TokenError, verified


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """One sign-in's talk with the provider."""

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        try:
            return dict(super().get_access_token_data(*args, **kwargs))
        except (KeyError, TypeError, ValueError) as wrong:
            raise OAuth2Error("code") from wrong

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:  # noqa: ARG002
        settings = app.settings
        if self.openid_config.get("issuer") != settings["issuer"]:
            raise TokenError("issuer")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
            keys = answer.json()
        sent = str(kwargs["response"].get("id_token") or "")
        claims = verified(sent, keys, issuer=settings["issuer"], audience=app.client_id)
        login = self.get_provider().sociallogin_from_response(request, claims)
        login.claims = claims
        return login


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """Google or Microsoft, as the environment configures them. Nothing that they say of somebody is kept."""

    oauth2_adapter_class = Adapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send somebody to the provider. What the address asks for besides (scopes, linking) is left out."""
        del process, data, kwargs
        nonce = secrets.token_urlsafe(32)
        asked = {**self.get_auth_params(), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, AuthProcess.LOGIN, next_url, auth_params=asked, nonce=nonce)
        return answer

    def get_default_scope(self) -> list[str]:
        return ["openid", "email"]

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:  # noqa: ARG002
        return []


provider_classes = [Provider]

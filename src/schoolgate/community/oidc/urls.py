"""The two addresses of a sign-in with a provider. Allauth includes them below its own."""

from __future__ import annotations

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from schoolgate.community.oidc.provider import Adapter
from schoolgate.community.oidc.refusals import refuse


@require_POST
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to the provider."""
    return _answer(OAuth2LoginView, request, provider_id)


@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends them back to."""
    return _answer(OAuth2CallbackView, request, provider_id)


def _answer(view: type, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        app = get_adapter().get_app(request, provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        answer: HttpResponse = view.adapter_view(Adapter(request, provider_id))(request)  # type: ignore[attr-defined]
    except (RequestException, OAuth2Error, KeyError, ValueError):
        return refuse(request, app.provider_id, app.name, "unreachable")
    return answer


urlpatterns = [
    path("with/<slug:provider_id>/", login, name="openid_connect_login"),
    path("with/<slug:provider_id>/back/", callback, name="openid_connect_callback"),
]

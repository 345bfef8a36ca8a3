"""What every response carries, and how long a quiet session lives."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")),
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
    ]
)
RENEW_AFTER = 30  # seconds; keeps a busy page from writing its session on every request


def headers(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def idle(get_response: Answer) -> Answer:
    """Put off the end of a session that is in use. The database refuses one that ended."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        now = int(time.time())
        if not request.session.is_empty() and now - int(request.session.get("seen", 0)) >= RENEW_AFTER:
            request.session["seen"] = now
        return get_response(request)

    return answer


def wrong_method(get_response: Answer) -> Answer:
    """Say what to do where somebody opened an address that only takes what a form sends; Django says nothing."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        told = render(request, "405.html", status=405)
        told["Allow"] = response["Allow"]
        return told

    return answer

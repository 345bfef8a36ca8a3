"""What every response carries, how much a request may, and how long a quiet session lives."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render

from schoolgate.casework.evidence.actions.keeping import LARGEST as LARGEST_EVIDENCE
from schoolgate.community.roster.reading.packing import LARGEST as LARGEST_ROSTER
from schoolgate.documents.refusals import MAX_BYTES
from schoolgate.imaging.refusals import MOST_BYTES
from schoolgate.publishing.pictures.actions.bringing import LARGEST as LARGEST_ALBUM

Answer = Callable[[HttpRequest], HttpResponseBase]

PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb", "display-capture")),
        "publickey-credentials-get=(self)",
        "publickey-credentials-create=(self)",
    ]
)
MEGABYTE = 1024 * 1024
LARGEST = MEGABYTE
"""Bytes that a request may bring, where no page below says more."""
LARGEST_AT = {
    "policy_start": MAX_BYTES + MEGABYTE,
    "roster_upload": LARGEST_ROSTER + MEGABYTE,
    "evidence_add": LARGEST_EVIDENCE + MEGABYTE,
    "tell_files": LARGEST_EVIDENCE + MEGABYTE,
    "tell_talk": LARGEST_EVIDENCE + MEGABYTE,
    "told_one": LARGEST_EVIDENCE + MEGABYTE,
    "picture_add": LARGEST_ALBUM + MEGABYTE,
    "device_learn": MOST_BYTES + MEGABYTE,
}
"""The same for pages that take a file, by their route's name: the largest file, and room for the rest of the form."""
WITHOUT_A_NAME = re.compile(r"/tell/(?!inside/|yours/)")
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


class SizeMiddleware:
    """Refuse what is too big before a byte of it is read: checking for a form's token reads the whole form.

    A form with files that does not say how long it is could be any length, so it is refused too.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        name = request.resolver_match.url_name if request.resolver_match else None
        said = request.META.get("CONTENT_LENGTH") or ""
        unsaid = not said and request.content_type == "multipart/form-data"
        if unsaid or (said.isdecimal() and int(said) > LARGEST_AT.get(name or "", LARGEST)):
            raise RequestDataTooBig("A request was longer than its page takes.")


def idle(get_response: Answer) -> Answer:
    """Put off the end of a session that is in use. The database refuses one that ended.

    Not where somebody may tell us something without a name: when a session was last in use could be laid beside when
    it was told.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        now = int(time.time())
        seen = not WITHOUT_A_NAME.match(request.path) and not request.session.is_empty()
        if seen and now - int(request.session.get("seen", 0)) >= RENEW_AFTER:
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

"""The home page, the pages about the service, and what is said when something goes wrong."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from schoolgate.casework.reports.views.common import around
from schoolgate.community import today
from schoolgate.community.notices import unseen
from schoolgate.community.powers import PUBLIC, power
from schoolgate.community.request import AnyRequest
from schoolgate.documents.refusals import MAX_BYTES
from schoolgate.web import home as own
from schoolgate.web.middleware import LARGEST_AT, MEGABYTE

NEWS = 5
"""Pieces of news on a home page; the others are a click away."""


@power(PUBLIC)
def home(request: AnyRequest) -> HttpResponse:
    """What do I need to do today? For a stranger: what this is."""
    person = request.person
    if person is None and request.user.is_authenticated:
        return redirect("choose_school")
    if person is None:
        return render(request, "home/stranger.html", {"links": today.public_links()})
    return render(
        request,
        "home/today.html",
        {
            "person": person,
            "roles": own.roles_in_words(person),
            "greeting": own.greeting(person),
            "tasks": today.tasks(person),
            "news": unseen(person)[:NEWS],
            "wings": today.wings(person),
        },
    )


@power(PUBLIC)
def about(request: HttpRequest, page: str) -> HttpResponse:
    """Help, privacy and the accessibility statement."""
    return render(request, f"about/{page}.html")


def _too_big(request: HttpRequest) -> dict[str, Any]:
    """For whoever tells us something: how much that page takes, the way back to it and the way out."""
    route = request.resolver_match
    if route is None or not request.path.startswith("/tell/"):
        return {}
    takes = LARGEST_AT.get(route.url_name or "")
    return {"here": takes and takes - MEGABYTE, "back_url": request.path, **around(route.url_name, route.kwargs)}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that makes no sense, or one that is too big."""
    if isinstance(exception, RequestDataTooBig):
        return render(request, "413.html", {"largest": MAX_BYTES, **_too_big(request)}, status=413)
    return render(request, "400.html", status=400)

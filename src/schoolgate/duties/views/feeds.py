"""One's own dates, at a private address for one's own calendar."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.powers import PUBLIC, SIGNED_IN, power
from schoolgate.community.request import Request
from schoolgate.duties.actions.feeds import end_feed, has_feed, make_feed, person_of
from schoolgate.duties.dates import as_calendar, dates_of


@power(SIGNED_IN)
@require_safe
def mine(request: Request) -> HttpResponse:
    dates = sorted(dates_of(request.person), key=lambda one: one.on)[:20]
    return render(request, "duties/calendar.html", {"has_feed": has_feed(request.person), "dates": dates})


@power(SIGNED_IN)
@require_POST
def make(request: Request) -> HttpResponse:
    """Make the address, and show it this one time."""
    address = settings.ADDRESS + reverse("calendar_feed", args=[make_feed(request.person)])
    return render(request, "duties/calendar_made.html", {"address": address})


@power(SIGNED_IN)
@require_POST
def end(request: Request) -> HttpResponse:
    end_feed(request.person)
    messages.success(request, "Your calendar address is ended. Take it out of your calendar too.")
    return redirect("calendar")


@power(PUBLIC)
@require_safe
def feed(_request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever has the address has the dates: no sign-in, because calendars have none. Never kept on the way."""
    person = person_of(secret)
    if person is None:
        raise Http404
    response = HttpResponse(as_calendar(person), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="schoolgate.ics"'
    response["Cache-Control"] = "no-store, private"
    return response

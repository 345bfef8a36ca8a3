"""What the public pages have in common: who may send to them, the cookie of the form, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from schoolgate.casework.reports import drafts, uploads
from schoolgate.casework.reports.actions.telling import report_of
from schoolgate.casework.reports.drafts import Form
from schoolgate.casework.reports.questions import VOICES, leads_away
from schoolgate.community.models import School
from schoolgate.community.powers import PUBLIC, power
from schoolgate.community.request import AnyRequest
from schoolgate.policy.worries import Helpline, helpline, in_danger

FORM = "tell"
"""The cookie that holds the token of a form."""
SENT = "tell_sent"
"""The cookie that opens the page with the code, and nothing else."""
SHOWN = 15 * 60
"""Seconds that the page with the code can be opened again in the browser that sent the form."""
ELSEWHERE = "This form was sent from another website, so we did not take it. Open our own page and send it there."
P = ParamSpec("P")


Page: TypeAlias = Callable[Concatenate[AnyRequest, P], HttpResponse]


def public(view: Page[P]) -> Page[P]:
    """A page for everybody, which keeps nothing of who opens it.

    Django's check of forms would put a cookie of its own into the browser; here the form's cookie is never sent along
    from another website (SameSite), and what a browser says of where a form came from is looked at instead. Files are
    taken by no page that does not say so itself.
    """

    def guarded(request: AnyRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and not _from_here(request):
            raise PermissionDenied(ELSEWHERE)
        uploads.take_none(request)
        return view(request, *args, **kwargs)

    return power(PUBLIC)(csrf_exempt(cast(Page[P], wraps(view)(guarded))))


def _from_here(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


def school_at(slug: str) -> School:
    return get_object_or_404(School, slug=slug)


def place_at(slug: str, voice: str) -> School:
    """The school, for a form in a voice that there is."""
    if voice not in VOICES:
        raise Http404
    return school_at(slug)


def token_in(request: HttpRequest, name: str = FORM) -> str:
    """The token of the form that this browser has under way, or that it sent; '' for none."""
    token = request.COOKIES.get(name, "")
    return token if 40 <= len(token) <= 50 else ""


def under_way(request: HttpRequest, school: School) -> Form | None:
    """The form that this browser has under way: not one that was sent."""
    token = token_in(request)
    return drafts.found(token) if token and report_of(school, token) is None else None


def was_sent(request: HttpRequest, school: School) -> bool:
    """Whether the form that this browser has was sent, and the answer with the code never came."""
    token = token_in(request)
    return bool(token) and report_of(school, token) is not None


def with_token(response: HttpResponse, school: School, token: str) -> HttpResponse:
    """The same answer, with the form's cookie for an hour from now."""
    set_cookie(response, FORM, token, path=reverse("tell", args=[school.slug]), seconds=drafts.LASTS.total_seconds())
    return response


def without_token(response: HttpResponse, school: School) -> HttpResponse:
    response.delete_cookie(FORM, path=reverse("tell", args=[school.slug]), samesite="Lax")
    return response


def put_away(response: HttpResponse, school: School, token: str) -> HttpResponse:
    """The same answer, for a form that was sent: whoever tells us next begins anew, and its code stands on its own page
    alone."""
    set_cookie(response, SENT, token, path=reverse("tell_sent", args=[school.slug]), seconds=SHOWN)
    return without_token(response, school)


def without_code(response: HttpResponse, school: School) -> HttpResponse:
    response.delete_cookie(SENT, path=reverse("tell_sent", args=[school.slug]), samesite="Lax")
    return response


def set_cookie(response: HttpResponse, name: str, value: str, *, path: str, seconds: float) -> None:
    response.set_cookie(
        name,
        value,
        max_age=int(seconds),
        path=path,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def away() -> HttpResponse:
    """To the page where the button to leave quickly leads, which does not learn where somebody came from."""
    answer = redirect(leads_away())
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def lines(*names: str) -> list[Helpline]:
    return [helpline(name) for name in names]


def frame(school: School | None, **more: Any) -> dict[str, Any]:
    """What every public page shows around its own: the school, help, and the way out."""
    slug = school.slug if school else ""
    return {
        "school": school,
        "leave_url": reverse("tell_leave", args=[slug]) if slug else reverse("tell_leave_any"),
        "in_danger": in_danger(),
        "help_url": reverse("tell_help", args=[slug]) if slug else reverse("tell_help_any"),
        **more,
    }


def around(route: str | None, said: Mapping[str, Any]) -> dict[str, Any]:
    """The frame of the public page with that route, for a page that stands in its place because something went wrong.
    {} for a page of those who are signed in."""
    if route in ("told", "told_one", "tell_inside"):
        return {}
    found = frame(School.objects.filter(slug=said.get("school", "")).first(), layout="reports/base.html")
    return {**found, "leave_url": reverse("tell_talk_leave")} if route == "tell_talk" else found

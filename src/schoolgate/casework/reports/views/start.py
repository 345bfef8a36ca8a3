"""Where telling us begins: which school, who you are telling as, whom to call now, and the quick way out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.casework.reports import drafts
from schoolgate.casework.reports.questions import CHILD, GROWN_UP, ORDER, asked
from schoolgate.casework.reports.views.common import (
    away,
    form_in,
    frame,
    lines,
    public,
    school_at,
    was_sent,
    with_token,
    without_token,
)
from schoolgate.community.models import School
from schoolgate.community.request import AnyRequest

ask = require_http_methods(["GET", "HEAD", "POST"])


@public
@require_safe
def schools(request: AnyRequest) -> HttpResponse:
    """Which school to tell; straight on where there is no choice."""
    if request.person:
        return redirect("tell", school=request.person.school.slug)
    every = list(School.objects.order_by("name"))
    if len(every) == 1:
        return redirect("tell", school=every[0].slug)
    return render(request, "reports/schools.html", frame(None, schools=every))


@public
@ask
def start(request: AnyRequest, school: str) -> HttpResponse:
    """For a grown-up, or for a child? With a form under way, how to go on with it or throw it away."""
    where = school_at(school)
    sent = was_sent(request, where)
    if request.method == "POST":
        if form := form_in(request):
            drafts.forget(form)
        return without_token(redirect("tell", school=where.slug), where)
    context = frame(
        where,
        sent=sent,
        under_way=not sent and form_in(request) is not None,
        begin_grown_up=reverse("tell_question", args=[where.slug, GROWN_UP, ORDER[GROWN_UP][0]]),
        begin_child=reverse("tell_question", args=[where.slug, CHILD, ORDER[CHILD][0]]),
        go_on=_go_on(where, request),
    )
    return render(request, "reports/start.html", context)


def _go_on(where: School, request: AnyRequest) -> str:
    """The first question that has no answer yet, of the form under way."""
    form = form_in(request)
    if form is None:
        return ""
    voice = form.answers.get("voice", GROWN_UP)
    left = next((key for key in asked(voice, form) if key not in form.answers), None)
    args = [where.slug, voice]
    return reverse("tell_question", args=[*args, left]) if left else reverse("tell_check", args=args)


@public
@require_safe
def help_now(request: AnyRequest, school: str = "") -> HttpResponse:
    """Whom to call now, for children and for grown-ups."""
    context = frame(
        school_at(school) if school else None,
        emergency=lines("emergency"),
        for_children=lines("childline", "report_remove", "ceop"),
        for_adults=lines("nspcc", "samaritans", "ceop"),
    )
    return render(request, "reports/help.html", context)


@public
@require_safe
def leave(request: AnyRequest, school: str = "") -> HttpResponse:
    """Out, at once. What was answered is kept for the hour, and shown to nobody who opens the page again.

    It is kept because whoever has to leave in a hurry should not have to begin anew; it is hidden because whoever made
    them leave may open the page next.
    """
    if not school:
        return away()
    where = school_at(school)
    form = form_in(request)
    if form is None or was_sent(request, where):
        return without_token(away(), where)
    with drafts.changing(form.token) as held:
        held.hidden = sorted(key for key in held.answers if key != "voice")
    return with_token(away(), where, form.token)

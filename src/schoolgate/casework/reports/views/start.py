"""Where telling us begins: which school, who you are telling as, whom to call now, and the quick way out."""

from __future__ import annotations

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.casework.reports import drafts
from schoolgate.casework.reports.questions import CHILD, GROWN_UP, ORDER
from schoolgate.casework.reports.views.common import (
    away,
    frame,
    lines,
    place_at,
    public,
    put_away,
    school_at,
    token_in,
    under_way,
    was_sent,
    with_token,
    without_code,
    without_token,
)
from schoolgate.casework.reports.views.elsewhere import going_on
from schoolgate.community.models import School
from schoolgate.community.request import AnyRequest
from schoolgate.community.views.asking import ask


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
    here = redirect("tell", school=where.slug)
    if request.method != "POST" and was_sent(request, where):
        return put_away(here, where, token_in(request))
    form = under_way(request, where)
    if request.method == "POST":
        if form:
            drafts.forget(form)
        return without_token(here, where)
    context = frame(
        where,
        under_way=form is not None,
        begin_grown_up=reverse("tell_door", args=[where.slug, GROWN_UP]),
        begin_child=reverse("tell_door", args=[where.slug, CHILD]),
        go_on=going_on(where, form) if form else "",
    )
    return render(request, "reports/start.html", context)


@public
@ask
def door(request: AnyRequest, school: str, voice: str) -> HttpResponse:
    """To the first question. With a form under way, it is asked first whether to go on with it or to begin anew: on a
    computer that many use, the next person must not meet the words of the one before."""
    where = place_at(school, voice)
    form = under_way(request, where)
    if form is None or request.method == "POST":
        if form:
            drafts.forget(form)
        return without_token(redirect("tell_question", school=where.slug, voice=voice, question=ORDER[voice][0]), where)
    return render(request, "reports/begun.html", frame(where, child=voice == CHILD, go_on=going_on(where, form)))


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
    form = under_way(request, where)
    out = without_code(away(), where)
    if form is None:
        return without_token(out, where)
    with suppress(drafts.GoneError), drafts.changing(form) as held:
        held.hidden = sorted(key for key in held.answers if key != "voice")
    return with_token(out, where, form.token)

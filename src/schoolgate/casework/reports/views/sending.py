"""Check what you tell us, send it, and get the receipt."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.reports.actions.telling import receipt_of, report_of, send_form
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.questions import CHILD, left_out, needed, rows
from schoolgate.casework.reports.receipts import spaced
from schoolgate.casework.reports.receivers import who_gets
from schoolgate.casework.reports.views.asking import address
from schoolgate.casework.reports.views.common import (
    SENT,
    SHOWN,
    frame,
    lines,
    place_at,
    public,
    put_away,
    school_at,
    token_in,
    under_way,
    was_sent,
    without_code,
)
from schoolgate.casework.reports.views.elsewhere import elsewhere, is_of_another, which
from schoolgate.community.request import AnyRequest
from schoolgate.community.views.asking import ask
from schoolgate.policy.worries import helpline


@public
@ask
def check(request: AnyRequest, school: str, voice: str) -> HttpResponse:
    where = place_at(school, voice)
    if was_sent(request, where):
        return put_away(redirect("tell_sent", school=where.slug), where, token_in(request))
    form = under_way(request, where)
    if request.method == "POST" and is_of_another(request, form):
        return elsewhere(request, where, voice, form, None)
    if form is None:
        return redirect("tell", school=where.slug)
    if request.method != "POST" and form.answers.get("voice", voice) != voice:
        return redirect("tell_door", school=where.slug, voice=voice)
    if left := needed(voice, form):
        return redirect(address(where, voice, left))
    if request.method == "POST":
        send_form(where, form, Report.How.PUPIL if voice == CHILD else Report.How.PUBLIC)
        return put_away(redirect("tell_sent", school=where.slug), where, form.token)
    told = rows(voice, form)
    context = frame(
        where,
        voice=voice,
        child=voice == CHILD,
        title="Check what you tell us",
        rows=[(words, said, address(where, voice, key)) for key, words, said in told],
        left=[(words, address(where, voice, key)) for key, words in left_out(voice, form)],
        nude=form.nude,
        which=which(form),
        back_url=address(where, voice, told[-1][0]),
        picture_action=reverse("tell_picture", args=[where.slug, voice]),
        key="check",
    )
    return render(request, "reports/check.html", context)


@public
@ask
def sent(request: AnyRequest, school: str) -> HttpResponse:
    """The receipt, and what happens next. Only the browser that sent the form can open it, and not for long."""
    where, token = school_at(school), token_in(request, SENT)
    if request.method == "POST":
        return without_code(redirect("tell", school=where.slug), where)
    report = report_of(where, token) if token else None
    # However long a browser keeps its cookie.
    if report is None or timezone.now() - report.at > timedelta(seconds=SHOWN):
        return redirect("tell", school=where.slug)
    child = report.how == Report.How.PUPIL
    context = frame(
        where,
        code=spaced(receipt_of(report, token)),
        report=report,
        child=child,
        come_back=f"{request.get_host()}{reverse('tell_receipt')}",
        calls=lines("emergency", "childline" if child else "nspcc"),
        childline=helpline("childline"),
        who_gets=who_gets(report),
    )
    return render(request, "reports/sent.html", context)

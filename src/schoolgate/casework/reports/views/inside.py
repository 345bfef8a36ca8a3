"""Signed in: tell the school of a worry, and read what you told."""

from __future__ import annotations

from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.casework.reports import uploads
from schoolgate.casework.reports.actions.inside import report_from
from schoolgate.casework.reports.actions.talking import seen_by_them
from schoolgate.casework.reports.forms import Inside
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.receivers import who_gets
from schoolgate.casework.reports.thread import Thread, came_from
from schoolgate.casework.reports.views.common import lines
from schoolgate.casework.reports.views.talk import CALLS_OF_NUDE, said_more, shown, takes_no_file
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.policy.worries import worry

A_PAGE = 20


@power("report.make")
@ask
def inside(request: Request) -> HttpResponse:
    form = Inside(request.POST if request.method == "POST" else None)
    raised = request.GET.get("from", "")
    try:
        thread = came_from(raised, request.person) if raised else Thread()
    except signing.BadSignature:
        return redirect("tell_inside")
    if form.is_valid():
        given = form.cleaned_data
        answers = {key: given[key] for key in ("topic", "right", "hurt", "hurt_names", "who", "who_names", "danger")}
        made = report_from(
            request.person,
            given["what"],
            form.kinds(),
            came_from=thread.reference,
            about=Person.objects.of(request.person.school).filter(pk__in=thread.about),
            answers=answers,
            nude=form.nude,
            sent_key=given["once"],
        )
        return redirect(f"{reverse('told_one', args=[made.reference])}?sent=1")
    context = {
        "form": form,
        "source": thread.reference,
        "emergency": lines("emergency")[0],
        "anonymous": reverse("tell", args=[request.person.school.slug]),
    }
    return render(request, "reports/inside.html", context, status=422 if form.errors else 200)


@power("report.make")
@require_safe
def yours(request: Request) -> HttpResponse:
    """What somebody told us signed in."""
    rows = Report.objects.of(request.person.school).filter(by=request.person).select_related("case").order_by("-at")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/yours.html", {"page": page})


@power("report.make")
@ask
def yours_one(request: Request, reference: str) -> HttpResponse:
    reports = Report.objects.of(request.person.school).select_related("school", "case")
    report = get_object_or_404(reports, by=request.person, reference=reference)
    if request.method == "POST" and takes_no_file(report):
        uploads.take_none(request)
    form, added = said_more(request, report, by=request.person)
    if added:
        return redirect(f"{reverse('told_one', args=[reference])}?added=1")
    context = {
        "form": form,
        **shown(report),
        "first": "sent" in request.GET,
        "who_gets": who_gets(report) if "sent" in request.GET else [],
        # Sent first, and help at once: nobody who is signed in waits with a worry for a page of telephone numbers.
        "help_first": "sent" in request.GET and bool(report.danger or worry(report.said("what"))),
        "thanks": "added" in request.GET,
        "calls": lines(*CALLS_OF_NUDE) if takes_no_file(report) else lines("emergency", "childline"),
    }
    answer = render(request, "reports/yours_one.html", context, status=422 if form.errors else 200)
    seen_by_them(report, by=request.person)
    return answer

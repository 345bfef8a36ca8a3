"""Come back with a receipt code: what you told us, what the school says, and more from you."""

from __future__ import annotations

import json
import time
from typing import Any

from cryptography.exceptions import InvalidTag
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.casework.cases import page
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.actions.keeping import Prepared
from schoolgate.casework.reports import uploads
from schoolgate.casework.reports.actions.coming_back import Wait, come_back
from schoolgate.casework.reports.actions.talking import add, no_pictures_from_now, seen_by_them
from schoolgate.casework.reports.forms import LONGEST, Code, More
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.questions import CHILD, GROWN_UP, ORDER, in_words, words_of
from schoolgate.casework.reports.receipts import Busy
from schoolgate.casework.reports.views.common import away, frame, lines, public, set_cookie
from schoolgate.community import moments
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.request import AnyRequest
from schoolgate.community.views.asking import ask
from schoolgate.record.sealing import seal, unseal

TALK = "tell_talk"
PURPOSE = "reports.talk"
IDLE = 15 * 60
"""Seconds after which a talk that nobody touches is closed."""
WRONG = "That code is not right."
WAIT = "There were too many tries with this code. Please wait 15 minutes, and try again."
CALLS_OF_NUDE = ("emergency", "childline", "report_remove", "ceop")
BUSY = "Many people are here just now. Please try again in a minute."


@public
@ask
def receipt(request: AnyRequest) -> HttpResponse:
    form = Code(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        try:
            report = come_back(form.cleaned_data["code"])
        except Wait:
            form.add_error("code", WAIT)
            status = 429
        except Busy:
            form.add_error("code", BUSY)
            status = 429
        else:
            if report is not None:
                return _kept_open(redirect("tell_talk"), report)
            form.add_error("code", WRONG)
    if form.errors and status == 200:
        status = 422
    context = frame(None, form=form, title="", button_text="Open it")
    return render(request, "reports/receipt.html", context, status=status)


@public
@require_safe
def leave(_request: AnyRequest) -> HttpResponse:
    """Out, at once, with the talk closed behind."""
    return _closed(away())


def _closed(answer: HttpResponse) -> HttpResponse:
    answer.delete_cookie(TALK, path=reverse("tell_receipt"), samesite="Lax")
    return answer


@public
@ask
def talk(request: AnyRequest) -> HttpResponse:
    """The talk, as long as its cookie says: no session, and nothing that says who opened it."""
    report = _open(request)
    if report is None:
        return redirect("tell_receipt")
    if request.method == "POST" and not takes_no_file(report):
        uploads.take_some(request)
    if request.method == "POST" and "close" in request.POST:
        return _closed(redirect("tell_receipt"))
    form, added = said_more(request, report)
    if added:
        return _kept_open(redirect(f"{reverse('tell_talk')}?sent=1"), report)
    calls = lines(*CALLS_OF_NUDE) if takes_no_file(report) else lines("emergency", "childline")
    context = frame(
        None,
        form=form,
        leave_url=reverse("tell_talk_leave"),
        **shown(report),
        thanks="sent" in request.GET,
        calls=calls,
    )
    answer = render(request, "reports/talk.html", context, status=422 if form.errors else 200)
    seen_by_them(report)
    return _kept_open(answer, report)


def said_more(request: HttpRequest, report: Report, by: Person | None = None) -> tuple[More, bool]:
    """The form for more words and files, and whether what was sent with it is kept now."""
    if request.method == "POST" and "picture" in request.POST:
        no_pictures_from_now(report, by=by)
        report.refresh_from_db()
        form = More(take_files=False)
        form.initial["words"] = request.POST.get("words", "")[:LONGEST]
        return form, False
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = More(*sent, take_files=not takes_no_file(report))
    if form.is_valid():
        ready = files_of(form)
        if not form.errors:
            add(report, form.cleaned_data["words"], ready, sent_key=form.cleaned_data["once"], by=by)
            return form, True
    return form, False


def files_of(form: More) -> list[Prepared]:
    """The files that came with more words; what cannot be kept is said on the form."""
    ready: list[Prepared] = []
    for one in form.cleaned_data.get("files", []):
        try:
            ready.append(uploads.prepared(one))
        except Refused as no:
            form.add_error("files", str(no))
    return ready


def shown(report: Report) -> dict[str, Any]:
    """What is shown of a report to whoever told us, and its talk."""
    return {
        "report": report,
        "rows": told_rows(report, their_own=True),
        "entries": entries(report, their_own=True),
        "file_count": report.files.count(),
        "takes_no_file": takes_no_file(report),
        "child": report.how == Report.How.PUPIL,
        "closed_at": report.case.closed_at if report.case.state == Case.State.CLOSED else None,
        "stands": list(page.outside(report.case)),
    }


def told_rows(report: Report, *, their_own: bool) -> list[tuple[str, str]]:
    """The answers of a report, as they are read. To whoever told us (`their_own`) none that was hidden: whoever made
    them leave the page may have sent it, and have the code."""
    voice = CHILD if report.how == Report.How.PUPIL else GROWN_UP
    answers = {**report.private, "topic": report.topic}
    for key in answers.get("hidden", ()) if their_own else ():
        answers |= dict.fromkeys(("name", "reach") if key == "you" else (key, f"{key}_names"), "")
    found = [(words_of(voice, key)["asks"], in_words(voice, answers, key)) for key in ORDER[voice] if key != "files"]
    return [(asks, said) for asks, said in found if said]


def entries(report: Report, *, their_own: bool) -> list[dict[str, str]]:
    """The talk, in order. To whoever told us, everybody who speaks for the school is the school."""
    you, school = ("You", "The school") if their_own else ("The person who told us", "")
    return [
        {
            "title": (school or (post.by.name if post.by else "The school")) if post.from_school else you,
            "at": moments.at(post.at),
            "text": post.said("words"),
            "by": "" if their_own or not post.from_school else ("read by them" if post.seen_at else "not read yet"),
        }
        for post in report.posts.select_related("by")
    ]


def takes_no_file(report: Report) -> bool:
    return report.nude or report.case.no_pictures


def _kept_open(answer: HttpResponse, report: Report) -> HttpResponse:
    value = seal(json.dumps({"report": report.pk, "until": time.time() + IDLE}), purpose=PURPOSE)
    set_cookie(answer, TALK, value, path=reverse("tell_receipt"), seconds=IDLE)
    return answer


def _open(request: HttpRequest) -> Report | None:
    """The report whose talk this browser has open."""
    try:
        said = json.loads(unseal(request.COOKIES.get(TALK, ""), purpose=PURPOSE))
    except (InvalidTag, ValueError):
        return None
    if said["until"] < time.time():
        return None
    return Report.unscoped.select_related("school", "case").filter(pk=said["report"]).first()

"""The page of whoever is supported: what happened, who looks after them, what they want, what is done, whom to call."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.views.shown import looks
from schoolgate.casework.support import access
from schoolgate.casework.support.actions import ending, speaking
from schoolgate.casework.support.forms import Answer, Words
from schoolgate.casework.support.models import SupportFile
from schoolgate.casework.support.views import shown
from schoolgate.casework.support.views.finding import find_for_oneself, find_own
from schoolgate.casework.support.words import helplines
from schoolgate.community.change import Refused
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.duties.quiet import next_here
from schoolgate.policy.worries import in_danger

A_PAGE = 20


@power("support.own")
@require_safe
def support(request: Request) -> HttpResponse:
    """Everything that is for oneself, everybody whom one looks after, and whom to call."""
    mine = access.own(request.person).select_related("person", "case")
    others = access.given(request.person).select_related("person", "case").order_by("at")
    mine_page = Paginator(mine, A_PAGE).get_page(request.GET.get("mine"))
    page = Paginator(others, A_PAGE).get_page(request.GET.get("page"))
    if named := [each for each in (*mine_page, *page) if each.person_id != request.person.pk]:
        cases = [each.case for each in named]
        looks(request, cases, power="support.own", people=sorted({each.person_id for each in named}))
    context = {
        "mine": mine_page,
        "mine_rows": [_row(each, "support_own", _since(each)) for each in mine_page],
        "page": page,
        "rows": [_row(each, "support_file", _next(each)) for each in page],
        "mine_columns": ["For", "When"],
        "columns": ["Who", "Next"],
        "may_tell": holds(request.person, "report.make"),
        "helplines": helplines(request.person),
    }
    return render(request, "support/support.html", context)


def _row(file: SupportFile, name: str, last: str) -> list[object]:
    return [{"text": file.person.name, "url": reverse(name, args=[file.reference])}, last]


def _since(file: SupportFile) -> str:
    if file.ended_at:
        return f"Ended on {date_format(timezone.localtime(file.ended_at))}"
    return f"Since {date_format(timezone.localtime(file.at))}"


def _next(file: SupportFile) -> str:
    talk = shown.next_talk(file)
    return f"You talk next: {talk}" if talk else "No talk is planned"


@power("support.own")
@require_safe
def page(request: Request, file: str) -> HttpResponse:
    found = find_own(request, file)
    mine = found.person_id == request.person.pk
    context = shown.about(request, found) | {
        "mine": mine,
        "affected": access.sees_steps(found),
        "reach": shown.reach(found.supporter),
        "helplines": helplines(request.person),
        "asks": mine and not found.answer and not found.ended_at,
    }
    return render(request, "support/own.html", context)


@power("support.own")
@ask
def answer(request: Request, file: str) -> HttpResponse:
    found = find_for_oneself(request, file)
    form = Answer(sent(request), initial={"answer": found.answer, "how": found.said("how")})
    return asked_and_done(
        request,
        form,
        lambda given: speaking.answer(request.person, found, given["answer"], given["how"]),
        done="Thank you for telling us.",
        to=_home(found),
        title="Support for you",
        lead=f"{found.supporter.name} would like to look after you: to listen, to help, and to tell you what the "
        "school does. Nothing is asked of you.",
        button="Send it",
    )


@power("support.own")
@ask
def want(request: Request, file: str) -> HttpResponse:
    found = find_own(request, file)
    form = Words(
        "What do you want to happen, or not to happen?",
        sent(request),
        hint="You can add to it at any time. It goes to those who work on this, before they decide.",
    )
    return asked_and_done(
        request,
        form,
        lambda given: speaking.wish(request.person, found, given["words"]),
        done="Thank you. Those who decide have been told that you said what you want.",
        to=_home(found),
        button="Send it",
    )


@power("support.own")
@ask
def write(request: Request, file: str) -> HttpResponse:
    found = find_own(request, file)
    hint = f"Those at school who work on this can read it too. It is not for an emergency: then call {in_danger()}."
    return asked_and_done(
        request,
        Words(f"Write to {found.supporter.name}", sent(request), hint=hint),
        lambda given: speaking.write(request.person, found, given["words"]),
        done="Sent.",
        to=_home(found),
        button="Send it",
    )


@power("support.own")
@ask
def not_all_right(request: Request, file: str) -> HttpResponse:
    """Whom to call stands there before anything is asked, and again when the school has been told."""
    found = find_for_oneself(request, file)
    form = Words("Is there something you want to say?", sent(request), hint="You can leave this empty.", optional=True)
    context = {"file": found, "form": form, "helplines": helplines(request.person, now=True), "back_url": _home(found)}
    if form.is_valid():
        try:
            told = speaking.say_not_all_right(request.person, found, form.cleaned_data["words"])
        except Refused as refused:
            return render(request, "support/call_now.html", context | {"refused": str(refused)}, status=503)
        return render(request, "support/call_now.html", context | {"told": told, **_when(found)})
    return render(request, "support/call_now.html", context, status=422 if form.errors else 200)


@power("support.own")
@ask
def enough(request: Request, file: str) -> HttpResponse:
    found = find_for_oneself(request, file)
    form = Words(
        "You need no more support?",
        sent(request),
        hint="If you like, say why, or what helped. This page stays here for you to read.",
        optional=True,
    )
    return asked_and_done(
        request,
        form,
        lambda given: ending.end_support(request.person, found, given["words"]),
        done="Thank you. If you need support again, tell any adult at school.",
        to=_home(found),
        button="I need no more support",
    )


def _when(file: SupportFile) -> dict[str, str]:
    """The day on which whoever was told is at school again; nothing while they are."""
    day = next_here(file.case.school, timezone.now())
    return {} if day == timezone.localdate() else {"next_day": date_format(day, "l j F")}


def _home(file: SupportFile) -> str:
    return reverse("support_own", args=[file.reference])

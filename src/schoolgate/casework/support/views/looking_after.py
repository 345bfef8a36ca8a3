"""The pages of whoever looks after somebody; those who work on the case open them too."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from schoolgate.casework.cases.access import may_decide, may_open
from schoolgate.casework.support.access import given, of_cases
from schoolgate.casework.support.actions import checking_in, ending, offering, speaking
from schoolgate.casework.support.forms import CheckedIn, Words
from schoolgate.casework.support.models import CheckIn, SupportFile
from schoolgate.casework.support.views import shown
from schoolgate.casework.support.views.asking import asked_of_file, called, case_of
from schoolgate.casework.support.views.finding import find
from schoolgate.casework.support.waiting import needing_another
from schoolgate.casework.support.words import helplines, rhythms
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.roles import Role
from schoolgate.community.views.asking import ask, sent


@power("support.give")
@require_safe
def file(request: Request, file: str) -> HttpResponse:
    """How somebody is, what they want and were told, and when the next talk is."""
    found = find(request, file)
    works = may_open(request.person, found.case)
    this = of_cases(request.person).filter(pk=found.pk)
    rows = CheckIn.objects.of(request.person.school).filter(file=found)
    done = rows.filter(done_at__isnull=False).select_related("by").order_by("-done_at", "-pk")
    talks = Paginator(done, shown.A_PAGE).get_page(request.GET.get("talks"))
    context = shown.about(request, found) | {
        "gives": found.supporter_id == request.person.pk and not found.ended_at,
        "title": called(found),
        "case": case_of(request.person, found),
        "back_url": reverse("support_of_case", args=[found.case.reference]) if works else reverse("support"),
        "up": "Support",
        "decides": works and may_decide(request.person, found.case),
        "talks": [shown.talk(each) for each in talks],
        "talks_page": talks,
        "urgent": rows.filter(urgent=True, done_at=None).exists(),
        "rows": _rows(found),
        "signs_in": found.person.account_id is not None,
        "pupil": Role.PUPIL in found.person.roles(),
        "needs_another": needing_another(this, found.case.school).exists(),
        "cannot": found.said("cannot") if works and found.cannot_since else "",
        "ask_on": found.case.state == found.case.State.CLOSED and found.goes_on is None and not found.ended_at,
        "now": helplines(found.person, now=True),
    }
    return render(request, "support/file.html", context)


def _rows(file: SupportFile) -> list[tuple[str, str]]:
    rows = [("Reference", file.reference), ("What they read of what happened", file.said("happened"))]
    rows.append(("Looked after by", file.supporter.name))
    rows.append(("They said to the offer", file.get_answer_display() or "Nothing yet"))
    rows += [("How they want to hear from us", file.said("how"))] if file.said("how") else []
    talk = shown.next_talk(file)
    every = rhythms().get(file.check_in_every, f"Every {file.check_in_every} days")
    rows += [("The next talk", f"{talk[0].upper()}{talk[1:]}"), ("How often", every)] if talk else []
    rows += [("Parents read their page", file.said("family_why"))] if file.with_family else []
    return rows + ([("They said at the end", file.said("ending"))] if file.ended_at else [])


@power("support.give")
@ask
def want(request: Request, file: str) -> HttpResponse:
    found = find(request, file)
    form = Words(
        f"What does {found.person.name} want?",
        sent(request),
        hint="In their own words, as near as you can. It goes to those who decide.",
    )
    return asked_of_file(
        request,
        found,
        form,
        lambda said: speaking.wish(request.person, found, said["words"]),
        done="It is written down.",
        to=_home(found),
        button="Save",
    )


@power("support.give")
@ask
def write(request: Request, file: str) -> HttpResponse:
    found = find(request, file)
    return asked_of_file(
        request,
        found,
        Words(f"Write to {found.person.name}", sent(request), hint="They are told that there is a message, not what."),
        lambda said: speaking.write(request.person, found, said["words"]),
        done="Sent.",
        to=_home(found),
        button="Send it",
    )


@power("support.give")
@ask
def check_in(request: Request, file: str) -> HttpResponse:
    found = find(request, file)
    form = CheckedIn(sent(request), found.check_in_every)
    return asked_of_file(
        request,
        found,
        form,
        lambda said: checking_in.check_in(request.person, found, said["went"], said["every"]),
        done="Thank you for looking after them.",
        to=_home(found),
        title="You talked",
        button="Save",
    )


@power("support.give")
@ask
def cannot(request: Request, file: str) -> HttpResponse:
    found = find(request, file, given)
    hint = "You need no reason, but it helps to find the right person. Please stay until somebody else is asked."
    return asked_of_file(
        request,
        found,
        Words("Why should somebody else do this?", sent(request), hint=hint, optional=True),
        lambda said: offering.say_cannot(request.person, found, said["words"]),
        done="Thank you for saying so. Whoever leads this has been told.",
        to=_home(found),
        button="Ask for somebody else",
    )


@power("support.give")
@require_POST
def go_on(request: Request, file: str) -> HttpResponse:
    found = find(request, file)
    ending.go_on(request.person, found)
    messages.success(request, "Thank you. You go on talking with them.")
    return redirect(_home(found))


@power("support.give")
@ask
def end(request: Request, file: str) -> HttpResponse:
    found = find(request, file)
    form = Words(
        f"What does {found.person.name} say about ending the support?",
        sent(request),
        hint="Ask them first. Support ends when they say that they need no more.",
    )
    to = _home(found) if may_open(request.person, found.case) else reverse("support")
    return asked_of_file(
        request,
        found,
        form,
        lambda said: ending.end_support(request.person, found, said["words"]),
        done="The support has ended. Their page stays for them to read.",
        to=to,
        button="End the support",
    )


def _home(file: SupportFile) -> str:
    return reverse("support_file", args=[file.reference])

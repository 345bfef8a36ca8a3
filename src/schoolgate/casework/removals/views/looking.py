"""Whether it is gone: the machine looks, or somebody says what they saw; or nothing more is tried."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.removals.actions import looking, removing
from schoolgate.casework.removals.forms import GiveUp, Looked
from schoolgate.casework.removals.views.asked import below, find_removal, page_of, sent
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask

NOT_YOU = (
    "Nobody looks at a picture like this, not even to see whether it is gone. Say only what the Internet Watch "
    "Foundation, the police or the network told you."
)


@power(removing.POWER)
@require_POST
def look(request: Request, reference: str, number: int) -> HttpResponse:
    found = find_removal(request, reference, number)
    looking.ask_to_look(request.person, found)
    messages.success(request, "We are looking. Open this page again in a minute to see what we found.")
    return redirect(page_of(found))


def _looked(request: Request, reference: str, number: int, *, gone: bool, title: str) -> HttpResponse:
    found = find_removal(request, reference, number)
    form = Looked(found.case.no_pictures, sent(request))
    return asked_of_case(
        request,
        found.case,
        form,
        lambda given: removing.looked(request.person, found, gone=gone, words=given["words"]),
        to=page_of(found),
        **below(found),
        done="It is written down.",
        title=title,
        lead=NOT_YOU if found.case.no_pictures else "",
        button="Write it down",
    )


@power(removing.POWER)
@ask
def gone(request: Request, reference: str, number: int) -> HttpResponse:
    return _looked(request, reference, number, gone=True, title="It is gone")


@power(removing.POWER)
@ask
def still_there(request: Request, reference: str, number: int) -> HttpResponse:
    return _looked(request, reference, number, gone=False, title="It is still there, or there again")


@power(removing.POWER)
@ask
def give_up(request: Request, reference: str, number: int) -> HttpResponse:
    found = find_removal(request, reference, number)
    return asked_of_case(
        request,
        found.case,
        GiveUp(sent(request)),
        lambda given: removing.give_up(request.person, found, words=given["words"]),
        to=page_of(found),
        **below(found),
        done="It is written down. You can begin again at any time.",
        title="Stop trying",
        button="Stop trying",
    )

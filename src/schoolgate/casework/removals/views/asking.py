"""Asking whoever wrote it, the network, a helpline: how, what to write, and writing down that it was done."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from schoolgate.casework.removals.actions import removing
from schoolgate.casework.removals.asking import to_paste
from schoolgate.casework.removals.forms import AskedAuthor, AskedHelpline, AskedNetwork
from schoolgate.casework.removals.models import RemovalEvent
from schoolgate.casework.removals.routes import helplines, networks
from schoolgate.casework.removals.views.asked import ask, done_by, find_removal, page_of, sent
from schoolgate.community.powers import power
from schoolgate.community.request import Request

Kind = RemovalEvent.Kind
DONE = "It is written down."


@power(removing.POWER)
@ask
def author(request: Request, reference: str, number: int) -> HttpResponse:
    found = find_removal(request, reference, number)
    return done_by(
        request,
        AskedAuthor(sent(request), initial={"on": timezone.localdate()}),
        lambda given: removing.asked(request.person, found, Kind.ASKED_AUTHOR, **given),
        to=page_of(found),
        done=DONE,
        template="removals/author.html",
        where=found.said("address"),
        removal=found,
        case=found.case,
    )


@power(removing.POWER)
@ask
def network(request: Request, reference: str, number: int) -> HttpResponse:
    """The network's own way, and the words to copy."""
    found = find_removal(request, reference, number)
    way = networks()[found.network]
    return done_by(
        request,
        AskedNetwork(sent(request), initial={"on": timezone.localdate()}),
        lambda given: removing.asked(request.person, found, Kind.ASKED_NETWORK, **given),
        to=page_of(found),
        done=DONE,
        template="removals/network.html",
        removal=found,
        case=found.case,
        way=way,
        form_url=way.form(found.kind),
        to_paste=to_paste(found),
    )


@power(removing.POWER)
@ask
def helpline(request: Request, reference: str, number: int) -> HttpResponse:
    found = find_removal(request, reference, number)
    return done_by(
        request,
        AskedHelpline(sent(request), initial={"on": timezone.localdate()}),
        lambda given: removing.asked(request.person, found, Kind.HELPLINE, **given),
        to=page_of(found),
        done=DONE,
        template="removals/helpline.html",
        removal=found,
        case=found.case,
        helplines=helplines(found.case.no_pictures),
    )

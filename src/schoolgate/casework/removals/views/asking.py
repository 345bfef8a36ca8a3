"""Asking whoever wrote it, the network, a helpline: how, what to write, and writing down that it was done."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.removals.actions import removing
from schoolgate.casework.removals.asking import to_paste
from schoolgate.casework.removals.forms import AskedAuthor, AskedHelpline, AskedNetwork
from schoolgate.casework.removals.models import RemovalEvent
from schoolgate.casework.removals.routes import helplines, networks
from schoolgate.casework.removals.views.asked import below, find_removal, page_of, sent
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask

Kind = RemovalEvent.Kind
DONE = "It is written down."


@power(removing.POWER)
@ask
def author(request: Request, reference: str, number: int) -> HttpResponse:
    found = find_removal(request, reference, number)
    return asked_of_case(
        request,
        found.case,
        AskedAuthor(sent(request), initial={"on": timezone.localdate()}),
        lambda given: removing.asked(request.person, found, Kind.ASKED_AUTHOR, **given),
        to=page_of(found),
        **below(found),
        done=DONE,
        title="Ask whoever wrote it",
        template="removals/author.html",
        where=found.said("address"),
        removal=found,
    )


@power(removing.POWER)
@ask
def network(request: Request, reference: str, number: int) -> HttpResponse:
    """The network's own way, and the words to copy."""
    found = find_removal(request, reference, number)
    way = networks()[found.network]
    return asked_of_case(
        request,
        found.case,
        AskedNetwork(sent(request), initial={"on": timezone.localdate()}),
        lambda given: removing.asked(request.person, found, Kind.ASKED_NETWORK, **given),
        to=page_of(found),
        **below(found),
        done=DONE,
        title=f"Ask {way.label}",
        template="removals/network.html",
        removal=found,
        way=way,
        form_url=way.form(found.kind),
        to_paste=to_paste(found),
    )


@power(removing.POWER)
@ask
def helpline(request: Request, reference: str, number: int) -> HttpResponse:
    found = find_removal(request, reference, number)
    return asked_of_case(
        request,
        found.case,
        AskedHelpline(sent(request), initial={"on": timezone.localdate()}),
        lambda given: removing.asked(request.person, found, Kind.HELPLINE, **given),
        to=page_of(found),
        **below(found),
        done=DONE,
        title="Ask a helpline",
        template="removals/helpline.html",
        removal=found,
        helplines=helplines(found.case.no_pictures),
    )

"""What should come down: the list of a case, and one thing with all that was done about it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.casework.cases.views.asking import asked_of_case
from schoolgate.casework.cases.views.finding import find
from schoolgate.casework.removals.actions import removing
from schoolgate.casework.removals.actions.looking import may_look
from schoolgate.casework.removals.forms import Add
from schoolgate.casework.removals.models import Removal, RemovalEvent
from schoolgate.casework.removals.routes import grounds, helplines, kinds, networks
from schoolgate.casework.removals.standing import AUTHOR, HELPLINE, LAST, LOOK, NETWORK, days, next_thing
from schoolgate.casework.removals.views.asked import called, find_removal, sent
from schoolgate.community import moments
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask

TAKE_DOWN = "Take it down"
COLUMNS = ["What", "Where it stands", "Days", "Next"]
COLOURS = {Removal.State.OPEN: "yellow", Removal.State.GONE: "green", Removal.State.GIVEN_UP: "grey"}
PAGES = {
    AUTHOR: "removal_author",
    NETWORK: "removal_network",
    HELPLINE: "removal_helpline",
    LOOK: "removal_gone",
    LAST: "removal_give_up",
}
"""Where each next thing is done."""


@power("case.open")
@require_safe
def removals(request: Request, reference: str) -> HttpResponse:
    """Everything of a case that should come down."""
    case = find(request, reference)
    found = Removal.objects.of(case.school).filter(case=case).prefetch_related("events")
    page = Paginator(found, 20).get_page(request.GET.get("page"))
    rows = []
    for one in page:
        follows = next_thing(one, list(one.events.all()), case.no_pictures)
        rows.append(
            [
                {"text": called(one), "url": reverse("removal", args=[reference, one.number])},
                _tag(one),
                days(one, timezone.localdate()),
                f"{follows.words}, from {date_format(follows.on, 'j F')}" if follows else "Nothing",
            ]
        )
    context = {
        "case": case,
        "title": TAKE_DOWN,
        "page": page,
        "rows": rows,
        "columns": COLUMNS,
        "helplines": helplines(case.no_pictures),
        "may": holds(request.person, removing.POWER) and case.runs,
    }
    return render(request, "removals/list.html", context)


def _tag(one: Removal) -> dict[str, str]:
    return {"tag": one.get_state_display(), "colour": COLOURS[Removal.State(one.state)]}


@power(removing.POWER)
@ask
def add(request: Request, reference: str) -> HttpResponse:
    case = find(request, reference)
    return asked_of_case(
        request,
        case,
        Add(sent(request), words_alone=case.no_pictures),
        lambda given: removing.add(request.person, case, **given),
        to=reverse("removals", args=[reference]),
        done="It is on the list.",
        up=TAKE_DOWN,
        title="Add something that should come down",
        template="removals/add.html",
        helplines=helplines(case.no_pictures),
    )


@power("case.open")
@require_safe
def removal(request: Request, reference: str, number: int) -> HttpResponse:
    """One address: where it stands, what to do next, and everything that was done, in order."""
    found = find_removal(request, reference, number)
    events = list(RemovalEvent.objects.of(found.case.school).filter(removal=found).select_related("by"))
    follows = next_thing(found, events, found.case.no_pictures)
    rows: list[tuple[str, object]] = [
        ("Where", found.said("address")),
        ("Network", networks()[found.network].label),
        ("What", kinds()[found.kind]),
        ("Why it should go", grounds()[found.ground]),
        ("Days", days(found, timezone.localdate())),
    ]
    if found.checked_at:
        rows.append(("Last looked at from here", moments.at(found.checked_at)))
    if found.said("note"):
        rows.append(("To remember", found.said("note")))
    context: dict[str, Any] = {
        "case": found.case,
        "removal": found,
        "title": called(found),
        "back_url": reverse("removals", args=[reference]),
        "up": TAKE_DOWN,
        "tag": _tag(found),
        "rows": rows,
        "next": follows,
        "next_url": reverse(PAGES[follows.code], args=[reference, number]) if follows else "",
        "can_be_looked_at": may_look(found),
        "timeline": [_line(event) for event in reversed(events)],
        "helplines": helplines(found.case.no_pictures),
        "may": holds(request.person, removing.POWER) and found.case.runs,
    }
    return render(request, "removals/removal.html", context)


def _line(event: RemovalEvent) -> dict[str, object]:
    reference = f" Their reference: {event.said('reference')}." if event.said("reference") else ""
    by = event.by.name if event.by else "An anonymous request from here"
    return {
        "title": event.get_kind_display(),
        "at": date_format(event.on, "j F Y"),
        "by": by,
        "text": f"{event.said('words')}{reference}".strip(),
    }

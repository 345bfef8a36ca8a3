"""What waits for you, what you have asked, one request, and what has been decided."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.approvals.deciders import may_decide, may_revoke, to_ask
from schoolgate.approvals.forms import FindRequests
from schoolgate.approvals.kinds import kind_of, need, title
from schoolgate.approvals.models import WAITING, ApprovalRequest, Decision
from schoolgate.approvals.standing import stands
from schoolgate.approvals.views.finding import find
from schoolgate.approvals.views.history import history
from schoolgate.community.models import Person
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.today import about_row
from schoolgate.policy.explain import joined
from schoolgate.policy.views.asking import card

State = ApprovalRequest.State
PAGE = 20
COLOURS: dict[str, str] = {
    State.OPEN: "yellow",
    State.ASKED_BACK: "yellow",
    State.APPROVED: "green",
    State.REFUSED: "red",
    State.REVOKED: "red",
}


@power("approval.ask")
@require_safe
def requests(request: Request) -> HttpResponse:
    """What waits for this person's decision, and what they have asked."""
    rows = ApprovalRequest.objects.of(request.person.school).select_related("asker", "school")
    rows = rows.prefetch_related("about", "decisions")
    waiting = rows.filter(asked=request.person, state__in=WAITING).order_by("expires_on", "pk")
    mine = rows.filter(asker=request.person)
    waiting_page = Paginator(waiting, PAGE).get_page(request.GET.get("waiting"))
    page = Paginator(mine, PAGE).get_page(request.GET.get("page"))
    context = {
        "waiting": waiting_page,
        "waiting_columns": ["What", "Asked by", "Decide by", "Where it stands"],
        "waiting_rows": [[*_row(one), _day(_last_day(one)), _state(one, request.person)] for one in waiting_page],
        "page": page,
        "columns": ["What", "Asked on", "Where it stands"],
        "rows": [[_link(one), _day(one.made_at), _state(one, request.person, _hinder(one))] for one in page],
        "may_decide": holds(request.person, "approval.decide"),
        "may_ask_role": holds(request.person, "approval.ask_role"),
    }
    return render(request, "approvals/requests.html", context)


@power("approval.decide")
@require_safe
def decided(request: Request) -> HttpResponse:
    """What has been decided: by this person, or, for those who oversee it, by anybody."""
    form = FindRequests(request.GET)
    page = Paginator(_decided(request.person, form), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "columns": ["What", "Asked by", "Ended on", "How it ended"],
        "rows": [[*_row(one), _day(one.ended_at), _state(one, request.person)] for one in page],
        "all": holds(request.person, "approval.oversee"),
    }
    return render(request, "approvals/decided.html", context)


def _decided(person: Person, form: FindRequests) -> QuerySet[ApprovalRequest]:
    rows = ApprovalRequest.objects.of(person.school).select_related("asker", "school").exclude(state__in=WAITING)
    rows = rows.prefetch_related("about").order_by("-ended_at", "-pk")
    if not holds(person, "approval.oversee"):
        rows = rows.exclude(about=person).filter(
            pk__in=Decision.objects.of(person.school).filter(by=person).values("request")
        )
    wanted = form.cleaned_data if form.is_valid() else {}
    if state := wanted.get("state"):
        rows = rows.filter(state=state)
    if act := wanted.get("act"):
        rows = rows.filter(kind="role") if act == "role" else rows.filter(act=act)
    if asker := wanted.get("asker"):
        rows = rows.filter(asker__name__icontains=asker)
    return rows


@power("approval.ask")
@require_safe
def request_page(request: Request, pk: int) -> HttpResponse:
    """One request: where it stands, what was said and decided, and what this person can do now."""
    found, today = find(request, pk), timezone.localdate()
    standing = need(found, today if found.waits else timezone.localdate(found.ended_at))
    mine = found.asker_id == request.person.pk
    approved = found.state == State.APPROVED
    context = {
        "found": found,
        "title": title(found),
        "state": _state(found, request.person, standing.hinder),
        "rows": _rows(found),
        "seen_at": kind_of(found).seen_at(found),
        "mine": mine,
        "names_reader": not mine and request.person in found.about.all(),
        "asked": _asked(to_ask(found, standing), request.person) if found.waits else "",
        "hinder": standing.hinder if found.waits else "",
        "no_longer": approved and not found.ended() and not stands(found, today),
        "consents": standing.consent_labels() if found.waits or approved else [],
        "claimed": standing.claimed,
        "clauses": [card(found.school, clause) for clause in standing.clauses],
        "history": history(found),
        "may_decide": may_decide(request.person, found),
        "may_revoke": may_revoke(request.person, found) and not found.ended(),
        "has_paper": approved and found.written and stands(found, today),
        "also": [] if mine or found.waits or approved else about_row(request.person, found, [found.asker]),
        "again": _again(found) if mine and not found.waits else "",
    }
    return render(request, "approvals/request.html", context)


def _asked(people: list[Person], reader: Person) -> str:
    """Whom it waits for: "you or Hattie Example"."""
    you = ["you"] if reader in people else []
    return joined([*you, *(person.name for person in people if person != reader)], "or")


def _rows(found: ApprovalRequest) -> list[tuple[str, str]]:
    rows = [("Asked by", found.asker.name), ("Asked on", _day(found.made_at)), *kind_of(found).told(found)]
    rows.append(("What it is for", found.words))
    if named := ", ".join(person.name for person in found.about.all()):
        rows.append(("Names or shows", named))
    if found.waits:
        rows.append(("To be decided by", _day(_last_day(found))))
    if found.valid_until and found.state == State.APPROVED:
        rows.append(("Approved until", _day(found.valid_until)))
    if found.written and found.state == State.APPROVED:
        rows.append(("Reference", found.reference))
    return rows


def _again(found: ApprovalRequest) -> str:
    """Where the same can be asked once more."""
    if found.kind != "act":
        return ""
    return f"{reverse('answer', args=[found.school.slug, found.act])}?{urlencode(found.facts)}"


def _row(one: ApprovalRequest) -> list[Any]:
    return [_link(one), one.asker.name]


def _link(one: ApprovalRequest) -> dict[str, str]:
    return {"text": f"{title(one)}: “{one.begins()}”", "url": reverse("request", args=[one.pk])}


def _last_day(one: ApprovalRequest) -> date:
    """The last day on which it can be decided."""
    return one.expires_on - timedelta(days=1)


def _hinder(one: ApprovalRequest) -> str:
    """What stands in the way of an answer today. The few that a question came back to are judged, no others."""
    return need(one, timezone.localdate()).hinder if one.state == State.ASKED_BACK else ""


def _state(one: ApprovalRequest, reader: Person, hinder: str = "") -> dict[str, str]:
    if one.state == State.ASKED_BACK and hinder:
        # An answer would change nothing, so nobody is asked for one any more.
        return {"tag": "Waiting", "colour": "yellow"}
    if one.state == State.ASKED_BACK and one.asker_id == reader.pk:
        return {"tag": "A question for you", "colour": "yellow"}
    if one.ended():
        return {"tag": "Approved, now over", "colour": "grey"}
    return {"tag": one.get_state_display(), "colour": COLOURS.get(one.state, "grey")}


def _day(value: Any) -> str:
    return date_format(timezone.localtime(value) if hasattr(value, "hour") else value, "j F Y") if value else ""

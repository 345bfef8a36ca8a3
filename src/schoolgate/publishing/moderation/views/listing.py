"""All that others wrote on the school's pages, in one list: the oldest that nobody has looked at first."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.moderation.actions import deciding
from schoolgate.publishing.moderation.forms import WAITING, Narrow
from schoolgate.publishing.moderation.models import Comment
from schoolgate.publishing.moderation.reaching import looked_after_by, seen_by
from schoolgate.publishing.moderation.views.finding import lines, looks

State = Comment.State
A_PAGE = 15


@power("comment.see")
@require_safe
def comments(request: Request) -> HttpResponse:
    person = request.person
    channels = looked_after_by(person).filter(state=Channel.State.OPEN)
    form = Narrow(channels, request.GET)
    page = Paginator(_narrowed(seen_by(person), form), A_PAGE).get_page(request.GET.get("page"))
    looks(request, page)
    shown = lines(person.school, page)
    context = {
        "form": form,
        "page": page,
        "comments": shown,
        "new": [one.pk for one in page if one.state == State.NEW and not one.wanted],
        "channels": [(called(one), reverse("account_round", args=[one.pk])) for one in channels[:12]],
        "slug": person.school.slug,
        "waiting": (request.GET.get("state") or WAITING) == WAITING,
        "query": request.GET.urlencode(),
    }
    return render(request, "moderation/comments.html", context)


def _narrowed(rows: QuerySet[Comment], form: Narrow) -> QuerySet[Comment]:
    chosen = form.cleaned_data if form.is_valid() else {}
    if channel := chosen.get("channel"):
        rows = rows.filter(channel=int(channel))
    match chosen.get("state") or WAITING:
        case "every":
            return rows.order_by("-at", "-pk")
        case State.HIDDEN:
            done = Q(state__in=(State.HIDDEN, State.DELETED))
            return rows.filter(done | Q(wanted__in=("hide", "delete"))).order_by("-at", "-pk")
        case State.KEPT:
            return rows.filter(state=State.KEPT).order_by("-at", "-pk")
    # What nobody has looked at, and what a person has to do by hand.
    return rows.filter(Q(state=State.NEW) | Q(by_hand_by__isnull=False)).order_by("at", "pk")


@power("comment.handle")
@require_POST
def looked(request: Request) -> HttpResponse:
    """Those that were on the page."""
    numbers = [int(one) for one in request.POST.getlist("comment") if one.isdecimal() and len(one) < 19]
    try:
        count = deciding.look(request.person, numbers)
        messages.success(
            request, "Thank you. They are marked as looked at." if count else "They were looked at already."
        )
    except Refused as refused:
        messages.info(request, str(refused))
    query = request.GET.urlencode()
    return redirect(reverse("comments") + (f"?{query}" if query else ""))

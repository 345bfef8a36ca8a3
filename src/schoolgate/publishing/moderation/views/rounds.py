"""Looking over an account, and who looked when."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from schoolgate.community import moments
from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.duties.owing import asked
from schoolgate.policy.views.asking import card
from schoolgate.publishing.channels.known import page as page_of
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.channels.requests import every
from schoolgate.publishing.moderation import since as came
from schoolgate.publishing.moderation.actions import rounds as acting
from schoolgate.publishing.moderation.fetching import tells_comments
from schoolgate.publishing.moderation.forms import LookOver
from schoolgate.publishing.moderation.known import places
from schoolgate.publishing.moderation.models import Comment, Round
from schoolgate.publishing.moderation.owing import clause_of, day_of_next
from schoolgate.publishing.moderation.views.finding import find_channel, lines, looks
from schoolgate.publishing.posts.finding import latest
from schoolgate.publishing.posts.views.one import heading

SHOWN = 40
A_PAGE = 20


@power("comment.handle")
@ask
def look_over(request: Request, pk: int) -> HttpResponse:
    """Everything since the last round on one page, the account's own address, and what was looked at."""
    channel = find_channel(request, pk)
    if not channel.is_open:
        raise Http404
    form = LookOver(places(channel.network), sent(request))
    if form.is_valid():
        given = form.cleaned_data
        shown = [int(one) for one in request.POST.getlist("comment") if one.isdecimal() and len(one) < 19]
        try:
            acting.look_over(request.person, channel, given["looked"], shown, given["note"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Thank you. It is written down that you looked it over.")
            return redirect("account_rounds", pk=pk)
    return render(request, "moderation/round.html", _page(request, channel, form), status=422 if form.errors else 200)


def _page(request: Request, channel: Channel, form: LookOver) -> dict[str, Any]:
    begun = channel.moderated_at or channel.opened_at
    rows = came.comments(channel, begun)
    # What nobody has looked at comes first, because it has to be on the page for the round to be done.
    new = list(rows.filter(state=Comment.State.NEW).order_by("at", "pk")[: SHOWN + 1])
    rest = (
        list(rows.exclude(state=Comment.State.NEW).order_by("-at", "-pk")[: SHOWN - len(new)])
        if len(new) < SHOWN
        else []
    )
    looks(request, [*new[:SHOWN], *rest])
    posts = came.posts(channel, begun).select_related("post").prefetch_related("references").order_by("-out_at", "-pk")
    return {
        "channel": channel,
        "form": form,
        "title": f"Look over {called(channel)}",
        "since": moments.at(begun),
        "first": channel.moderated_at is None,
        "address": page_of(channel.network, channel.handle, channel.address),
        "tells": tells_comments(channel.network),
        "new": lines(channel.school, new[:SHOWN]),
        "more": len(new) > SHOWN,
        "rest": lines(channel.school, rest),
        "posts": [
            {
                "title": heading(latest(one.post)),
                "url": reverse("post", args=[one.post.reference]),
                "there": next((r.address for r in one.references.all() if r.kind == "post" and not r.gone_at), ""),
                "out": moments.at(one.out_at),
            }
            for one in posts[:SHOWN]
        ],
        **_because(channel),
    }


def _because(channel: Channel) -> dict[str, Any]:
    """How often it is owed and why, and the day of the next round."""
    now = asked(channel.school, timezone.localdate())
    number = clause_of(now)
    clause = next((one for one in now.clauses if one.id == number), None)
    return {
        "often": every(channel),
        "card": card(channel.school, clause) if clause else None,
        "next": date_format(day_of_next(channel, channel.moderate_every), "j F Y"),
    }


@power("comment.see")
@require_safe
def rounds(request: Request, pk: int) -> HttpResponse:
    """Who looked when, at what, and what came of it."""
    channel = find_channel(request, pk)
    rows = Round.objects.of(channel.school).filter(channel=channel).select_related("by").order_by("-at", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    words = places(channel.network)
    context = {
        "channel": channel,
        "title": f"When {called(channel)} was looked over",
        "page": page,
        "columns": ["When", "By", "What they looked at", "Since the time before", "Note"],
        "rows": [_row(one, words) for one in page],
        **_because(channel),
    }
    return render(request, "moderation/rounds.html", context)


def few(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _row(one: Round, words: Any) -> list[str]:
    counts = one.counts
    said = [few(counts["posts"], "post"), few(counts["comments"], "comment")]
    said += [f"{counts[name]} {name}" for name in ("hidden", "deleted") if counts.get(name)]
    return [
        moments.at(one.at),
        one.by.name,
        ", ".join(words.get(code, code) for code in one.looked),
        ", ".join(said),
        one.said("note"),
    ]

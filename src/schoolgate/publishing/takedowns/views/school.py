"""What comes down because somebody may not be shown: where, since when, and what is left. It names nobody."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.community import moments
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.takedowns.models import Takedown
from schoolgate.publishing.takedowns.reading import BY_HAND, GONE, UNDER_WAY, of_school

A_PAGE = 30
COLUMNS = ["Post", "Where", "Since", "Still up", "How it stands"]
COLOURS = {BY_HAND: "red", UNDER_WAY: "blue", GONE: "green"}


@power("takedown.see")
@require_safe
def takedowns(request: Request) -> HttpResponse:
    page = Paginator(of_school(request.person.school), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [_row(one) for one in page], "columns": COLUMNS}
    return render(request, "takedowns/takedowns.html", context)


def _row(one: Takedown) -> list[object]:
    left, by = one.left, one.by_hand_by  # type: ignore[attr-defined]
    state = GONE if one.done_at else BY_HAND if by else UNDER_WAY
    post = one.delivery.post
    return [
        {"text": post.reference, "url": reverse("post", args=[post.reference])},
        called(one.delivery.channel),
        moments.at(one.at),
        (f"{left} of {one.addresses} addresses" if left else "Nothing") + (f", by {moments.at(by)}" if by else ""),  # type: ignore[attr-defined]
        {"tag": state, "colour": COLOURS[state]},
    ]

"""Take a post down, and what a person does by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.posts.actions import removing
from schoolgate.publishing.posts.finding import latest, looks_after, may_take_down
from schoolgate.publishing.posts.forms import Address
from schoolgate.publishing.posts.models import Post, Reference
from schoolgate.publishing.posts.views.finding import find
from schoolgate.publishing.posts.views.one import heading

STAYS = "Thank you. It stands among what is published."
COMES_DOWN = "Thank you, we have written it down. Not this one: please delete it there, then say so below."


def _theirs(request: Request, reference: str, may: Callable[[Person, Post], bool] = looks_after) -> Post:
    found = find(request, reference)
    if not may(request.person, found):
        raise Http404
    return found


@power("post.see")
@ask
def down(request: Request, reference: str) -> HttpResponse:
    """Are you sure? Then it is taken down everywhere."""
    found = _theirs(request, reference, may_take_down)
    if request.method == "POST":
        try:
            removing.take_post_down(request.person, found)
            messages.success(request, "It is being taken down. You see here when a stranger finds nothing any more.")
        except Refused as refused:
            messages.info(request, str(refused))
        return redirect("post", reference=reference)
    if found.state not in (Post.State.APPROVED, Post.State.OUT) or found.down_asked_at:
        messages.info(request, "Nothing more of it is to be taken down. You see below how it stands.")
        return redirect("post", reference=reference)
    places = dict.fromkeys(called(one.channel) for one in found.deliveries.select_related("channel"))
    context = {"found": found, "title": heading(latest(found)), "places": list(places)}
    return render(request, "posts/down.html", context)


@power("post.see")
@require_POST
def again(request: Request, reference: str, delivery: int) -> HttpResponse:
    found = _theirs(request, reference)
    try:
        removing.try_again(request.person, get_object_or_404(found.deliveries, pk=delivery))
        messages.success(request, "It is tried again.")
    except Refused as refused:
        messages.info(request, str(refused))
    return redirect("post", reference=reference)


@power("post.see")
@ask
def by_hand(request: Request, reference: str, delivery: int) -> HttpResponse:
    """Somebody published it themselves: where does it stand?"""
    found = _theirs(request, reference)
    held = get_object_or_404(found.deliveries.select_related("channel"), pk=delivery)
    if not removing.can_be_said(held):
        return redirect("post", reference=reference)

    def act(given: Mapping[str, Any]) -> None:
        stays = removing.published_by_hand(request.person, held, given["address"])
        messages.success(request, STAYS if stays else COMES_DOWN)

    return asked_and_done(
        request,
        Address(sent(request)),
        act,
        done="",
        to=reverse("post", args=[reference]),
        title=f"You published it on {called(held.channel)}",
        lead="Only what stands here is found again, and taken down when it has to go.",
    )


@power("post.see")
@require_POST
def gone(request: Request, reference: str, row: int) -> HttpResponse:
    """Somebody took it down themselves, or looked, or did so with all that was left there: we look."""
    found = _theirs(request, reference, may_take_down)
    rows = Reference.objects.of(found.school).select_related("delivery__post__school").filter(delivery__post=found)
    try:
        done = get_object_or_404(rows, pk=row)
        if "all" in request.POST:
            removing.all_done_by_hand(request.person, done)
        else:
            removing.done_by_hand(request.person, done)
        messages.success(request, "Thank you. We look whether a stranger still finds it.")
    except Refused as refused:
        messages.info(request, str(refused))
    return redirect("post", reference=reference)

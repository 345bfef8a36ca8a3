"""The switch that stops everything."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.publishing.posts.actions import stopping
from schoolgate.publishing.posts.models import Delivery


@power("post.stop")
@ask
def stop(request: Request) -> HttpResponse:
    """Stop everything; or, once it is stopped, go on."""
    now = stopping.stopped_by(request.person.school)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "go_on":
                stopping.go_on(request.person)
                messages.success(request, "Posts go out again. What waited is checked once more first.")
            else:
                stopping.stop(request.person)
                messages.success(request, "Nothing goes out any more, until you let it.")
        except Refused as refused:
            messages.info(request, str(refused))
        return redirect("posts")
    waiting = Delivery.objects.of(request.person.school).filter(state=Delivery.State.WAITING).count()
    return render(request, "posts/stop.html", {"now": now, "waiting": waiting})

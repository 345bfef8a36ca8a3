"""Write a post, change it, and put a finding right at one click."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, sent
from schoolgate.publishing.posts.actions.mending import leave_out, mend
from schoolgate.publishing.posts.actions.stopping import stopped_by
from schoolgate.publishing.posts.actions.writing import write
from schoolgate.publishing.posts.finding import latest, may_change
from schoolgate.publishing.posts.forms import Write
from schoolgate.publishing.posts.models import Post
from schoolgate.publishing.posts.reaching import runs
from schoolgate.publishing.posts.views.finding import find
from schoolgate.publishing.posts.words import words_of


@power("post.write")
@ask
def new(request: Request) -> HttpResponse:
    open_ = runs(request.person)
    if not open_.exists():
        return render(request, "posts/no_account.html")
    return _page(request, Write(open_, sent(request)), None, reverse("posts"))


@power("post.write")
@ask
def change(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    if not may_change(request.person, found):
        raise Http404
    form = Write(runs(request.person), sent(request), words_of(latest(found)))
    return _page(request, form, found, reverse("post", args=[reference]))


def _page(request: Request, form: Write, found: Post | None, back: str) -> HttpResponse:
    if form.is_valid():
        try:
            version, _ = write(request.person, form.words(), found)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("post", reference=version.post.reference)
    context = {
        "form": form,
        "title": "Write a post" if found is None else "Change the post",
        "button_text": "Save and check",
        "back_url": back,
        "stop": stopped_by(request.person.school),
        "found": found,
    }
    return render(request, "posts/write.html", context, status=422 if form.errors else 200)


@power("post.write")
@require_POST
def fix(request: Request, reference: str) -> HttpResponse:
    """One finding of the page, by its place among them, put right; or the picture that it is about left out."""
    found = find(request, reference)
    if not may_change(request.person, found):
        raise Http404
    given = {name: request.POST.get(name, "") for name in ("number", "picture", "sha256")}
    number, picture = (int(given[name]) if given[name].isdecimal() else -1 for name in ("number", "picture"))
    try:
        if given["picture"]:
            leave_out(request.person, found, picture, given["sha256"])
            messages.success(request, "The picture is left out, and the post is checked again.")
        else:
            mend(request.person, found, number, given["sha256"])
            messages.success(request, "That is put right, and the post is checked again.")
    except Refused as refused:
        messages.info(request, str(refused))
    return redirect("post", reference=reference)

"""The head's pages: write a new text, see what changed, publish it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.duties.agreements import asking
from schoolgate.duties.agreements.actions import drafting, publishing
from schoolgate.duties.agreements.actions.at_desk import ROLES
from schoolgate.duties.agreements.actions.drafting import POWER
from schoolgate.duties.agreements.changes import differences, since_version
from schoolgate.duties.agreements.forms import PublishForm, StartForm, WordsForm
from schoolgate.duties.agreements.models import AgreementText, digest
from schoolgate.duties.agreements.texts import as_page, current_text
from schoolgate.duties.agreements.views.keeping import find
from schoolgate.duties.agreements.views.page import shown
from schoolgate.duties.audiences import STAGES
from schoolgate.duties.owing import asked as what_is_asked

OWN = "## What I promise\n\n- "


@power(POWER)
@ask
def start(request: Request) -> HttpResponse:
    """Whose agreement, and what to start from."""
    wanted = {"audience": request.GET.get("audience", "staff"), "start": request.GET.get("start", "policy")}
    here = asking.here(what_is_asked(request.person.school, timezone.localdate()))
    form = StartForm(here, request.POST if request.method == "POST" else None, initial=wanted)
    if form.is_valid():
        audience, begin = form.cleaned_data["audience"], form.cleaned_data["start"]
        now = current_text(request.person.school, audience)
        if begin == "current" and now is None:
            form.add_error("start", "Nobody signs this agreement yet, so there are no words to start from")
        else:
            words = now.words if begin == "current" and now else OWN if begin == "own" else ""
            try:
                draft = drafting.start_draft(request.person, audience, words)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return redirect("agreement_write", pk=draft.pk)
    context = {"form": form, "title": "Write an agreement", "back_url": reverse("agreement_keep")}
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power(POWER)
@ask
def write(request: Request, pk: int) -> HttpResponse:
    """Change a draft's words, and look at them as people will."""
    draft = find(request, pk)
    if draft.state != AgreementText.State.DRAFT:
        messages.info(request, "These words are published, so they stay as they are. To change them, write a new text.")
        return redirect("agreement_text", pk=pk)
    initial = {"words": draft.words, "revision": draft.revision}
    form = WordsForm(request.POST if request.method == "POST" else None, initial=initial)
    words = draft.words
    if form.is_valid():
        words = drafting.plain(form.cleaned_data["words"])
        if "look" not in request.POST:
            try:
                drafting.write_draft(request.person, draft, form.cleaned_data["revision"], words)
            except Refused as refused:
                form.add_error(None, str(refused))
                form.data = {**form.cleaned_data, "revision": str(find(request, pk).revision)}
            else:
                messages.success(request, "Your words are kept. Nobody is asked to sign them until you publish.")
                return redirect("agreement_text", pk=pk)
    policy = drafting.from_policy(what_is_asked(draft.school, timezone.localdate()), draft.audience)
    context = shown(draft) | {"form": form, "look": as_page(words), "looking": "look" in request.POST}
    context |= {"policy": differences(words, policy), "now_says": find(request, pk).words if form.errors else ""}
    return render(request, "agreements/write.html", context, status=422 if form.errors else 200)


@power(POWER)
@ask
def publish(request: Request, pk: int) -> HttpResponse:
    """What has changed since the words that people sign now; from which day; publish."""
    draft = find(request, pk)
    if draft.state != AgreementText.State.DRAFT:
        return redirect("agreement_text", pk=pk)
    sha256 = digest(draft.words)
    form = PublishForm(request.POST if request.method == "POST" else None, initial={"shown": sha256})
    if form.is_valid():
        try:
            done = publishing.publish(request.person, draft, form.cleaned_data["shown"], form.cleaned_data["from_day"])
        except Refused as refused:
            form.add_error("from_day", str(refused))
        else:
            messages.success(request, f"Version {done.number} is published. {_where(done)}")
            return redirect("agreement_text", pk=pk)
    before = current_text(draft.school, draft.audience)
    context = shown(draft) | {"form": form, "before": before, "sha256": sha256}
    context["changes"] = since_version(draft, before) if before else None
    return render(request, "agreements/publish.html", context, status=422 if form.errors else 200)


def _where(text: AgreementText) -> str:
    """Where those who sign a text find it, and from when."""
    asked = what_is_asked(text.school, timezone.localdate())
    if text.audience in asking.by_parents(asked):
        where = "parents and carers find it on their home page"
    elif text.audience in STAGES:
        where = "teachers find it on their home page, to sign with their classes"
    elif text.audience == "visitor":
        where = "visitors are shown it when they sign at the desk"
    else:
        where = "everybody it is for finds it on their home page; whoever has no account signs at the desk"
        where = where if text.audience in ROLES else where.partition(";")[0]
    later = text.from_day if text.from_day and text.from_day > asked.on else None
    return f"From {later:%-d %B %Y}, {where}." if later else f"{where[0].upper()}{where[1:]}."


@power(POWER)
@ask
def throw_away(request: Request, pk: int) -> HttpResponse:
    """Ask before a draft is thrown away."""
    draft = find(request, pk)
    if request.method == "POST":
        drafting.throw_away(request.person, draft)
        messages.success(request, "The draft is gone. What people sign stays as it is.")
        return redirect("agreement_keep")
    return render(request, "agreements/throw_away.html", shown(draft))

"""The candidates and the searches: adding, telling, searching, putting what was found to them."""

from __future__ import annotations

from html import escape

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.documents.writing import to_pdf
from schoolgate.duties.searches.actions import reading, searching, shortlist, taking_off
from schoolgate.duties.searches.forms import (
    ASKED,
    SHORTLISTED,
    AddCandidate,
    Finding,
    Independent,
    OneOfThese,
    PutToCandidate,
    SearchList,
    TakeOff,
    Told,
    WhatCameOfIt,
)
from schoolgate.duties.searches.guidance import letter, question_of, reasons, told_because
from schoolgate.duties.searches.models import Candidate, Post, Result, Search
from schoolgate.duties.searches.parts import OPENER, SEARCHER, find


@power("search.see")
@ask
def add_candidate(request: Request, reference: str) -> HttpResponse:
    """Put a candidate on the list; where somebody near to the post is called alike, say first whether it is them."""
    found = find(request.person, reference, OPENER, SEARCHER)
    form, done = AddCandidate(sent(request)), "The candidate is on the list. Tell them before you search."
    to = reverse("search_post", args=[reference])
    if form.is_valid() and form.cleaned_data["stage"] == SHORTLISTED:
        typed = form.cleaned_data
        if alike := shortlist.could_be(found, typed["name"]):
            return asked_and_done(
                request,
                OneOfThese(alike, form.typed(), request.POST if ASKED in request.POST else None),
                lambda given: shortlist.add_candidate(request.person, found, **typed, same=given["same"]),
                done=done,
                to=to,
                back_url=request.path,
            )
    return asked_and_done(
        request,
        form,
        lambda given: shortlist.add_candidate(request.person, found, **given),
        done=done,
        to=to,
        title="Add a candidate",
        lead="Put down those on the shortlist alone. The name is kept sealed, and destroyed on its date.",
        button="Add them",
    )


@power("search.see")
@ask
def told(request: Request, reference: str, number: int) -> HttpResponse:
    found = find(request.person, reference, OPENER, SEARCHER)
    candidate = _candidate(found, number)
    return asked_and_done(
        request,
        Told(sent(request)),
        lambda given: shortlist.mark_told(request.person, candidate, **given),
        done="It is written down.",
        to=reverse("search_post", args=[reference]),
        title=f"{candidate.name} has been told",
        lead="Candidates are told before anybody searches. There is a letter ready to send.",
        button="Write it down",
    )


@power("search.lead")
@ask
def take_off(request: Request, reference: str, number: int) -> HttpResponse:
    found = find(request.person, reference, OPENER)
    candidate = _candidate(found, number)
    return asked_and_done(
        request,
        TakeOff(sent(request)),
        lambda given: taking_off.take_off(request.person, candidate, **given),
        done="They are off the list.",
        # It may have brought the lead back to somebody else, who alone sees the post from then on.
        to=reverse("search_posts"),
        back_url=reverse("search_post", args=[reference]),
        title=f"Take {candidate.name} off the list",
        lead="Only where the entry is a mistake. All that was recorded of them goes too. Who took them off, when and "
        "why is written down and stays. Somebody who no longer wants the post stays on the list until its date.",
        button="Take them off",
    )


@power("search.see")
@require_safe
def letter_to(request: Request, reference: str, number: int) -> HttpResponse:
    """The letter that tells a candidate: to read, or as a PDF to send."""
    found = find(request.person, reference, OPENER, SEARCHER)
    candidate = _candidate(found, number)
    reading.open_it(request.person, found, candidate)
    lines = letter(found.school, found.title, found.keep_days)
    if "pdf" in request.GET:
        body = "".join(f"<p>{escape(line)}</p>" for line in [f"Dear {candidate.name}", *lines, found.school.name])
        answer = HttpResponse(to_pdf(body, "Online searches for shortlisted candidates"), "application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="letter-{found.reference}-{number}.pdf"'
        return answer
    because = told_because(question_of(found.school))
    context = {"post": found, "candidate": candidate, "lines": lines, "because": because}
    return render(request, "searches/letter.html", context)


@power("search.see")
@ask
def independent(request: Request, reference: str) -> HttpResponse:
    found = find(request.person, reference, SEARCHER)
    form = Independent(sent(request))
    knows_none = form.is_valid() and form.cleaned_data["independent"] == "yes"
    act = searching.declare_independent if knows_none else searching.step_aside
    return asked_and_done(
        request,
        form,
        lambda _: act(request.person, found),
        done="Thank you." if knows_none else "Thank you. Whoever leads the post is asked to choose somebody else.",
        to=reverse("search_post", args=[reference]),
    )


@power("search.see")
@ask
def search_list(request: Request, reference: str) -> HttpResponse:
    found = find(request.person, reference, OPENER, SEARCHER)
    searches = list(found.searches.values_list("what", flat=True))
    if found.fixed_at:
        return render(request, "searches/fixed.html", {"post": found, "searches": searches})
    form = SearchList(sent(request), initial={"searches": "\n".join(searches)})
    return asked_and_done(
        request,
        form,
        lambda given: searching.set_list(request.person, found, given["searches"]),
        done="The list is set. It is the same for every candidate.",
        to=reverse("search_post", args=[reference]),
        button="Save",
    )


@power("search.see")
@require_safe
def candidate(request: Request, reference: str, number: int) -> HttpResponse:
    """One candidate, for whoever searches: each search, and what came of it."""
    found = find(request.person, reference, SEARCHER)
    here = _candidate(found, number)
    reading.open_it(request.person, found, here)
    results = {result.search_id: result for result in here.results.select_related("candidate__post")}
    tasks, findings = [], []
    for search in found.searches.all():
        result = results.get(search.pk)
        at = [reference, number, search.number]
        tasks.append(
            {
                "title": search.what,
                "url": "" if result and result.put_on else reverse("search_result", args=at),
                "status": "Done" if result else "To do",
                "hint": result.get_found_display() if result else "",
            }
        )
        if result and result.found == Result.Found.RELEVANT:
            put_url = "" if result.put_on else reverse("search_put", args=at)
            findings.append(
                {
                    **result.finding,
                    "reason": reasons().get(result.finding["why"], ""),
                    "put_url": put_url,
                    "put_on": result.put_on,
                    "answer": result.answer,
                }
            )
    context = {"post": found, "candidate": here, "tasks": tasks, "findings": findings}
    return render(request, "searches/candidate.html", context)


@power("search.see")
@ask
def result(request: Request, reference: str, number: int, search: int) -> HttpResponse:
    """What a search showed. Where it is nothing, nothing else can be typed."""
    found = find(request.person, reference, SEARCHER)
    here, which = _candidate(found, number), _search(found, search)
    form = WhatCameOfIt(sent(request))
    if form.is_valid() and form.cleaned_data["found"] == Result.Found.RELEVANT:
        return redirect("search_finding", reference=reference, number=number, search=search)
    return asked_and_done(
        request,
        form,
        lambda _: searching.found_nothing(request.person, here, which),
        done="It is recorded.",
        to=reverse("search_candidate", args=[reference, number]),
        title=f"{here.name}: {which.what}",
        lead="Look at public pages only, signed in to nothing. Follow nobody, and ask nobody to be your friend.",
    )


@power("search.see")
@ask
def finding(request: Request, reference: str, number: int, search: int) -> HttpResponse:
    found = find(request.person, reference, SEARCHER)
    here, which = _candidate(found, number), _search(found, search)
    return asked_and_done(
        request,
        Finding(sent(request)),
        lambda given: searching.found_something(request.person, here, which, **given),
        done="It is recorded. Show it to the candidate, and write down what they say.",
        to=reverse("search_candidate", args=[reference, number]),
        title="What bears on the post",
        lead="The panel will read this, with the candidate’s answer. Write nothing that does not bear on the post.",
        button="Record it",
    )


@power("search.see")
@ask
def put(request: Request, reference: str, number: int, search: int) -> HttpResponse:
    found = find(request.person, reference, SEARCHER)
    rows = Result.objects.of(found.school).select_related("candidate__post")
    row = rows.filter(candidate__post=found, candidate__number=number, search__number=search, sealed__gt="").first()
    if row is None:
        raise Http404
    return asked_and_done(
        request,
        PutToCandidate(sent(request)),
        lambda given: searching.put_to_candidate(request.person, row, **given),
        done="It is written down. The panel can see it now.",
        to=reverse("search_candidate", args=[reference, number]),
        title="What the candidate says",
        button="Write it down",
    )


def _candidate(post: Post, number: int) -> Candidate:
    return get_object_or_404(Candidate.objects.of(post.school).select_related("post__school"), post=post, number=number)


def _search(post: Post, number: int) -> Search:
    return get_object_or_404(Search.objects.of(post.school), post=post, number=number)

"""A post: opening it, what each part sees of it, its people, its end."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.change import Refused
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.duties.searches.actions import opening, reading
from schoolgate.duties.searches.forms import Closed, Hold, OpenPost, People, people_as_typed
from schoolgate.duties.searches.guidance import data, question_of, reasons, told_because, ways_of_telling
from schoolgate.duties.searches.models import Candidate, Post, Result
from schoolgate.duties.searches.parts import OPENER, PANEL, SEARCHER, find, parts, posts_of
from schoolgate.duties.searches.progress import Progress, progress_of


@power("search.see")
@require_safe
def posts(request: Request) -> HttpResponse:
    """The posts that somebody has a part in."""
    page = Paginator(posts_of(request.person), 20).get_page(request.GET.get("page"))
    rows = [
        [
            {"text": post.title, "url": reverse("search_post", args=[post.reference])},
            date_format(post.opened_on),
            "Filled" if post.decided_on else "Open",
            date_format(post.destroy_on()),
        ]
        for post in page
    ]
    columns = ["Post", "Opened", "Where it stands", "Destroyed on"]
    context = {"page": page, "rows": rows, "columns": columns, "may_open": holds(request.person, "search.open")}
    return render(request, "searches/list.html", context)


@power("search.open")
@ask
def open_post(request: Request) -> HttpResponse:
    form = OpenPost(request.person.school, sent(request))
    context = {
        "form": form,
        "title": "Open a post",
        "lead": "The same searches are made for every shortlisted candidate, by somebody who is not on the panel. "
        "If you may apply for it yourself, ask the chair of governors to open it: then you have no part in it.",
        "button_text": "Open the post",
        "back_url": reverse("search_posts"),
    }
    if form.is_valid():
        try:
            post = opening.open_post(request.person, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The post is open. Whoever searches has been told.")
            return redirect("search_post", reference=post.reference)
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power("search.see")
@require_safe
def post(request: Request, reference: str) -> HttpResponse:
    """What this person's part in it lets them see: the work, the findings that bear on the post, or how far it is."""
    found = find(request.person, reference)
    mine = parts(request.person, found)
    progress = progress_of(found)
    if progress.candidates:
        reading.open_it(request.person, found)
    context: dict[str, Any] = {
        "post": found,
        "opener": OPENER in mine,
        "searcher": SEARCHER in mine,
        "panel": PANEL in mine,
        "progress": progress,
        "rows": _about(found),
        "destroy_on": found.destroy_on(),
        "told_because": told_because(question_of(found.school)),
        "guidance": data(),
    }
    if mine & {OPENER, SEARCHER}:
        context["candidates"] = [_candidate(each, progress, mine) for each in progress.candidates]
    if SEARCHER in mine:
        context["tasks"] = _tasks(found, progress)
    if PANEL in mine:
        context["judged"] = _for_the_panel(found, progress)
    return render(request, "searches/post.html", context)


def _about(found: Post) -> list[tuple[str, str]]:
    rows = [
        ("Reference", found.reference),
        ("Needed by", date_format(found.needed_by)),
        ("Makes the searches", found.searcher.name),
        ("On the panel", ", ".join(person.name for person in found.panel.all())),
    ]
    return [*rows, ("Filled", date_format(found.decided_on))] if found.decided_on else rows


def _candidate(each: Candidate, progress: Progress, mine: Collection[str]) -> dict[str, Any]:
    can_go = OPENER in mine and not each.post.decided_on and not each.post.held_at
    how = ways_of_telling().get(each.told_how, "")
    at = [each.post.reference, each.number]
    return {
        "name": each.name,
        "told": f"{how}, {date_format(each.told_on)}" if each.told_on else "",
        "tell_url": "" if progress.made.get(each.pk) else reverse("search_told", args=at),
        "letter_url": reverse("search_letter", args=at),
        "work_url": reverse("search_candidate", args=at) if SEARCHER in mine else "",
        "take_off_url": reverse("search_take_off", args=at) if can_go else "",
    }


def _tasks(found: Post, progress: Progress) -> list[dict[str, str]]:
    """What whoever searches has to do, in order."""
    done, to_do, later = "Done", "To do", "Cannot start yet"
    told = progress.all_told
    ready = bool(found.independent_at) and told
    at = [found.reference]
    steps = [
        ("Put the shortlisted candidates on the list", "search_add_candidate", bool(progress.candidates)),
        ("Say that you know no candidate", "search_independent", bool(found.independent_at)),
        ("Agree the list of searches", "search_list", bool(found.fixed_at)),
    ]
    tasks = [
        {"title": title, "url": reverse(name, args=at), "status": done if is_done else to_do, "hint": ""}
        for title, name, is_done in steps
    ]
    if not progress.candidates:
        tasks[1]["status"] = later
    tasks[2]["hint"] = f"{progress.searches} searches, the same for everybody."
    tasks.append({"title": "Tell every candidate", "url": "#candidates", "status": done if told else to_do, "hint": ""})
    every = f"{progress.results} of {progress.wanted} made."
    finished = done if progress.all_searched else to_do
    tasks.append(
        {"title": "Make the searches", "url": "#candidates", "status": finished if ready else later, "hint": every}
    )
    if progress.relevant:
        put = f"{progress.put} of {progress.relevant} shown to them."
        status = done if progress.put == progress.relevant else to_do
        tasks.append(
            {"title": "Put what you found to the candidate", "url": "#candidates", "status": status, "hint": put}
        )
    return tasks


def _for_the_panel(found: Post, progress: Progress) -> list[dict[str, Any]]:
    """What the panel hears of each candidate: what bears on the post and was put to them, and nothing else."""
    rows = Result.objects.of(found.school).filter(candidate__post=found, found=Result.Found.RELEVANT)
    findings: dict[int, list[dict[str, Any]]] = {}
    for row in rows.filter(put_on__isnull=False).select_related("candidate__post"):
        reason = reasons().get(row.finding["why"], "")
        finding = {**row.finding, "reason": reason, "answer": row.answer, "put_on": row.put_on}
        findings.setdefault(row.candidate_id, []).append(finding)
    return [
        {"name": each.name, "findings": findings.get(each.pk, []), "finished": progress.is_finished(each)}
        for each in progress.candidates
    ]


@power("search.lead")
@ask
def people(request: Request, reference: str) -> HttpResponse:
    found = find(request.person, reference, OPENER)
    form = People(found.school, sent(request), initial=people_as_typed(found))
    return asked_and_done(
        request,
        form,
        lambda given: opening.change_people(request.person, found, **given),
        done="It is changed.",
        to=reverse("search_post", args=[reference]),
        title="Who searches, and who judges",
        button="Save",
    )


def _once_open(
    form: type[Form], act: Callable[..., None], *, lead: str = "", **page: str
) -> Callable[[Request, str], HttpResponse]:
    """A page on which whoever leads a post does one thing with it. {days} in `lead` is how long it is kept."""

    @power("search.lead")
    @ask
    def view(request: Request, reference: str) -> HttpResponse:
        found = find(request.person, reference, OPENER)
        return asked_and_done(
            request,
            form(sent(request)),
            lambda given: act(request.person, found, **given),
            to=reverse("search_post", args=[reference]),
            lead=lead.format(days=found.keep_days),
            **page,
        )

    return view


close = _once_open(
    Closed,
    opening.close_post,
    done="It is closed. Everything about it is destroyed on its date.",
    title="The post is filled, or given up",
    lead="Everything here is destroyed {days} days after this day, for everybody who was shortlisted. "
    "If something about the one you appointed belongs in their staff file, put it there before.",
    button="Close it",
)
hold = _once_open(Hold, opening.hold, done="It is kept until you let it go.", button="Keep it for now")


@power("search.lead")
@require_POST
def let_go(request: Request, reference: str) -> HttpResponse:
    found = find(request.person, reference, OPENER)
    opening.let_go(request.person, found)
    messages.success(request, "It is no longer kept. It is destroyed on its date.")
    return redirect("search_post", reference=reference)

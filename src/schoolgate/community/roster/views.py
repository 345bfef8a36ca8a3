"""Bringing people in from a file: upload, match, look, decide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from schoolgate.community import moments
from schoolgate.community.change import Refused
from schoolgate.community.models import RosterImport
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.roster import actions
from schoolgate.community.roster.forms import ChooseOrg, MatchColumns, UploadRoster
from schoolgate.community.roster.jobs import to_match
from schoolgate.community.roster.plan import ADDED, ADDRESS, CHANGED, LEFT, LISTED, NAMESAKE, OWN
from schoolgate.community.roster.reading import SPREADSHEET
from schoolgate.community.views.asking import ask

State = RosterImport.State
PAGE = 50
WORDS = {ADDED: "added", CHANGED: "changed", LEFT: "leave"}
WHO = {
    ADDRESS: "Your head teacher or chair of governors can change it on the person’s page.",
    OWN: "Nobody changes their own name, roles or family. Ask somebody else who brings files in, or who can change it "
    "on your page.",
    NAMESAKE: "This is your own name. If it is somebody else, ask another person who brings files in to add them.",
}
ENDED = {
    actions.CALLED_OFF: "Called off",
    actions.REPLACED: "A later file took its place",
    actions.FORGOTTEN: "Removed after a day, with nobody to decide on it",
}
ALSO = {
    "links": "Links between adults and children that will be added",
    "links_changed": "Relatives who will be a parent or carer",
    "links_gone": "Links between adults and children that will end",
    "groups": "Classes that will be added",
    "groups_changed": "Classes that will change",
    "groups_ended": "Classes that will end",
    "terms": "Terms that will be added or changed",
    "terms_gone": "Terms that will go",
}
MANY = 10
"""From so many leavers on, and a tenth of everybody, the page asks whether the list is complete."""


@power("roster.import")
@require_safe
def rosters(request: Request) -> HttpResponse:
    """The files that were brought in, the newest first."""
    found = RosterImport.objects.of(request.person.school).select_related("by").defer("data", "problems")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        [
            {"text": row.name, "url": reverse("roster", args=[row.pk])},
            moments.at(row.at),
            row.by.name if row.by else "Schoolgate itself",
            _outcome(row),
        ]
        for row in page
    ]
    context = {"page": page, "rows": rows, "columns": ["File", "When", "By", "What became of it"]}
    return render(request, "community/rosters.html", context)


def _outcome(row: RosterImport) -> str:
    if row.state == State.READING and to_match(row):
        return "Waits for its columns to be matched"
    if row.state == State.CALLED_OFF:
        return ENDED.get(row.mapping.get("ended", ""), ENDED[actions.CALLED_OFF])
    if row.state != State.DONE:
        return str(row.get_state_display()).capitalize()
    counts = row.plan.get("counts", {})
    return f"{counts.get(ADDED, 0):,} added, {counts.get(CHANGED, 0):,} changed, {counts.get(LEFT, 0):,} left"


@power("roster.import")
@ask
def roster_upload(request: Request) -> HttpResponse:
    form = UploadRoster(request.POST, request.FILES) if request.method == "POST" else UploadRoster()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.upload(request.person, file.name, file.read())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("roster", pk=row.pk)
    waiting = RosterImport.objects.of(request.person.school).filter(state__in=actions.OPEN).only("name")
    context = {"form": form, "button_text": "Upload", "back_url": reverse("rosters"), "waiting": waiting}
    return render(request, "community/roster_upload.html", context, status=422 if form.errors else 200)


@power("roster.import")
@require_safe
def roster(request: Request, pk: int) -> HttpResponse:
    """Where a file stands: how far it is, what is wrong with it, what it will change, or what it changed."""
    row = _find(request, pk)
    if row.state == State.READING and to_match(row):
        columns = reverse("roster_columns", args=[pk])
        # The page that follows the work would put the question inside itself: it is told to go there.
        follows = "HX-Request" in request.headers
        return HttpResponse(headers={"HX-Redirect": columns}) if follows else redirect(columns)
    context: dict[str, Any] = {
        "row": row,
        "sheet": row.mapping.get("kind") == SPREADSHEET,
        "counts": {kind: f"{count:,}" for kind, count in row.plan.get("counts", {}).items()},
        "working": row.state in (State.READING, State.APPLYING),
        "may_invite": holds(request.person, "invitation.send"),
    }
    if row.state == State.CALLED_OFF:
        context["ended"] = _outcome(row)
    elif row.state == State.PROBLEMS:
        context |= _problems(request, row)
    elif row.state == State.READY:
        context |= _changes(request, row)
    return render(request, "community/roster.html", context)


def _problems(request: Request, row: RosterImport) -> dict[str, Any]:
    page = Paginator(row.problems, PAGE).get_page(request.GET.get("page"))
    rows = [[one["message"], one["file"], str(one["line"] or "")] for one in page]
    choose = any(one["kind"] == "unknown_school" for one in row.problems) and bool(row.mapping.get("schools"))
    columns, more = ["What is wrong", "File", "Line"], row.plan.get("more", False)
    return {"page": page, "rows": rows, "columns": columns, "choose_school": choose, "more_problems": more}


def _changes(request: Request, row: RosterImport) -> dict[str, Any]:
    """What will change, one kind at a time."""
    counts = row.plan["counts"]
    kinds = [kind for kind in WORDS if counts[kind]]
    asked = request.GET.get("show", "")
    kind = asked if asked in kinds else (kinds or [ADDED])[0]
    page = Paginator([one for one in row.plan["shown"] if one[0] == kind], PAGE).get_page(request.GET.get("page"))
    names = {ADDED: "People who will be added", CHANGED: "People who will change", LEFT: "People who will leave"}
    last = {ADDED: "Year, class or family", CHANGED: "What changes", LEFT: "Year group"}
    also = _also(row)
    relatives = row.plan.get("relatives", [])
    aside = row.plan.get("aside", [])
    here = counts[CHANGED] + counts[LEFT] + counts["unchanged"]
    return {
        "page": page,
        "caption": names[kind],
        "columns": ["Name", "What they are", last[kind]],
        "rows": [[name, role[:1].upper() + role[1:], what] for _, name, role, what in page],
        "kinds": [(one, names[one], f"{counts[one]:,}", one == kind) for one in kinds],
        "only_first": f"{LISTED:,}" if counts[kind] > LISTED else "",
        "many_leave": counts[LEFT] >= MANY and counts[LEFT] * 10 > here,
        "kept": f"{row.plan['kept']:,}" if row.plan.get("kept") else "",
        "moved": row.plan.get("moved", False),
        "aside": [[name, what, WHO[why]] for name, what, why in aside[:PAGE]],
        "aside_more": f"{len(aside):,}" if len(aside) > PAGE else "",
        "aside_columns": ["Name", "What the file says", "Who can change it"],
        "also": also,
        "relatives": relatives[:PAGE],
        "relatives_many": f"{len(relatives):,}",
        "relatives_more": len(relatives) > PAGE,
        "nothing": not kinds and not also,
    }


def _also(row: RosterImport) -> list[tuple[str, str]]:
    """What else will change, in words, with how many of each."""
    counts = row.plan.get("also", {})
    return [(words, f"{counts[name]:,}") for name, words in ALSO.items() if counts.get(name)]


@power("roster.import")
@ask
def roster_columns(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk)
    if row.mapping.get("kind") != SPREADSHEET or "headings" not in row.mapping or row.state not in actions.OPEN:
        return redirect("roster", pk=pk)
    form = MatchColumns(row.mapping, request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(request, form, actions.match_columns, row, form.matching()):
        return redirect("roster", pk=pk)
    context = {
        "form": form,
        "title": "What does each column hold?",
        "lead": f"We looked at the headings of {row.name}. Correct what we got wrong. What you leave out is not kept.",
        "back_url": reverse("rosters"),
    }
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power("roster.import")
@ask
def roster_school(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk)
    if not row.mapping.get("schools") or row.state not in actions.OPEN:
        return redirect("roster", pk=pk)
    form = ChooseOrg(row, request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(request, form, actions.choose_school, row, form.cleaned_data["org"]):
        return redirect("roster", pk=pk)
    context = {"form": form, "back_url": reverse("roster", args=[pk])}
    return render(request, "question.html", context, status=422 if form.errors else 200)


@power("roster.import")
@ask
def roster_bring_in(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk)
    if request.method == "POST":
        actions.bring_in(request.person, row)
        return redirect("roster", pk=pk)
    if row.state != State.READY:
        return redirect("roster", pk=pk)
    counts = row.plan["counts"]
    labels = {ADDED: "Will be added", CHANGED: "Will change", LEFT: "Will leave", "unchanged": "Stay as they are"}
    context = {
        "title": "Bring these people in?",
        "lead": "Everything is brought in at once, or nothing is. Nobody is deleted: who leaves is kept as a leaver.",
        "rows": [("File", row.name), *((words, f"{counts[kind]:,}") for kind, words in labels.items()), *_also(row)],
        "button_text": "Bring them in",
        "back_url": reverse("roster", args=[pk]),
    }
    return render(request, "check.html", context)


@power("roster.import")
@ask
def roster_call_off(request: Request, pk: int) -> HttpResponse:
    row = _find(request, pk)
    if request.method == "POST":
        actions.call_off(request.person, row)
        messages.success(request, "We removed the file. Nothing has changed.")
        return redirect("rosters")
    if row.state not in actions.OPEN:
        return redirect("roster", pk=pk)
    return render(request, "community/roster_call_off.html", {"row": row})


def _find(request: Request, pk: int) -> RosterImport:
    rows = RosterImport.objects.of(request.person.school).select_related("school", "by").defer("data")
    return get_object_or_404(rows, pk=pk)


def _done(request: Request, form: Any, action: Any, row: RosterImport, value: Any) -> bool:
    """Do it; where it is refused, the form says why."""
    try:
        action(request.person, row, value)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True

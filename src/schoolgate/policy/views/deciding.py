"""Putting a policy in, sending it to the governors, and their decision."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from schoolgate.community.change import Refused
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.forms import Adopt, SetAside, UploadPolicy
from schoolgate.policy.lint import Finding
from schoolgate.policy.models import PolicyVersion, Upload, in_force
from schoolgate.policy.signin import without_second_step
from schoolgate.policy.views.reading import find

State = PolicyVersion.State
MOVED_ON: dict[str, str] = {
    State.DRAFT: "The head has taken this version back to change it. Nothing is left for you to decide now.",
    State.SENT: "This version is already with the governors. Nothing more is needed from you.",
    State.ADOPTED: "Somebody has already decided on this version: it is adopted.",
    State.SET_ASIDE: "Somebody has already decided on this version: it is set aside.",
}


@power("policy.write")
@ask
def start(request: Request) -> HttpResponse:
    """Put a policy in: upload the one the school has, start from the model, or from the one in force."""
    form = UploadPolicy(request.POST or None, request.FILES or None)
    school = request.person.school
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = drafting.upload_policy(request.person, file.name, file.read())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            count = len(made.clauses)
            messages.success(
                request, f"We read {count} clause{'s' if count != 1 else ''}. Check them, then look at the defects."
            )
            return redirect("version", number=made.number)
    kept = Upload.objects.of(school).exclude(problem="").defer("data")
    context = {"form": form, "now": in_force(school), "kept": kept}
    return render(request, "policy/start.html", context, status=422 if form.errors else 200)


@power("policy.write")
@require_POST
def start_model(request: Request) -> HttpResponse:
    return redirect("version", number=drafting.start_from(request.person, "model").number)


@power("policy.write")
@require_POST
def start_copy(request: Request, number: int) -> HttpResponse:
    return redirect("version", number=drafting.start_again_from(request.person, find(request, number)).number)


@power("policy.write")
@require_POST
def read_again(request: Request, pk: int) -> HttpResponse:
    upload = get_object_or_404(Upload.objects.of(request.person.school).exclude(problem=""), pk=pk)
    try:
        return redirect("version", number=drafting.read_again(request.person, upload).number)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("policy_start")


@power("policy.see_drafts")
@require_safe
def defects_page(request: Request, number: int) -> HttpResponse:
    """What is wrong with a version, each with why and what to do."""
    found = find(request, number)
    listed = found.defects(timezone.localdate())
    context = {
        "version": found,
        "defects": listed,
        "groups": [(TITLES[kind], list(group)) for kind, group in groupby(sorted(listed, key=_kind), key=_kind_name)],
        "has_document": bool(found.read),
    }
    return render(request, "policy/defects.html", context)


def _kind(finding: Finding) -> tuple[int, tuple[int, int]]:
    return list(TITLES).index(finding.kind), finding.lines


def _kind_name(finding: Finding) -> str:
    return finding.kind


# The kinds of defect in the order a head would take them.
TITLES = {
    "contradiction": "Rules that do not agree",
    "scope_hole": "People it forgets",
    "unidentified_authority": "Nobody can tell who decides",
    "named_individual": "A name where a role belongs",
    "superseded_guidance": "Guidance that has been replaced",
    "password_expiry": "Advice on passwords that has changed",
    "overdue_review": "The review is late",
    "missing_review_date": "No review date",
    "missing_adoption_date": "No adoption date",
    "missing_approver": "Nobody is said to have approved it",
    "missing_owner": "Nobody is said to look after it",
    "placeholder": "Blanks still to fill in",
    "numbering_gap": "Numbers that jump or start again",
    "dangling_reference": "Pointers to something that is not there",
    "broken_sentence": "Sentences that are broken",
    "old_platform_name": "Old or misspelt names of networks",
    "typo_key_term": "Misspelt words that matter",
    "missing_topic": "Subjects it leaves out",
}


def _moved_on(request: Request, version: PolicyVersion, state: str) -> HttpResponse | None:
    """To the version's own page, where it stands somewhere else by now than this page is for."""
    if version.state == state:
        return None
    messages.info(request, MOVED_ON[version.state])
    return redirect("version", number=version.number)


@power("policy.send")
@ask
def send(request: Request, number: int) -> HttpResponse:
    """Check, then send a draft to the governors."""
    found = find(request, number)
    if elsewhere := _moved_on(request, found, State.DRAFT):
        return elsewhere
    if request.method == "POST":
        adopting.send(request.person, found)
        messages.success(request, f"Version {number} is with the governors now. You will see here what they decide.")
        return redirect("version", number=number)
    context = {"version": found, "count": len(found.defects(timezone.localdate()))}
    return render(request, "policy/send.html", context)


@power("policy.send")
@require_POST
def take_back(request: Request, number: int) -> HttpResponse:
    found = find(request, number)
    if found.state == State.DRAFT:
        return redirect("version", number=number)
    if elsewhere := _moved_on(request, found, State.SENT):
        return elsewhere
    adopting.take_back(request.person, found)
    messages.success(request, f"Version {number} is a draft again.")
    return redirect("version", number=number)


@power("policy.write")
@ask
def put_away(request: Request, number: int) -> HttpResponse:
    """Check, then put away a draft that is not needed."""
    found = find(request, number)
    if elsewhere := _moved_on(request, found, State.DRAFT):
        return elsewhere
    if request.method == "POST":
        drafting.put_away(request.person, found)
        messages.success(request, f"Version {number} is put away. You can start a new draft from it at any time.")
        return redirect("policy")
    return render(request, "policy/put_away.html", {"version": found})


@power("policy.adopt")
@ask
def adopt(request: Request, number: int) -> HttpResponse:
    """Adopt a version from a day."""
    found = find(request, number)
    if elsewhere := _moved_on(request, found, State.SENT):
        return elsewhere
    form = Adopt(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["from_date"]
        try:
            adopting.adopt(request.person, found, day)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Version {number} is adopted. It answers from {day:%-d %B %Y}.")
            return redirect("version", number=number)
    clause, without = without_second_step(found)
    context = {"version": found, "form": form, "now": in_force(found.school), "clause": clause}
    context |= {"without": without.count(), "among_them": without.filter(pk=request.person.pk).exists()}
    return render(request, "policy/adopt.html", context, status=422 if form.errors else 200)


@power("policy.adopt")
@require_POST
def call_off(request: Request, number: int) -> HttpResponse:
    """Take back an adoption whose first day has not come."""
    found = find(request, number)
    if elsewhere := _moved_on(request, found, State.ADOPTED):
        return elsewhere
    adopting.call_off(request.person, found)
    messages.success(request, f"The adoption of version {number} is called off. It is before the governors again.")
    return redirect("version", number=number)


@power("policy.adopt")
@ask
def set_aside(request: Request, number: int) -> HttpResponse:
    """Decide not to adopt a version, and say why."""
    found = find(request, number)
    if elsewhere := _moved_on(request, found, State.SENT):
        return elsewhere
    form = SetAside(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            adopting.set_aside(request.person, found, form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Version {number} is set aside. The head sees your reason.")
            return redirect("version", number=number)
    context = {"version": found, "form": form}
    return render(request, "policy/set_aside.html", context, status=422 if form.errors else 200)

"""One post: what it says, what the check found, how it stands, and what can be done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST, require_safe

from schoolgate.approvals.deciders import may_decide
from schoolgate.approvals.deciders import may_see as may_see_request
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community import moments
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.powers import holds, power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask
from schoolgate.policy.clause import Clause
from schoolgate.policy.explain import because, joined
from schoolgate.policy.holders import holders
from schoolgate.policy.models import in_force
from schoolgate.policy.views.asking import card
from schoolgate.policy.vocabulary import approvers
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.checking.model import Finding
from schoolgate.publishing.checking.words_of import places
from schoolgate.publishing.posts.actions import asking, writing
from schoolgate.publishing.posts.actions.mending import can_mend
from schoolgate.publishing.posts.actions.removing import can_be_taken_down
from schoolgate.publishing.posts.actions.stopping import stopped_by
from schoolgate.publishing.posts.finding import comes_down, latest, looks_after, may_change, may_take_down
from schoolgate.publishing.posts.forms import Ask
from schoolgate.publishing.posts.gate import Gated, gate
from schoolgate.publishing.posts.models import Approval, Post, PostVersion
from schoolgate.publishing.posts.policy import answer, by_eye
from schoolgate.publishing.posts.views.deliveries import deliveries
from schoolgate.publishing.posts.views.finding import find
from schoolgate.publishing.posts.words import channels_of, pictures_of, words_of

State = Post.State
COLOURS = {State.OUT: "green", State.APPROVED: "blue", State.ASKED: "blue", State.REFUSED: "red"}


@power("post.see")
@require_safe
def post(request: Request, reference: str) -> HttpResponse:
    return _page(request, find(request, reference), None)


@power("post.write")
@require_POST
def ask_for(request: Request, reference: str) -> HttpResponse:
    """Ask for approval; or publish, where the policy asks nobody."""
    found = find(request, reference)
    if not may_change(request.person, found):
        raise Http404
    form = Ask(request.POST, by_eye=bool(_by_eye(found)))
    if not form.is_valid():
        return _page(request, found, form)
    words = form.cleaned_data["words"].strip() or "Please look at this post."
    try:
        asked = asking.submit(request.person, found, form.cleaned_data["sha256"], words)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, found, form)
    if asked:
        who = joined([one.name for one in asked.asked.all()])
        messages.success(request, f"Sent to {who}. You will see here, and by mail, when they have decided.")
    else:
        messages.success(request, "It is on its way.")
    return redirect("post", reference=reference)


@power("post.write")
@ask
def drop(request: Request, reference: str) -> HttpResponse:
    found = find(request, reference)
    if not may_change(request.person, found):
        raise Http404
    if request.method == "POST":
        try:
            writing.drop(request.person, found)
            messages.success(request, "The post is thrown away.")
            return redirect("posts")
        except Refused as refused:
            messages.info(request, str(refused))
            return redirect("post", reference=reference)
    return render(request, "posts/drop.html", {"found": found, "title": heading(latest(found))})


def _page(request: Request, found: Post, form: Ask | None) -> HttpResponse:
    person, version = request.person, latest(found)
    version.post = found
    prefetch_related_objects([found], "deliveries__references")  # whether it comes down is asked twice
    draft = found.state == State.DRAFT
    gated = gate(version, timezone.localdate()) if draft else None
    mine = may_change(person, found)
    request_ = _request(version)
    context = {
        "found": found,
        "title": heading(version),
        "state": state_tag(found, request_),
        "stop": stopped_by(found.school),
        "may_stop": holds(person, "post.stop"),
        "words": words_of(version),
        "paragraphs": [part for part in version.said("text").split("\n\n") if part.strip()],
        "pictures": [
            {"it": one, "alt": one.said("alt"), "film": one.kind == one.Kind.FILM}
            for one in pictures_of(found.school, version.pictures)
        ],
        "rows": _about(found, version, request_),
        "version": version,
        "asked": request_ if request_ and may_see_request(person, request_) else None,
        "may_decide": bool(request_ and request_.waits and may_decide(person, request_)),
        "draft": draft,
        "may_change": mine and found.state in writing.OPEN_TO_CHANGE and not _begun(found),
        "helps": looks_after(person, found),
        "takes_down": (removes := may_take_down(person, found)),
        "may_take_down": removes and can_be_taken_down(found),
        "deliveries": deliveries(found),
        **(_checked(person, found, version, gated) if gated else {}),
        "clauses": _clauses(found) if not draft else [],
    }
    if draft and mine and gated and not gated.blocked and gated.answer:
        context["form"] = form or Ask(by_eye=bool(context["by_eye"]), asks=bool(context["asks"]), sha256=version.sha256)
    elif form is not None:
        context["form"] = form
        context["ask_again"] = False
    status = 422 if form is not None and form.errors else 200
    return render(request, "posts/post.html", context, status=status)


def heading(version: PostVersion) -> str:
    """What a post is called in lists: its title, or how it begins."""
    words = " ".join((version.said("title") or version.said("text")).split())
    return words if len(words) <= 70 else f"{words[:70].rpartition(' ')[0]}…"


def _begun(found: Post) -> bool:
    return found.deliveries.filter(state__in=writing.BEGUN).exists()


def _request(version: PostVersion) -> ApprovalRequest | None:
    approval = Approval.objects.of(version.post.school).filter(version=version).select_related("request").first()
    return approval.request if approval else None


def state_tag(found: Post, request: ApprovalRequest | None = None) -> tuple[str, str]:
    """How a post stands, and the colour of that. One that was asked for and is not waited for any more says why."""
    if (found.down_asked_at and found.state != State.DOWN) or comes_down(found):
        return "Being taken down", "blue"
    words = found.get_state_display()
    if found.state == State.ASKED and request is not None and not request.waits:
        words = f"Not approved: {request.get_state_display().lower()}"
    return words, COLOURS.get(State(found.state), "grey")


def _checked(person: Person, found: Post, version: PostVersion, gated: Gated) -> dict[str, Any]:
    clauses = {one.id: one for one in gated.policy.clauses} if gated.policy else {}

    def cards(numbers: tuple[str, ...]) -> list[object]:
        return [card(found.school, clauses[number]) for number in numbers if number in clauses]

    answer = gated.answer
    return {
        "findings": [
            {
                "it": one,
                "number": at,
                "clauses": cards(one.clauses),
                "picture": _picture(version, gated, one),
                "mends": can_mend(person, version, gated, one),
            }
            for at, one in enumerate(gated.findings)
        ],
        "blocked": gated.blocked,
        "no_policy": answer is None,
        "forbidden": answer is not None and answer.forbidden,
        "ruling": answer.ruling if answer else None,
        "because": because(answer.ruling) if answer else "",
        "by_eye": [(what, card(found.school, clause)) for what, clause in _by_eye(found)],
        "ruling_clauses": [card(found.school, one) for one in answer.clauses] if answer else [],
        "asks": joined([joined([_approver(found, name) for name in group], "or") for group in answer.groups])
        if answer
        else "",
    }


def _approver(found: Post, name: str) -> str:
    """Whom the policy names, and who that is today where it is one or two people."""
    people = holders(found.school, [name], asker=found.by, falls_to=())
    who = f" ({joined([person.name for person in people])})" if 0 < len(people) < 3 else ""
    return f"{approvers()[name]['label']}{who}"


def _by_eye(found: Post) -> list[tuple[str, Clause]]:
    today = timezone.localdate()
    policy = in_force(found.school, today)
    return by_eye(policy.clauses_on(today)) if policy else []


def _picture(version: PostVersion, gated: Gated, finding: Finding) -> int | None:
    """The number of the picture or film that a finding is about, while it can be opened."""
    where, listed = finding.where.partition(",")[0], places(gated.draft)
    return version.pictures[listed.index(where)] if where in listed and finding.kind != "put_away" else None


def _about(found: Post, version: PostVersion, request: ApprovalRequest | None) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = [
        ("Written by", found.by.name),
        ("For", joined([called(one) for one in channels_of(version)])),
    ]
    if version.not_before or found.state not in (State.APPROVED, State.OUT, State.DOWN):
        rows.append(("When", moments.at(version.not_before) or "As soon as it is approved"))
    if version.page or version.unlisted:
        said = [("a page of the website", version.page), ("only for those who have the address", version.unlisted)]
        rows.append(("As", joined([words for words, holds_ in said if holds_])))
    if version.said("tags") and version.private["tags"]:
        rows.append(("Tags", ", ".join(version.private["tags"])))
    if request is not None:
        names = [f"{one.by.name}, {date_format(timezone.localdate(one.at), 'j F Y')}" for one in _yes(request)]
        rows.append(("Approved by", joined(names) or "Nobody yet"))
        if request.waits:
            rows.append(("It waits for", joined([one.name for one in request.asked.all()]) or "Somebody who is here"))
    if found.down_asked_at and found.down_asked_by:
        rows.append(("Taken down by", f"{found.down_asked_by.name}, {moments.at(found.down_asked_at)}"))
    rows.append(("Reference", f"{found.reference}, version {version.number}"))
    return rows


def _yes(request: ApprovalRequest) -> list[Any]:
    return [one for one in request.decisions.select_related("by") if one.answer == "approve"]


def _clauses(found: Post) -> list[object]:
    """Under which clauses of which policy it was let through."""
    check = latest(found).checks.select_related("policy__school").last()
    if check is None or check.policy is None:
        return []
    said: tuple[Clause, ...] = answer(check.policy, check.facts, timezone.localdate(check.at)).clauses
    return [card(found.school, one) for one in said]

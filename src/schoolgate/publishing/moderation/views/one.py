"""One comment: what it says, what it stands under, what was done about it and what can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from schoolgate.approvals.deciders import may_decide as may_decide_request
from schoolgate.approvals.deciders import may_see as may_see_request
from schoolgate.casework.cases.access import open_to
from schoolgate.community import moments
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.powers import power
from schoolgate.community.request import Request
from schoolgate.community.views.asking import ask, asked_and_done, sent
from schoolgate.policy.views.asking import card
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.moderation.actions import deciding, raising
from schoolgate.publishing.moderation.actions.holding import ANOTHER, OVER
from schoolgate.publishing.moderation.forms import Delete, Hide, Raise, Why
from schoolgate.publishing.moderation.known import grounds
from schoolgate.publishing.moderation.models import Comment, Handling, Raising
from schoolgate.publishing.moderation.policy import says
from schoolgate.publishing.moderation.reaching import concerned, looks_after, requests_about
from schoolgate.publishing.moderation.views.finding import find, lines
from schoolgate.publishing.posts.finding import latest
from schoolgate.publishing.posts.views.one import heading

State = Comment.State


@power("comment.see")
@require_safe
def comment(request: Request, pk: int) -> HttpResponse:
    person, found = request.person, find(request, pk)
    [line] = lines(person.school, [found])
    handles = looks_after(person, found.channel)
    named = bool(concerned(found, [person])) if handles else False
    over, hidden = found.state in OVER, found.state == State.HIDDEN
    asked = [one for one in requests_about(found) if may_see_request(person, one)]
    context = {
        "found": found,
        "line": line,
        "rows": _about(found),
        "post": heading(latest(found.delivery.post)),
        "before": found.private.get("before", []),
        "above": _above(found),
        "history": _history(found),
        "handles": handles and not over,
        "concerned": named and not over and not found.wanted and not hidden,
        "another": ANOTHER,
        "may_hide": handles and not over and not found.wanted and not hidden,
        "may_show": handles and not named and not over and not found.wanted and (hidden or found.hidden_there),
        "may_leave": handles and not found.wanted and found.state in (State.NEW, State.SEEN),
        "by_hand": found.by_hand_by is not None,
        "until": moments.at(found.by_hand_by),
        "waiting": [one for one in asked if one.waits],
        "decides": [one for one in asked if one.waits and may_decide_request(person, one)],
        "raised": _raised(person, found),
        "says": says(person.school, person),
    }
    return render(request, "moderation/comment.html", context)


def _about(found: Comment) -> list[tuple[Any, ...]]:
    return [
        ("Where", called(found.channel)),
        ("Written", moments.at(found.at)),
        ("Read by us", moments.at(found.came_at)),
    ]


def _above(found: Comment) -> dict[str, Any] | None:
    """What it answers, where that is known."""
    if not found.answers:
        return None
    rows = Comment.objects.of(found.channel.school).select_related("channel")
    row = rows.filter(delivery=found.delivery, network_id=found.answers).first()
    return lines(found.channel.school, [row])[0] if row else None


def _history(found: Comment) -> list[dict[str, str]]:
    made = []
    for one in found.handlings.select_related("by").order_by("at", "pk"):
        parts = [grounds()[one.ground].label + "." if one.ground else "", one.said("why")]
        if one.clauses:
            parts.append(f"Clauses that stood over it: {', '.join(one.clauses)}.")
        by = one.by.name if one.by else ("Schoolgate" if one.what in BY_US else "On the network")
        text = " ".join(filter(None, parts))
        made.append({"title": one.get_what_display(), "at": moments.at(one.at), "by": by, "text": text})
    return made


BY_US = (Handling.What.HIDDEN, Handling.What.SHOWN, Handling.What.DELETED, Handling.What.BY_HAND)


def _raised(person: Person, found: Comment) -> list[tuple[str, str]]:
    """What it was raised to, as far as this person may know of it: (reference, address)."""
    rows = Raising.objects.of(person.school).filter(comment=found).select_related("report__case")
    mine = [
        (one.report.reference, reverse("told_one", args=[one.report.reference])) for one in rows if one.by == person
    ]
    cases = open_to(person).filter(pk__in=[one.report.case_id for one in rows])
    return [*((one.reference, one.path) for one in cases), *mine]


def _rules(person: Person, found: Comment) -> dict[str, Any]:
    """The page that asks which rule a comment breaks: the comment, and what the policy says."""
    return {
        "template": "moderation/hide.html",
        "line": lines(person.school, [found])[0],
        "cards": [card(person.school, clause) for clause in says(person.school, person).every],
        "slug": person.school.slug,
    }


@power("comment.handle")
@ask
def hide(request: Request, pk: int) -> HttpResponse:
    """Which rule does it break? Whoever it may be about asks somebody else."""
    person, found = request.person, find(request, pk, to_handle=True)
    if found.state in OVER or found.wanted or found.state == State.HIDDEN:
        raise Http404
    named = bool(concerned(found, [person]))
    return asked_and_done(
        request,
        Hide(sent(request)),
        lambda given: deciding.hide(person, found, given["ground"], given["why"]),
        done="Somebody else is asked. You are told when it is decided." if named else "It is being hidden.",
        to=reverse("comment", args=[pk]),
        title="Ask to hide this comment" if named else "Hide this comment",
        lead=ANOTHER if named else "",
        button="Ask somebody else" if named else "Hide it",
        **_rules(person, found),
    )


@power("comment.handle")
@ask
def delete(request: Request, pk: int) -> HttpResponse:
    """For what must not stand at all: a second person decides."""
    person, found = request.person, find(request, pk, to_handle=True)
    if found.state in OVER or found.wanted:
        raise Http404
    return asked_and_done(
        request,
        Delete(sent(request), can_hide=deciding.can_hide(found)),
        lambda given: deciding.ask_to_delete(person, found, given["ground"], given["why"]),
        done="Somebody else is asked. You are told when it is decided.",
        to=reverse("comment", args=[pk]),
        title="Ask to have this comment deleted",
        lead="What is deleted on the network cannot be brought back there, so two people decide. What it said is kept "
        "here. While you wait, hide it.",
        button="Ask somebody else",
        **_rules(person, found),
    )


@power("comment.handle")
@ask
def show(request: Request, pk: int) -> HttpResponse:
    person, found = request.person, find(request, pk, to_handle=True)
    if found.wanted or not (found.state == State.HIDDEN or found.hidden_there):
        raise Http404
    return asked_and_done(
        request,
        Why(sent(request)),
        lambda given: deciding.show(person, found, given["why"]),
        done="It is being shown again.",
        to=reverse("comment", args=[pk]),
        title="Show this comment",
        lead="Everybody can read it there again.",
        button="Show it",
    )


@power("comment.handle")
@ask
def leave(request: Request, pk: int) -> HttpResponse:
    person, found = request.person, find(request, pk, to_handle=True)
    if found.wanted or found.state not in (State.NEW, State.SEEN):
        raise Http404
    [line] = lines(person.school, [found])
    return asked_and_done(
        request,
        Why(sent(request)),
        lambda given: deciding.leave(person, found, given["why"]),
        done="It stays, and you have said why.",
        to=reverse("comment", args=[pk]),
        title="Leave it standing",
        lead="Say in a sentence why it stays, such as that it is criticism, which anybody may write.",
        button="Leave it standing",
        template="moderation/leave.html",
        line=line,
    )


@power("comment.handle")
@ask
def raise_it(request: Request, pk: int) -> HttpResponse:
    """It becomes a report with a case, and goes to whom the policy names; never to whom it names."""
    person, found = request.person, find(request, pk, to_handle=True)
    form = Raise(sent(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            report = raising.raise_it(person, found, given["code"], given["why"], given["danger"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(f"{reverse('told_one', args=[report.reference])}?sent=1")
    said = says(person.school, person)
    context = {
        "form": form,
        "title": "Raise this comment as a worry",
        "button_text": "Send it",
        "back_url": reverse("comment", args=[pk]),
        "line": lines(person.school, [found])[0],
        "says": said,
        "cards": [card(person.school, clause) for clause in said.block],
    }
    return render(request, "moderation/raise.html", context, status=422 if form.errors else 200)


@power("comment.handle")
@require_POST
def by_hand(request: Request, pk: int) -> HttpResponse:
    return _at_once(request, pk, deciding.done_by_hand, "Thank you. It is written down.")


@power("comment.handle")
@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    return _at_once(request, pk, deciding.try_again, "It is tried again.")


def _at_once(request: Request, pk: int, act: Callable[[Person, Comment], None], done: str) -> HttpResponse:
    found = find(request, pk, to_handle=True)
    try:
        act(request.person, found)
        messages.success(request, done)
    except Refused as refused:
        messages.info(request, str(refused))
    return redirect("comment", pk=pk)

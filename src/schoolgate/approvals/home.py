"""What requests give to the home page, the menu and a person's own record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.approvals.kinds import need, title
from schoolgate.approvals.models import ApprovalRequest, Decision
from schoolgate.community.models import Person
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.today import DUE_SOON, POLICY, TO_DO, Link, MenuItem, Task

WING = POLICY
MENU = [MenuItem("Requests", "requests", "approval.ask", "What you have asked for, and what waits for you")]
SHOWN = 5
SOON = timedelta(days=7)


def tasks(person: Person) -> Iterator[Task]:
    """What waits for this person's decision, and the questions about what they asked."""
    rows = ApprovalRequest.objects.of(person.school).select_related("asker", "school").prefetch_related("about")
    back = rows.filter(asker=person, state=ApprovalRequest.State.ASKED_BACK)
    today = timezone.localdate()
    for request in back[:SHOWN]:
        if need(request, today).hinder:
            hint = f"You asked: “{request.begins()}” The policy says something else now."
            yield Task(f"Read what has changed: {title(request)}", _address(request), hint)
        else:
            yield Task(f"Answer a question: {title(request)}", _address(request), f"You asked: “{request.begins()}”")
    waiting = list(
        rows.filter(asked=person, state=ApprovalRequest.State.OPEN).order_by("expires_on", "pk")[: SHOWN + 1]
    )
    for request in waiting[:SHOWN]:
        asked_at = date_format(timezone.localtime(request.made_at), "j F, H:i")
        hint = f"{request.asker.name} asked on {asked_at}: “{request.begins()}”"
        soon = request.expires_on - today <= SOON
        yield Task(f"Decide: {title(request)}", _address(request), hint, DUE_SOON if soon else TO_DO)
    if len(waiting) > SHOWN:
        yield Task("Decide on more requests", reverse("requests"), "These are not all that wait for you.")


def public_links() -> Iterator[Link]:
    yield Link("Check a permission", reverse("permission"), "Type its reference to see whether it is valid.")


def about_person(by: Person, person: Person) -> Iterator[Link]:
    """From somebody's page to asking for a role for them; who gives roles asks for what is not theirs to give."""
    if not holds(by, "approval.ask_role"):
        return
    words = "Ask for a role that you cannot give" if holds(by, "role.change") else "Ask for a role for them"
    title = "Ask for a role for yourself" if by == person else words
    yield Link(title, f"{reverse('request_role')}?person={person.pk}")


def record(person: Person) -> Iterator[Entry]:
    """What they asked for and what they decided."""
    rows = ApprovalRequest.objects.of(person.school).filter(asker=person)
    for request in rows.select_related("asker", "school").prefetch_related("about"):
        words = f"Asked: {title(request)} ({request.get_state_display().lower()})"
        yield Entry(timezone.localdate(request.made_at), "Requests", words, url=_address(request))
    decisions = Decision.objects.of(person.school).filter(by=person).select_related("request__asker", "request__school")
    for decision in decisions.prefetch_related("request__about"):
        words = f"{decision.get_answer_display()}: {title(decision.request)}"
        yield Entry(timezone.localdate(decision.at), "Decisions", words, url=_address(decision.request))


def _address(request: ApprovalRequest) -> str:
    return reverse("request", args=[request.pk])

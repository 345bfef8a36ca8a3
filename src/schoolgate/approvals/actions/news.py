"""Telling those whom a request waits for, and the one who asked."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from schoolgate.approvals.deciders import to_ask
from schoolgate.approvals.kinds import Need, title
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community import mail
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.community.powers import holds

FOR_DECIDERS = "Something at your school is waiting for your decision"
FOR_NAMED = "Something at your school names you, so somebody else decides it"
FOR_ASKER = "There is news about something you asked for"


def write_to(people: Iterable[Person], request: ApprovalRequest, subject: str) -> None:
    """A mail that says only that there is something. What waits for somebody is a task on their home page as it is."""
    for person in people:
        mail.send(person, subject, reverse("request", args=[request.pk]))


def inform_asker(request: ApprovalRequest, words: str) -> None:
    """A notice of how it ended, and a mail."""
    tell([request.asker], f"{words}: {title(request)}"[:300], reverse("request", args=[request.pk]))
    write_to([request.asker], request, FOR_ASKER)


def inform_named(request: ApprovalRequest) -> None:
    """Tell those who oversee requests that one names them, because it goes past them to somebody else."""
    named = [person for person in request.about.all() if holds(person, "approval.oversee")]
    words = f"{request.asker.name} has asked for something that names you, so somebody else decides: {title(request)}"
    tell(named, words[:300], reverse("request", args=[request.pk]))
    write_to(named, request, FOR_NAMED)


def send_on(request: ApprovalRequest, standing: Need) -> list[Person]:
    """Make it wait for those whom the policy would ask today, and tell whoever is new. Who they are."""
    people = to_ask(request, standing)
    before = set(request.asked.values_list("pk", flat=True))
    request.asked.set(people)
    new = [person for person in people if person.pk not in before]
    write_to(new, request, FOR_DECIDERS)
    return people

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

FOR_DECIDERS = "Something at your school is waiting for your decision"
FOR_ASKER = "There is news about something you asked for"


def inform(people: Iterable[Person], request: ApprovalRequest, words: str, subject: str) -> None:
    """A notice with these words, and a mail that says only that there is something."""
    told = list(people)
    address = reverse("request", args=[request.pk])
    tell(told, words[:300], address)
    for person in told:
        mail.send(person, subject, address)


def inform_asker(request: ApprovalRequest, words: str) -> None:
    inform([request.asker], request, f"{words}: {title(request)}", FOR_ASKER)


def send_on(request: ApprovalRequest, standing: Need) -> list[Person]:
    """Make it wait for those whom the policy would ask today, and tell whoever is new. Who they are."""
    people = to_ask(request, standing)
    before = set(request.asked.values_list("pk", flat=True))
    request.asked.set(people)
    new = [person for person in people if person.pk not in before]
    inform(new, request, f"{request.asker.name} asks for your decision: {title(request)}", FOR_DECIDERS)
    return people

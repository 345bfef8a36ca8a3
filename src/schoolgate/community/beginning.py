"""What comes first at a new school: a head teacher, everybody else, and their way in."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from schoolgate.community.actions.addresses import readdresses
from schoolgate.community.actions.roles import there_is
from schoolgate.community.finding import here, holding
from schoolgate.community.invitations import State, signs_in, state_of
from schoolgate.community.models import Invitation, Person, School
from schoolgate.community.powers import holds
from schoolgate.community.roles import Role
from schoolgate.community.today import Task


def tasks(person: Person) -> Iterator[Task]:
    """What whoever sets a school up has still to do, in the order in which to do it; none once it runs."""
    school = person.school
    if holds(person, "invitation.send"):
        yield from _head(person)
    if holds(person, "roster.import") and not holding(school, Role.PUPIL).exists():
        hint = "All at once, from a file out of your school’s own records. Or add them one by one."
        yield Task("Bring in the people of the school", reverse("rosters"), hint)
    elif holds(person, "invitation.send") and _nobody_comes_in(school):
        hint = "Staff first, then families. Each gets an email with a link of their own."
        yield Task("Invite people to sign in", reverse("invite"), hint)


def _head(person: Person) -> Iterator[Task]:
    heads = list(holding(person.school, Role.HEAD).select_related("account", "offered_to"))
    if not heads:
        hint = "Nobody can decide what the policy leaves to the head until there is one."
        yield Task("Add the head teacher", reverse("add_person"), hint)
    if not there_is(person.school, Role.CHAIR) and Role.TECHNICIAN in person.roles():
        hint = "The governors adopt the policy, and the chair decides what is about the head."
        yield Task("Add the chair of governors", reverse("add_person"), hint)
    if any(_is_coming(head) for head in heads):
        return
    for head in heads:
        if head.write_to():
            hint = f"We send a link to {head.write_to()}."
            yield Task(f"Invite {head.name} to sign in", reverse("invite_person", args=[head.pk]), hint)
        elif readdresses(person, head):
            hint = "They are the head teacher, and cannot be invited without one."
            yield Task(f"Add an email address for {head.name}", reverse("person_details", args=[head.pk]), hint)


def _is_coming(head: Person) -> bool:
    """Whether somebody signs in, or has a link or a question from us that they need only answer."""
    if head.offered_to_id or (head.account and signs_in(head.account)):
        return True
    last = head.invitations.filter(kind=Invitation.Kind.FIRST, ended_at=None).first()
    return last is not None and state_of(last) == State.OPEN


def _nobody_comes_in(school: School) -> bool:
    """Whether none of those who use the school's service, besides the ones who set it up, was asked in yet."""
    others = here(school).exclude(pk__in=holding(school, Role.HEAD, Role.TECHNICIAN).values("pk"))
    has_a_way_in = Q(account__isnull=False) | Q(offered_to__isnull=False) | Q(invitations__isnull=False)
    return not others.filter(has_a_way_in).exists()

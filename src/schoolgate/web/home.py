"""What the sign-in itself asks of a person, and how each kind of person is greeted."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.community.roles import IMPLIES, Role
from schoolgate.community.today import OVERDUE, RECORDS, MenuItem, Task
from schoolgate.duties.owing import asked
from schoolgate.duties.reviews.standing import standings
from schoolgate.record import vault
from schoolgate.web.background import failed

WING = RECORDS
MENU = [
    MenuItem("Report to the governors", "governors_report", "report.see", "What was done and what is late", aside=True),
    MenuItem("Background work", "background", "jobs.see", "What is still to be sent or done", aside=True),
]

FEW_CODES = 3

GREETINGS: dict[str, str] = {
    Role.HEAD: "You decide what the policy leaves to you, and see that it is lived by.",
    Role.DSL: "You keep children safe. What cannot wait stands first.",
    Role.DEPUTY_DSL: "You keep children safe. What cannot wait stands first.",
    Role.SLT: "You help to lead the school. What waits for you stands here.",
    Role.CHAIR: "You and the governors adopt the policy and see how well it works.",
    Role.GOVERNOR: "You and the other governors adopt the policy and see how well it works.",
    Role.TECHNICIAN: "You look after the accounts and the machines.",
    Role.STAFF: "Ask before you post, and find what the school asks of you.",
    Role.VOLUNTEER: "Thank you for helping. Here is what the school asks of you.",
    Role.CONTRACTOR: "Here is what the school asks of you while you work here.",
    Role.PARENT: "See what the school does online, and what it asks of families.",
    Role.PUPIL: "Find out what is safe and fair online.",
}


def roles_in_words(person: Person) -> list[str]:
    """What somebody is at the school, leaving out a role that another one brings."""
    held = person.roles()
    brought = {IMPLIES[role] for role in held if role in IMPLIES}
    today = timezone.localdate()
    called = {each.role: each.called for each in person.holdings.all() if each.called and each.runs(today)}
    return [called.get(role, Role(role).label) for role in Role.values if role in held - brought]


def greeting(person: Person) -> str:
    """One sentence for the most senior thing that somebody is."""
    held = person.roles()
    return next((words for role, words in GREETINGS.items() if role in held), "")


def _late_review(person: Person) -> Iterator[Task]:
    """For those who adopt the policy and do not write it, that its review is late."""
    if not holds(person, "policy.adopt") or holds(person, "policy.send"):
        return
    today = timezone.localdate()
    due = next((each.due for each in standings(asked(person.school, today)) if each.thing.key == "policy"), None)
    if due and due < today:
        hint = f"It was due by {date_format(due)}."
        yield Task("Ask when the policy will be reviewed", reverse("governors_report"), hint, OVERDUE)


def _machine(person: Person) -> Iterator[Task]:
    if many := failed(person.school):
        stuck = "Some mail or a reminder may not have gone out." if many == 1 else f"{many} jobs could not be done."
        yield Task("Look at the background work", reverse("background"), stuck, OVERDUE)
    if not vault.has_room():
        full = "Files that come with a worry are not taken."
        yield Task("Make room on the disk", reverse("background"), full, OVERDUE)


def tasks(person: Person) -> Iterator[Task]:
    """What failed in the background and a disk that is nearly full, for whoever looks after them; and a way back in:
    recovery codes run out."""
    if holds(person, "jobs.see"):
        yield from _machine(person)
    yield from _late_review(person)
    if person.account_id is None:
        return
    kinds = {found.type: found for found in Authenticator.objects.filter(user_id=person.account_id)}
    if not kinds.keys() - {Authenticator.Type.RECOVERY_CODES}:
        return
    codes = kinds.get(Authenticator.Type.RECOVERY_CODES)
    left = len(codes.wrap().get_unused_codes()) if codes else 0
    if left < FEW_CODES:
        hint = "They let you sign in if you lose your phone." + (f" You have {left} left." if codes else "")
        yield Task("Make new recovery codes", reverse("mfa_generate_recovery_codes"), hint)

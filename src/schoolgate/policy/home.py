"""What the policy gives to the home page and the menu."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from schoolgate.community.models import Person, School
from schoolgate.community.powers import holds
from schoolgate.community.today import POLICY, WAITING, Link, MenuItem, Task
from schoolgate.policy.models import PolicyVersion, has_policy

WING = POLICY
MENU = [
    MenuItem("May I…?", "ask_schools", "policy.read", "Ask the school’s policy before you act"),
    MenuItem("Policy", "policy", "policy.read", "Read the policy in force and the ones before it"),
    MenuItem("Compare", "compare", "policy.read", "See what two policies say about one thing", aside=True),
]


def tasks(person: Person) -> Iterator[Task]:
    """What the policy asks of this person now."""
    State = PolicyVersion.State  # noqa: N806 (a class)
    versions = PolicyVersion.objects.of(person.school).defer("read")
    if holds(person, "policy.adopt"):
        for version in versions.filter(state=State.SENT).exclude(sent_by=person):
            url = reverse("version", args=[version.number])
            yield Task(
                f"Decide on version {version.number} of the policy", url, "The head has sent it to the governors."
            )
    if holds(person, "policy.write"):
        for version in versions.filter(state=State.DRAFT):
            url = reverse("version", args=[version.number])
            yield Task(f"Finish version {version.number} of the policy", url, version.title)
    if holds(person, "policy.send"):
        for version in versions.filter(state=State.SENT):
            url = reverse("version", args=[version.number])
            yield Task(f"Version {version.number} of the policy", url, "It is with the governors.", WAITING)
        if not has_policy(person.school):
            yield Task(
                "Put your policy in", reverse("policy_start"), "Upload the one you have, or start from the model."
            )


def public_links() -> Iterator[Link]:
    """Each school's questions, for a stranger."""
    for school in School.objects.order_by("name"):
        if has_policy(school):
            url = reverse("ask", args=[school.slug])
            yield Link(f"Ask {school.name}’s policy", url, "May I…? The answer, and the rule that decides it.")

"""Those who lead the school hear when another course comes to count for one that keeps children safe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from schoolgate.community.change import Change
from schoolgate.community.models import Person, School
from schoolgate.community.notices import tell
from schoolgate.duties.training.catalogue import courses
from schoolgate.duties.training.material import included, safeguarding, topics
from schoolgate.policy.holders import holders


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts for a topic: whether the course that came for it is on offer, and which others prove it too."""

    ours: bool
    others: frozenset[str]


def counting(school: School) -> Mapping[str, Counting]:
    """By topic of safeguarding. A course that was put away still proves what it covers, for those who took it."""
    found = {}
    everything = courses(school, archived=True)
    for topic in safeguarding():
        came_with = {name for name, entry in included().items() if topic in entry["topics"]}
        covering = [course for course in everything if topic in course.topics]
        ours = any(course.included in came_with and course.archived_at is None for course in covering)
        others = frozenset(course.key for course in covering if course.included not in came_with)
        found[topic] = Counting(ours, others)
    return found


def tell_what_changed(ledger: Change, by: Person, before: Mapping[str, Counting]) -> None:
    """Tell the head and the chair of governors of each topic whose course was displaced; whoever did it knows."""
    after = counting(by.school)
    displaced = [
        topic
        for topic, was in before.items()
        if (was.ours and not after[topic].ours) or after[topic].others - was.others
    ]
    if displaced:
        people = holders(by.school, ["head", "chair"], besides=[by])
        for topic in displaced:
            words = f"{by.name} changed which course counts for “{topics()[topic]}”. See what people can take now."
            tell(people, words, reverse("training"))
        ledger.write("course.displaced", by.school, topics=displaced, told=sorted(person.pk for person in people))

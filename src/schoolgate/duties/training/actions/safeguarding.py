"""Those who lead the school hear when another course comes to count for one that keeps children safe, or it changes."""

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

DISPLACED = "{} changed which course counts for “{}”. See what people can take now."
REWORKED = "{} changed a course that counts for “{}”. See what it teaches now, and for how long it counts."


@dataclass(frozen=True, slots=True)
class Counting:
    """What counts for a topic: whether the course that came for it is on offer, and which others prove it too.

    `what`: by the key of each course, its words, where it is held and for how many months it counts.
    """

    ours: bool
    others: frozenset[str]
    what: Mapping[str, tuple[str, str, int | None]]


def counting(school: School) -> Mapping[str, Counting]:
    """By topic of safeguarding. A course that was put away still proves what it covers, for those who took it."""
    found = {}
    everything = courses(school, archived=True)
    for topic in safeguarding():
        came_with = {name for name, entry in included().items() if topic in entry["topics"]}
        covering = [course for course in everything if topic in course.topics]
        ours = any(course.included in came_with and course.archived_at is None for course in covering)
        others = frozenset(course.key for course in covering if course.included not in came_with)
        what = {course.key: (course.body, course.elsewhere, course.expires_months) for course in covering}
        found[topic] = Counting(ours, others, what)
    return found


def tell_what_changed(ledger: Change, by: Person, before: Mapping[str, Counting]) -> None:
    """Tell the head and the chair of each topic whose course was displaced or reworked; whoever did it knows."""
    after = counting(by.school)
    displaced = [
        topic
        for topic, was in before.items()
        if (was.ours and not after[topic].ours) or after[topic].others - was.others
    ]
    reworked = [
        topic
        for topic, was in before.items()
        if any(after[topic].what.get(key, said) != said for key, said in was.what.items())
    ]
    for verb, changed, says in (("displaced", displaced, DISPLACED), ("reworked", reworked, REWORKED)):
        if changed:
            people = holders(by.school, ["head", "chair"], besides=[by])
            for topic in changed:
                tell(people, says.format(by.name, topics()[topic]), reverse("training"))
            ledger.write(f"course.{verb}", by.school, topics=changed, told=sorted(person.pk for person in people))

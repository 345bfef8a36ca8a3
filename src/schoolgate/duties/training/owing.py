"""What training is owed: one duty for each course that the policy's topics come to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from django.urls import reverse

from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing
from schoolgate.duties.training.catalogue import courses
from schoolgate.duties.training.material import number
from schoolgate.duties.training.models import Completion, Course
from schoolgate.duties.training.needs import Need, chosen, needs
from schoolgate.policy.dates import months_after
from schoolgate.record.ledger import reference

KIND = "training"
LABEL = "Training"
EVIDENCE = Completion._meta.label_lower
STIRRED_BY = frozenset(
    {
        "course.added",
        "course.changed",
        "course.archived",
        "course.put_back",
        "training.completed",
        "training.completion_withdrawn",
        "training.imported",
        "training.attended",
    }
)

Learned = Mapping[tuple[int, str], Sequence[Completion]]
"""Person and topic -> completions that cover it, the oldest first."""


def owing(asked: Asked) -> Iterator[Owing]:
    found = needs(asked)
    if not found:
        return
    picked, _ = chosen(found, courses(asked.school))
    learned = _learned(asked)
    by_course: dict[str, list[Need]] = defaultdict(list)
    for need in found:
        if need.topic in picked:
            by_course[picked[need.topic].key].append(need)
    titles = {course.key: course.title for course in picked.values()}
    for key, group in by_course.items():
        yield Owing(KIND, key, f"Take the course “{titles[key]}”", group[0].clause, _people(asked, group, learned))


def address(duty: Duty) -> str:
    return reverse("training_course", args=[duty.key])


def answer(duty: Duty) -> str:
    """Where the head sees what was completed, and whoever leads training takes a wrong one back."""
    model, _, number = duty.evidence.partition(":")
    return reverse("training_completion", args=[int(number)]) if model == EVIDENCE and number.isdigit() else ""


def _people(asked: Asked, group: Sequence[Need], learned: Learned) -> dict[int, Due]:
    found: dict[int, Due] = {}
    audiences = dict.fromkeys(audience for need in group for audience in need.audiences)
    for audience in audiences:
        for person, since in asked.audiences.of(audience).items():
            if person not in found:
                mine = [need for need in group if audience in need.audiences]
                found[person] = _due(asked, audience, since, mine, [learned.get((person, n.topic), ()) for n in mine])
    return found


def _due(
    asked: Asked, audience: str, since: date, mine: Sequence[Need], learned: Sequence[Sequence[Completion]]
) -> Due:
    """The round that somebody is in: their first, or the one that the last one's end began."""
    ends = [_end(asked, need, had[-1]) if had else None for need, had in zip(mine, learned, strict=True)]
    if not all(learned):
        return Due("first", max(since, asked.on) + timedelta(days=number("first_days")), audience)
    over = [end for end in ends if end and end - timedelta(days=number("early_days")) <= asked.on]
    if over:
        first = min(over)
        # Where the policy changed under somebody, they have as long as a starter.
        anew = asked.version is not None and first == asked.version.in_force_from
        by = max(first, asked.on) + timedelta(days=number("first_days")) if anew else first
        return Due(f"{first:%Y-%m}", by, audience)
    last = max((had[-1] for had in learned), key=lambda done: (done.on, done.pk))
    before = [_end(asked, need, had[-2]) for need, had in zip(mine, learned, strict=True) if len(had) > 1]
    ended = min((end for end in before if end), default=None)
    return Due(f"{ended:%Y-%m}" if ended else "first", last.on, audience, reference(last))


def _end(asked: Asked, need: Need, done: Completion) -> date | None:
    """The day until which a completion counts for a need: the course's own end or the policy's, whichever is first."""
    ends = [done.expires_on, months_after(done.on, need.months) if need.months else None]
    starts = asked.version.in_force_from if asked.version else None
    if need.anew and starts and done.on < starts:
        ends.append(starts)
    return min((end for end in ends if end), default=None)


def _learned(asked: Asked) -> Learned:
    topics: Mapping[int, list[str]] = {
        course.pk: course.topics for course in Course.objects.of(asked.school).only("topics")
    }
    found: dict[tuple[int, str], list[Completion]] = defaultdict(list)
    done = Completion.objects.of(asked.school).filter(withdrawn_at__isnull=True, on__lte=asked.on)
    fields = ("person_id", "course_id", "on", "expires_on")
    for completion in done.order_by("on", "pk").only(*fields).iterator(5000):
        for topic in topics[completion.course_id]:
            found[completion.person_id, topic].append(completion)
    return found

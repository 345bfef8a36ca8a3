"""Record that somebody looked, and what they saw; note that a system was changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person, School
from schoolgate.community.notices import tell
from schoolgate.duties.actions.ending import end
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, asked
from schoolgate.duties.reviews.models import Review, SystemChange
from schoolgate.duties.reviews.owing import KIND
from schoolgate.duties.reviews.standing import Standing, may_record, owners_of, standing_of

NOT_YOURS = "This is for others to check. If you saw something that is not right, tell them or the head teacher."
YOURS_ALONE = "A tick is all the school asks of you here: leave out what you saw in your own accounts."
MEANWHILE = "Somebody recorded this while you were writing. Read what they saw; if there is more to say, record it too."


def record(
    by: Person,
    key: str,
    *,
    round: str,
    on: date,
    result: str,
    seen: str,
    put_right: str = "",
    evidence_link: str = "",
    together: Sequence[str] = (),
) -> Review:
    """Record a look. `round` is the time that was open when the page was read. What is not right comes up again.

    Raises Refused for somebody who does not owe it, where another was recorded meanwhile, and for words about a check
    that everybody makes for themselves: what they saw is no business of the school.
    """
    with change(by, "review.record", by.school) as ledger:
        School.objects.select_for_update().get(pk=by.school_id)
        question, standing = _standing(by, key)
        if not may_record(question, standing.thing, by):
            raise Refused(NOT_YOURS)
        if standing.round != round:
            raise Refused(MEANWHILE)
        thing = standing.thing
        if thing.audiences and (result != Review.Result.OK or seen or put_right or evidence_link or together):
            raise Refused(YOURS_ALONE)
        review = Review(school=by.school, key=key, what=thing.what, clause=thing.clause, version=question.version)
        review.by, review.whose, review.due = by, by if thing.audiences else None, standing.due
        review.on, review.result, review.seen = on, result, seen
        review.put_right, review.evidence_link, review.together = put_right, evidence_link, list(together)
        review.save()
        ledger.write("review.recorded", review, key=key, result=result, on=on.isoformat())
        _end(by, review)
        if result == Review.Result.NOT_OK:
            _tell(question, standing, by, f"Something has to be put right: {thing.what[0].lower()}{thing.what[1:]}.")
    return review


def tick(by: Person, key: str, *, round: str) -> Review:
    """Record that somebody has made a check of their own today, and nothing else about it."""
    return record(by, key, round=round, on=timezone.localdate(), result=Review.Result.OK, seen="")


def note_change(by: Person, *, key: str, on: date, words: str) -> SystemChange:
    """Note that the filter or the monitoring was changed: a look at it falls due."""
    with change(by, "review.note_change", by.school) as ledger:
        noted = SystemChange.objects.create(school=by.school, key=key, on=on, words=words, by=by)
        ledger.write("review.change_noted", noted, key=key, on=on.isoformat())
        question, standing = _standing(by, key)
        _tell(question, standing, by, "The filter or the monitoring was changed. Please check that it still works.")
    return noted


def _standing(by: Person, key: str) -> tuple[Asked, Standing]:
    question = asked(by.school, timezone.localdate())
    standing = standing_of(question, key, by)
    if standing is None:
        raise Refused("The policy no longer asks for this check. Open the list of reviews to see what it asks now.")
    return question, standing


def _end(by: Person, review: Review) -> None:
    """One look ends it for everybody who owed it; one's own check only for oneself."""
    if review.whose_id:
        end(by, KIND, review.key, review)
        return
    open_ones = Duty.objects.of(review.school).filter(kind=KIND, key=review.key, state=Duty.State.OWED)
    for duty in open_ones.select_related("person"):
        end(duty.person, KIND, review.key, review)


def _tell(question: Asked, standing: Standing, besides: Person, words: str) -> None:
    owners = Q(pk__in=owners_of(question, standing.thing))
    people = Person.objects.of(question.school).filter(owners).exclude(pk=besides.pk)
    tell(people, words, reverse("review", args=[standing.thing.key]))

"""What reviews give to the menu, the calendar and one's own record. What is owed comes with the other duties."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Person
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.today import RECORDS, MenuItem
from schoolgate.duties.dates import Date
from schoolgate.duties.owing import asked
from schoolgate.duties.reviews.models import Review
from schoolgate.duties.reviews.standing import owners_of, standings

WING = RECORDS
MENU = [MenuItem("Reviews", "reviews", "review.see", "See what was checked, and what is due", aside=True)]


def dates(person: Person) -> Iterator[Date]:
    """When each review of the school falls due, for those who lead it and do not owe it themselves."""
    if not holds(person, "review.see"):
        return
    question = asked(person.school, timezone.localdate())
    for each in standings(question):
        if each.due and person.pk not in owners_of(question, each.thing):
            url = reverse("review", args=[each.thing.key])
            yield Date(f"review-{each.thing.key}-{each.round}", each.due, f"Due from others: {each.thing.what}", url)


def record(person: Person) -> Iterator[Entry]:
    """What somebody looked at."""
    for each in Review.objects.of(person.school).filter(by=person):
        words = each.what if each.whose_id else f"{each.what}: {each.get_result_display().lower()}"
        yield Entry(each.on, "Checked", words, each.clause, reverse("review", args=[each.key]))

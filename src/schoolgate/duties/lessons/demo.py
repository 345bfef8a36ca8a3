"""What the demonstration school has taught so far."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.community.demo import person_called
from schoolgate.community.models import Group, School
from schoolgate.duties.lessons.actions.teaching import teach

HELD = (
    ("Tess", "Year 3", "think-ks2", 20, "They want adults to ask before they post a picture of them."),
    ("Tariq", "Year 1", "smart-ks1", 12, "They all knew somebody to tell, and drew them."),
    ("Tom", "Year 6", "smart-ks2", 5, "Most had been asked for their password by a friend."),
)


def fill(school: School) -> None:
    """Three classes have had a lesson this term, and one has not."""
    for teacher, group, activity, days, said in HELD:
        one = Group.objects.of(school).get(name=group)
        on = timezone.localdate() - timedelta(days=days)
        teach(person_called(f"{teacher} Example"), group=one, on=on, activity=activity, said=said)

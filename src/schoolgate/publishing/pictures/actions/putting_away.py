"""Put a picture away: it is in no list any more, and in no new post."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.community.change import change
from schoolgate.community.models import Person
from schoolgate.publishing.pictures.actions.naming import held
from schoolgate.publishing.pictures.models import Picture


def put_away(by: Person, picture: Picture) -> None:
    """Its rows stay: posts of before show it. Its original is destroyed on its date as any other."""
    with change(by, "picture.use", by.school) as ledger:
        found = held(by, picture)
        found.ended_at = timezone.now()
        found.save(update_fields=["ended_at"])
        ledger.write("picture.put_away", found)

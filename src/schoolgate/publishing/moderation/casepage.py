"""What moderation gives to the page of a case: the comments that it was raised from."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.page import Section
from schoolgate.community.models import Person
from schoolgate.publishing.channels.reaching import called
from schoolgate.publishing.moderation.models import Raising
from schoolgate.publishing.moderation.views.finding import state


def sections(_: Person, case: Case) -> Iterator[Section]:
    rows = Raising.objects.of(case.school).filter(report__case=case).select_related("comment__channel")
    for one in rows:
        hint = f"On {called(one.comment.channel)}. How it stands there: {state(one.comment)[0].lower()}."
        yield Section("The comment on our page", reverse("comment", args=[one.comment_id]), hint)

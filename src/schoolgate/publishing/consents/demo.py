"""In the demonstration: the round of this year. All families but one have answered."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from schoolgate.community.demo import person_called
from schoolgate.community.models import FamilyLink, School
from schoolgate.publishing.consents.actions.answering import answer
from schoolgate.publishing.consents.actions.rounds import begin
from schoolgate.publishing.consents.models import Consent, Purpose

YES = frozenset({Purpose.WEBSITE, Purpose.NEWSLETTER, Purpose.DISPLAY})
HAS_NOT_ANSWERED = "Pat Example"
"""Whoever tries the demonstration as a parent has something to do."""


def fill(school: School) -> None:
    begin(person_called("Hattie Example"), timezone.localdate() + timedelta(days=14))
    links = FamilyLink.objects.of(school).filter(kind=FamilyLink.Kind.PARENT).exclude(adult__name=HAS_NOT_ANSWERED)
    answers = {purpose.value: purpose in YES for purpose in Purpose}
    for link in links.select_related("adult__school", "child__school").order_by("pk"):
        answer(link.adult, link.child, answers, Consent.How.LINK)

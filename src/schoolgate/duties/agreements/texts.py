"""The texts of a school: which one is asked for today, and what its words look like on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from schoolgate.community.models import School
from schoolgate.documents.writing import to_html
from schoolgate.duties.agreements.models import AgreementText
from schoolgate.policy.models import PolicyVersion


def published(school: School, on: date | None = None) -> QuerySet[AgreementText]:
    """Every text that has been asked for by a day (today, unless told), the latest of each audience first."""
    day = on or timezone.localdate()
    found = AgreementText.objects.of(school).filter(state=AgreementText.State.PUBLISHED, from_day__lte=day)
    return found.order_by("audience", "-from_day", "-number")


def current_texts(school: School, on: date | None = None, audience: str = "") -> Mapping[str, AgreementText]:
    """The text that each audience is asked to sign on a day, by audience; or that of one audience. One query."""
    day = on or timezone.localdate()
    found: dict[str, AgreementText] = {}
    for text in published(school, day).filter(Q(audience=audience) if audience else Q()).select_related("school"):
        found.setdefault(text.audience, text)
    return {name: text for name, text in found.items() if text.stopped_on is None or day < text.stopped_on}


def current_text(school: School, audience: str, on: date | None = None) -> AgreementText | None:
    """The text that an audience is asked to sign on a day; None where there is none."""
    return current_texts(school, on, audience).get(audience)


def looks_back(text: AgreementText, policy: PolicyVersion | None) -> bool:
    """Whether the policy in force is another than the one that a text was last looked at beside."""
    return policy is not None and text.policy_id != policy.pk


def as_page(words: str) -> SafeString:
    """Markdown as the HTML of a page whose title stands above it: its own titles begin one below."""
    html = re.sub(r"(</?h)([1-5])>", lambda found: f"{found[1]}{max(2, int(found[2]))}>", to_html(words))
    return mark_safe(html)  # noqa: S308 (to_html shows tags, it does not obey them)

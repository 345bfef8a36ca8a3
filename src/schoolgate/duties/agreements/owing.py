"""Who owes a signature, by when: everybody of an audience with a published text, once a version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import School
from schoolgate.duties.agreements import asking
from schoolgate.duties.agreements.known import agreements, data
from schoolgate.duties.agreements.models import AgreementText
from schoolgate.duties.agreements.rounds import Answered, current_round
from schoolgate.duties.agreements.standing import answers_to
from schoolgate.duties.agreements.texts import current_texts
from schoolgate.duties.audiences import STAGES
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import Asked, Due, Owing
from schoolgate.duties.owing import asked as ask

KIND = "agreement"
LABEL = "Agreements"
STIRRED_BY = frozenset({"agreement.published", "agreement.kept", "agreement.stopped", "agreement.called_off"})
EVIDENCE = "agreements.signature"


def owing(asked: Asked) -> Iterator[Owing]:
    """One Owing for each published text, of everybody in its audience."""
    texts = current_texts(asked.school, asked.on)
    clauses = asking.audiences(asked)
    answers = answers_to(asked.school, texts.values())
    for audience, text in texts.items():
        known = agreements().get(audience)
        if known:
            people = {
                person: _due(asked, text, joined, answers.get((text.pk, person), []))
                for person, joined in asked.audiences.of(audience).items()
            }
            yield Owing(KIND, audience, f"Read and sign the {known.called}", clauses.get(audience, ""), people)


def _due(asked: Asked, text: AgreementText, joined: date, answers: list[Answered]) -> Due:
    now = current_round(text.number, answers, asked.number("agreement.renew_months"), asked.on)
    by = now.due or first_due(asked, text, joined)
    if now.answer is None:
        return Due(now.name, by, text.audience)
    return Due(now.name, by, text.audience, f"{EVIDENCE}:{now.answer.pk}", declined=not now.answer.signed)


def first_due(asked: Asked, text: AgreementText, joined: date) -> date:
    """By when somebody who joined on a day signs a text for the first time."""
    assert text.from_day
    days = data("settings.yaml")["before_access" if asking.before_access(asked) else "otherwise"]
    published = text.from_day + timedelta(days=days["after_publishing"])
    return max(joined + timedelta(days=days["after_joining"]), published)


def address(duty: Duty) -> str:
    """Where it is signed online; a young pupil signs in class."""
    return reverse("agreement", args=[duty.key])


def for_child(duty: Duty) -> str:
    """Where a parent signs for their child, if that is how the policy wants it."""
    if duty.key not in STAGES or duty.version is None:
        return ""
    # Asked for every pupil of a school in turn: an adopted version is read once, and never changes.
    signing = _signed_by_parents(duty.school, duty.version.pk, duty.version.made_at, timezone.localdate())
    return reverse("agreement_for_child", args=[duty.person_id]) if duty.key in signing else ""


@lru_cache(maxsize=64)
def _signed_by_parents(school: School, version: int, made_at: datetime, on: date) -> frozenset[str]:  # noqa: ARG001
    """The age groups whose agreement parents sign; `version` and `made_at` name the policy in force."""
    return asking.by_parents(ask(school, on))


def answer(duty: Duty) -> str:
    """Where the head sees the signature, or why it was declined."""
    model, _, number = duty.evidence.partition(":")
    return reverse("signature", args=[int(number)]) if model == EVIDENCE and number.isdigit() else ""

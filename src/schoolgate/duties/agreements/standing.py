"""Has somebody signed? For the rulings that ask it (`use.school_it`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.duties.agreements.models import AgreementText, Signature
from schoolgate.duties.agreements.rounds import Answered, Round, current_round
from schoolgate.duties.agreements.texts import current_text
from schoolgate.duties.owing import Asked
from schoolgate.duties.owing import asked as ask


def signed(person: Person, audience: str, on: date | None = None) -> bool:
    """Whether a person has signed the text that an audience is asked to sign on a day, and it has not run out.

    False where no text is asked for: nobody can have signed it.
    """
    day = on or timezone.localdate()
    text = current_text(person.school, audience, day)
    if text is None:
        return False
    months = ask(person.school, day).number("agreement.renew_months")
    answers = [answer for answer in answers_of(person, text) if answer.on <= day]
    if not any(answer.signed for answer in answers):
        return False
    now = current_round(text.number, answers, months, day)
    return bool(now.answer and now.answer.signed) or bool(now.due and day < now.due)


def round_of(person: Person, text: AgreementText, asked: Asked) -> Round:
    """The round in which somebody is asked for a text, and what they answered in it."""
    return current_round(text.number, answers_of(person, text), asked.number("agreement.renew_months"), asked.on)


def answers_of(person: Person, text: AgreementText) -> list[Answered]:
    """What somebody answered to a text, in order of time."""
    rows = Signature.objects.of(person.school).filter(text=text, person=person).order_by("at", "pk")
    return [Answered(one.pk, timezone.localdate(one.at), one.signed) for one in rows]


def answers_to(
    school: School, texts: Iterable[AgreementText], people: Iterable[int] | None = None
) -> dict[tuple[int, int], list[Answered]]:
    """(text, person) -> what they answered, in order of time; of everybody, or of these people. One query."""
    found: dict[tuple[int, int], list[Answered]] = {}
    rows = Signature.objects.of(school).filter(text__in=[text.pk for text in texts]).order_by("at", "pk")
    if people is not None:
        rows = rows.filter(person__in=people)
    for text, person, pk, at, answer in rows.values_list("text", "person", "pk", "at", "answer"):
        one = Answered(pk, timezone.localdate(at), answer == Signature.Answer.SIGNED)
        found.setdefault((text, person), []).append(one)
    return found

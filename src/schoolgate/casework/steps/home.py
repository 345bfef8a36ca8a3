"""What the ladder gives to the home page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.access import open_to, to_decide
from schoolgate.casework.cases.models import RUNNING
from schoolgate.casework.steps.models import Step, StepSignature
from schoolgate.casework.steps.stages import unanswered
from schoolgate.casework.steps.standing import unreached
from schoolgate.casework.steps.whose import may_agree, may_take
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.community.today import A_FEW, OVERDUE, TO_DO, Task, few

LOOKED_AT = 2 * A_FEW


def tasks(person: Person) -> Iterator[Task]:
    """The steps that somebody is to agree to, and those that are to be looked at again."""
    if holds(person, "case.decide"):
        yield from few(chain(_waiting(person), _stages(person)), _rest())


def _rest() -> Task:
    return Task("See what else waits for you in cases", reverse("cases_board"), "Steps stand on the page of each case.")


def _stages(person: Person) -> Iterator[Task]:
    """The complaints that somebody may deal with, each with its next stage and the day."""
    for case in unanswered(to_decide(person)).select_related("school").order_by("at")[: A_FEW + 1]:
        waits = next((rung for rung in unreached(case) if may_take(person, case, rung)), None)
        if waits and waits.by_day:
            by = f"{case.reference}, by {waits.by_day:%-d %B}."
            address = reverse("step", args=[case.reference, waits.code])
            yield Task(f"A complaint: {waits.label.lower()}", address, by, OVERDUE if waits.late else TO_DO)


def _waiting(person: Person) -> Iterator[Task]:
    today = timezone.localdate()
    every = Step.objects.of(person.school).filter(case__in=open_to(person).filter(state__in=RUNNING))
    newest = every.values("case", "rung").annotate(last=Max("pk")).values("last")
    last = Step.objects.of(person.school).filter(pk__in=newest).select_related("case__school", "by")
    yes = Count("signatures", filter=Q(signatures__agreed=True))
    asked = last.exclude(by=person).annotate(yes=yes).filter(yes__lt=F("waits_for"))
    asked = asked.exclude(pk__in=StepSignature.objects.of(person.school).filter(agreed=False).values("step"))
    # Whose agreement counts is asked of each by itself, so only so many are looked through.
    found = list(asked.prefetch_related("signatures__by").order_by("at")[: LOOKED_AT + 1])
    for step in found[:LOOKED_AT]:
        if may_agree(person, step.case, step) is not None:
            hint = f"{step.case.reference}: it counts once everybody who has to has agreed."
            yield Task("Agree to a step, or say no", reverse("step_agree", args=[step.case.reference, step.rung]), hint)
    if len(found) > LOOKED_AT:
        yield _rest()
    for again in last.filter(Q(by=person) | Q(case__lead=person), due__lte=today).order_by("due")[: A_FEW + 1]:
        status = OVERDUE if again.due and again.due < today else TO_DO
        hint = f"{again.case.reference}, since {again.due:%-d %B}."
        yield Task("Look again at a step", reverse("step", args=[again.case.reference, again.rung]), hint, status)

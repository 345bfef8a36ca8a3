"""What the ladder gives to the home page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.models import RUNNING
from schoolgate.casework.steps.models import Step, StepSignature
from schoolgate.casework.steps.whose import may_agree
from schoolgate.community.models import Person
from schoolgate.community.powers import holds
from schoolgate.community.today import A_FEW, OVERDUE, TO_DO, Task


def tasks(person: Person) -> Iterator[Task]:
    """The steps that somebody is to agree to, and those that are to be looked at again."""
    if holds(person, "case.decide"):
        yield from islice(_waiting(person), A_FEW)


def _waiting(person: Person) -> Iterator[Task]:
    today = timezone.localdate()
    every = Step.objects.of(person.school).filter(case__in=open_to(person).filter(state__in=RUNNING))
    newest = every.values("case", "rung").annotate(last=Max("pk")).values("last")
    last = Step.objects.of(person.school).filter(pk__in=newest).select_related("case__school", "by")
    yes = Count("signatures", filter=Q(signatures__agreed=True))
    asked = last.exclude(by=person).annotate(yes=yes).filter(yes__lt=F("waits_for"))
    asked = asked.exclude(pk__in=StepSignature.objects.of(person.school).filter(agreed=False).values("step"))
    for step in asked.prefetch_related("signatures__by").order_by("at"):
        if may_agree(person, step.case, step) is not None:
            hint = f"{step.case.reference}: it counts once everybody who has to has agreed."
            yield Task("Agree to a step, or say no", reverse("step_agree", args=[step.case.reference, step.rung]), hint)
    for again in last.filter(Q(by=person) | Q(case__lead=person), due__lte=today).order_by("due"):
        status = OVERDUE if again.due and again.due < today else TO_DO
        hint = f"{again.case.reference}, since {again.due:%-d %B}."
        yield Task("Look again at a step", reverse("step", args=[again.case.reference, again.rung]), hint, status)

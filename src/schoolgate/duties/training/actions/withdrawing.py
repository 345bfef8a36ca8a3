"""A completion that is wrong is taken back, and whoever it was about is told. Nobody takes back their own."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.duties.models import Duty
from schoolgate.duties.training.models import Completion
from schoolgate.record.ledger import reference


def withdraw_completion(by: Person, done: Completion, why: str) -> None:
    """Take back a completion that was written down by mistake. Raises Refused for one's own, and without a reason."""
    with change(by, "training.record", done.school) as ledger:
        held = Completion.objects.of(done.school).select_for_update(of=("self",))
        done = held.select_related("person", "course").get(pk=done.pk)
        if done.person_id == by.pk:
            raise Refused("This is your own. Ask somebody else who leads training to put it right.")
        if done.withdrawn_at:
            raise Refused("Somebody has taken this back already.")
        if not why.strip():
            raise Refused("Say what is wrong with it, so that it can be put right.")
        withdraw(ledger, by, done, why.strip())


def withdraw(ledger: Change, by: Person, done: Completion, why: str) -> None:
    """The same within a change: what it had ended is owed again, and the person hears of it."""
    done.withdrawn_at, done.withdrawn_by, done.withdrawn_why = timezone.now(), by, why
    done.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    proved = Duty.objects.of(done.school).filter(evidence=reference(done))
    proved.update(state=Duty.State.OWED, ended_at=None, evidence="")
    words = f"{by.name} took back that you completed “{done.course.title}”. See why, and what to do next."
    tell([done.person], words, reverse("training_completion", args=[done.pk]))
    ledger.write("training.completion_withdrawn", done, person=done.person_id)

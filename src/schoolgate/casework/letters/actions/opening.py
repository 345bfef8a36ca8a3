"""Somebody opens the link of a letter, and presses its button: only then is it written down as opened."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.models import Case
from schoolgate.casework.letters.models import Sending
from schoolgate.community.change import by_machine
from schoolgate.community.invitations import hashed


def find(secret: str) -> Sending | None:
    """What went out with this link, of whatever school; None for a link that there never was."""
    rows = Sending.unscoped.filter(secret_hash=hashed(secret)).select_related("letter__case__school")
    return rows.first()


def opened(sending: Sending) -> None:
    """Write down the first time. A second one changes nothing."""
    case = sending.letter.case
    if sending.opened_at:
        return
    with by_machine(case.school) as ledger:
        held_case = Case.objects.of(case.school).select_for_update().get(pk=case.pk)
        ledger.write("letter.opened", sending.letter, sending=sending.pk)
        held = Sending.objects.of(case.school).get(pk=sending.pk)
        if held.opened_at is None:
            held.opened_at = timezone.now()
            held.save(update_fields=["opened_at"])
            words = f"Letter {sending.letter.reference} was opened with the link in the e-mail."
            chronicle(ledger, held_case, "letter", words, about=sending.letter)

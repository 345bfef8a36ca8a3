"""Support ends with the word of the person it is for, or goes on after the case is closed."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.models import Entry
from schoolgate.casework.support import letting_know
from schoolgate.casework.support.access import own, to_see
from schoolgate.casework.support.actions.holding import held
from schoolgate.casework.support.models import CheckIn, SupportFile
from schoolgate.community.models import Person
from schoolgate.community.notices import tell

ENOUGH = "Somebody you looked after says that they need no more support. Thank you."
ENDED = "Your support has ended. What was written stays for you to read."


def end_support(by: Person, file: SupportFile, word: str) -> None:
    """End it: `word` is what the person says about that. Their page stays, to read."""
    mine = own(by).filter(pk=file.pk).exists()
    with held(by, file, "support.own" if mine else "support.give", own if mine else to_see) as (ledger, row):
        row.keep(ending=word)
        row.ended_at, row.ended_by = timezone.now(), by
        row.save(update_fields=["sealed", "ended_at", "ended_by"])
        CheckIn.objects.of(row.case.school).filter(file=row, done_at=None, urgent=False).delete()
        words = f"The support for {row.person.name} ended. They say: {word or 'nothing'}"
        chronicle(ledger, row.case, "support", words, file=Entry.File.SUPPORT, about=row)
        ledger.write("support.ended", row, by_themselves=mine)
        if mine:
            tell([row.supporter], ENOUGH, reverse("support"))
        else:
            letting_know.those_it_is_for(row, ENDED)


def go_on(by: Person, file: SupportFile) -> None:
    """Go on with the check-ins though the case is closed."""
    with held(by, file, "support.give", to_see) as (ledger, row):
        row.goes_on = True
        row.save(update_fields=["goes_on"])
        words = f"The support for {row.person.name} goes on."
        chronicle(ledger, row.case, "support", words, file=Entry.File.SUPPORT, about=row)
        ledger.write("support.goes_on", row)

"""What the person affected says: to the offer, what they want, to whoever looks after them, and that it is over."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.models import Entry
from schoolgate.casework.support import letting_know
from schoolgate.casework.support.access import own, to_see
from schoolgate.casework.support.actions.checking_in import plan_check_in
from schoolgate.casework.support.actions.holding import held
from schoolgate.casework.support.models import SupportFile, Wish, Word
from schoolgate.community.change import Refused
from schoolgate.community.models import Person

WROTE = "There is a message for you about support."
WANTS = "Somebody who is supported said what they want."
NOT_ALL_RIGHT = "Somebody you look after is not all right. Please speak to them now."
NOBODY_THERE = (
    "Nobody at school can be told here just now. Please call somebody of the list on this page, or speak to any adult "
    "you trust."
)


def answer(by: Person, file: SupportFile, said: str, how: str) -> None:
    """Take the offer or not, and say how they want to be kept informed. They can say otherwise at any time."""
    with held(by, file, "support.own", own) as (ledger, row):
        row.answer, row.answered_at = said, timezone.now()
        row.keep(how=how)
        row.save(update_fields=["answer", "answered_at", "sealed"])
        words = f"{row.person.name} was asked whether they want support: {row.get_answer_display()}"
        chronicle(ledger, row.case, "support", words, file=Entry.File.SUPPORT, about=row)
        ledger.write("support.answered", row, answer=said)
        letting_know.supporter_of(row, WROTE)


def wish(by: Person, file: SupportFile, words: str) -> Wish:
    """Add what they want or do not want: by themselves, or written down for them by whoever looks after them."""
    mine = own(by).filter(pk=file.pk).exists()
    with held(by, file, "support.own" if mine else "support.give", own if mine else to_see) as (ledger, row):
        made = Wish(file=row, by=by)
        made.keep(words=words)
        made.save()
        line = f"{words} (written down for them)" if by.pk != row.person_id else words
        chronicle(ledger, row.case, "wishes", line, file=Entry.File.SUPPORT, about=made)
        letting_know.all_of([each for each in letting_know.leads(row) if each != by], row, WANTS)
    return made


def write(by: Person, file: SupportFile, words: str) -> Word:
    """Write a message: to whoever looks after one, or to the person one looks after."""
    mine = own(by).filter(pk=file.pk).exists()
    with held(by, file, "support.own" if mine else "support.give", own if mine else to_see) as (ledger, row):
        made = _word(row, by, words)
        ledger.write("support.word", made)
        if mine:
            letting_know.supporter_of(row, WROTE)
        else:
            letting_know.those_it_is_for(row, WROTE)
    return made


def say_not_all_right(by: Person, file: SupportFile, words: str = "") -> list[Person]:
    """Tell the supporter, and whoever leads the case, at once. Who was told.

    Nothing stands in its way: neither support that has ended, nor a case that is closed.
    """
    with held(by, file, "support.own", own, ended=True) as (ledger, row):
        told = list(dict.fromkeys([*letting_know.supporters(row), *letting_know.leads(row)]))
        if not told:
            raise Refused(NOBODY_THERE)
        made = _word(row, by, words, urgent=True)
        line = f"{row.person.name} is not all right. Told at once: {', '.join(each.name for each in told)}."
        chronicle(ledger, row.case, "support", line, file=Entry.File.SUPPORT, about=made)
        ledger.write("support.not_all_right", made, told=[each.pk for each in told])
        plan_check_in(ledger, row, timezone.localdate(), urgent=True)
        letting_know.all_of(told, row, NOT_ALL_RIGHT)
    return told


def _word(file: SupportFile, by: Person, words: str, *, urgent: bool = False) -> Word:
    made = Word(file=file, by=by, urgent=urgent)
    made.keep(words=words)
    made.save()
    return made

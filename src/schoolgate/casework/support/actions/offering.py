"""Support is offered to somebody whom a case names, and somebody is asked to look after them."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case, Entry, Party
from schoolgate.casework.support import letting_know
from schoolgate.casework.support.access import could_support, given, of_cases
from schoolgate.casework.support.actions.checking_in import plan_check_in
from schoolgate.casework.support.actions.holding import held
from schoolgate.casework.support.models import SupportFile
from schoolgate.casework.support.naming import name_nobody
from schoolgate.casework.support.words import number
from schoolgate.community.calendar import working_days_from
from schoolgate.community.change import Refused
from schoolgate.community.models import Person

OFFERED = "Somebody at school would like to support you."
ASKED = "You are asked to look after somebody."
OTHER = "Somebody else at school looks after you now."
CANNOT = "Somebody who looks after a person asks that somebody else does it."
CANNOT_BE = (
    "Choose another member of staff: the case is about this one or their child, or they work on it, or are no staff."
)
NOT_THEM = "The case does not name this person any more. Look at whom it names before you offer support."
THERE = "Support was offered to this person already. Open it to see who looks after them."
SAME = "This person looks after them already. Choose somebody else."


def offer(
    by: Person, case: Case, party: Party, *, supporter: Person, happened: str, every: int, reference: str = ""
) -> SupportFile:
    """Offer support to somebody of the school whom the case names.

    `happened` is one plain sentence for them to read, which names nobody; `every` the days between two check-ins.
    Raises Refused for a supporter whom the case is about, and where support was offered already.
    """
    with working(by, case, "case.decide", emergency=True) as (ledger, row):
        person = party.person
        if person is None or not row.parties.filter(pk=party.pk, ended_at=None).exists():
            raise Refused(NOT_THEM)
        if SupportFile.objects.of(by.school).filter(case=row, person=person, ended_at=None).exists():
            raise Refused(THERE)
        _check(row, person, supporter)
        name_nobody(row, person, happened)
        file = SupportFile(case=row, person=person, supporter=supporter, check_in_every=every, opened_by=by)
        file.reference = reference or file.reference
        file.keep(happened=happened)
        file.save()
        words = f"{supporter.name} was asked to support {person.name}."
        chronicle(ledger, row, "support", words, file=Entry.File.SUPPORT, about=file)
        ledger.write("support.offered", file, person=person.pk, supporter=supporter.pk, every=every)
        first = working_days_from(row.school, timezone.localdate(), number("first_after"))
        plan_check_in(ledger, file, first)
        letting_know.those_it_is_for(file, OFFERED)
        letting_know.supporter_of(file, ASKED)
    return file


def change_supporter(by: Person, file: SupportFile, supporter: Person) -> None:
    """Ask somebody else to look after them: the one before opens it no more."""
    with held(by, file, "case.decide", of_cases) as (ledger, row):
        if supporter.pk == row.supporter_id:
            raise Refused(SAME)
        _check(row.case, row.person, supporter)
        words = f"{supporter.name} supports {row.person.name} from now on, after {row.supporter.name}."
        row.supporter, row.cannot_since = supporter, None
        row.save(update_fields=["supporter", "cannot_since"])
        chronicle(ledger, row.case, "support", words, file=Entry.File.SUPPORT, about=row)
        ledger.write("support.supporter_changed", row, supporter=supporter.pk)
        letting_know.those_it_is_for(row, OTHER)
        letting_know.supporter_of(row, ASKED)


def change_words(by: Person, file: SupportFile, happened: str) -> None:
    """Say anew, for the person to read, what happened."""
    with held(by, file, "case.decide", of_cases) as (ledger, row):
        name_nobody(row.case, row.person, happened)
        row.keep(happened=happened)
        row.save(update_fields=["sealed"])
        chronicle(ledger, row.case, "told", f"What happened: {happened}", file=Entry.File.SUPPORT, about=row)


def say_cannot(by: Person, file: SupportFile, why: str) -> None:
    """The supporter asks that somebody else does it. Until then they stay, so that nobody is left alone."""
    with held(by, file, "support.give", given) as (ledger, row):
        row.keep(cannot=why)
        row.cannot_since = timezone.now()
        row.save(update_fields=["sealed", "cannot_since"])
        words = f"{by.name} asks that somebody else supports {row.person.name}."
        chronicle(ledger, row.case, "support", words, file=Entry.File.SUPPORT, about=row)
        letting_know.all_of(letting_know.leads(row), row, CANNOT)


def _check(case: Case, person: Person, supporter: Person) -> None:
    if not could_support(case, person).filter(pk=supporter.pk).exists():
        raise Refused(CANNOT_BE)

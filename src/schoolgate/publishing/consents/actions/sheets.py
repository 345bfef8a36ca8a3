"""What stands on many papers is written down at once from a list: all of it, or nothing."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.community.roster.reading.problems import UnreadableError
from schoolgate.duties.owing import asked
from schoolgate.publishing.consents.actions.answering import write_down
from schoolgate.publishing.consents.models import Consent, PaperSheet
from schoolgate.publishing.consents.sheet import Line, read

KEPT = timedelta(days=1)
LARGEST = 2 * 1024 * 1024
TOO_LARGE = "This file is larger than 2 MB. A list of answers is much smaller: look whether it is the right one."
OVER = "This list was written down or put aside already. Send it again if you need to."
UNCLEAR = "Some rows are not clear yet. Put them right in the file and send it again: nothing was written down."
EMPTY = "There is no answer in this list. Put yes or no into the columns of the places."


def look_at(by: Person, file: bytes, name: str, on: date) -> PaperSheet:
    """Read a list and keep what it says, sealed, until somebody has looked at it. Raises Refused."""
    if len(file) > LARGEST:
        raise Refused(TOO_LARGE)
    if on > timezone.localdate():
        raise Refused("That day is still to come. Enter the day on which they signed.")
    try:
        lines, unclear = read(by.school, by, file, name, on)
    except UnreadableError as wrong:
        raise Refused(str(wrong)) from None
    if not lines and not unclear:
        raise Refused(EMPTY)
    with change(by, "consent.record", by.school) as ledger:
        PaperSheet.objects.of(by.school).filter(by=by).delete()
        sheet = PaperSheet(school=by.school, by=by)
        sheet.keep(lines=[list(one) for one in lines], unclear=[list(one) for one in unclear])
        sheet.save()
        ledger.write("consent.sheet_read", sheet, rows=len(lines), unclear=len(unclear))
    return sheet


def write_all(by: Person, sheet: PaperSheet) -> int:
    """Write everything of it down, in one change. How many rows. Raises Refused, and then nothing was written."""
    with change(by, "consent.record", by.school) as ledger:
        held = PaperSheet.objects.of(by.school).select_for_update(of=("self",)).filter(pk=sheet.pk, by=by).first()
        if held is None:
            raise Refused(OVER)
        if held.private["unclear"]:
            raise Refused(UNCLEAR)
        lines = [Line(*row) for row in held.private["lines"]]
        numbers = {number for line in lines for number in (line.person, line.said_by)}
        people = {one.pk: one for one in Person.objects.of(by.school).filter(pk__in=numbers).select_related("school")}
        rules = asked(by.school, timezone.localdate())
        for line in lines:
            on, about = date.fromisoformat(line.on), people[line.person]
            try:
                write_down(by, about, people[line.said_by], line.answers, Consent.How.PAPER, on, rules)
            except Refused as refused:
                raise Refused(f"Row {line.row}: {refused} Nothing was written down.") from None
        ledger.write("consent.sheet_written", held, rows=len(lines))
        held.delete()
    return len(lines)


def forget_old() -> None:
    """What nobody has decided on within a day is forgotten: a list of children lies nowhere."""
    PaperSheet.unscoped.filter(at__lt=timezone.now() - KEPT).delete()

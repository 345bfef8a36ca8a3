"""Tell the school: a report, its files and the case that is opened for it, all in one change, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from django.db import transaction

from schoolgate.casework.cases.actions.opening import open_case
from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.routing import route
from schoolgate.casework.evidence.actions.keeping import Prepared, keep
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.evidence.sniffing import look
from schoolgate.casework.reports import drafts
from schoolgate.casework.reports.drafts import Form
from schoolgate.casework.reports.meant import may_be_meant
from schoolgate.casework.reports.models import Report, ReportFile
from schoolgate.casework.reports.questions import complains, kinds_of, may_be_danger, roles_ticked
from schoolgate.casework.reports.receipts import FINDS, code_of, derived, hashed
from schoolgate.community.change import Change, by_machine
from schoolgate.community.models import Person, School

KEPT = ("what", "right", "where", "hurt", "hurt_names", "who", "who_names", "danger", "name", "reach")
"""The answers that a report keeps, sealed."""
NUDE = (
    "It is about a picture of a child with few or no clothes on. No file was taken and none can be added. Do not look "
    "at the picture, copy it, send it on or save it."
)


@dataclass(frozen=True)
class Told:
    """What is told: the answers by their question, how it came, and what goes with it."""

    answers: Mapping[str, Any]
    how: Report.How
    sent_key: str
    nude: bool = False
    files: Iterable[Prepared] = ()
    kinds: tuple[str, ...] = ()
    came_from: str = ""
    about: tuple[Person, ...] = ()
    """Those it is known to be about, whatever was typed."""
    reference: str = ""
    """'' for a new one."""
    came: str = ""
    """How it came, where that is not said by `how`."""
    hidden: tuple[str, ...] = ()
    """The answers that are for the school alone from now on."""

    def kept(self) -> dict[str, Any]:
        """What its report keeps."""
        answers = {key: self.answers[key] for key in KEPT if self.answers.get(key)}
        return {**answers, "hidden": list(self.hidden)} if self.hidden else answers


def sent_key(token: str) -> str:
    """What makes a form's report one and the same, however often the form is sent."""
    return derived(token, "sent").hex()


def report_of(school: School, token: str) -> Report | None:
    """The report that a form was made into."""
    return Report.objects.of(school).filter(sent_key=sent_key(token)).first()


def receipt_of(report: Report, token: str) -> str:
    """The receipt code of a report, worked out again from the token of its form; '' where it is not of that form."""
    for attempt in range(ATTEMPTS):
        code = code_of(token, attempt)
        if code[:FINDS] == report.locator:
            return code
    return ""


ATTEMPTS = 20
"""Codes that are tried until the first five letters of one are not taken."""


def send_form(school: School, form: Form, how: Report.How) -> Report:
    """Make a report of a form, once: where it was sent already, that report. Its receipt is `receipt_of`.

    The form is destroyed with it. Raises Refused where nobody could receive it, and then the form stays.
    """
    with transaction.atomic():
        # As it stands now: somebody may have said on another page that it is about a picture.
        form = drafts.found(form.token, hold=True) or form
        if (made := report_of(school, form.token)) is not None:
            return made
        files, hidden = () if form.nude else _prepared(form), tuple(form.hidden)
        told = Told(form.answers, how, sent_key(form.token), form.nude, files, hidden=hidden)
        code = _free_code(form.token)
        # Slow on purpose; but the lock on the form is what makes one report of a form that is sent twice.
        with by_machine(school) as ledger:
            made = tell(ledger, told, locator=code[:FINDS], code_hash=hashed(code))
        drafts.end(form)
    return made


def tell(
    ledger: Change, told: Told, *, by: Person | None = None, locator: str | None = None, code_hash: str = ""
) -> Report:
    """Make a report and open its case, inside a change.

    It never comes to anybody whom it may be about. Raises Refused where nobody could receive it.
    """
    school, answers = ledger.school, told.answers
    kinds = list(dict.fromkeys([*told.kinds, *kinds_of(answers, nude=told.nude)]))
    besides = _besides(school, told, kinds, by)
    own = _own(told, by)
    case = open_case(
        ledger, _how_it_came(told, by), about=kinds, besides=besides, danger=may_be_danger(answers), complains=own
    )
    made = receive(ledger, told, case, by=by, locator=locator, code_hash=code_hash)
    if besides:
        chronicle(ledger, case, "noted", left_out(besides), about=made)
    return made


def receive(
    ledger: Change,
    told: Told,
    case: Case,
    *,
    by: Person | None = None,
    locator: str | None = None,
    code_hash: str = "",
) -> Report:
    """Make a report for a case that is open, inside a change, with its files in the vault."""
    if told.nude:
        Case.objects.of(ledger.school).filter(pk=case.pk).update(no_pictures=True)
        case.no_pictures = True
    answers = told.answers
    made = Report(
        school=ledger.school,
        case=case,
        by=by,
        how=told.how,
        topic=str(answers.get("topic", "")),
        nude=told.nude,
        danger=may_be_danger(answers),
        came_from=told.came_from,
        locator=locator,
        code_hash=code_hash,
        sent_key=told.sent_key,
    )
    made.reference = told.reference or made.reference
    made.keep(**told.kept())
    made.save()
    ledger.write("report.made", made, case=case.pk, how=told.how, nude=told.nude, danger=made.danger)
    if told.nude:
        chronicle(ledger, case, "noted", NUDE, about=made)
    add_files(ledger, made, told.files)
    return made


def add_files(ledger: Change, report: Report, files: Iterable[Prepared]) -> None:
    """Keep files that came with a report as evidence. Raises Refused where no file may be kept for its case."""
    how = f"It came with what was told, {report.reference}."
    for file in files:
        item = keep(ledger, report.case, file, how=how, by=report.by)
        ReportFile.unscoped.create(report=report, item=item)


def left_out(besides: Iterable[Person]) -> str:
    names = ", ".join(person.name for person in besides)
    return (
        f"By precaution it did not go to {names}: what was told may be about them. If it is not, say so when you look "
        "at what it is, and they can be let in."
    )


def _besides(school: School, told: Told, kinds: Sequence[str], by: Person | None) -> list[Person]:
    """Whom it must not come to. Where everybody who leads shares a name with somebody it names, those alone whom it
    names outright: better that one of them reads it than nobody."""
    answers = told.answers
    names = [str(answers.get(f"{key}_names", "")) for key in ("who", "hurt")]
    words = " ".join(str(answers.get(key, "")) for key in ("what", "where"))
    roles = roles_ticked(answers)
    meant = may_be_meant(school, names=names, words=words, roles=roles)
    # Whoever tells of it may speak of their own part in it; but whom they name as harmed or responsible is named.
    named = may_be_meant(school, names=names, roles=roles).surely if by else []
    own = _own(told, by)
    itself = [by] if by and (own or by in named or "me" in answers.get("hurt", ())) else []
    surely = [*told.about, *(one for one in meant.surely if one != by), *itself]
    besides = list(dict.fromkeys([*surely, *(one for one in meant.perhaps if one != by)]))
    return besides if route(school, kinds, besides, own).to else list(dict.fromkeys(surely))


def _own(told: Told, by: Person | None) -> Person | None:
    """Whoever tells of it signed in, where it is their own complaint."""
    return by if complains(told.answers) and not told.came else None


def _how_it_came(told: Told, by: Person | None) -> str:
    if told.came:
        return told.came
    who = f"{by.name} told us, signed in." if by else "Somebody told us, without signing in."
    came = f" It was raised from {told.came_from}." if told.came_from else ""
    page = " They used the page for children." if told.how == Report.How.PUPIL else ""
    return f"{who}{page}{came}"


def _free_code(token: str) -> str:
    codes = (code_of(token, attempt) for attempt in range(ATTEMPTS))
    return next(code for code in codes if not Report.unscoped.filter(locator=code[:FINDS]).exists())


def _prepared(form: Form) -> Iterator[Prepared]:
    for one in form.files:
        try:
            data = drafts.read_file(form, one["number"])
        except (FileNotFoundError, InvalidTag):
            # Destroyed while the power went: the words must not stay behind for it.
            continue
        # It was scanned when it was given.
        yield Prepared(data, one["name"], look(data), Item.Scan(one["scanned"]))

"""What somebody complains of in a case becomes a complaint by itself, so that it is looked into by others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from schoolgate.casework.cases.actions.naming import name_from_another
from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case, Link, Party
from schoolgate.casework.reports.actions.telling import Told, tell
from schoolgate.casework.reports.models import Report
from schoolgate.community.change import Refused
from schoolgate.community.models import Person

CAME = "{} opened it as a complaint, for somebody who complained in another way."
OPENED = "What somebody complained of was opened as a complaint by itself, and goes the complaints way."
WHY = "Somebody complained of something real in it."
NOT_HERE = "Somebody is not named in this case any more. Look again at whom it names."
ITSELF = "Nobody complains about themselves. Look again at who complains, and about whom."


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is complained of, in the words of whoever does: `what`, and what would put it `right`.

    `who` is the number of the party of the case who complains (None: nobody knows who), `about` those it is about.
    """

    what: str
    right: str
    who: int | None
    about: Collection[int]


def open_complaint(by: Person, case: Case, said: Complaint, *, sent_key: str) -> Case:
    """A case of its own for what somebody complains of, linked with the one it was found in.

    It comes to whom the policy names for complaints, never to those it is about or who complain. Sent twice with one
    `sent_key`, it is one. No line of the first case has the reference of the other: only who may open both sees the
    link. Raises Refused.
    """
    with working(by, case, "case.decide", closed=True) as (ledger, held):
        if made := Report.objects.of(held.school).filter(sent_key=sent_key, by=by).select_related("case").first():
            ledger.write("report.sent_again", made)
            return made.case
        parties = _copies(by, held, said)
        people = tuple(party.person for party in parties if party.person)
        told = Told(
            {"topic": "complaint", "what": said.what, "right": said.right},
            Report.How.INSIDE,
            sent_key,
            about=people,
            came=CAME.format(by.name),
        )
        found = tell(ledger, told, by=by).case
        name_from_another(ledger, found, parties)
        one, other = sorted([held, found], key=lambda each: each.pk)
        link = Link(one=one, other=other, by=by)
        link.keep(why=WHY)
        link.save()
        for each in (held, found):
            ledger.write("case.linked", each, link=link.pk)
        chronicle(ledger, held, "noted", OPENED)
    return found


def _copies(by: Person, case: Case, said: Complaint) -> list[Party]:
    """Whom the complaint is about and who complains, as parties of a case to come."""
    rows = {party.pk: party for party in Party.objects.of(case.school).filter(case=case, ended_at=None)}
    if said.who in said.about:
        raise Refused(ITSELF)
    if not {*said.about, *([said.who] if said.who else [])} <= rows.keys():
        raise Refused(NOT_HERE)
    who = _copy(by, rows[said.who], Party.Part.AFFECTED) if said.who else _unknown(by, Party.Part.AFFECTED)
    about = [_copy(by, rows[number], Party.Part.RESPONSIBLE) for number in said.about]
    return [who, *(about or [_unknown(by, Party.Part.RESPONSIBLE)])]


def _copy(by: Person, party: Party, part: Party.Part) -> Party:
    made = Party(person=party.person, part=part, kind=party.kind, year=party.year, by=by)
    if not party.person:
        made.keep(name=party.said("name"))
    return made


def _unknown(by: Person, part: Party.Part) -> Party:
    return Party(part=part, kind=Party.Kind.UNKNOWN, by=by)

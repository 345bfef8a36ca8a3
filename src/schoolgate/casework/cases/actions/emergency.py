"""Opening a case in an emergency, without being a member of it: with a reason, for a day, and others hear of it.

Whoever did may read, note, call for help and offer support: see `in_emergency` in `access.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils import timezone

from schoolgate.casework.cases.access import about, deciders, may_open, people_kept_out, who_may_open
from schoolgate.casework.cases.actions.joining_in import join_in
from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.clocks import emergency_ends
from schoolgate.casework.cases.models import Case
from schoolgate.casework.cases.routing import FALLS_TO
from schoolgate.casework.cases.words import data
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.finding import holding
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.community.roles import Role
from schoolgate.community.signin import comes_in
from schoolgate.policy.holders import holders
from schoolgate.policy.worries import helpline, in_danger

NO_SUCH = (
    "There is no case with this reference that you can open. Check it, letter by letter. If a child may be in danger, "
    "do not wait for this page: call {}, and tell whoever leads on safeguarding in person."
)
OPEN_ALREADY = "You can open this case already. You find it under “Cases”."
MAIL = "Something at the school was opened in an emergency. Please look at who opened it, and why."
NOBODY_LEFT = (
    "Nobody else at the school could be told that you open it, so it stays shut. If a child may be in danger, call {}. "
    "If you worry about one, call {} ({}) or your local authority’s children’s services. You need nobody’s leave."
)
NOT_TOLD = "Nobody could be told who decides about it and can come in, so {} was told."
SPEAK = "{}: {} opened this in an emergency, and nobody who decides about it could be told. Speak to them today."


def break_glass(by: Person, reference: str, why: str) -> Case:
    """The case, open to them until tomorrow evening. Raises Refused, in the same words and by the same queries, where
    there is none and where it names them; a try that was refused stands in the ledger."""
    with change(by, "case.break_glass", by.school) as ledger:
        # One query, whether there is no such case or it names them: how long it takes tells nothing either.
        rows = Case.objects.of(by.school).select_for_update().exclude(pk__in=about(by)).exclude(besides=by)
        found = rows.filter(reference=reference.strip().upper()).first()
        refusal = "" if found and Role.TECHNICIAN not in by.roles() else NO_SUCH.format(in_danger())
        if found and not refusal:
            refusal = _let_in(ledger, found, by, why)
        if refusal:
            ledger.write("case.emergency_refused", by)
    if found is None or refusal:
        raise Refused(refusal)
    return found


def _let_in(ledger: Change, case: Case, by: Person, why: str) -> str:
    """Let them in, and tell others. Why not, where nobody else could be told."""
    if may_open(by, case):
        raise Refused(OPEN_ALREADY)
    members = who_may_open(case)
    others = [] if any(comes_in(person) for person in deciders(case)) else _others(case, by, members)
    if not (members or others):
        worry = helpline("nspcc")
        return NOBODY_LEFT.format(in_danger(), worry.name, worry.number)
    member = join_in(ledger, case, by, why, broke_glass=True, until=emergency_ends(timezone.now()))
    told = f" {NOT_TOLD.format(', '.join(person.name for person in others))}" if others else ""
    chronicle(ledger, case, "emergency", f"{by.name}. {why}{told}", about=member)
    _tell(members, case, f"{case.reference}: {MAIL}", case.path)
    _tell(others, case, SPEAK.format(case.reference, by.name), "/")
    return ""


def _others(case: Case, by: Person, members: Sequence[Person]) -> list[Person]:
    """Who hears of it where nobody who decides about it can: whoever leads or governs and is not kept out, those who
    are away too where nobody else is left."""
    technicians = holding(case.school, Role.TECHNICIAN)
    besides = [by, *members, *people_kept_out(case), *technicians]
    told = data()["emergency"]["told"]
    return holders(case.school, told, besides=besides, falls_to=FALLS_TO) or holders(
        case.school, told, besides=besides, falls_to=FALLS_TO, back=list(holding(case.school, *FALLS_TO))
    )


def _tell(people: Iterable[Person], case: Case, words: str, path: str) -> None:
    told = list(people)
    for person in told:
        send(person, MAIL, path, case.reference)
    tell(told, words, path)

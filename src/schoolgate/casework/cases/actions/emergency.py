"""Opening a case in an emergency, without being a member of it: with a reason, for a day, and others hear of it."""

from __future__ import annotations

from django.utils import timezone

from schoolgate.casework.cases.access import about, may_open, people_kept_out, who_may_open
from schoolgate.casework.cases.actions.joining_in import join_in
from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.clocks import emergency_ends
from schoolgate.casework.cases.models import Case
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.community.roles import Role
from schoolgate.policy.holders import holders

NO_SUCH = (
    "There is no case with this reference that you can open. Check it, letter by letter. If a child may be in danger, "
    "do not wait for this page: call 999, and tell whoever leads on safeguarding in person."
)
OPEN_ALREADY = "You can open this case already. You find it under “Cases”."
MAIL = "Something at the school was opened in an emergency. Please look at who opened it, and why."
SECOND = ("dsl", "head", "chair")


def break_glass(by: Person, reference: str, why: str) -> Case:
    """The case, open to them until tomorrow evening. Raises Refused, in the same words and by the same queries, where
    there is none and where it names them; a try that was refused stands in the ledger."""
    with change(by, "case.break_glass", by.school) as ledger:
        # One query, whether there is no such case or it names them: how long it takes tells nothing either.
        rows = Case.objects.of(by.school).select_for_update().exclude(pk__in=about(by)).exclude(besides=by)
        found = rows.filter(reference=reference.strip().upper()).first()
        if found and Role.TECHNICIAN not in by.roles():
            _let_in(ledger, found, by, why)
        else:
            found = None
            ledger.write("case.emergency_refused", by)
    if found is None:
        raise Refused(NO_SUCH)
    return found


def _let_in(ledger: Change, case: Case, by: Person, why: str) -> None:
    if may_open(by, case):
        raise Refused(OPEN_ALREADY)
    now = timezone.now()
    others = who_may_open(case)
    member = join_in(ledger, case, by, why, broke_glass=True, until=emergency_ends(now))
    chronicle(ledger, case, "emergency", f"{by.name}. {why}", about=member)
    if others:
        to, path = others, case.path
    else:
        to, path = holders(case.school, SECOND, besides=[by, *people_kept_out(case)]), "/"
    for person in to:
        send(person, MAIL, path, case.reference)
    tell(to, f"{case.reference}: {MAIL}", path)

"""A case is opened for what somebody told us, and comes to those who are to look at it."""

from __future__ import annotations

from collections.abc import Collection

from schoolgate.casework.cases.actions.joining_in import join_in
from schoolgate.casework.cases.actions.working import chronicle
from schoolgate.casework.cases.models import Case, new_reference
from schoolgate.casework.cases.routing import Route, route
from schoolgate.community.change import Change, Refused
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.policy.worries import in_danger

MAIL = "Somebody has told the school something that is for you to read today."
URGENT = "Somebody has told the school something that is for you to read now."
NOBODY = (
    "Nobody at the school can receive this here today. Please tell the head teacher, or the chair of governors, in "
    "person. If somebody is in danger now, call {}."
)


def open_case(
    ledger: Change,
    words: str,
    *,
    about: Collection[str] = (),
    besides: Collection[Person] = (),
    danger: bool = False,
    reference: str = "",
    complains: Person | None = None,
) -> Case:
    """A new case for a report, inside the change that brings it. It comes to whom the policy names: see `routing.py`.

    `words` say how it came, for its first line; `about` are the kinds that are thought of so far; `besides` those it
    may be about; `complains` somebody of the school whose own complaint it is. Raises Refused where nobody could
    receive it.
    """
    to = route(ledger.school, about, besides, complains)
    if not to.to:
        raise Refused(NOBODY.format(in_danger()))
    case = Case(school=ledger.school, kinds=list(about), danger=danger, reference=reference or new_reference())
    case.save()
    case.besides.set(besides)
    chronicle(ledger, case, "arrived", words)
    bring_to(ledger, case, to)
    return case


def bring_to(ledger: Change, case: Case, to: Route) -> None:
    """Let those it comes to open it, and tell them, in references alone."""
    why = (
        f"It came to them by {', '.join(to.clauses)} of the policy." if to.clauses else "It came to them by their role."
    )
    for person, role in to.to:
        join_in(ledger, case, person, why, as_role=role)
        send(person, URGENT if case.danger else MAIL, case.path, case.reference)
    tell(to.people, f"{case.reference}: {URGENT if case.danger else MAIL}", case.path)


def bring_on(ledger: Change, case: Case, to: Route, words: str) -> None:
    """The same for a case that came to somebody else first. `words` of its line say why, with `{}` for who gets it."""
    bring_to(ledger, case, to)
    chronicle(ledger, case, "member", words.format(", ".join(person.name for person in to.people)))

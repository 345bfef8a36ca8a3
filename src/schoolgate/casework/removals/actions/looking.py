"""The machine looks whether something is still there: an anonymous request, as anybody could make it."""

from __future__ import annotations

from django.urls import reverse

from schoolgate.casework.cases.access import who_may_open
from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.cases.models import Case
from schoolgate.casework.evidence.fetching import Reach, UnreachableError, fetch
from schoolgate.casework.removals.actions.removing import POWER, found
from schoolgate.casework.removals.checking import says
from schoolgate.casework.removals.models import Removal, RemovalEvent
from schoolgate.casework.removals.routes import networks
from schoolgate.community.change import Refused, by_machine
from schoolgate.community.models import Person
from schoolgate.community.notices import tell

Kind = RemovalEvent.Kind
NEVER = "This is never looked at from here, because of what it may show. Ask the Internet Watch Foundation."
NO_WAY = "Nobody can look at this from outside. Look in the app, and write down what you see."


def may_look(removal: Removal) -> bool:
    """Whether the machine may ask for it at all, and could learn something."""
    given_up = removal.state == Removal.State.GIVEN_UP
    return removal.is_web and not (given_up or removal.case.no_pictures or networks()[removal.network].private)


def ask_to_look(person: Person, removal: Removal) -> None:
    """Somebody wants to know now: it is looked at in the background."""
    from schoolgate.casework.removals.jobs import look

    with working(person, removal.case, POWER) as (ledger, case):
        if case.no_pictures:
            raise Refused(NEVER)
        if not may_look(removal):
            raise Refused(NO_WAY)
        ledger.write("removal.look_asked", removal)
        look.later(removal=removal.pk)


def look_at(removal: Removal, reach: Reach | None = None) -> Kind | None:
    """Ask for it without signing in, and write down what that says. None where it may not be asked for.

    `reach` is for the tests alone: in the service it is the public web.
    """
    if not may_look(removal):
        return None
    kind, words = Kind.UNCLEAR, ""
    try:
        kind = says(fetch(removal.said("address"), reach), networks()[removal.network])
    except UnreachableError as unreachable:
        words = str(unreachable.args[0]).split(" Take a screenshot")[0]
    with by_machine(removal.case.school) as ledger:
        case = Case.objects.of(removal.case.school).select_for_update().get(pk=removal.case_id)
        held = Removal.objects.of(case.school).get(pk=removal.pk)
        held.case = case
        if held.state == Removal.State.GIVEN_UP:
            ledger.write("removal.checked", held, found=kind)
            return kind
        if found(ledger, held, kind, words):
            is_gone = held.state == Removal.State.GONE
            news = "Something is gone that you asked to be taken down" if is_gone else "Something is there again"
            tell(
                who_may_open(case), f"{case.reference}: {news}.", reverse("removal", args=[case.reference, held.number])
            )
    return kind

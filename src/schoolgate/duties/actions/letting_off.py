"""The head lets somebody off one thing, with a reason; and asks it of them again."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Refused, change
from schoolgate.community.models import Person
from schoolgate.community.notices import tell
from schoolgate.community.powers import holds
from schoolgate.community.roles import ACTING
from schoolgate.duties.models import Duty
from schoolgate.duties.reaching import Reach, with_ways
from schoolgate.record.sealing import seal, unseal

POWER = "duties.let_off"
PURPOSE = "let off"
NOT_YOUR_OWN = (
    "Nobody lets themselves off, nor what falls to their own office. If you cannot do it, "
    "the chair of governors can name somebody to stand in for you."
)
MEANWHILE = "This has changed meanwhile. Open the list again and see how it stands."


def let_off(by: Person, duty: Duty, because: str) -> None:
    """Let somebody off one thing, this time round. They are told, and find the reason in their record.

    Raises Refused for one's own, for no reason, and for what is not owed any more.
    """
    with change(by, POWER, by.school) as ledger:
        found = _held(by, duty, Duty.State.OWED)
        words = " ".join(because.split())
        if not words:
            raise Refused("Say why in a few words: they read it in their record.")
        found.state, found.ended_at, found.let_off_by = Duty.State.LET_OFF, timezone.now(), by
        found.let_off_because = seal(words, purpose=PURPOSE)
        found.save()
        ledger.write("duties.let_off", found, person=found.person_id)
        _tell(by, found, "has let {whom} off: {what}.", "The reason stands in your record.")


def ask_again(by: Person, duty: Duty) -> None:
    """Ask somebody again for what they were let off, by the same day. They are told.

    Raises Refused for one's own, and for what nobody is let off any more.
    """
    with change(by, POWER, by.school) as ledger:
        found = _held(by, duty, Duty.State.LET_OFF)
        found.state, found.ended_at, found.let_off_by, found.let_off_because = Duty.State.OWED, None, None, ""
        found.save()
        ledger.write("duties.asked_again", found, person=found.person_id)
        _tell(by, found, "asks {whom} for this after all: {what}.")


def may_let_off(by: Person, duty: Duty) -> bool:
    """Whether somebody may let this person off this: never themselves, by whichever account, nor their own office."""
    return holds(by, POWER) and not _same(by, duty.person) and duty.audience not in ACTING.intersection(by.held())


def reason(duty: Duty) -> str:
    """Why somebody was let off; '' where nobody was."""
    return unseal(duty.let_off_because, purpose=PURPOSE) if duty.let_off_because else ""


def _held(by: Person, duty: Duty, state: Duty.State) -> Duty:
    """The duty, locked. Raises Refused where it is one's own, or not in this state any more."""
    rows = with_ways(Duty.objects.of(by.school)).select_related("person__account", "person__offered_to")
    found = rows.select_for_update(of=("self",)).filter(pk=duty.pk).first()
    if found and not may_let_off(by, found):
        raise Refused(NOT_YOUR_OWN)
    if found is None or found.state != state or not found.current:
        raise Refused(MEANWHILE)
    return found


def _same(by: Person, person: Person) -> bool:
    """Whether two people of a school are one: they share a sign-in, or the address they are written to."""
    mine, theirs = by.write_to().casefold(), person.write_to().casefold()
    return by.pk == person.pk or bool(mine and mine == theirs)


def _tell(by: Person, duty: Duty, words: str, to_themselves: str = "") -> None:
    """Tell them, or through whom they are reached; the reason is for them alone."""
    route = Reach(by.school).route(duty)
    itself = route.through == "self"
    said = f"{by.name} {words.format(whom='you' if itself else duty.person.name, what=duty.what)}"
    if itself and to_themselves:
        said = f"{said} {to_themselves}"
    tell(Person.objects.of(by.school).filter(pk__in=route.people), said, reverse("own_record") if itself else "/")

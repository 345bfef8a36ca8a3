"""Share something of a case with one named person: who, why and what are written down before anything is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from schoolgate.casework.cases.actions.working import chronicle, working
from schoolgate.casework.cases.models import Case, Entry, Party
from schoolgate.casework.evidence.actions.custody import hand
from schoolgate.casework.evidence.models import Custody, Item
from schoolgate.casework.evidence.sharing.items import FILES_STAY
from schoolgate.casework.evidence.sharing.jobs import build_bundle
from schoolgate.casework.evidence.sharing.models import Bundle, Referral
from schoolgate.casework.evidence.sharing.words import chronologies, kinds, largest
from schoolgate.community.called import may_be_one
from schoolgate.community.change import Change, Refused
from schoolgate.community.models import Person

Chronology = Referral.Chronology
NOTHING = "There is nothing chosen to share. Choose lines of the chronology, a piece of evidence, or both."
WHO = "Say who it goes to: their name and their office. Nothing leaves a case for somebody who is not named."
WHY = "Say why it is shared. Whoever looks at this later has to understand it."
APART = "Say why what is kept apart otherwise goes with it."
GONE = "A piece of evidence that you chose is not in this case any more. Choose again."
TOO_MUCH = "That is more than fits in one bundle. Choose fewer pieces of evidence, and share the rest by a second one."


@dataclass(frozen=True)
class Wishes:
    """What is to be shared, with whom and why. `items` are numbers of pieces of evidence."""

    kind: str
    name: str
    office: str
    why: str
    chronology: str = Chronology.NONE
    restricted: bool = False
    items: tuple[int, ...] = field(default=())
    why_apart: str = ""


def set_apart(case: Case, wishes: Wishes) -> Iterator[str]:
    """Each reason why this needs a reason more: what it holds is kept apart otherwise, each a plain sentence."""
    if wishes.chronology == Chronology.BOTH:
        yield "The support file and the response file go to the same person. They are kept apart otherwise."
    if wishes.restricted and wishes.chronology != Chronology.NONE:
        yield "Restricted lines of the chronology go with it."
    if any(item.restricted for item in _items(case, wishes)):
        yield "Restricted evidence goes with it."
    if any(may_be_one(wishes.name, party.called()) for party in _parties(case)):
        yield "The name that you wrote is like the name of somebody whom this case is about."


def refer(person: Person, case: Case, wishes: Wishes, *, reference: str = "") -> Bundle:
    """Write the referral, its line in the chronology and a custody line for each item; the bundle is then made.

    `reference`: instead of one of its own.
    Raises Refused, gently, where something is missing; Http404 for whoever may not know of the case.
    """
    with working(person, case, "case.decide", closed=True) as (ledger, held):
        _complete(held, wishes)
        items = _items(held, wishes)
        if {item.pk for item in items} != set(wishes.items):
            raise Refused(GONE)
        if sum(item.size for item in items) > largest():
            raise Refused(TOO_MUCH)
        last = Entry.objects.of(held.school).filter(case=held).order_by("-number").values_list("number", flat=True)
        referral = Referral(
            case=held,
            kind=wishes.kind,
            chronology=wishes.chronology,
            restricted=wishes.restricted,
            up_to=(last.first() or 0) + 1,
            by=person,
        )
        referral.reference = reference or referral.reference
        referral.keep(name=wishes.name, office=wishes.office, why=wishes.why, why_apart=wishes.why_apart)
        referral.save()
        referral.items.set(items)
        support = wishes.chronology == Chronology.SUPPORT
        chronicle(
            ledger,
            held,
            "referral",
            in_words(referral, len(items)),
            file=Entry.File.SUPPORT if support else Entry.File.RESPONSE,
            restricted=wishes.restricted or any(item.restricted for item in items),
            about=referral,
        )
        # With whom stands in the referral alone: custody is read by every member, and by whoever gets the next bundle.
        for item in items:
            hand(ledger, item, Custody.What.SHARED, referral.reference)
        return begin(ledger, referral)


def begin(ledger: Change, referral: Referral) -> Bundle:
    """A new bundle for a referral, to be made in the background. Call it inside the change, with the case held."""
    bundle = Bundle(referral=referral, by=ledger.actor, steps=referral.items.count() + 2)
    bundle.save()
    ledger.write("bundle.begun", bundle, referral=referral.pk, case=referral.case_id)
    build_bundle.later(bundle=bundle.pk)
    return bundle


def in_words(referral: Referral, items: int) -> str:
    """What was shared with whom and why, for the chronology."""
    goes = [f"{items} {'piece' if items == 1 else 'pieces'} of evidence"] if items else []
    if referral.chronology != Chronology.NONE:
        goes.insert(0, f"{chronologies()[referral.chronology].label.lower()}, lines 1 to {referral.up_to}")
    if referral.restricted:
        goes.append("restricted lines too")
    apart = f"\nWhy it holds what is kept apart: {referral.said('why_apart')}" if referral.said("why_apart") else ""
    return (
        f"{referral.reference}: {referral.what.label}, {referral.to()}\n"
        f"Why: {referral.said('why')}\nWhat: {'; '.join(goes)}{apart}"
    )


def _complete(case: Case, wishes: Wishes) -> None:
    if wishes.kind not in kinds() or not wishes.name.strip() or not wishes.office.strip():
        raise Refused(WHO)
    if not wishes.why.strip():
        raise Refused(WHY)
    if wishes.chronology not in Chronology.values or (wishes.chronology == Chronology.NONE and not wishes.items):
        raise Refused(NOTHING)
    if wishes.items and case.no_pictures:
        raise Refused(FILES_STAY)
    if not wishes.why_apart.strip() and any(set_apart(case, wishes)):
        raise Refused(APART)


def _items(case: Case, wishes: Wishes) -> list[Item]:
    return list(Item.objects.of(case.school).filter(case=case, pk__in=wishes.items))


def _parties(case: Case) -> list[Party]:
    return list(Party.objects.of(case.school).filter(case=case, ended_at=None).select_related("person"))

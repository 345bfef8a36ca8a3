"""Where the school writes to somebody: the link that makes a sign-in goes there, so it says who can become them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Change, Refused
from schoolgate.community.invitations import signs_in, with_role
from schoolgate.community.models import Invitation, Person, RoleHolding, School
from schoolgate.community.notices import tell
from schoolgate.community.powers import holds
from schoolgate.community.roles import FIRST_BY_TECHNICIAN, GRANTED_BY, Role
from schoolgate.community.today import private_parts

LEADERS: tuple[str, ...] = (Role.HEAD, Role.CHAIR)


def guarded(roles: Iterable[str]) -> bool:
    """Whether these are roles that a technician does not give while there is a head: nobody gets them by an address.

    An import leaves the address of whoever has one alone.
    """
    return any(role in FIRST_BY_TECHNICIAN or Role.TECHNICIAN not in GRANTED_BY[role] for role in roles)


def has_guarded_role(person: Person) -> bool:
    """The same of somebody, today or from a day to come."""
    today = timezone.localdate()
    return guarded(one.role for one in person.holdings.all() if one.to_date is None or one.to_date > today)


def is_guarded(person: Person) -> bool:
    """Whether where the school writes to somebody is for those who lead it to change: also for what they alone see."""
    return has_guarded_role(person) or person.pk in private_parts(person.school)


def readdresses(by: Person, person: Person) -> bool:
    """Whether `by` may change where the school writes to somebody; one's own is one's own.

    Until a head or a chair has come in, nobody else could mend what is written down about them.
    """
    return by == person or bool(by.roles() & {*LEADERS}) or not is_guarded(person) or not somebody_leads(person.school)


def changes_address(by: Person, person: Person) -> bool:
    """Whether that is `by`'s as one who leads, whatever else of this person is theirs to change.

    Whoever has an account is written to where they sign in, and nobody changes that for them.
    """
    return holds(by, "address.change") and by != person and not person.email() and is_guarded(person)


def may_readdress(by: Person, person: Person) -> None:
    """Raise Refused unless `by` may change where the school writes to somebody."""
    if readdresses(by, person):
        return
    raise Refused(
        f"{person.name} has a role that is not yours to give, or sees what is private, so you cannot change where the "
        "school writes to them. Ask your head teacher or chair of governors to do it."
    )


def readdressed(ledger: Change, person: Person) -> None:
    """What follows when an address was changed, within the change: links to the old one end, and leaders hear of it."""
    end_links(ledger, person.invitations.exclude(address__iexact=person.write_to()))
    if ledger.actor and is_guarded(person):
        both = [one for role in LEADERS for one in with_role(person.school, role)]
        words = f"{ledger.actor.name} changed the address that the school writes to {person.name} at."
        tell({one for one in both if one not in (ledger.actor, person)}, words, reverse("person", args=[person.pk]))


def end_links(ledger: Change, invitations: QuerySet[Invitation]) -> None:
    """Let those of these links that still work, work no more, within the change."""
    waiting = invitations.filter(used_at=None, ended_at=None)
    for invitation in waiting:
        ledger.write("invitation.called_off", invitation, person=invitation.person_id)
    waiting.update(ended_at=timezone.now())


def tell_of(person: Person, what: str, by: Person | None = None) -> None:
    """Let the heads, or else the chairs, know how somebody with a guarded role comes in, within the change.

    Whoever writes down an address, or keeps the school's mail, can have the link and the identity that go with it.
    """
    if is_guarded(person):
        found = {role: [p for p in with_role(person.school, role) if p not in (person, by)] for role in LEADERS}
        tell(found[Role.HEAD] or found[Role.CHAIR], what, reverse("person", args=[person.pk]))


def somebody_leads(school: School) -> bool:
    """Whether somebody who leads the school, or did, has ever come in."""
    held = RoleHolding.objects.of(school).filter(role__in=LEADERS, person__account__isnull=False)
    return any(signs_in(one.person.account) for one in held.select_related("person__account") if one.person.account)

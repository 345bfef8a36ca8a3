"""An adult and a child of the school are family, or no longer."""

from __future__ import annotations

from schoolgate.community.actions.roles import give, may_grant
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.models import FamilyLink, Person
from schoolgate.community.roles import Role

OWN = "You cannot change your own family here, because rules are different for families. Ask somebody else who can."


def link(by: Person, adult: Person, child: Person, kind: str) -> FamilyLink:
    """Say that an adult is a child's parent or other relative. A parent takes up that role if they have not got it.

    Raises Refused for one's own family, for somebody who is not a pupil as the child or is one as the adult, for two
    who are linked already, and when `by` may not make somebody a parent.
    """
    with change(by, "family.change", child.school) as ledger:
        if by in (adult, child):
            raise Refused(OWN)
        if kind == FamilyLink.Kind.PARENT and Role.PARENT not in adult.roles():
            may_grant(by, Role.PARENT)
        return join(ledger, adult, child, kind)


def join(ledger: Change, adult: Person, child: Person, kind: str) -> FamilyLink:
    """Write a link, within a change that was already allowed."""
    if {adult.school_id, child.school_id} != {ledger.school.pk}:
        raise Refused("Both of them have to be at this school. Add them first.")
    if Role.PUPIL not in child.roles() or Role.PUPIL in adult.roles():
        raise Refused("A family link is between an adult and a pupil. Choose one of each.")
    # Two who say the same at once come one after the other.
    Person.unscoped.select_for_update().get(pk=child.pk)
    if FamilyLink.objects.of(ledger.school).filter(adult=adult, child=child).exists():
        raise Refused(f"{adult.name} and {child.name} are linked already.")
    new = FamilyLink.objects.create(adult=adult, child=child, kind=kind)
    ledger.write("family.linked", new, adult=adult.pk, child=child.pk, kind=str(kind))
    if kind == FamilyLink.Kind.PARENT and Role.PARENT not in adult.roles():
        give(ledger, adult, Role.PARENT)
    return new


def unlink(by: Person, link: FamilyLink) -> None:
    """End a link. Raises Refused for one's own."""
    with change(by, "family.change", link.child.school) as ledger:
        if by in (link.adult, link.child):
            raise Refused(OWN)
        ledger.write("family.ended", link, adult=link.adult_id, child=link.child_id, kind=link.kind)
        link.delete()

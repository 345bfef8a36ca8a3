"""Declare something: it is sealed, and goes where the policy sends it."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from django.urls import reverse

from schoolgate.community.called import called, like_called
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.duties.declarations.actions.asked import end_asked
from schoolgate.duties.declarations.kinds import Answers, DeclarationKind, of_a_date
from schoolgate.duties.declarations.models import Declaration, Reader, WhileAway
from schoolgate.duties.declarations.routing import Route, could_read, readers_of, reads_as, route
from schoolgate.duties.declarations.standing_in import Absences

MAIL = "Somebody has told the school something that is for you to read today."
NOBODY = (
    "Nobody at the school can receive this today. Please tell the head teacher or the chair of governors in person."
)
ASK_WHOM = "Say first whether it is about somebody who would read it. Go back to that question."
MOST = 10
"""So many with a name like one that was typed are asked about: the page is no list of all who work here."""


def named_in(by: Person, kind: DeclarationKind, answers: Answers) -> list[Person]:
    """Everybody of the school whom it is about: those who were ticked, and all with a name that was typed, since we
    cannot know which is meant."""
    ticked = list(Person.objects.of(by.school).filter(pk__in=kind.ticked(answers)))
    typed = [person for name in kind.named(answers) for person in called(by.school, name)]
    return [person for person in dict.fromkeys([*ticked, *typed]) if person != by]


def could_be(by: Person, kind: DeclarationKind, answers: Answers) -> list[Person]:
    """Of whom to ask whether it is about them: who could read it, and whose name is like one that was typed."""
    there = [person for person in readers_of(by.school) if person != by]
    first = could_read(there, by, kind)
    like = [person for name in kind.named(answers) for person in like_called(there, name)[:MOST]]
    kept_out = {person.pk for name in kind.named(answers) for person in called(by.school, name)}
    return [person for person in dict.fromkeys([*first, *like]) if person.pk not in kept_out]


def kept_from(declaration: Declaration) -> list[Person]:
    """Everybody it must not go on to: those it is about, and who may be meant by a name that was typed, matched anew
    since they may have come later, where it was not said that it is not about them."""
    kind, answers, school = declaration.what, declaration.answers, declaration.school
    asked = set(declaration.not_about.values_list("pk", flat=True))
    there = [one for one in readers_of(school) if one.pk not in asked] if kind.about else []
    like = [person for name in kind.named(answers) for person in (*called(school, name), *like_called(there, name))]
    return list(dict.fromkeys([*declaration.named.all(), *like]))


def where(by: Person, kind: DeclarationKind, answers: Answers) -> Route:
    """Where a declaration would go."""
    return route(by, kind, named_in(by, kind, answers))


def declare(by: Person, kind: DeclarationKind, answers: Answers, reference: str = "") -> Declaration:
    """Tell the school. It gets a reference of its own, unless one is given.

    Raises Refused where nobody could receive it, or it was not said whom it is about.
    """
    with change(by, "declaration.make", by.school) as ledger:
        if kind.about and kind.about not in answers:
            raise Refused(ASK_WHOM)
        to = where(by, kind, answers)
        if not to.readers:
            raise Refused(NOBODY)
        made = Declaration(school=by.school, by=by, kind=kind.key, version=to.version)
        made.reference = reference or made.reference
        made.clause = to.clause.id if to.clause else ""
        made.keep(answers)
        made.save()
        about = named_in(by, kind, answers)
        made.named.set(about)
        made.not_about.set([one for one in could_be(by, kind, answers) if one not in about] if kind.about else [])
        ledger.write("declaration.made", made, kind=kind.key, clause=made.clause)
        send_to(ledger, made, to.readers, to.while_away)
        if kind.key == of_a_date():
            end_asked(by, made)
    return made


def send_to(
    ledger: Change, declaration: Declaration, readers: Iterable[Person], while_away: Absences = MappingProxyType({})
) -> None:
    """Let these people read it, and write to them that there is something to read. Their home pages say so.

    Those of `while_away` read it only while the absences that led to them last. Of what is closed they hear nothing:
    it stands in their list.
    """
    path = reverse("declaration", args=[declaration.reference])
    for reader in readers:
        row = Reader.unscoped.create(declaration=declaration, person=reader, role=reads_as(reader, declaration.by))
        for absence in while_away.get(reader.pk, ()):
            WhileAway.unscoped.create(reader=row, absence=absence)
        ledger.write("declaration.sent", declaration, to=reader.pk)
        if declaration.state != Declaration.State.CLOSED:
            send(reader, MAIL, path, declaration.reference)

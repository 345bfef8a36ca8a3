"""Declare something: it is sealed, and goes where the policy sends it."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from schoolgate.community.called import called
from schoolgate.community.change import Change, Refused, change
from schoolgate.community.mail import send
from schoolgate.community.models import Person
from schoolgate.duties.declarations.kinds import Answers, DeclarationKind
from schoolgate.duties.declarations.models import Declaration, Reader
from schoolgate.duties.declarations.routing import Route, reads_as, route

MAIL = "Somebody has told the school something that is for you to read today."
NOBODY = (
    "Nobody at the school can receive this today. Please tell the head teacher or the chair of governors in person."
)


def named_in(by: Person, kind: DeclarationKind, answers: Answers) -> list[Person]:
    """Everybody of the school whom the answers name: all with that name, since we cannot know which is meant."""
    return [person for name in kind.named(answers) for person in called(by.school, name) if person != by]


def where(by: Person, kind: DeclarationKind, answers: Answers) -> tuple[Route, list[Person]]:
    """Where a declaration would go, and those whom it is kept from because it is about them."""
    besides = named_in(by, kind, answers)
    if answers.get("about") == "yes":
        besides += route(by, kind, besides).readers
    return route(by, kind, besides), besides


def declare(by: Person, kind: DeclarationKind, answers: Answers, reference: str = "") -> Declaration:
    """Tell the school. It gets a reference of its own, unless one is given. Raises Refused where nobody could
    receive it."""
    with change(by, "declaration.make", by.school) as ledger:
        to, kept_from = where(by, kind, answers)
        if not to.readers:
            raise Refused(NOBODY)
        made = Declaration(school=by.school, by=by, kind=kind.key, version=to.version)
        made.reference = reference or made.reference
        made.clause = to.clause.id if to.clause else ""
        made.keep(answers)
        made.save()
        made.named.set(named_in(by, kind, answers))
        made.kept_from.set(kept_from)
        ledger.write("declaration.made", made, kind=kind.key, clause=made.clause)
        send_to(ledger, made, to.readers)
    return made


def send_to(ledger: Change, declaration: Declaration, readers: Iterable[Person]) -> None:
    """Let these people read it, and write to them that there is something to read. Their home pages say so."""
    path = reverse("declaration", args=[declaration.reference])
    for reader in readers:
        Reader.unscoped.create(declaration=declaration, person=reader, as_what=reads_as(reader, declaration.by))
        ledger.write("declaration.sent", declaration, to=reader.pk)
        send(reader, MAIL, path, declaration.reference)

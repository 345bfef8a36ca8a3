"""Two cases that have to do with each other. Whoever may not open both sees no trace of it: so no line says it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.cases.models import Case, Link
from schoolgate.community.change import Change, Refused
from schoolgate.community.models import Person

NO_SUCH = "There is no case with this reference that you may open. Check it, letter by letter."
ITSELF = "This is the case itself. Type the reference of another one."
ALREADY = "These two are linked already."
NOT_LINKED = "They are not linked any more. Somebody else has ended it."


def another(by: Person, case: Case, reference: str) -> Case:
    """Another case that somebody may open, by its reference. Raises Refused."""
    found = open_to(by).filter(reference=reference.strip().upper()).first()
    if found is None:
        raise Refused(NO_SUCH)
    if found.pk == case.pk:
        raise Refused(ITSELF)
    return found


@contextmanager
def working_on_both(
    by: Person, case: Case, reference: str, power: str = "case.open", *, closed: bool = False, emergency: bool = False
) -> Iterator[tuple[Change, Case, Case]]:
    """As `working`, with another case that this person may open, by its reference: both rows are held.

    They are held in the order of their numbers, so that two people who begin at opposite ends wait for each other, and
    never both for ever.
    """
    with transaction.atomic():
        found = open_to(by).filter(reference=reference.strip().upper()).values_list("pk", flat=True).first()
        rows = Case.objects.of(case.school).filter(pk__in={case.pk, found or case.pk})
        list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
        with working(by, case, power, closed=closed, emergency=emergency) as (ledger, held):
            yield ledger, held, another(by, held, reference)


def link(by: Person, case: Case, reference: str, why: str) -> Link:
    """Both have to be open to the one who links them."""
    with working_on_both(by, case, reference, closed=True, emergency=True) as (ledger, *both):
        one, other = sorted(both, key=lambda each: each.pk)
        if Link.objects.of(one.school).filter(one=one, other=other).exists():
            raise Refused(ALREADY)
        made = Link(one=one, other=other, by=by)
        made.keep(why=why)
        made.save()
        ledger.write("case.linked", one, link=made.pk)
        ledger.write("case.linked", other, link=made.pk)
    return made


def unlink(by: Person, case: Case, link: int) -> None:
    """They have nothing to do with each other after all."""
    with working(by, case, closed=True, emergency=True) as (ledger, held):
        # The other end may be ending it too.
        Link.objects.of(held.school).select_for_update().filter(pk=link).first()
        found = links_of(by, held).get(link)
        if found is None:
            raise Refused(NOT_LINKED)
        made, other = found
        for each in (held, other):
            ledger.write("case.unlinked", each, link=made.pk)
        made.delete()


def links_of(person: Person, case: Case) -> dict[int, tuple[Link, Case]]:
    """The links of a case to others that this person may open, by number, each with the other case."""
    rows = Link.objects.of(case.school).select_related("one", "other", "by")
    links = [*rows.filter(one=case), *rows.filter(other=case)]
    others = {link.pk: link.other if link.one_id == case.pk else link.one for link in links}
    may = set(open_to(person).filter(pk__in=[each.pk for each in others.values()]).values_list("pk", flat=True))
    return {link.pk: (link, others[link.pk]) for link in links if others[link.pk].pk in may}

"""Make a copy of an item that others may see: parts of a picture covered, names in a text replaced."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.evidence.actions.keeping import Prepared, keep, prepare
from schoolgate.casework.evidence.actions.opening import whole
from schoolgate.casework.evidence.models import Item
from schoolgate.casework.evidence.redacting import Redacted
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.community.names.known import Named
from schoolgate.community.names.roll import named
from schoolgate.imaging.cover import called, covered, grid
from schoolgate.imaging.picture import open_picture, to_png

NOTHING = "Choose at least one square to cover."
HOW = "Made here from {parent}."


def cover(person: Person, case: Case, item: Item, squares: Collection[int]) -> Item:
    """Keep a copy of a picture with these squares of its grid black. Raises Refused when no square is chosen."""
    image = open_picture(whole(person, case, item), item.media)
    boxes = grid(*image.size)
    chosen = sorted({number for number in squares if 0 <= number < len(boxes)})
    if not chosen:
        raise Refused(NOTHING)
    ready = prepare(to_png(covered(image, [boxes[number] for number in chosen])), "covered.png")
    return _derive(person, case, item, ready, f"{len(chosen)} of {len(boxes)} squares covered: {_listed(chosen)}")


def redact(person: Person, case: Case, item: Item, redacted: Redacted) -> Item:
    """Keep a copy of a text with names and words replaced, under a name that gives none of them away.

    What it was made from is said by its parent, and not by its name: the parent gets another number if its case is
    joined to another.
    """
    ready = prepare(redacted.text.encode(), "redacted.txt")
    return _derive(person, case, item, ready, f"{redacted.replaced} names and words replaced")


def names_in(case: Case) -> list[Named]:
    """The names of everybody whom the case is about, those it named once too."""
    parties = Party.objects.of(case.school).filter(case=case).select_related("person")
    people = (named(one.person) if one.person else Named(f"party {one.pk}", one.said("name")) for one in parties)
    return list({one.key: one for one in people if one.name}.values())


def _derive(person: Person, case: Case, item: Item, ready: Prepared, made_how: str) -> Item:
    with working(person, case) as (ledger, held):
        parent = Item.objects.of(held.school).get(case=held, pk=item.pk)
        how = HOW.format(parent=parent.reference)
        return keep(ledger, held, ready, how=how, kind=Item.Kind.DERIVATIVE, parent=parent, made_how=made_how)


def _listed(chosen: Sequence[int]) -> str:
    names = ", ".join(called(number) for number in chosen[:20])
    return names + (" and others" if len(chosen) > 20 else "")

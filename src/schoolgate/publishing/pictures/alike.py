"""The same picture elsewhere in the library: made smaller, brighter, trimmed or saved again."""

from __future__ import annotations

from schoolgate.imaging.alike import ALIKE, distance
from schoolgate.publishing.pictures.models import Picture


def written(fingerprint: int) -> str:
    """As a picture's row holds it."""
    return f"{fingerprint:016x}"


def alike_to(picture: Picture) -> list[Picture]:
    """Other pictures of the school that look the same, the likest first, those that were put away too.

    What was made of a picture here is no other picture: neither those that this one was made from, nor those that were
    made from it. Every picture is compared, which takes a thousandth of a second for a thousand.
    """
    if not picture.alike:
        return []
    mine = int(picture.alike, 16)
    rows = Picture.objects.of(picture.school).exclude(pk=picture.pk).exclude(alike="").order_by()
    away = {pk: distance(mine, int(text, 16)) for pk, text in rows.values_list("pk", "alike")}
    own = _family(picture)
    near = {pk: bits for pk, bits in away.items() if bits <= ALIKE and pk not in own}
    found = Picture.objects.of(picture.school).filter(pk__in=near).prefetch_related("faces__person", "derivatives")
    return sorted(found, key=lambda one: (near[one.pk], one.pk))


def _family(picture: Picture) -> set[int]:
    """Everything that was made from the same picture, and that one."""
    top = picture
    while top.parent is not None:
        top = top.parent
    found, begun = {top.pk}, [top.pk]
    while begun:
        begun = list(Picture.objects.of(picture.school).filter(parent__in=begun).values_list("pk", flat=True))
        found.update(begun)
    return found

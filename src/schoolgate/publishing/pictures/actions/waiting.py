"""Files that wait though nothing looks at them any more: somebody has them looked at again, or throws them away."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.change import Change, Refused, by_machine, change
from schoolgate.community.models import Person, School
from schoolgate.community.notices import tell
from schoolgate.publishing.pictures.keeping import wait_days
from schoolgate.publishing.pictures.models import Album, Arrival
from schoolgate.publishing.pictures.refusing import THROWN_AWAY
from schoolgate.record import vault

MOVED_ON = "They are being looked at, or are done. Look at the page again."
TOLD = "Pictures that you added could not be looked at for too long, and were thrown away. Add them once more."


def is_stuck(album: Album) -> bool:
    """Whether files of it wait, and no job of the background is to look at them."""
    from schoolgate.publishing.pictures.jobs import take_in_album

    return _waiting(album).exists() and not any(take_in_album.waiting(album=album.pk))


def with_waiting(school: School) -> QuerySet[Album]:
    return Album.objects.of(school).filter(arrivals__state=Arrival.State.WAITING).distinct()


def try_again(by: Person, album: Album) -> None:
    from schoolgate.publishing.pictures.jobs import take_in_album

    with change(by, "picture.use", by.school) as ledger:
        _held(album)
        ledger.write("pictures.tried_again", album)
        take_in_album.later(album=album.pk)


def throw_away(by: Person, album: Album) -> int:
    """How many files went."""
    with change(by, "picture.use", by.school) as ledger:
        _held(album)
        return _throw_away(ledger, album)


def throw_away_old(school: School) -> None:
    """Nothing waits for ever: what nobody decided on goes, and whoever brought it is told."""
    old = with_waiting(school).filter(at__lt=timezone.now() - timedelta(days=wait_days()))
    for album in [one for one in old.select_related("by", "school") if is_stuck(one)]:
        with by_machine(school) as ledger:
            if _throw_away(ledger, album):
                tell([album.by], TOLD, reverse("album", args=[album.pk]))


def _waiting(album: Album) -> QuerySet[Arrival]:
    return Arrival.objects.of(album.school).filter(album=album, state=Arrival.State.WAITING)


def _held(album: Album) -> None:
    Album.objects.of(album.school).select_for_update(of=("self",)).get(pk=album.pk)
    if not is_stuck(album):
        raise Refused(MOVED_ON)


def _throw_away(ledger: Change, album: Album) -> int:
    keys = []
    for one in _waiting(album).select_for_update(of=("self",)):
        keys.append(one.file_key)
        one.state, one.code, one.file_key = Arrival.State.REFUSED, THROWN_AWAY, ""
        one.save()
    if keys:
        ledger.write("pictures.thrown_away", album, files=len(keys))
        for key in keys:
            transaction.on_commit(partial(vault.remove, key))
    return len(keys)

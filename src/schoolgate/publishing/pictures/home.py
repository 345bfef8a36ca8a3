"""What pictures give to the home page and the menu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.own_record import Entry
from schoolgate.community.powers import holds
from schoolgate.community.today import A_FEW, PUBLISHING, MenuItem, Task
from schoolgate.publishing.pictures.actions.waiting import is_stuck, with_waiting
from schoolgate.publishing.pictures.models import Album, Picture
from schoolgate.publishing.pictures.reach import unfinished

WING = PUBLISHING
MENU = [
    MenuItem("Pictures", "pictures", "picture.use", "Add pictures, and make them ready to be published", aside=True),
    MenuItem(
        "Cameras and tablets",
        "devices",
        "device.register",
        "What the school takes its pictures with",
        aside=True,
    ),
]


def tasks(person: Person) -> Iterator[Task]:
    """Their own pictures that cannot be used yet."""
    if not holds(person, "picture.use"):
        return
    stuck = [one for one in with_waiting(person.school).filter(by=person) if is_stuck(one)]
    for album in stuck[:A_FEW]:
        url = reverse("album", args=[album.pk])
        yield Task("Decide about pictures that could not be looked at", url, "Try again, or throw them away.")
    mine = Picture.objects.of(person.school).filter(by=person, ended_at=None)
    if waiting := unfinished(mine).count():
        words = "1 picture" if waiting == 1 else f"{waiting} pictures"
        url = f"{reverse('pictures')}?show=unfinished"
        yield Task(f"Finish {words} that you added", url, "Say whose faces they show, and describe them.")


def record(person: Person) -> Iterator[Entry]:
    """The pictures that somebody added."""
    for album in Album.objects.of(person.school).filter(by=person).annotate(taken=Count("arrivals__picture")):
        words = "1 picture" if album.taken == 1 else f"{album.taken} pictures"
        yield Entry(timezone.localdate(album.at), "Pictures", f"Added {words}", url=reverse("album", args=[album.pk]))


def private_parts(school: School) -> Iterable[int]:
    """Whoever added pictures sees them, and who is on them."""
    return Picture.objects.of(school).filter(ended_at=None).values_list("by", flat=True).distinct()

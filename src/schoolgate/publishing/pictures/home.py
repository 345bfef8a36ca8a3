"""What pictures give to the home page and the menu."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse

from schoolgate.community.models import Person, School
from schoolgate.community.powers import holds
from schoolgate.community.today import MenuItem, Task
from schoolgate.publishing.pictures.models import Picture
from schoolgate.publishing.pictures.reach import unfinished

MENU = [MenuItem("Pictures", "pictures", "picture.use", "Add pictures, and make them ready to be published")]


def tasks(person: Person) -> Iterator[Task]:
    """Their own pictures that cannot be used yet."""
    if not holds(person, "picture.use"):
        return
    mine = Picture.objects.of(person.school).filter(by=person, ended_at=None)
    if waiting := unfinished(mine).count():
        words = "1 picture" if waiting == 1 else f"{waiting} pictures"
        url = f"{reverse('pictures')}?show=unfinished"
        yield Task(f"Finish {words} that you added", url, "Say whose faces they show, and describe them.")


def private_parts(school: School) -> Iterable[int]:
    """Whoever added pictures sees them, and who is on them."""
    return Picture.objects.of(school).filter(ended_at=None).values_list("by", flat=True).distinct()

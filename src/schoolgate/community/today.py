"""What each app gives to the home page and the menu.

An app says so in its own `home.py`, with any of: `tasks(person)`, what that person has to do now, as Tasks; `MENU`,
its pages in the menu, as MenuItems, and with it `WING`, the heading they stand under on the home page;
`public_links()`, what anybody may open without signing in, as Links; `after_answer(person, act)`, where an answer of
the Ask page leads that person, as Links; `about_person(by, person)`, what else `by` may do about a person's roles, from
that person's page, as Links; `about_row(by, row, people)`, what else `by` may do about something that they read and
that is about these people, as Links; `private_parts(school)`, the numbers of the people who see something that others
do not, so that it is not for everybody to change where they are written to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from types import ModuleType
from typing import NamedTuple

from django.apps import apps
from django.db import models
from django.utils import timezone

from schoolgate.community.models import Person, School
from schoolgate.community.powers import holds

TO_DO, DUE_SOON, OVERDUE, WAITING, DONE = "To do", "Due soon", "Overdue", "Waiting", "Done"
"""The statuses of a task, as they stand on the page."""
A_FEW = 12
"""Tasks that one app puts on a home page before it leads to a list of the others."""
LAST = (WAITING, DONE)

WORRIES, PUBLISHING, POLICY, OWED, PEOPLE, RECORDS = WINGS = (
    "Worries",
    "Posts and pictures",
    "The policy",
    "To sign and learn",
    "People",
    "Records and reports",
)
"""The headings under which the pages of the menu stand on a home page, in this order."""


class Task(NamedTuple):
    """Something one person has to do. The title begins with a verb; the hint says why or by when.

    `due` is the last day for it; without one it can be done today. `grave`: somebody may come to harm while it waits,
    so that nothing stands above it.
    """

    title: str
    url: str = ""
    hint: str = ""
    status: str = TO_DO
    due: date | None = None
    grave: bool = False


class MenuItem(NamedTuple):
    """A page that everybody opens who holds its power. It stands on the home page with its hint, and in the menu.

    `aside` leaves it out of the menu: it is what somebody needs now and then. `only` says for whom else it is: of those
    who hold the power, whoever has something there.
    """

    text: str
    url_name: str
    power: str
    hint: str
    aside: bool = False
    only: Callable[[Person], bool] | None = None


class Link(NamedTuple):
    """A page that anybody may open."""

    title: str
    url: str
    hint: str = ""


def few(found: Iterable[Task], rest: Task) -> Iterator[Task]:
    """The first tasks of an app, and `rest`, which leads to where all stand, if there are more than `A_FEW`."""
    first = list(islice(found, A_FEW + 1))
    yield from first[:A_FEW]
    if len(first) > A_FEW:
        yield rest


@cache
def _homes() -> tuple[ModuleType, ...]:
    names = [f"{app.name}.home" for app in apps.get_app_configs() if app.name.startswith("schoolgate.")]
    return tuple(import_module(name) for name in names if find_spec(name))


def offers(name: str) -> Iterator[Callable[..., Iterable[object]]]:
    """The functions of that name in the apps' `home.py`."""
    return (offer for module in _homes() if (offer := getattr(module, name, None)))


def tasks(person: Person) -> list[Task]:
    """Everything a person has to do now: first what is grave, then what is late, then by the day it is due."""
    found = [task for offer in offers("tasks") for task in offer(person) if isinstance(task, Task)]
    today = timezone.localdate()
    return sorted(found, key=lambda task: _order(task, today))


def _order(task: Task, today: date) -> tuple[int, bool, bool, date]:
    late = task.status == OVERDUE
    last = LAST.index(task.status) + 1 if task.status in LAST else 0
    # What is late stands in the order of the apps: what has waited longest is seldom what matters most.
    return last, not task.grave, not late, today if late else task.due or today


def menu(person: Person, *, whole: bool = True) -> list[MenuItem]:
    """The pages that a person may open, in the order of the apps.

    Not `whole`, it is for the frame of a page: of what stands aside nothing is asked but the power.
    """
    return [item for _, items in _menu(person, whole) for item in items]


def wings(person: Person) -> list[tuple[str, list[MenuItem]]]:
    """The whole menu of a person under its headings."""
    found: dict[str, list[MenuItem]] = {wing: [] for wing in WINGS}
    for wing, items in _menu(person, whole=True):
        found[wing] += items
    return [(wing, items) for wing, items in found.items() if items]


def _menu(person: Person, whole: bool) -> Iterator[tuple[str, list[MenuItem]]]:
    for module in _homes():
        items: Iterable[MenuItem] = getattr(module, "MENU", ())
        items = [item for item in items if holds(person, item.power)]
        items = [item for item in items if item.only is None or (item.aside and not whole) or item.only(person)]
        if items:
            yield module.WING, items


def public_links() -> list[Link]:
    """What a stranger may open."""
    return [link for offer in offers("public_links") for link in offer() if isinstance(link, Link)]


def about_row(by: Person, row: models.Model, people: Iterable[Person]) -> list[Link]:
    """What else somebody may do about something that they read; `people` are those it is about."""
    about = list(people)
    return [link for offer in offers("about_row") for link in offer(by, row, about) if isinstance(link, Link)]


def private_parts(school: School) -> set[int]:
    """The numbers of those at a school who see something that is for their eyes, whatever their roles."""
    return {number for offer in offers("private_parts") for number in offer(school) if isinstance(number, int)}

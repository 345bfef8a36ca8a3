"""The demonstration school's classes, families and terms, from demo.yaml."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from importlib.resources import files
from typing import Any

import yaml
from django.utils import timezone

from schoolgate.community.actions import absences, families, groups, inviting, people, roles, terms
from schoolgate.community.calendar import school_year
from schoolgate.community.models import FamilyLink, Person, School
from schoolgate.community.roles import Role

WRITTEN_FOR = 2026
YEAR = timedelta(weeks=52)


def fill(school: School) -> None:
    """Give a school that has its first people the rest of them. The head does it."""
    said: dict[str, Any] = yaml.safe_load(files("schoolgate.community").joinpath("demo.yaml").read_text("utf-8"))
    everybody = {person.name: person for person in Person.objects.of(school)}
    head = next(person for person in everybody.values() if Role.HEAD in person.roles())
    _adults(head, said, everybody)
    _classes(head, said, everybody)
    _families(head, said, everybody)
    inviting.invite(head, everybody[said["invited"]])
    groups.put_in_team(head, school, _named(said["account_admins"], everybody))
    away = said["absence"]
    first = timezone.localdate() + timedelta(days=away["begins_in"])
    absences.say_away(head, everybody[away["name"]], first, first + timedelta(days=away["days"] - 1))
    late = YEAR * (school_year(timezone.localdate()) - WRITTEN_FOR)
    for term in said["terms"]:
        days = {"first_day": term["first_day"] + late, "last_day": term["last_day"] + late}
        terms.add_term(head, school, name=term["name"], **days)


def _adults(head: Person, said: dict[str, Any], everybody: dict[str, Person]) -> None:
    for one in said["staff"]:
        everybody[one["name"]] = _add(head, one["name"], Role.STAFF)
    for name in said["families"].keys() - everybody.keys():
        everybody[name] = _add(head, name, Role.PARENT)
    for who, manager in said["managers"].items():
        people.change_person(head, everybody[who], manager=everybody[manager])
    governor = _add(head, said["governor"]["name"])
    ends = timezone.localdate() + timedelta(days=said["governor"]["days_left"])
    roles.assign_role(head, governor, Role.GOVERNOR, to_date=ends)


def _add(head: Person, name: str, *held: str) -> Person:
    first = unicodedata.normalize("NFKD", name.split()[0].lower()).encode("ascii", "ignore").decode()
    return people.add_person(head, head.school, name=name, roles=held, address=f"{first}@alder-lane.example")


def _classes(head: Person, said: dict[str, Any], everybody: dict[str, Person]) -> None:
    leads = {**{one["name"]: one["leads"] for one in said["staff"]}, **said["leads"]}
    for name, one in said["classes"].items():
        for pupil in one["pupils"]:
            if pupil not in everybody:
                new = people.add_person(head, head.school, name=pupil, roles=[Role.PUPIL], year=one["year"])
                everybody[pupil] = new
            elif not everybody[pupil].year:
                people.change_person(head, everybody[pupil], year=one["year"])
        group = groups.make(head, head.school, name)
        groups.put_in(head, group, _named(one["pupils"], everybody))
        groups.put_in(head, group, _named([who for who in leads if leads[who] == name], everybody), leads=True)


def _families(head: Person, said: dict[str, Any], everybody: dict[str, Person]) -> None:
    for part, kind in (("families", FamilyLink.Kind.PARENT), ("relatives", FamilyLink.Kind.RELATIVE)):
        for adult, children in said[part].items():
            for child in _named(children, everybody):
                families.link(head, everybody[adult], child, kind)


def _named(names: Iterable[str], everybody: dict[str, Person]) -> list[Person]:
    return [everybody[name] for name in names]

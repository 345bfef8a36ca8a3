"""A case on a school's ladder, and deciding on its steps through the pages."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.utils import timezone

from cases import a_case, named
from factories import family, somebody
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.steps.standing import ladder
from schoolgate.community.models import School
from schoolgate.policy.actions import adopting, drafting


def under(school: School, pack: str) -> None:
    """This policy is in force at the school."""
    head = somebody("head", school=school, second_factor=False)
    version = adopting.send(head, drafting.start_from(head, pack))
    adopting.adopt(somebody("governor", school=school), version, date(2020, 9, 1))
    head.holdings.all().delete()


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("&#x27;", "'").split())


def about_a_mother(*members, affected=None, **fields) -> Case:
    """She wrote about a teacher on the school's page."""
    case = a_case(*members, **fields)
    mother, _ = family(case.school)
    named(case, mother, kind=Party.Kind.PARENT)
    named(case, affected or somebody("staff", school=case.school), Party.Part.AFFECTED)
    return case


def url(case: Case, *more: str) -> str:
    return "/".join(["/cases", case.reference, "steps", *more, ""])


def write_down(client, case: Case, rung: str, decision: str, **fields):
    """Decide on a rung through its pages."""
    day = fields.pop("due", timezone.localdate() + timedelta(days=3))
    boxes = {"due_0": day.day, "due_1": day.month, "due_2": day.year} if decision != "not_taken" else {}
    given = {"why": "A made-up reason.", "told": "We thought about it.", **boxes, **fields}
    return client.post(url(case, rung, decision), given, follow=True)


def standing(case: Case) -> dict[str, str]:
    return {rung.code: rung.decision for rung in ladder(case) if rung.decision}

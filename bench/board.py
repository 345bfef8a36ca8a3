"""The board, a search, the numbers and the patterns as a school's cases grow to 100,000.

Each page is the whole page, from the request to its last byte, signing in included, beside SQLite alone counting the
same cases of the same person by their state; all take turns, and each figure is the median of the rounds.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

SIZES = (1_000, 10_000, 100_000)
ROUNDS = 9
YEARS = 10
PEOPLE = 2_000
RUNNING_SHARE = 0.03
NAMES = ["harbour", "lantern", "meadow", "pebble", "quarry", "ribbon", "saddle", "thimble", "velvet", "willow"]
COUNT = """
SELECT state, COUNT(*) FROM cases_case WHERE school_id = %s AND id IN
(SELECT case_id FROM cases_member WHERE person_id = %s AND ended_at IS NULL) GROUP BY state
"""
PAGES = {
    "board": "/cases/board/",
    "narrowed": "/cases/board/?kind=bullying&show=all",
    "numbers": "/cases/numbers/",
    "patterns": "/cases/patterns/",
    "word": "/cases/search/?q=harbour+lantern",
    "name": "/cases/search/?q=Somebody+Example+77",
    "reference": "/cases/search/?q={reference}",
}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SCHOOLGATE_DATA"] = folder
        start()
        print(f"{'cases':>8}{'bare SQL':>11}" + "".join(f"{name:>12}" for name in PAGES))
        for size in SIZES:
            print(measure(*school_of(size), size))
    return 0


def start() -> None:
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.web.settings")
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    from schoolgate.cli import installation

    installation.start()
    installation.prepare()
    settings.STATIC_ROOT.mkdir(exist_ok=True)


def school_of(size: int) -> tuple[Any, str]:
    """A school with so many cases, all but a few closed; its safeguarding lead may open nearly all. And a reference."""
    from schoolgate.community.models import Account, Person, RoleHolding, School

    chance = random.Random(size)
    school = School.objects.create(name=f"Made Up {size}", slug=f"made-up-{size}")
    leads = []
    for role in ("dsl", "head", "deputy_dsl", "slt"):
        account = Account.objects.create_user(f"{role}{size}@x.example")
        leads.append(Person.unscoped.create(school=school, name=f"{role} Example", account=account))
        RoleHolding.unscoped.create(person=leads[-1], role=role)
    people = Person.unscoped.bulk_create(
        [
            Person(school=school, name=f"Somebody Example {n}", year=str(1 + n % 11) if n % 3 else "")
            for n in range(PEOPLE)
        ],
        batch_size=500,
    )
    holdings = [RoleHolding(person=one, role="pupil" if one.year else "staff") for one in people]
    RoleHolding.unscoped.bulk_create(holdings, batch_size=500)
    made = _cases(chance, school, leads, size)
    while batch := list(islice(made, 5_000)):
        _store(chance, batch, leads, people)
    return leads[0], batch_reference(school)


def batch_reference(school: Any) -> str:
    from schoolgate.casework.cases.models import Case

    return str(Case.objects.of(school).order_by("pk").first().reference)


def _cases(chance: random.Random, school: Any, leads: list[Any], size: int) -> Iterator[Any]:
    from django.utils import timezone

    from schoolgate.casework.cases.models import Case
    from schoolgate.casework.cases.words import kinds, outcomes

    now = timezone.now()
    for n in range(size):
        runs = n >= size * (1 - RUNNING_SHARE)
        at = now - timedelta(days=YEARS * 365 * (size - n) / size, hours=chance.random() * 12)
        case = Case(
            school=school,
            reference=f"C-{size + n:08X}",
            at=at,
            kinds=chance.sample(list(kinds()), chance.choice((1, 1, 1, 2))),
        )
        case.state, case.lead = Case.State.OPEN, chance.choice(leads)
        if runs and chance.random() < 0.1:
            case.state, case.lead = Case.State.NEW, None
        if not runs:
            case.state, case.outcome = Case.State.CLOSED, chance.choice(list(outcomes()))
            case.closed_at, case.closed_by = at + timedelta(days=chance.expovariate(1 / 20)), leads[1]
        words = chance.sample(NAMES, 2) + [f"thing{chance.randrange(5_000)}" for _ in range(6)]
        case.keep(title=" ".join(words[:4]), summary=" ".join(words[4:]))
        yield case


def _store(chance: random.Random, cases: list[Any], leads: list[Any], people: list[Any]) -> None:
    from django.db import models, transaction

    from schoolgate.casework.board.models import Word
    from schoolgate.casework.board.words import mark, words
    from schoolgate.casework.cases.models import Case, Member, Party, Task
    from schoolgate.casework.steps.models import Step

    dsl = leads[0]
    with transaction.atomic():
        cases = Case.unscoped.bulk_create(cases)
        members = [Member(case=case, person=one) for case in cases for one in {dsl, case.lead or dsl}]
        Member.unscoped.bulk_create(members, batch_size=2_000)
        parties = []
        for case in cases:
            for part in ("affected", "responsible"):
                one = dsl if chance.random() < 0.001 else chance.choice(people)
                kind = "pupil" if one.year else "staff"
                parties.append(Party(case=case, person=one, part=part, kind=kind, year=one.year, at=case.at))
        Party.unscoped.bulk_create(parties, batch_size=2_000)
        marks = [
            Word(case=case, mark=mark(case.school, word))
            for case in cases
            for word in words(f"{case.said('title')} {case.said('summary')}")
        ]
        Word.unscoped.bulk_create(marks, batch_size=5_000)
        tasks = [
            Task(case=case, person=case.lead, by=dsl, due=(case.at + timedelta(days=chance.randrange(60))).date())
            for case in cases
            if case.state == "open"
        ]
        Task.unscoped.bulk_create(tasks, batch_size=2_000)
        steps = [
            Step(case=case, rung=rung, decision=chance.choice(("taken", "not_yet", "not_taken")), by=dsl, at=case.at)
            for case in cases
            if case.state != "new"
            for rung in chance.sample(("talk", "request_removal", "written_request", "police"), 2)
        ]
        models.QuerySet(Step).bulk_create(steps, batch_size=2_000)


def measure(dsl: Any, reference: str, size: int) -> str:
    from django.db import connection

    from owing import signed_in

    client, times = signed_in(dsl), dict[str, list[float]]()

    def count() -> None:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [dsl.school_id, dsl.pk])
            cursor.fetchall()

    for _ in range(ROUNDS):
        times.setdefault("bare", []).append(timed(count))
        for name, path in PAGES.items():
            status: list[int] = []
            address = path.format(reference=reference)
            taken = timed(lambda address=address, status=status: status.append(client.get(address).status_code))
            if status != [200]:
                raise SystemExit(f"{path} answered {status}.")
            times.setdefault(name, []).append(taken)
    ours = {name: median(of) * 1000 for name, of in times.items()}
    bare = ours.pop("bare")
    return f"{size:>8,}{bare:>8.1f} ms" + "".join(f"{of:>9.0f} ms" for of in ours.values())


def timed(does: Callable[[], object]) -> float:
    began = time.perf_counter()
    does()
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())

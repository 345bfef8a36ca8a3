"""Who has and who has not: the head's table, the names and the settling of a school's duties, as a school grows.

Everybody is asked for 12 things; a third have done theirs and a third are late. The table is the whole page, from the
request to its last byte, beside SQLite alone counting the same rows in the same groups; both take turns, and each
figure is the median of the rounds. Queries are those of the page, signing in included.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

THINGS = 12
SIZES = (100, 1_000, 10_000)
ROUNDS = 9
COUNT = """
SELECT kind, key, audience, state, COUNT(*), SUM(due < %s) FROM duties_duty
WHERE school_id = %s AND current GROUP BY kind, key, audience, state
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SCHOOLGATE_DATA"] = folder
        start()
        heads = f"{'people':>7}{'duties':>9}{'table':>10}{'queries':>9}{'bare SQL':>10}{'ratio':>7}"
        print(f"{heads}{'names':>10}{'queries':>9}")
        settled = [school_of(size) for size in SIZES]
        print(f"\n{'people':>7}{'duties':>9}{'begin':>9}{'again':>9}{'new words':>11}{'memory':>9}")
        for line in settled:
            print(line)
    return 0


def start() -> None:
    """An installation with a kind of duty of the bench's own beside the others: the one that the tests have."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.web.settings")
    from django.conf import settings

    settings.INSTALLED_APPS.append("errands")
    settings.ALLOWED_HOSTS.append("testserver")
    from schoolgate.cli import installation

    installation.start()
    installation.prepare()
    settings.STATIC_ROOT.mkdir()


def school_of(size: int) -> str:
    """Make a school, settle it, open its pages; prints a line, and returns one about settling."""
    from django.utils import timezone

    from errands.owing import ERRANDS, errand
    from schoolgate.community.models import Account, Person, RoleHolding, School
    from schoolgate.duties.models import Duty
    from schoolgate.duties.settling import settle

    today = timezone.localdate()
    school = School.objects.create(name=f"Made Up {size}", slug=f"made-up-{size}")
    head = Person.unscoped.create(
        school=school, name="Head Example", account=Account.objects.create_user(f"head{size}@x.example")
    )
    people = Person.unscoped.bulk_create(
        [Person(school=school, name=f"Somebody Example {n}", address=f"n{n}@x.example") for n in range(size - 1)],
        batch_size=500,
    )
    roles = ("staff", "parent", "governor")
    holdings = [RoleHolding(person=one, role=roles[n % 3]) for n, one in enumerate(people)]
    RoleHolding.unscoped.bulk_create([RoleHolding(person=head, role="head"), *holdings], batch_size=500)
    ERRANDS.clear()
    for n in range(THINGS):
        for role in roles:
            errand(f"thing-{n}", role, today + timedelta(days=(n % 3 - 1) * 10), f"Do thing {n}")
    begin = timed(lambda: settle(school))
    again = timed(lambda: settle(school))
    done = Duty.objects.of(school).filter(kind="errand", key__in=[f"thing-{n}" for n in range(0, THINGS, 3)])
    done.update(state="done")
    number = Duty.objects.of(school).count()
    table(head, size, number)
    for one in ERRANDS:
        one.what += " soon"
    new_words = timed(lambda: settle(school))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{size:>7,}{number:>9,}{begin:>7.2f} s{again:>7.2f} s{new_words:>9.2f} s{peak:>6.0f} MB"


def table(head: Any, size: int, number: int) -> None:
    from django.db import connection
    from django.utils import timezone

    client = signed_in(head)
    names = "/duties/of/errand/thing-1/staff/"
    bare: list[float] = []
    page: list[float] = []
    listed: list[float] = []

    def count() -> None:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [timezone.localdate(), head.school_id])
            cursor.fetchall()

    queries, of_names = queries_of(client, "/duties/"), queries_of(client, names)
    for _ in range(ROUNDS):
        bare.append(timed(count))
        page.append(timed(lambda: client.get("/duties/")))
        listed.append(timed(lambda: client.get(names)))
    ours, theirs = median(page) * 1000, median(bare) * 1000
    print(
        f"{size:>7,}{number:>9,}{ours:>7.1f} ms{queries:>9}{theirs:>7.1f} ms{ours / theirs:>7.1f}"
        f"{median(listed) * 1000:>7.1f} ms{of_names:>9}"
    )


def signed_in(head: Any) -> Any:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.test import Client

    TOTP.activate(head.account, generate_totp_secret())
    client = Client()
    client.force_login(head.account)
    session = client.session
    session["person"] = head.pk
    session.save()
    return client


def queries_of(client: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        status = client.get(path).status_code
    if status != 200:
        raise SystemExit(f"{path} answered {status}.")
    return len(queries)


def timed(does: Callable[[], object]) -> float:
    began = time.perf_counter()
    does()
    return time.perf_counter() - began


if __name__ == "__main__":
    raise SystemExit(main())

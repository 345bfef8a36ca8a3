"""How long a OneRoster set of 1,000, 10,000 and 100,000 people takes, beside the bare inserts of the rows it brings.

Each import runs in a process of its own, as `schoolgate roster` does: opening the zip, reading and checking every
table, comparing with the school, writing, and the ledger's entry. Beside it, in the same run, `sqlite3` alone puts the
same rows of the same tables into a copy of the database as it was before, in one transaction, with the same settings.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

SIZES = (1_000, 10_000, 100_000)
SCHOOL = "Made Up Primary"
MOST_RATIO = 4.0
MOST_MEGABYTES = 400
TABLES = (
    "community_person",
    "community_roleholding",
    "community_familylink",
    "community_group",
    "community_membership",
    "community_term",
    "community_rosterimport",
    "record_ledgerentry",
)
Rows = Iterator[list[str]]


def main() -> int:
    if sys.argv[1:2] == ["--import"]:
        return _import(Path(sys.argv[2]), again=len(sys.argv) > 3)
    head = ("people", "rows", "import s", "sqlite3 s", "ratio", "µs a person", "MB", "again s", "again MB")
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    worst = 0.0
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="schoolgate-bench-") as folder:
            worst = max(worst, measure(Path(folder), size))
    return 0 if worst <= MOST_RATIO else 1


def measure(folder: Path, size: int, rounds: int = 3) -> float:
    """Print one row of the table; the best of some rounds each, in turn. Returns the ratio."""
    write_set(folder / "set.zip", size)
    _prepare(folder / "empty")
    imports, inserts, memory, rows = [], [], 0.0, 0
    for _ in range(rounds if size < SIZES[-1] else 2):
        data = folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        shutil.copytree(folder / "empty", data)
        took = _run("--import", str(folder / "set.zip"), data=data)
        imports.append(took["seconds"])
        memory = max(memory, took["megabytes"])
        assert took["added"] == size, took
        copy = folder / "copy.sqlite3"
        shutil.copy(folder / "empty" / "schoolgate.sqlite3", copy)
        seconds, rows = insert_bare(data / "schoolgate.sqlite3", copy)
        inserts.append(seconds)
    again = _run("--import", str(folder / "set.zip"), "again", data=data)
    assert again["unchanged"] == size, again
    ratio = min(imports) / min(inserts)
    each = min(imports) / size * 1e6
    print(
        f"| {size:,} | {rows:,} | {min(imports):.2f} | {min(inserts):.2f} | {ratio:.1f} | {each:.0f} | {memory:.0f} "
        f"| {again['seconds']:.2f} | {again['megabytes']:.0f} |",
        flush=True,
    )
    assert max(memory, again["megabytes"]) < MOST_MEGABYTES
    return ratio


def insert_bare(full: Path, empty: Path) -> tuple[float, int]:
    """Seconds that sqlite3 alone takes to put every row that one database has over the other into it, and how many."""
    with closing(sqlite3.connect(full)) as source, closing(sqlite3.connect(empty, isolation_level=None)) as target:
        rows = {}
        for table in TABLES:
            there = target.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            rows[table] = source.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall()[there:]
        target.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
        start = time.perf_counter()
        target.execute("BEGIN IMMEDIATE")
        for table, some in rows.items():
            if some:
                marks = ", ".join("?" * len(some[0]))
                target.executemany(f"INSERT INTO {table} VALUES ({marks})", some)
        target.execute("COMMIT")
        return time.perf_counter() - start, sum(map(len, rows.values()))


def _prepare(folder: Path) -> None:
    command = ["school", SCHOOL, "--technician", "Sam Example", "--email", "sam@school.example"]
    _schoolgate(*command, data=folder)
    with closing(sqlite3.connect(folder / "schoolgate.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _schoolgate(*command: str, data: Path) -> None:
    code = "import sys; from schoolgate.cli import main; raise SystemExit(main())"
    environment = {**os.environ, "SCHOOLGATE_DATA": str(data)}
    subprocess.run([sys.executable, "-c", code, *command], env=environment, check=True, stdout=subprocess.DEVNULL)


def _run(*words: str, data: Path) -> dict[str, float]:
    environment = {**os.environ, "SCHOOLGATE_DATA": str(data)}
    done = subprocess.run([sys.executable, __file__, *words], env=environment, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _import(path: Path, *, again: bool) -> int:
    """In a process of its own: bring the set in, and say how long it took and how much memory, start-up included."""
    from schoolgate.cli import installation

    installation.start()
    from django.db import transaction

    from schoolgate.community.models import School
    from schoolgate.community.roster.bringing import File, import_file

    school = School.objects.get()
    # Warm, as a worker is: a set of one person has been brought in before, and undone.
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        tiny = Path(folder) / "tiny.zip"
        write_set(tiny, 1)
        import_file(school, File(tiny, tiny.name))
        transaction.set_rollback(True)
    start = time.perf_counter()
    looked = import_file(school, File(path, path.name))
    seconds = time.perf_counter() - start
    assert not looked.problems, looked.problems[:3]
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": megabytes, "again": again, **looked.plan.counts}))
    return 0


def write_set(path: Path, size: int) -> None:
    """A OneRoster 1.1 set of one school: of a hundred people, five staff, forty parents and fifty-five pupils."""
    staff, parents = max(1, size // 20), max(1, size * 2 // 5) if size > 1 else 0
    pupils = size - staff - parents
    classes = max(1, pupils // 30)
    tables = {
        "orgs": (["sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId"],
                 iter([["s1", "", "", SCHOOL, "school", "", ""]])),
        "users": (["sourcedId", "status", "dateLastModified", "enabledUser", "orgSourcedIds", "role", "username",
                   "userIds", "givenName", "familyName", "middleName", "identifier", "email", "sms", "phone",
                   "agentSourcedIds", "grades", "password"], _users(staff, parents, pupils)),
        "demographics": (["sourcedId", "status", "dateLastModified", "birthDate", "sex"], _births(pupils)),
        "classes": (["sourcedId", "status", "dateLastModified", "title", "grades", "courseSourcedId", "classCode",
                     "classType", "location", "schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes",
                     "periods"],
                    ([f"c{n}", "", "", f"Class {n}", "", "", "", "homeroom", "", "s1", "t1", "", "", ""]
                     for n in range(classes))),
        "enrollments": (["sourcedId", "status", "dateLastModified", "classSourcedId", "schoolSourcedId",
                         "userSourcedId", "role", "primary", "beginDate", "endDate"],
                        _enrolled(staff, pupils, classes)),
        "academicSessions": (["sourcedId", "status", "dateLastModified", "title", "type", "startDate", "endDate",
                              "parentSourcedId", "schoolYear"],
                             iter([["t1", "", "", "Autumn", "term", "2026-09-02", "2026-12-18", "", "2027"]])),
    }  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        modes = "".join(f"file.{table},{'bulk' if table in tables else 'absent'}\n" for table in (*tables, "courses"))
        packed.writestr("manifest.csv", f"propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n{modes}")
        for table, (header, rows) in tables.items():
            with packed.open(f"{table}.csv", "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
                writer = csv.writer(text)
                writer.writerow(header)
                writer.writerows(rows)


def _users(staff: int, parents: int, pupils: int) -> Rows:
    def row(key: str, role: str, given: str, email: str = "", agents: str = "", grade: str = "") -> list[str]:
        family = f"Exämple-{int(key[1:]) * 31 % 5000}" if role == "student" else f"Example-{int(key[1:]) % 5000}"
        return [key, "", "", "true", "s1", role, key, "", given, family, "", "", email, "", "", agents, grade, ""]

    for n in range(staff):
        yield row(f"s{n}", "teacher", f"Tess{n % 100}", f"tess{n}@school.example")
    for n in range(parents):
        yield row(f"a{n}", "parent", f"Pat{n % 700}", f"pat{n}@home.example")
    for n in range(pupils):
        agents = ",".join(sorted({f"a{n % parents}", f"a{(n * 7 + 3) % parents}"}))
        yield row(f"p{n}", "student", f"Zoë{n % 900}", agents=agents, grade=f"{n % 13 + 1:02}")


def _births(pupils: int) -> Rows:
    return ([f"p{n}", "", "", f"{2009 + n % 12}-{n % 12 + 1:02}-{n % 28 + 1:02}", ""] for n in range(pupils))


def _enrolled(staff: int, pupils: int, classes: int) -> Rows:
    for n in range(pupils):
        yield [f"e{n}", "", "", f"c{n % classes}", "s1", f"p{n}", "student", "", "", ""]
    for n in range(classes):
        yield [f"l{n}", "", "", f"c{n}", "s1", f"s{n % staff}", "teacher", "", "", ""]


if __name__ == "__main__":
    raise SystemExit(main())

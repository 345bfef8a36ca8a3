"""Reports with files come in while the process that takes them is killed, again and again, at random moments.

Each process fills in the whole form through every layer that a browser's request goes through, with two files, and says
aloud the receipt that it got; SIGKILL ends it within a second. Afterwards every receipt that was said opens its report,
with all its words and both its files byte for byte; no report, case or file is half there; and the ledger holds.

`bench/killed_reports.py 500` kills 500 times (the default).
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

KILLS = 500
LIVES = 3
"""Reports that a process lives to take at most, by how long one took before any was killed."""
FILES, SIZE = 2, 300_000
CODE = re.compile(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}\b")
WORDS = "What was told in full, number {}."
Receipt = tuple[str, str, list[str]]
"""A code, the words that were told, and the hashes of the files."""


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SCHOOLGATE_DATA"] = folder
        prepare()
        # The first loads what every process after it then has.
        receipts = [take_report("first"), take_report("second")]
        begun = time.monotonic()
        receipts.append(take_report("third"))
        one = time.monotonic() - begun
        begun = time.monotonic()
        receipts += [receipt for number in range(kills) for receipt in killed(number, one * LIVES)]
        seconds = time.monotonic() - begun
        wrong = [*lost(receipts), *halves()]
        counts = f"kills {kills}, receipts {len(receipts)}, reports {reports()}"
        print(f"{counts}, seconds {seconds:.0f}, wrong {len(wrong)}")
        print(*wrong, sep="\n")
        return 1 if wrong else 0


def prepare() -> None:
    """An installation with one school and somebody who gets what is told."""
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.web.settings")
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    settings.LOGGING["root"]["level"] = settings.LOGGING["loggers"]["django"]["level"] = "CRITICAL"
    from schoolgate.cli import installation

    installation.start()
    installation.prepare()
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    from schoolgate.community.models import Account, Person, RoleHolding, School

    school = School.objects.create(name="Made Up Primary", slug="made-up")
    account = Account.objects.create_user("dsl@school.example")
    lead = Person.unscoped.create(school=school, name="Dee Example", account=account)
    RoleHolding.unscoped.create(person=lead, role="dsl")


def killed(number: int, longest: float) -> list[Receipt]:
    """Let a process take reports until it is killed; the receipts that it said."""
    from django.db import connections

    connections.close_all()
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hears)
        try:
            take_reports(number, says)
        finally:
            os._exit(3)
    os.close(says)
    time.sleep(random.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it ended by itself"
    with os.fdopen(hears) as said:
        lines = [line.rstrip("\n").split("\t") for line in said if line.endswith("\n")]
    return [(code, words, hashes.split()) for code, words, hashes in lines]


def take_reports(number: int, says: int) -> None:
    for count in range(1_000_000):
        code, words, hashes = take_report(f"{number}.{count}")
        os.write(says, f"{code}\t{words}\t{' '.join(hashes)}\n".encode())


def take_report(name: str) -> Receipt:
    """Fill in the form and send it, as a browser does."""
    from django.test import Client

    client, words = Client(), WORDS.format(name)
    files = [BytesIO(os.urandom(SIZE)) for _ in range(FILES)]
    for place, file in enumerate(files):
        file.name = f"{place}.bin"
    hashes = [hashlib.sha256(file.getvalue()).hexdigest() for file in files]
    at = "/tell/made-up/grown-up"
    client.post(f"{at}/what/", {"what": words})
    client.post(f"{at}/topic/", {"topic": "bullying"})
    client.post(f"{at}/danger/", {"danger": "no"})
    client.post(f"{at}/files/", {"files": files, "add": "yes"})
    page = client.post(f"{at}/check/", follow=True)
    found = CODE.search(page.content.decode())
    assert found, page.status_code
    return found[0], words, hashes


def lost(receipts: list[Receipt]) -> Iterator[str]:
    """What is not there of what somebody got a receipt for."""
    from schoolgate.casework.evidence.actions.keeping import bytes_of
    from schoolgate.casework.reports.actions.coming_back import come_back

    for code, words, hashes in receipts:
        report = come_back(code)
        if report is None:
            yield f"{words} The receipt opens nothing."
            continue
        if report.said("what") != words:
            yield f"{report}: its words are others."
        kept = [hashlib.sha256(bytes_of(row.item)).hexdigest() for row in report.files.select_related("item")]
        if kept != hashes:
            yield f"{report}: its files are others, {len(kept)} of {len(hashes)}."


def halves() -> Iterator[str]:
    """What is half there, whether or not anybody got a receipt for it."""
    from schoolgate.casework.cases.models import Case
    from schoolgate.casework.evidence.actions.keeping import bytes_of
    from schoolgate.casework.evidence.models import Item
    from schoolgate.casework.reports.models import Report, ReportFile
    from schoolgate.record import ledger

    for report in Report.unscoped.select_related("case"):
        if report.files.count() != FILES or not report.said("what"):
            yield f"{report}: it is half there."
        if not report.case.members.exists() or report.case.entries.count() != 1 + FILES:
            yield f"{report}: its case is half there."
    for item in Item.unscoped.all():
        bytes_of(item)
    if Case.unscoped.filter(reports=None).exists():
        yield "There is a case without its report."
    if Item.unscoped.exclude(pk__in=ReportFile.unscoped.values("item")).exists():
        yield "There is a file without its report."
    if not ledger.verify().ok:
        yield "The ledger does not hold."


def reports() -> int:
    from schoolgate.casework.reports.models import Report

    return Report.unscoped.count()


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    sys.exit(main())

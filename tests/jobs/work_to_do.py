"""Jobs of the tests' own."""

import time

from schoolgate.community.change import by_machine
from schoolgate.community.models import School
from schoolgate.jobs.job import job


@job
def note(school: int, word: str = "done") -> None:
    """Write an entry, so that the ledger tells how often it was done."""
    here = School.objects.get(pk=school)
    with by_machine(here) as ledger:
        ledger.write("test.noted", here, word=word)


@job
def note_slowly(school: int, word: str) -> None:
    """The same, with time between the entry and its commit for somebody to pull the plug."""
    note(school=school, word=word)
    time.sleep(0.05)


@job
def note_and_stumble(school: int) -> None:
    """Write an entry, then fail: neither may be left."""
    note(school=school, word="half")
    raise ValueError("Pip Example stumbled")


@job
def note_twice(school: int) -> None:
    note.later(school=school, word="first")
    note.later(school=school, word="second")


TOLD: list[str] = []


@job(outside=True)
def tell_outside(word: str) -> None:
    TOLD.append(word)

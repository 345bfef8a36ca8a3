"""The stories of the record, the community and the policy again, on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.whole
TESTS = Path(__file__).parent.parent
PEOPLE = ("people_pages", "person_page", "families", "classes", "leaving", "notices", "school_days", "terms_of_office")
AGAIN = [
    "record/test_ledger.py",
    "record/test_ledger_intruder.py",
    *(f"community/test_{name}.py" for name in ("changing", "roles", "schools_apart", "signing_in", *PEOPLE)),
    *(f"community/roster/test_{name}.py" for name in ("bringing_in", "bringing_in_sheets", "left_alone", "command")),
    *(f"policy/test_{name}.py" for name in ("versions", "policy_pages", "ask_pages", "drafting_pages")),
]


def test_the_same_stories_on_postgresql(postgresql):
    files = [str(TESTS / name) for name in AGAIN]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-m", "not browser", *files],
        env={**os.environ, "DATABASE_URL": postgresql},
        cwd=TESTS.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]

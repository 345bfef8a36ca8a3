"""Killed at any moment, nothing is lost that somebody has a receipt for, and nothing is half there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench" / "killed_reports.py"
KILLS = 15


@pytest.mark.whole
def test_every_report_that_got_a_receipt_is_there_and_whole_after_many_kills():
    done = subprocess.run([sys.executable, BENCH, str(KILLS)], check=False, capture_output=True, text=True)
    found = re.search(r"kills (\d+), receipts (\d+), reports (\d+), seconds \d+, wrong (\d+)", done.stdout)
    assert found, done.stdout + done.stderr
    kills, receipts, reports, wrong = map(int, found.groups())
    assert (done.returncode, kills, wrong) == (0, KILLS, 0), done.stdout
    assert reports >= receipts

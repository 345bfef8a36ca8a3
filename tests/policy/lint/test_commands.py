"""`schoolgate read` and `schoolgate lint` at a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policy.lint.policies import CLEAN, changed
from schoolgate.cli import main
from schoolgate.policy.lint import KINDS

ON = ["--on", "2026-11-21"]


@pytest.fixture
def sound(tmp_path: Path) -> str:
    path = tmp_path / "sound.txt"
    path.write_text(CLEAN)
    return str(path)


@pytest.fixture
def late(tmp_path: Path) -> str:
    path = tmp_path / "late.txt"
    path.write_text(changed("September 2027", "September 2024"))
    return str(path)


def test_a_sound_policy_leaves_with_0(sound: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", sound, *ON]) == 0
    assert capsys.readouterr().out == f"{sound}: nothing to mend.\n"


def test_defects_leave_with_1_and_are_readable(late: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", late, *ON]) == 1
    out = capsys.readouterr().out
    assert "1 thing to mend" in out
    assert "overdue_review" in out
    assert all(len(line) <= 100 for line in out.splitlines()[1:])


def test_defects_as_one_json_document(late: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", late, "--json", *ON]) == 1
    (defect,) = json.loads(capsys.readouterr().out)["defects"]
    assert defect["kind"] in KINDS
    assert defect["lines"] == [7, 7]
    assert defect["message"]
    assert defect["fix"]


def test_the_day_decides(sound: str) -> None:
    assert main(["lint", sound, "--on", "2028-01-01"]) == 1


def test_reading_prints_clauses_dates_and_defects(late: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", late, "--json", *ON]) == 0
    data = json.loads(capsys.readouterr().out)
    assert set(data) == {"title", "dates", "clauses", "defects"}
    assert data["dates"]["review_due"] == "2024-09"
    ban = next(c for c in data["clauses"] if "message a pupil" in c["text"])
    assert set(ban) == {"id", "section", "lines", "who", "modality", "act", "text", "confidence"}
    assert (ban["who"], ban["modality"], ban["act"]) == (["staff"], "must_not", "contact.pupil")
    assert [d["kind"] for d in data["defects"]] == ["overdue_review"]


def test_reading_for_people(sound: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", sound, *ON]) == 0
    out = capsys.readouterr().out
    assert "must_not" in out
    assert "0 defects" in out


@pytest.mark.parametrize("command", ["read", "lint"])
def test_a_file_that_cannot_be_read_leaves_with_2_and_a_sentence(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    for name in (empty, tmp_path / "none.pdf"):
        assert main([command, str(name), *ON]) == 2
        told = capsys.readouterr()
        assert told.out == ""
        assert told.err.count("\n") == 1


def test_a_day_that_is_none_is_refused(sound: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lint", sound, "--on", "tomorrow"]) == 2
    assert "2026-09-01" in capsys.readouterr().err

"""The number to call and what a file may weigh stand in one place each: no page has them in its own words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import schoolgate.casework
from factories import somebody
from schoolgate.casework.cases.actions.opening import NOBODY
from schoolgate.policy import worries
from typed import words

pytestmark = pytest.mark.django_db
FOLDER = Path(next(iter(schoolgate.casework.__path__)))
WRITTEN = [path for ending in ("py", "html", "yaml", "md") for path in FOLDER.rglob(f"*.{ending}")]


def test_no_file_of_casework_says_the_number_in_words_of_its_own():
    known = re.compile(rf"(?<![\w#&.,-]){worries.in_danger()}(?![\w%-])")
    said = {
        str(path.relative_to(FOLDER)): found
        for path in WRITTEN
        if (found := known.findall(path.read_text())) and "migrations" not in path.parts
    }
    assert len(WRITTEN) > 300
    assert not said


def test_where_the_number_changes_every_page_says_the_new_one(school, sign_in, client, monkeypatch):
    monkeypatch.setattr(worries, "helpline", worries.helpline.__wrapped__)
    known = worries._data()
    monkeypatch.setattr(worries, "_data", lambda: {**known, "helplines": _other(known)})
    staff = somebody("staff", school=school)

    assert "call 112 first" in words(client.get(f"/tell/{school.slug}/"))
    assert "If so, call 112 first" in words(sign_in(staff).get("/tell/inside/"))
    assert "112" in NOBODY.format(worries.in_danger())


def _other(known):
    lines = dict(known["helplines"])
    return {**lines, "emergency": {**lines["emergency"], "number": "112"}}

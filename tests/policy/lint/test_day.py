"""What is out of date depends on the day."""

from __future__ import annotations

from datetime import date

import pytest

from policy.lint.policies import CLEAN, added, changed, findings
from schoolgate.policy.dates import in_words, last_day


def test_a_review_is_overdue_from_the_day_after_its_last_day() -> None:
    assert findings(CLEAN, date(2027, 9, 30)) == []
    (late,) = findings(CLEAN, date(2027, 10, 1))
    assert late.kind == "overdue_review"


def test_a_review_in_a_term_counts_from_the_last_day_of_the_term() -> None:
    text = changed("Next review: September 2027", "Next review: Autumn term 2027")
    assert findings(text, date(2027, 12, 31)) == []
    (late,) = findings(text, date(2028, 3, 1))
    assert late.kind == "overdue_review"
    assert "2 months ago" in late.message


def test_a_yearly_review_is_a_review_date() -> None:
    text = changed("Next review: September 2027\n", "").replace(
        "starts its review each summer.", "it is reviewed every year."
    )
    assert findings(text, date(2026, 12, 1)) == []
    (late,) = findings(text, date(2028, 1, 1))
    assert late.kind == "overdue_review"
    assert "every year" in late.message


def test_an_edition_is_sound_until_the_next_is_in_force() -> None:
    text = added("The governors follow Keeping Children Safe in Education 2023.")
    assert findings(text, date(2024, 9, 1)) == []
    (old,) = findings(text, date(2024, 9, 2))
    assert old.kind == "superseded_guidance"
    assert "2 September 2024" in old.message


def test_guidance_reissued_each_year_ages_past_the_last_edition_we_know() -> None:
    text = added("The governors follow Keeping Children Safe in Education 2025.")
    assert findings(text, date(2026, 8, 31)) == []
    (old,) = findings(text, date(2026, 9, 1))
    assert "reissued every year" in old.message


def test_a_network_is_called_by_its_name_of_the_day() -> None:
    text = added("News goes out on Twitter each Friday.")
    assert findings(text, date(2023, 7, 1)) == []
    assert [f.kind for f in findings(text, date(2023, 8, 1))] == ["old_platform_name"]


@pytest.mark.parametrize(
    ("when", "last", "words"),
    [
        ("2024-autumn", date(2024, 12, 31), "autumn term 2024"),
        ("2024-02", date(2024, 2, 29), "February 2024"),
        ("2023-11-20", date(2023, 11, 20), "20 November 2023"),
        ("2025", date(2025, 12, 31), "2025"),
    ],
)
def test_a_date_is_as_exact_as_the_document(when: str, last: date, words: str) -> None:
    assert last_day(when) == last
    assert in_words(when) == words

"""A sound policy has no findings; break one thing in it and the linter finds that thing and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy.lint.policies import CLEAN, TODAY, added, changed, findings, line_of
from schoolgate.documents.reader import read_file
from schoolgate.policy.lint import KINDS, lint

REVIEW = "Next review: September 2027\n"
ADOPTED = "Date adopted: 14 September 2026\n"
APPROVER = "Adopted by: full governing body\n"
OWNER = "Owner: the head teacher\n"
STARTS = "The head teacher is responsible for this policy and starts its review each summer.\n"

BROKEN = {
    "overdue_review": (changed("September 2027", "September 2024"), "September 2024"),
    "missing_review_date": (changed(REVIEW, ""), ""),
    "missing_adoption_date": (changed(ADOPTED, ""), ""),
    "missing_approver": (changed(APPROVER, ""), ""),
    "missing_owner": (changed(OWNER, "").replace(STARTS, ""), ""),
    "superseded_guidance": (added("The governors follow Keeping Children Safe in Education 2021."), "Keeping Children Safe"),
    "placeholder": (added("Questions go to [the bursar / the office manager]."), "[the bursar"),
    "numbering_gap": (changed("7. Filtering and monitoring", "8. Filtering and monitoring").replace("8. When", "9. When").replace("9. If", "10. If").replace("10. Training", "11. Training"), "8. Filtering"),
    "dangling_reference": (added("The steps are set out in section 14."), "section 14"),
    "broken_sentence": (added("Parents may us the class page for questions about homework."), "us the class"),
    "old_platform_name": (added("The school has a page on Snap Chat for its news."), "Snap Chat"),
    "typo_key_term": (added("The page is open publically."), "publically"),
    "named_individual": (added("Mrs Appleyard keeps the list of accounts."), "Mrs Appleyard"),
    "unidentified_authority": (added("Each new page is shown to the appropriate person."), "appropriate person"),
    "scope_hole": (changed(" Pupils who break it are dealt with under the behaviour policy.", ""), "This policy applies"),
    "contradiction": (added("Staff may message a pupil from a personal account."), "message a pupil"),
    "password_expiry": (added("Passwords for each page are changed every six weeks."), "Passwords"),
    "missing_topic": (changed(", deepfakes,", ","), "AI"),
}  # fmt: skip


def test_a_sound_policy_has_nothing_to_mend() -> None:
    assert findings(CLEAN) == []


def test_a_sound_policy_of_another_make_has_nothing_to_mend() -> None:
    trust = (Path(__file__).parent / "clean.md").read_bytes()
    assert lint(read_file(trust, "policy.md"), TODAY) == []


def test_there_is_a_broken_policy_for_every_kind() -> None:
    assert set(BROKEN) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_one_broken_thing_is_found_and_nothing_else(kind: str) -> None:
    text, words = BROKEN[kind]
    found = findings(text)
    assert [finding.kind for finding in found] == [kind]
    assert words in found[0].words


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"missing_approver", "missing_owner", "missing_topic"}))
def test_the_finding_points_at_its_line(kind: str) -> None:
    text, words = BROKEN[kind]
    (found,) = findings(text)
    first, last = found.lines
    if words:
        assert any(words[:12] in line for line in text.splitlines()[first - 1 : last])
    else:
        assert first >= line_of(text, "Hazel Bank")


@pytest.mark.parametrize("kind", KINDS)
def test_every_finding_says_why_and_what_to_do_in_a_sentence_each(kind: str) -> None:
    (found,) = findings(BROKEN[kind][0])
    for sentence in (found.message, found.fix):
        assert sentence[0].isupper() or sentence[0] == "“"
        assert sentence.endswith(".")

"""Numbers, lists and pointers: the shape of a document."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from policy.lint.policies import CLEAN, TODAY, added, changed, findings, line_of
from schoolgate.policy.lint import Finding


def only(kind: str, text: str) -> list[Finding]:
    return [finding for finding in findings(text) if finding.kind == kind]


def test_numbers_that_start_again_are_found_and_make_a_pointer_ambiguous() -> None:
    guide = "\n\n1.0 Before you post\n\nAsk first.\n\n2.0 When you post\n\nBe kind.\n\n3.0 After you post\n\nSee section 2 again.\n"
    found = findings(CLEAN + guide)
    assert {f.kind for f in found} == {"numbering_gap", "dangling_reference"}
    again, pointer = found
    assert again.lines[0] == line_of(CLEAN + guide, "1.0 Before")
    assert "start again" in pointer.message
    assert pointer.words == "section 2"


def test_a_number_left_out_beside_a_heading_without_one_is_explained() -> None:
    text = changed("7. Filtering and monitoring", "Filtering and Monitoring")
    (gap,) = findings(text)
    assert gap.kind == "numbering_gap"
    assert "Filtering and Monitoring" in gap.message
    assert gap.lines == (line_of(text, "Filtering and M"), line_of(text, "8. When"))


def test_two_sections_with_one_number_are_found() -> None:
    (twice,) = findings(
        changed("6. Governors, volunteers", "5. Governors, volunteers")
        .replace("7. Filt", "6. Filt")
        .replace("8. When", "7. When")
        .replace("9. If", "8. If")
        .replace("10. Train", "9. Train")
    )
    assert twice.kind == "numbering_gap"
    assert "same number" in twice.message


def test_letters_that_skip_one_are_found() -> None:
    (gap,) = findings(
        added("Before a page opens:", "a) write down what it is for\nb) name two people\nd) ask the head teacher")
    )
    assert gap.kind == "numbering_gap"
    assert "b to d" in gap.message


ROMAN = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]


@pytest.mark.parametrize(
    "mark",
    [lambda n: f"{n} ", lambda n: f"{n}) ", lambda n: f"{chr(64 + n)}. ", lambda n: f"{ROMAN[n]}. "],
    ids=["plain", "bracket", "letter", "roman"],
)
def test_sections_may_be_numbered_in_any_of_the_usual_ways(mark: Callable[[int], str]) -> None:
    assert findings(re.sub(r"^(\d+)\. ", lambda found: mark(int(found[1])), CLEAN, flags=re.MULTILINE)) == []


def test_a_letter_left_out_of_the_sections_is_found() -> None:
    text = re.sub(r"^(\d+)\. ", lambda found: f"{'ABDEFGHIJK'[int(found[1]) - 1]}. ", CLEAN, flags=re.MULTILINE)
    (gap,) = findings(text)
    assert "C is missing" in gap.message


def test_a_clause_number_left_out_is_found() -> None:
    (gap,) = findings(
        added("3.1 Each page has a purpose.", "3.2 Each page has a picture.", "3.4 Each page has an end.")
    )
    assert gap.kind == "numbering_gap"
    assert "3.2 to 3.4" in gap.message


def test_a_clause_number_used_twice_is_found() -> None:
    (twice,) = findings(
        added("3.1 Each page has a purpose.", "3.2 Each page has a picture.", "3.2 Each page has an end.")
    )
    assert "same number" in twice.message


def test_an_appendix_may_number_its_points_from_one() -> None:
    appendix = "\n\nAppendix 1\n\n1. I will keep my password to myself.\n2. I will ask before I post a picture.\n"
    assert findings(CLEAN + appendix) == []


def test_a_list_may_start_again_under_the_next_heading() -> None:
    lists = "1. Ask first.\n2. Post second.\n\n4. Pictures of pupils\n\n1. Ask the parents.\n2. Then post.\n"
    assert findings(changed("4. Pictures of pupils\n", lists)) == []


def test_a_list_that_forbids_twice_says_the_opposite() -> None:
    (twice,) = findings(
        added(
            "The head teacher asks staff to refrain from the following:",
            "- They should not post at night.\n- Not to post in a hurry.",
        )
    )
    assert twice.kind == "broken_sentence"
    assert "say the opposite" in twice.message


def test_advice_under_words_that_forbid_is_found() -> None:
    (lost,) = findings(
        added("Staff must not do the following:", "- post in a hurry;\n- They think about who may read it.")
    )
    assert lost.kind == "broken_sentence"
    assert "forbid" in lost.message


def test_a_list_that_swallowed_the_next_paragraph_is_found() -> None:
    long = "After all, a page is only as good as the care that people take of it, and that care is the work of every person who has a key to it, in term and out of term."
    (swallowed,) = findings(
        added(
            "The school is committed to:",
            f"- Keeping pages kind.\n- Keeping pages up to date.\n- Keeping pages safe. {long}",
        )
    )
    assert swallowed.kind == "broken_sentence"
    assert "run on" in swallowed.message


def test_an_empty_bullet_is_found() -> None:
    (empty,) = findings(added("- Ask first.\n- Post second.\n-"))
    assert empty.kind == "placeholder"


def test_words_that_lead_into_nothing_are_found() -> None:
    (nothing,) = findings(added("Before a page is opened the following has to be done:"))
    assert nothing.kind == "broken_sentence"
    assert "not there" in nothing.message


def test_a_promise_list_with_a_point_that_promises_nothing_is_found() -> None:
    promises = [f"{n}. I will keep rule {n} of the page." for n in range(1, 8)]
    promises[4] = "5. Where it believes a page is misused, the school may close it."
    (odd,) = findings(CLEAN + "\n\nAppendix 1\n\n" + "\n".join(promises) + "\n")
    assert odd.kind == "broken_sentence"
    assert odd.words.startswith("Where it believes")


def test_findings_come_in_the_order_of_the_document() -> None:
    found = findings(
        added("Staff use Twitter.", "Ask the appropriate person.").replace("September 2027", "September 2020"), TODAY
    )
    assert [f.lines for f in found] == sorted(f.lines for f in found)
    assert len(found) == 3

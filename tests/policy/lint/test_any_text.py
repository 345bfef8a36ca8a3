"""Whatever the file says, the linter answers: no error, lines inside the document, the same each time, in time."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from policy.lint.policies import CLEAN, TODAY, findings
from schoolgate.documents.reader import read_file
from schoolgate.policy.lint import KINDS, lint

PIECES = st.sampled_from(
    [
        *CLEAN.split(),
        "\n\n",
        "\n- ",
        "\n2. ",
        "[",
        "]",
        "(",
        ":",
        "section 3",
        "Mrs X",
        "1.0",
        "□",
        "....",
        "Twitter",
        "KCSIE",
    ]
)
TEXTS = (
    st.lists(PIECES, min_size=12, max_size=60)
    .map(" ".join)
    .map(lambda text: f"Social Media Policy\n\nThe policy of the school. {text}")
)


@settings(max_examples=25, deadline=None)
@given(TEXTS)
def test_every_finding_is_of_a_known_kind_and_inside_the_document(text: str) -> None:
    reading = read_file(text.encode(), "policy.txt")
    last = max(line.number for line in reading.document.lines)
    found = lint(reading, TODAY)
    assert found == lint(reading, TODAY)
    for finding in found:
        assert finding.kind in KINDS
        assert 1 <= finding.lines[0] <= finding.lines[1] <= last


def test_a_long_text_without_a_full_stop_is_linted_in_time() -> None:
    words = "this policy sets out whilst at school parents and staff that we expect section 4 must report (to "
    text = "Social Media Policy\n\n" + words * 250
    reading = read_file(text.encode(), "policy.txt")
    start = time.process_time()
    lint(reading, TODAY)
    assert time.process_time() - start < 3


def test_a_policy_twice_over_still_has_its_findings_in_order() -> None:
    found = findings(CLEAN + "\n\n" + CLEAN)
    assert [f.lines for f in found] == sorted(f.lines for f in found)

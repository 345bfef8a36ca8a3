"""What holds for any file at all."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents import elmbrook
from schoolgate.documents.model import Reading, UnreadableError
from schoolgate.documents.reader import read_file
from schoolgate.documents.sentences import LONGEST
from schoolgate.documents.stored import from_data, to_data

calm = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a"])
MAGIC = st.sampled_from(
    [b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<!doctype html>", b"# Policy\n", b"\xff\xfe", b"<html><table><tr><td>"]
)
WORDS = st.sampled_from(
    [
        "Staff",
        "Pupils",
        "Parents",
        "The headteacher",
        "They",
        "I",
        "We",
        "must",
        "must not",
        "should",
        "may",
        "will",
        "do not",
        "post",
        "friends",
        "pupils",
        "unless",
        "if",
        "approved",
        "the school",
        "images of",
        "a breach of",
        "this policy",
        "Section 3",
        "Review date:",
        "May 2026",
        "e.g.",
        "and",
        "or",
    ]
)
ENDS = st.sampled_from(
    [
        " ",
        ". ",
        ":\n",
        ";\n",
        "\n\n",
        "\n- ",
        "\n1. ",
        "\n  o ",
        "\t",
        " | ",
        "\n# ",
        "\n**",
        "** ",
        "\n\f",
        " \u25a1 ",
        ", ",
    ]
)
POLICIES = st.lists(st.tuples(WORDS, ENDS), min_size=1, max_size=60).map(
    lambda pairs: "".join(word + end for word, end in pairs)
)


def read(data: bytes, name: str) -> Reading | None:
    try:
        return read_file(data, name)
    except UnreadableError as error:
        refused = error
    assert refused.code
    assert str(refused)
    return None


@calm
@given(MAGIC, st.binary(max_size=400), NAMES)
def test_any_bytes_are_read_or_gently_refused(magic: bytes, data: bytes, name: str) -> None:
    read(magic + data, name)


@calm
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=40))
def test_a_word_file_with_some_bytes_spoilt_is_read_or_refused(place: int, spoilt: bytes) -> None:
    good = WORD[: place % len(WORD)] + spoilt + WORD[place % len(WORD) + len(spoilt) :]
    read(good, "a.docx")


@calm
@given(POLICIES, st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_clauses_stand_in_order_inside_the_document(text: str, name: str) -> None:
    reading = read(text.encode(), name)
    if reading is None:
        return
    numbers = [line.number for line in reading.document.lines]
    assert numbers == list(range(1, len(numbers) + 1))
    for clause in reading.clauses:
        assert 1 <= clause.lines[0] <= clause.lines[1] <= len(numbers)
        assert clause.text.strip()
        assert clause.modality.value in ("must", "must_not", "should", "should_not", "may", "statement")
        assert 0 <= clause.confidence <= 1
    assert [clause.lines[0] for clause in reading.clauses] == sorted(clause.lines[0] for clause in reading.clauses)
    assert [clause.id for clause in reading.clauses] == [f"c{n:03}" for n in range(1, len(reading.clauses) + 1)]


@calm
@given(POLICIES)
def test_blocks_cover_lines_in_order_and_never_twice_backwards(text: str) -> None:
    reading = read(text.encode(), "a.txt")
    if reading is None:
        return
    spans = [block.lines for block in reading.document.blocks]
    assert all(first <= last for first, last in spans)
    assert spans == sorted(spans)


@calm
@given(POLICIES)
def test_the_same_bytes_give_the_same_reading_and_it_survives_being_stored(text: str) -> None:
    first, again = read(text.encode(), "a.txt"), read(text.encode(), "a.txt")
    assert first == again
    if first is not None:
        assert from_data(to_data(first)) == first


@calm
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_at_all_can_stand_in_a_policy(before: str, after: str) -> None:
    text = f"{before}\n\n{elmbrook.as_text()}\n\n{after}"
    reading = read(text.encode("utf-8", "replace"), "a.txt")
    assert reading is None or len(reading.clauses) >= len(elmbrook.MODALITIES) - 6


def test_a_sentence_without_end_is_cut_into_lengths() -> None:
    reading = read(("staff must not share " * 1000).encode(), "a.txt")
    assert reading is not None
    assert max(len(clause.text) for clause in reading.clauses) <= LONGEST


WORD = elmbrook.as_docx()

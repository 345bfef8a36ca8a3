"""Personal details are found where they are, with their place; what only looks like one is left alone."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.publishing.checking.check import check
from schoolgate.publishing.checking.mending import mended
from schoolgate.publishing.checking.model import Draft, Known, Picture
from schoolgate.publishing.checking.personal import is_insurance, is_nhs, plain, spots

FOUND = [
    ("Write to zoe.oneil+art@example.org.uk today", "email", "zoe.oneil+art@example.org.uk"),
    ("JO@EXAMPLE.COM.", "email", "JO@EXAMPLE.COM"),
    ("mail:jo_b@mail.example.sch.uk, please", "email", "jo_b@mail.example.sch.uk"),
    ("o'neil@example.com", "email", "o'neil@example.com"),
    ("Ring 07700 900123 after school", "phone", "07700 900123"),
    ("Ring 07911123456!", "phone", "07911123456"),
    ("(01928) 722345", "phone", "(01928) 722345"),
    ("+44 7911 123 456", "phone", "+44 7911 123 456"),
    ("+44 (0)7911 123456", "phone", "+44 (0)7911 123456"),
    ("Tel:01632 960123", "phone", "01632 960123"),
    ("020 7946 0018", "phone", "020 7946 0018"),
    ("call 0161-496-0000 or come", "phone", "0161-496-0000"),
    ("+353 1 679 1234", "phone", "+353 1 679 1234"),
    ("We live at WA6 9AB now", "postcode", "WA6 9AB"),
    ("sw1a 1aa", "postcode", "sw1a 1aa"),
    ("SW1A1AA", "postcode", "SW1A1AA"),
    ("M1 1AE", "postcode", "M1 1AE"),
    ("W1K 6QZ.", "postcode", "W1K 6QZ"),
    ("NHS 943 476 5919", "nhs_number", "943 476 5919"),
    ("9434765919", "nhs_number", "9434765919"),
    ("943-476-5919", "nhs_number", "943-476-5919"),
    ("AB 12 34 56 C", "ni_number", "AB 12 34 56 C"),
    ("ab123456c", "ni_number", "ab123456c"),
    ("JG 10 37 59 A", "ni_number", "JG 10 37 59 A"),
]


@pytest.mark.parametrize(("text", "kind", "said"), FOUND)
def test_a_personal_detail_is_found_in_its_place(text: str, kind: str, said: str):
    assert [(spot.kind, text[spot.start : spot.end]) for spot in spots(text)] == [(kind, said)]


NEAR_MISSES = """
21/11/2026
21.11.2026 at 10.30
2026-11-21 10:30
01 02 2026
07.09.2026 08.30-15.30
01/09/26-31/08/27
between 10.30-11.45 and 12.15-13.30
10:15 11:20 12:45
scores 12-10 11-9 10-12
2024 2025 2026
2025/2026 2026/2027
1 2 3 4 5 6 7 8 9 10
£12,345,678
0.1234567891
URN 111234
Registered charity 1234567
978-0-306-40615-7
ISBN 0306406152
ISBN: 0306406152
4111 1111 1111 1111
01234567890123
1111111111
943 476 5918
943 476 59190
1943 476 5919
943 4765 919
QQ 12 34 56 C
GB123456A
AB123456E
AB12345C
ABC123456C
DA123456A
AO123456A
BG 12 34 56 A
Y6 4PM
KS2 3YR
Year 4, M1 2nd and 3rd
m4 5th
M6 2PM
E4 9AM
QV1 1AA
W1K 6QC
SW1A 1AI
@office@mastodon.example
@alderlane
meet @ 3.15
a@b
name@localhost
Ring 0800 1111 or 116 123
0808 800 5000
0345 600 1234
999 and 101
room 12, table 4, 300 children, 1st of 25
H2O, CO2, 5G, A4, B&Q
10k run, 1,500 m, 4x100
""".strip().splitlines()


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_like_one_is_left_alone(text: str):
    assert spots(text) == []


def test_the_schools_own_may_be_said():
    own = frozenset({"office@alderlane.example", "+44 1928 722345", "WA6 9AB"})
    text = "Write to Office@AlderLane.example, ring (01928) 722345 or come to wa6 9ab. Not 01928 722346."
    found = check(Draft(text), Known(own=own))
    assert [(one.kind, text[one.start : one.end]) for one in found] == [("phone", "01928 722346")]


def test_what_is_found_blocks_and_goes_with_one_click():
    draft = Draft(
        "Ring 07700 900123.", title="AB123456C", tags=("jo", "x"), pictures=(Picture(alt="SW1A 1AA, a door"),)
    )
    found = [one for one in check(draft, Known()) if one.put is not None]
    assert [(one.kind, one.level, one.where) for one in found] == [
        ("ni_number", "block", "title"),
        ("phone", "block", "text"),
        ("postcode", "block", "picture 1"),
    ]
    for one in found:
        draft = mended(draft, one)
    assert (draft.text, draft.title, draft.pictures[0].alt) == ("Ring.", "", ", a door")
    assert check(draft, Known()) == []


def an_nhs_number(nine: int) -> str | None:
    """Nine digits and their check digit, worked out another way: the sum with it is a multiple of eleven."""
    digits = f"{nine:09}"
    fits = [
        last
        for last in range(10)
        if (sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) + last) % 11 == 0
    ]
    return f"{digits}{fits[0]}" if fits else None


@given(st.integers(min_value=400_000_000, max_value=799_999_999))
def test_one_check_digit_fits_nine_digits_or_none(nine: int):
    right = an_nhs_number(nine)
    fit = [str(last) for last in range(10) if is_nhs(f"{nine}{last}")]
    assert fit == ([right[-1]] if right and len(set(right)) > 1 else [])


@given(st.integers(min_value=0, max_value=9), st.integers(min_value=0, max_value=9))
def test_a_wrong_digit_is_always_noticed(place: int, digit: int):
    number = "9434765919"
    other = number[:place] + str(digit) + number[place + 1 :]
    assert is_nhs(other) == (other == number)


def test_prefixes_of_insurance_numbers_are_those_that_are_given_out():
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    given_out = {one + other for one in letters for other in letters if is_insurance(one, other)}
    assert {"AB", "JG", "PC", "ZY"} <= given_out
    assert not given_out & {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ", "DA", "QQ", "AO", "FA", "UA"}
    # 20 first letters, 19 second ones, less those seven.
    assert len(given_out) == 20 * 19 - 7


def test_a_number_is_the_same_however_it_is_written():
    assert plain("(01928) 722345") == plain("+44 1928 722 345") == plain("0044 1928 722345")
    assert plain("wa6 9ab") == plain("WA69AB")


SAFE = [
    "the",
    "children",
    "painted",
    "a",
    "rainbow",
    "and",
    "sang",
    "in",
    "our",
    "hall",
    "while",
    "24",
    "parents",
    "had",
    "3",
    "cups",
    "of",
    "tea",
    "at",
    "half",
    "past",
    "ten",
]


@given(st.lists(st.sampled_from(SAFE), max_size=40), st.sampled_from(FOUND), st.integers(0, 40))
def test_one_detail_among_any_safe_words_is_found_in_its_place(words: list[str], one: tuple[str, str, str], at: int):
    _, kind, said = one
    before, after = " ".join(words[:at]), " ".join(words[at:])
    text = f"{before}, {said}; {after}"
    assert [tuple(spot) for spot in spots(text)] == [(kind, len(before) + 2, len(before) + 2 + len(said))]


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str):
    for spot in spots(text):
        assert 0 <= spot.start < spot.end <= len(text)


def test_a_long_text_is_read_at_once():
    chance = random.Random(1)
    text = " ".join(chance.choice([*SAFE, "07", "@", "SW1", "a@", "943", "AB"]) for _ in range(5_000))
    spots(text + "a" * 5_000 + "@" + "a." * 5_000)

"""Pupils' names in a draft: in full they block, first names with a picture too, first names alone warn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.community.names.finder import Finder
from schoolgate.community.names.known import Named
from schoolgate.publishing.checking.check import check
from schoolgate.publishing.checking.mending import mended
from schoolgate.publishing.checking.model import Asked, Draft, Finding, Known, Names, Picture

PUPILS = [
    "Zoë O’Neil",
    "Thomas Green",
    "Grace Ashdown",
    "Amina Al-Hassan",
    "Will Page",
    "James Smith",
    "Ruby van der Berg",
]
ADULTS = ["Helen Ashdown", "James Smith", "Omar Siddiqui", "Peter Green"]
NAMES = Finder([Named(number, name) for number, name in enumerate([*PUPILS, *ADULTS])])
SCHOOL = Known(
    names=NAMES, pupils=frozenset(range(len(PUPILS))), school="St Thomas Primary School", others=("Ruby House",)
)
FOX = Picture(alt="A fox in the snow")


def names_in(text: str, *pictures: Picture, known: Known = SCHOOL) -> list[tuple[str, str, str]]:
    """Kind, level and the words of each name that is found in a text."""
    draft = Draft(text, pictures=pictures)
    found = [one for one in check(draft, known) if one.kind in ("full_name", "first_name")]
    return [(one.kind, one.level, text[one.start : one.end]) for one in found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Well done Zoë O’Neil!", "Zoë O’Neil"),
        ("well done zoe oneil", "zoe oneil"),
        ("Green, Thomas came first", "Green, Thomas"),
        ("AMINA AL HASSAN", "AMINA AL HASSAN"),
        ("Amina\nAl-Hassan", "Amina\nAl-Hassan"),
        ("It was Will Page again", "Will Page"),
        ("Ruby Van Der Berg swam", "Ruby Van Der Berg"),
        ("Tomas Green swam", "Tomas Green"),
        ("Miss Zoë O’Neil", "Zoë O’Neil"),
        ("James Smith swam", "James Smith"),
    ],
)
def test_a_pupils_full_name_blocks(text: str, said: str):
    assert names_in(text) == [("full_name", "block", said)]
    assert names_in(text, FOX) == [("full_name", "block", said)]


def test_a_full_name_in_a_tag_blocks_and_the_tag_goes():
    draft = Draft("Hooray #GraceAshdown", tags=("ThomasGreen", "Fun"))
    findings = check(draft, SCHOOL)
    assert [(one.kind, one.level, one.where) for one in findings] == [
        ("full_name", "block", "text"),
        ("full_name", "block", "tags"),
    ]
    for one in findings:
        draft = mended(draft, one)
    assert (draft.text, draft.tags) == ("Hooray", ("Fun",))


@pytest.mark.parametrize(
    "text", ["Well done Zoë!", "well done, zoe", "and Tom sang", "Zoë’s painting", "Amina A. sang"]
)
def test_a_first_name_alone_warns_and_with_a_picture_blocks(text: str):
    (alone,) = names_in(text)
    assert alone[:2] == ("first_name", "warn")
    (pictured,) = names_in(text, FOX)
    assert pictured[:2] == ("first_name", "block")


@pytest.mark.parametrize(
    "text",
    [
        "Mrs Ashdown and Mr Green sang",
        "Helen Ashdown and Omar Siddiqui sang",
        "Helen sang",
        "Mr James Smith is our new head of maths",
        "Miss Smith sang",
        "We will turn the page in May",
        "By the grace of the ruby light, a green page",
        "Will you come?",
        "St Thomas Primary School",
        "Points for Ruby House",
        "The Ashdowns live by the green",
        "Lancaster, York and Paris",
        "",
    ],
)
def test_adults_words_and_houses_are_no_pupils(text: str):
    assert names_in(text) == []
    assert names_in(text, FOX) == []


@pytest.mark.parametrize("text", ["Will scored twice", "Grace’s cake", "ruby! Grace was first."])
def test_a_word_that_is_a_name_and_begins_a_sentence_warns_where_it_does_something(text: str):
    assert {one[:2] for one in names_in(text)} == {("first_name", "warn")}
    assert ("first_name", "warn") in {one[:2] for one in names_in(text, FOX)}


def test_an_adult_who_is_called_like_a_pupil_is_one_with_a_title():
    assert names_in("Mr Thomas Green, who wrote the book, came") == [("full_name", "warn", "Thomas Green")]


@pytest.mark.parametrize(
    ("names", "first", "full"),
    [
        ("", "block", "block"),
        ("never", "block", "block"),
        ("first_name", "warn", "block"),
        ("full_name", "warn", "warn"),
    ],
)
def test_the_policy_says_what_may_stand_beside_a_picture(names: Names, first: str, full: str):
    asked = Asked(names=names, cited={"first_name": ("M-64",), "full_name": ("M-64",)})
    known = Known(names=NAMES, pupils=SCHOOL.pupils, asked=asked)
    findings = check(Draft("Zoë sang with Thomas Green", pictures=(FOX,)), known)
    assert {one.kind: one.level for one in findings} == {"first_name": first, "full_name": full}
    assert {one.clauses for one in findings} == {("M-64",)}
    assert {one.level for one in check(Draft("Thomas Green"), known)} == {"block"}


def test_alt_text_and_captions_are_read_too():
    draft = Draft("", pictures=(Picture(alt="Zoë O’Neil holds a cup", caption="Thomas sings"),))
    findings = check(draft, SCHOOL)
    assert [(one.kind, one.level, one.where) for one in findings] == [
        ("full_name", "block", "picture 1"),
        ("first_name", "block", "picture 1, caption"),
    ]
    for one in findings:
        draft = mended(draft, one)
    assert draft.pictures[0] == Picture(alt="One of our pupils holds a cup", caption="One of our pupils sings")
    assert check(draft, SCHOOL) == []


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Zoë O’Neil won. Then Thomas sang.", "One of our pupils won. Then one of our pupils sang."),
        ("We love Zoë’s song", "We love one of our pupils’ song"),
        ("Ask @GraceAshdown about it", "Ask about it"),
    ],
)
def test_one_click_says_it_without_the_name(text: str, after: str):
    draft = Draft(text)
    while found := check(draft, SCHOOL):
        draft = mended(draft, found[0])
    assert draft.text == after


def test_without_a_roll_nobody_is_found():
    assert names_in("Zoë O’Neil", known=Known()) == []


SAFE = [
    "the",
    "choir",
    "sang",
    "and",
    "our",
    "team",
    "won",
    "three",
    "cups",
    "while",
    "families",
    "clapped",
    "loudly",
    "together",
]


@given(
    st.lists(st.sampled_from(SAFE), max_size=30), st.sampled_from(PUPILS), st.lists(st.sampled_from(SAFE), max_size=30)
)
def test_every_pupil_among_safe_words_is_found_in_their_place(before: list[str], pupil: str, after: list[str]):
    text = " ".join([*before, "with", pupil, "and", *after])
    at = len(" ".join([*before, "with"])) + 1
    found: list[Finding] = check(Draft(text), SCHOOL)
    assert [(one.kind, one.start, one.end) for one in found] == [("full_name", at, at + len(pupil))]

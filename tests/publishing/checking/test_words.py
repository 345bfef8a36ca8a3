"""Whereabouts, promises, reading age and labels: found where they are said, and not where they are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.community.names.finder import Finder
from schoolgate.community.names.known import Named
from schoolgate.publishing.checking.check import blocks, check
from schoolgate.publishing.checking.mending import mended
from schoolgate.publishing.checking.model import Asked, Draft, Finding, Known, Picture

SCHOOL = "Alder Lane Primary School"


def found(text: str, kind: str) -> list[str]:
    """The words that findings of a kind are about."""
    return [text[one.start : one.end] for one in check(Draft(text), Known(school=SCHOOL)) if one.kind == kind]


WHERE = [
    "Year 4 will be at Chester Zoo on Friday at 10am.",
    "Our choir is singing at St Mary’s Church tomorrow at 2pm!",
    "The coach leaves from the bus stop on Mill Lane at 8.45 and we will be back by 4pm.",
    "We are off to Conwy this week with Year 6",
    "Year 3 swim at the leisure centre every Tuesday morning.",
    "Our football team plays at Windmill Park on 3 December, so come and cheer.",
    "Pick up the children from the village hall at half past five, they will be waiting.",
    "Reception walk to the library each Wednesday at 9.30.",
    "They're going to Delamere Forest on Monday.",
    "Next week Year 5 are staying at a youth hostel near Llangollen.",
    "Year 4 will be back at 4 p.m. on Friday at the bus stop.",
    "Please meet at the bus stop at 8am tomorrow.",
    "Everyone meets at the railway station at 7am tomorrow.",
    "Right now our Year 2s are at the Blue Planet Aquarium!",
    "Wir freuen uns. Year 1 will visit Hope Farm on 12/12.",
]
NOT_WHERE = [
    "Year 4 went to Chester Zoo on Friday and loved the elephants.",
    "Thank you to everybody who came to the Spring Fair on Saturday at St Mary’s Church.",
    "Year 4 will have assembly in the hall on Friday at 10am.",
    "Our children will learn about Rome in History this week.",
    "School opens at 9am on Monday.",
    "The children will sing in school tomorrow.",
    f"All pupils will be back at {SCHOOL} on Monday at 8.50am.",
    "Children will learn to read in English every day.",
    "What a wonderful day! The children were kind and brave.",
    "Our team won 3 to 2 yesterday at Windmill Park.",
    "Parents’ evening is on Thursday at 6pm.",
    "We will be reading about Paddington on Friday.",
    "Happy Diwali to all our families!",
    "Please send in a coat on Monday, as it will be cold.",
    "",
]


@pytest.mark.parametrize("text", WHERE)
def test_where_children_will_be_is_found(text: str):
    assert found(text, "whereabouts")


@pytest.mark.parametrize("text", NOT_WHERE)
def test_where_they_were_or_what_they_do_in_school_is_no_such_thing(text: str):
    assert found(text, "whereabouts") == []


def test_a_pupil_who_is_named_is_somebody_too():
    known = Known(names=Finder([Named(1, "Zoë O’Neil")]), pupils={1})
    kinds = [one.kind for one in check(Draft("Zoë sings at the Town Hall tomorrow at 2pm."), known)]
    assert kinds == ["first_name", "whereabouts"]


def test_the_sentence_that_says_it_is_pointed_at():
    text = "What a term! Year 4 will be at Chester Zoo on Friday at 10.30. Bring a coat."
    assert found(text, "whereabouts") == ["Year 4 will be at Chester Zoo on Friday at 10.30."]


PROMISES = [
    ("We promise every child a place.", "We promise"),
    ("The school will refund all tickets", "The school will refund"),
    ("we'll always listen", "we'll always"),
    ("I can guarantee that it stays free", "I can guarantee"),
    ("We are committed to smaller classes", "We are committed to"),
    ("Every child will receive a tablet", "Every child will receive"),
    ("The school promises a reply", "The school promises"),
    ("We will build a new playground", "We will build"),
    ("You have our word", "You have our word"),
    ("A place is guaranteed for all", "is guaranteed"),
    ("We will never share it", "We will never"),
    ("Our school will make sure nobody pays", "Our school will make sure"),
]
NO_PROMISES = [
    "We cannot promise good weather.",
    "We don’t guarantee a seat.",
    "Year 6 show real promise.",
    "The children made a promise to be kind: “I will share”.",
    "We will be open on Monday.",
    "We will sing three songs.",
    "We hope to refund the tickets.",
    "A promising start to the season",
]


@pytest.mark.parametrize(("text", "said"), PROMISES)
def test_a_promise_in_the_schools_name_is_found(text: str, said: str):
    assert found(text, "promise") == [said]


@pytest.mark.parametrize("text", NO_PROMISES)
def test_what_promises_nothing_is_left_alone(text: str):
    assert found(text, "promise") == []


HARD = (
    "Notwithstanding considerable organisational difficulties, the establishment’s representatives subsequently "
    "endeavoured to facilitate extraordinarily imaginative extracurricular opportunities, necessitating comprehensive "
    "administrative reorganisation."
)
EASY = "We had a sports day. The sun was out. We ran and we sang. The cake was good. We will do it again next year."


def test_what_few_can_read_is_said_with_its_longest_sentence():
    known = Known(asked=Asked(reading_age=12, cited={"reading_age": ("M-50",)}))
    text = f"Hello all. {HARD} Thank you."
    (finding,) = (one for one in check(Draft(text), known) if one.kind == "reading_age")
    assert (finding.level, finding.clauses) == ("warn", ("M-50",))
    assert text[finding.start : finding.end] == HARD


def test_plain_words_tags_and_addresses_are_not_hard_to_read():
    known = Known(asked=Asked(reading_age=9))
    assert (
        check(Draft(f"{EASY} #ExtraordinarilyImaginativeOpportunities https://example.org/administration"), known) == []
    )


def test_a_policy_that_asks_for_no_reading_age_gets_none():
    assert found(HARD, "reading_age") == []


LABELLED = Known(school=SCHOOL, asked=Asked(label=True, cited={"label": ("HH-92",)}))


def test_a_missing_label_is_put_there_with_one_click():
    draft = Draft("Sports day was fun.")
    (finding,) = check(draft, LABELLED)
    assert (finding.kind, finding.level, finding.clauses) == ("missing_label", "warn", ("HH-92",))
    draft = mended(draft, finding)
    assert draft.text == f"Sports day was fun.\n\n{SCHOOL}"
    assert check(draft, LABELLED) == []


@pytest.mark.parametrize(
    "draft",
    [
        Draft("Sports day at alder lane PRIMARY school"),
        Draft("Sports day", title=f"News from {SCHOOL}"),
        Draft("Sports day", tags=("AlderLanePrimarySchool",)),
    ],
)
def test_a_label_counts_wherever_it_stands(draft: Draft):
    assert check(draft, LABELLED) == []


def test_a_picture_from_elsewhere_says_whose_it_is():
    nobodys = Draft("A fox", pictures=(Picture(alt="A fox", elsewhere=True),))
    (finding,) = check(nobodys, Known())
    assert (finding.kind, finding.level, finding.where, finding.clauses) == ("missing_label", "block", "picture 1", ())
    said = Draft("A fox", pictures=(Picture(alt="A fox", elsewhere=True, source="A. Reed, CC BY 4.0"),))
    (finding,) = check(said, Known())
    assert finding.level == "warn"
    said = mended(said, finding)
    assert said.text == "A fox\n\nPicture: A. Reed, CC BY 4.0"
    assert check(said, Known()) == []


def test_a_dictionary_can_add_findings_of_its_own():
    def tone(draft: Draft, _: Known):
        yield Finding("tone", "warn", "text", "This could hurt.", start=0, end=len(draft.text))

    assert [one.kind for one in check(Draft("Silly people."), Known(), also=[tone])] == ["tone"]


def test_what_blocks_stands_first():
    findings = check(Draft("We promise. Ring 07700 900123"), Known())
    assert [one.level for one in findings] == ["block", "warn"]
    assert blocks(findings)
    assert not blocks(findings[1:])


SAFE = [
    "the",
    "children",
    "painted",
    "rainbows",
    "sang",
    "read",
    "wrote",
    "counted",
    "ran",
    "laughed",
    "with",
    "friends",
    "and",
    "grown",
    "ups",
    "in",
    "school",
]


@given(st.lists(st.sampled_from([*SAFE, "\n", ".", ",", "!", "24", "😀"]), max_size=60))
def test_safe_words_in_any_order_are_safe(words: list[str]):
    assert check(Draft(" ".join(words)), Known(school=SCHOOL)) == []


@given(st.text(max_size=300), st.text(max_size=50))
def test_no_words_break_it_and_every_place_is_in_the_text(text: str, title: str):
    draft = Draft(text, title)
    known = Known(school=SCHOOL, asked=Asked(reading_age=10, label=True))
    for one in check(draft, known):
        words = title if one.where == "title" else text
        assert -1 <= one.start <= one.end <= len(words)
        if one.put is not None:
            mended(draft, one)

"""Names come out of a text whatever way they are written, and nothing else does."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cases import a_case, named
from factories import pupil, somebody
from schoolgate.casework.cases.models import Party
from schoolgate.casework.evidence.actions.covering import names_in
from schoolgate.casework.evidence.redacting import redact_text
from schoolgate.community.names.known import Named

NAMES = ["Zoë Example", "Bartholomew Made-Up", "Al O’Nobody"]


def people(*names):
    return [Named(name, name) for name in names]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Zoë Example said it.", "[name 1] said it."),
        ("zoe EXAMPLE, ZOË and Example's friend", "[name 1], [name 1] and [name 1]'s friend"),
        (unicodedata.normalize("NFD", "Zoë came"), "[name 1] came"),
        ("Zoë\n  Example", "[name 1]"),
        ("Zoeology, exampled", "Zoeology, exampled"),
        # A hyphen is often left out, so both words are the name.
        ("Made-Up or made up, as we made it", "[name 2] or [name 2], as we [name 2] it"),
        ("Al went to Alder Lane, al dente, with Al O'Nobody", "[name 3] went to Alder Lane, al dente, with [name 3]"),
        # One name, so that nobody can tell that it had two parts.
        ("zoe_example and no_zoe", "[name 1] and no_[name 1]"),
        ("zoeexample2012, @ZoeExample", "[name 1]2012, @[name 1]"),
        ("Example, Zoe; Z. Example; Zoe Exmaple", "[name 1]; [name 1]; [name 1]"),
        ("Bart’s, the Examples", "[name 2]’s, the [name 1]"),
        ("@zoe #example (zoe) “Zoe”", "@[name 1] #[name 1] ([name 1]) “[name 1]”"),
        ("naïve 😀 Zoë 😀", "naïve 😀 [name 1] 😀"),
        ("", ""),
    ],
)
def test_names_are_replaced_however_they_are_written(text, left):
    assert redact_text(text, people(*NAMES)).text == left


def test_other_words_are_removed_and_counted():
    assert redact_text("no1gang at 7 Elm Street, 7 ELM street.", [], ["no1gang", "7 Elm Street"]) == (
        "[removed] at [removed], [removed].",
        3,
    )


def test_a_sign_and_an_address_are_words_too():
    words = ["🐍", "snap.example/no1gang", "07700 900123"]
    left = "[removed] is on [removed], [removed]"
    assert redact_text("🐍 is on snap.example/No1gang, 07700\n900123", [], words) == (left, 3)


def test_a_name_on_the_roll_is_taken_out_whatever_somebody_is_called(school):
    head = somebody("head", school=school)
    katie = pupil(school, name="Katie Example", given_name="Katherine Ann", family_name="Example")
    case = a_case(head)
    named(case, "The boy next door", kind=Party.Kind.OTHER)
    named(case, katie, Party.Part.AFFECTED, Party.Kind.PUPIL)
    left = "[name 2], or Miss [name 2], saw the [name 1] at the next house."
    assert redact_text("Katherine Example, or Miss Ann, saw the boy at the next house.", names_in(case)).text == left


def test_nothing_to_replace_leaves_the_text():
    assert redact_text("Words.", [], ["", " "]) == ("Words.", 0)


WORDS = some.text(alphabet=some.characters(categories=["Lu", "Ll", "Lo"]), min_size=3, max_size=8)


@given(text=some.text(), name=WORDS, before=some.sampled_from(["", "a ", "ß ", "ﬁn ", "İ "]))
def test_no_name_is_left_standing_by_itself(text, name, before):
    left = redact_text(f"{before}{text} {name} {text}", people(name)).text
    assert "[name 1]" in left
    again = redact_text(left.replace("[name 1]", "…"), people(name))
    assert again.replaced == 0

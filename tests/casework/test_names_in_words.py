"""Names in words about a case: what may be written for somebody to read is what they then can read."""

from __future__ import annotations

import pytest

from cases import a_case, named
from casework.supporting import a_world
from factories import somebody
from schoolgate.casework.cases.models import Party
from schoolgate.casework.letters.models import Letter
from schoolgate.casework.letters.strays import strays
from schoolgate.casework.reports.meant import may_be_meant
from schoolgate.casework.reports.models import Report
from schoolgate.casework.steps.saying import names_in
from schoolgate.casework.support.naming import name_nobody
from schoolgate.community.change import Refused


@pytest.fixture
def world(school):
    world = a_world(school)
    told = Report(school=school, case=world.case, how=Report.How.PUBLIC, sent_key="1")
    told.keep(name="Nora Will")
    told.save()
    witness = named(world.case, "Zoë O’Neil", Party.Part.WITNESS, Party.Kind.OTHER)
    witness.ended_at = witness.at
    witness.save()
    return world


SAYS = [
    ("We spoke with maud.", ["maud"]),
    ("MAUD FURY came in.", ["MAUD FURY"]),
    ("Fury, Maud came in; Mrs Furys words.", ["Fury, Maud", "Furys"]),
    ("Nora told us.", ["Nora"]),
    ("Will told us, and we will act.", ["Will"]),
    ("Zoe ONeil is not in it any more.", ["Zoe ONeil"]),
    ("Tess Taught, we are with you.", []),
    ("We will call you in the autumn, the witness too.", []),
]


@pytest.mark.parametrize(("words", "stand"), SAYS)
def test_a_step_a_support_page_and_a_letter_find_the_same_names(world, words, stand):
    assert names_in(words, world.case) == stand
    letter = Letter(case=world.case)
    letter.keep(to="Tess Taught")
    assert strays(letter, words) == stand
    if stand:
        with pytest.raises(Refused, match=stand[0]):
            name_nobody(world.case, world.teacher, words)
    else:
        name_nobody(world.case, world.teacher, words)


def test_two_who_are_affected_do_not_read_each_others_name(world):
    other = somebody("staff", school=world.school, name="Olive Taught")
    named(world.case, other, Party.Part.AFFECTED)
    assert names_in("Tess and Olive Taught, we are with you.", world.case) == ["Olive Taught", "Tess"]
    assert names_in("All of you Taughts, we are with you.", world.case) == []


@pytest.mark.parametrize(
    ("words", "surely", "perhaps"),
    [
        ("Ashdown, Harriet wrote it", True, False),
        ("hattie ashdown wrote it", True, False),
        ("It was HarrietAshdown", True, False),
        ("Harriet Ashdwon wrote it", False, True),
        ("Miss Harriet wrote it", False, True),
        ("mrs. h. ashdown wrote it", False, True),
        ("Harriet or Ashdown", False, False),
        ("Tess Ashdown, Harriet Smith", False, False),
    ],
)
def test_whoever_may_be_meant_by_free_words(school, words, surely, perhaps):
    head = somebody("head", school=school, name="Harriet Ashdown")
    meant = may_be_meant(school, names=[], words=words)
    assert (meant.surely == [head], meant.perhaps == [head]) == (surely, perhaps)


def test_names_typed_one_after_the_other_are_no_one_name(school):
    somebody("head", school=school, name="Hal Smith")
    meant = may_be_meant(school, names=["Tess Smith, Hal Jones", "Ann Smith"], words="Hal saw it")
    assert meant == ([], [])


def test_a_case_that_names_nobody_stops_no_words(school):
    case = a_case(somebody("dsl", school=school))
    assert names_in("Maud wrote it.", case) == []

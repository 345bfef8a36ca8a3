"""Names are found in a text however they are written, and other words are not taken for them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from schoolgate.community.names.finder import Finder, Sure
from schoolgate.community.names.known import Named
from schoolgate.community.names.parts import How
from schoolgate.community.names.slips import one_slip
from schoolgate.community.names.words import words

PEOPLE = {
    "zoe": Named("zoe", "Zoë Example"),
    "jose": Named("jose", "José García"),
    "al": Named("al", "Al O’Neil"),
    "will": Named("will", "Will May"),
    "anna": Named("anna", "Anna-Marie Smith-Jones"),
    "jan": Named("jan", "Jan van der Berg"),
    "katie": Named("katie", "Katie Brown", "Katherine Ann", "Brown"),
    "thomas": Named("thomas", "Thomas Greenaway"),
    "grace": Named("grace", "Ashdown, Grace"),
    "mrs": Named("mrs", "Mrs Fern"),
    "priya": Named("priya", "प्रिया शर्मा"),
    "lukasz": Named("lukasz", "Łukasz Müller"),
    "mono": Named("mono", "Sukarno"),
    "mari": Named("mari", "Mari-Jo Pugh"),
}
FINDER = Finder(PEOPLE.values())


def found(text: str, sure: Sure = Sure.CAPITAL) -> list[tuple[str, str, str]]:
    return [
        (text[one.start : one.end], "+".join(sorted(map(str, one.people))), one.how.value)
        for one in FINDER.find(text, sure=sure)
    ]


@pytest.mark.parametrize(
    ("text", "name", "who"),
    [
        ("Zoë Example said it.", "Zoë Example", "zoe"),
        ("zoe example", "zoe example", "zoe"),
        (unicodedata.normalize("NFD", "Zoë Example"), unicodedata.normalize("NFD", "Zoë Example"), "zoe"),
        ("Zo\u00adë\u200b Example", "Zo\u00adë\u200b Example", "zoe"),
        ("ＺＯＥ ＥＸＡＭＰＬＥ", "ＺＯＥ ＥＸＡＭＰＬＥ", "zoe"),
        ("Zoë\n   Example's", "Zoë\n   Example", "zoe"),
        ("😀Zoe Example😀", "Zoe Example", "zoe"),
        ("Example, Zoe", "Example, Zoe", "zoe"),
        ("example zoe", "example zoe", "zoe"),
        ("#ZoeExample", "ZoeExample", "zoe"),
        ("zoe.example@mail.test", "zoe.example", "zoe"),
        ("@zoe_example2012", "zoe_example", "zoe"),
        ("JOSE GARCIA", "JOSE GARCIA", "jose"),
        ("Al O'Neil", "Al O'Neil", "al"),
        ("Al ONeil", "Al ONeil", "al"),
        ("Al O Neil", "Al O Neil", "al"),
        ("Al Oʼneil", "Al Oʼneil", "al"),
        ("Anna Marie Smith Jones", "Anna Marie Smith Jones", "anna"),
        ("Anna Jones", "Anna Jones", "anna"),
        ("Annamarie Smith–Jones", "Annamarie Smith–Jones", "anna"),
        ("Jan Van Der Berg", "Jan Van Der Berg", "jan"),
        ("van der Berg, Jan", "van der Berg, Jan", "jan"),
        ("Katie Brown", "Katie Brown", "katie"),
        ("Katherine Ann Brown", "Katherine Ann Brown", "katie"),
        ("Kate Brown", "Kate Brown", "katie"),
        ("Tom Greenaway", "Tom Greenaway", "thomas"),
        ("Grace Ashdown", "Grace Ashdown", "grace"),
        ("Will May ran.", "Will May", "will"),
        ("प्रिया शर्मा आई", "प्रिया शर्मा", "priya"),
        ("Lukasz Muller", "Lukasz Muller", "lukasz"),
        ("We thank Sukarno.", "Sukarno", "mono"),
    ],
)
def test_a_full_name_is_one_however_it_is_written(text, name, who):
    assert found(text) == [(name, who, "full")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Graces mum, and the Examples", [("Graces", "grace", "first"), ("Examples", "zoe", "last")]),
        ("Z. Example and Zoe E.", [("Z. Example", "zoe", "last"), ("Zoe E", "zoe", "first")]),
        ("Zoe Exmaple", [("Zoe Exmaple", "zoe", "alike")]),
        ("Jo and jo", [("Jo", "mari", "first")]),
        ("Tomas Greenaway", [("Tomas Greenaway", "thomas", "alike")]),
        ("Grace Louise Ashdown", [("Grace", "grace", "full"), ("Ashdown", "grace", "full")]),
        ("Mrs Ashdown, mr. Example", [("Ashdown", "grace", "titled"), ("Example", "zoe", "titled")]),
        ("Mrs H. Ashdown", [("Ashdown", "grace", "titled")]),
        ("Mrs Fern", [("Fern", "mrs", "titled")]),
        ("the Pughs, and the Ngs: this", [("Pughs", "mari", "last")]),
        ("Mari and jones", [("Mari", "mari", "first"), ("jones", "anna", "last")]),
        ("Neil and Tommy", [("Neil", "al", "last"), ("Tommy", "thomas", "first")]),
        ("Ann Example, Grace Brown", [("Ann", "katie", "first"), ("Example", "zoe", "last"), ("Grace", "grace", "first"),
                                      ("Brown", "katie", "last")]),
        ("Zoe2 _zoe_ (Zoe) “Zoe” Zoe!", [(name, "zoe", "first") for name in ("Zoe", "zoe", "Zoe", "Zoe", "Zoe")]),
        ("Zoeology, exampled, Bergen, Alder, Neilson, al dente, the van", []),
        ("", []),
    ],
)  # fmt: skip
def test_a_part_of_a_name_is_found_by_itself(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("So will we.", [Sure.WORD]),
        ("Will you come? Will they?", [Sure.CAPITAL, Sure.CAPITAL]),
        ("We saw it.\nWill came", [Sure.CAPITAL]),
        ("and Will came", [Sure.NAME]),
        ("Mr. Will came", [Sure.NAME]),
        ("will may", [Sure.WORD]),
        ("WE WILL WIN", [Sure.CAPITAL]),
        ("in May", [Sure.CAPITAL]),
        ("by the grace of", [Sure.WORD]),
        ("a fern", [Sure.WORD]),
        ("zoe", [Sure.NAME]),
        ("Zoe", [Sure.NAME]),
    ],
)
def test_a_word_that_is_a_name_too_is_told_from_one(text, sure):
    assert [one.sure for one in FINDER.find(text, sure=Sure.WORD)] == sure
    assert [one.sure for one in FINDER.find(text, sure=Sure.NAME)] == [each for each in sure if each == Sure.NAME]


def test_a_name_that_several_have_is_all_of_theirs():
    finder = Finder([Named(1, "Ada Smith"), Named(2, "Ada Jones"), Named(3, "James Ada"), Named(4, "Ada Smith")])
    assert [(set(one.people), one.how) for one in finder.find("Ada; Ada Smith; Ada J.")] == [
        ({1, 2, 3, 4}, How.FIRST),
        ({1, 4}, How.FULL),
        ({2, 3}, How.FIRST),
    ]


def test_what_is_also_a_name_of_those_who_read_it_is_none():
    finder = Finder([Named(1, "Tess Fury"), Named(2, "Maud Fury"), Named(3, "Samuel Fury"), Named(4, "Sam Lee")])
    names = ["Maud Fury", "Maud", "M Fury", "Sam"]
    text = f"Tess Fury and the Furys: {'; '.join(names)}; Fury; Tess."
    assert [text[one.start : one.end] for one in finder.find(text, besides={1, 3})] == names


def test_what_stands_where_nobody_knows_a_name_is_no_name():
    finder = Finder([Named(1, "The man next door"), Named(2, "A Stranger"), Named(3, ""), Named(4, "—")])
    assert finder.find("The door was open when a stranger went from the next house to that man.") == []
    assert [one.people for one in finder.find("They live next door to the Stranger.")] == [{2}]


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("smith", "smiht", True),
        ("smith", "smyth", True),
        ("smith", "smit", True),
        ("smith", "smithe", True),
        ("smith", "smith", True),
        ("smith", "smoot", False),
        ("smith", "smitten", False),
        ("tess", "bess", True),
        ("tom", "tim", False),
    ],
)
def test_one_slip_of_the_pen(one, other, is_one):
    assert one_slip(one, other) is is_one
    assert one_slip(other, one) is is_one


def test_the_words_stand_once_each_and_in_order():
    known = words()
    assert not known.particles & known.never
    assert known.with_a_capital <= known.everyday
    assert not known.titles & known.everyday
    assert all(each == each.casefold() for each in (*known.everyday, *known.like))


FIRSTS = ("Zoë", "José", "Will", "Grace", "Anna-Marie", "Thomas", "Siân", "Bo", "Mary Ann", "Zainab", "Łukasz")
LASTS = (
    "O’Neil",
    "Smith-Jones",
    "van der Berg",
    "O’Brien-Smith",
    "May",
    "Green",
    "García López",
    "Ng",
    "Okonkwo",
    "Müller",
)
BESIDE = ("", " ", ".", ",", "😀", "“", "”", "(", ")", "—", "!", "\n", "/", "#", "@", "2", "_")
OTHER_WORDS = [
    "the",
    "of",
    "we",
    "school",
    "children",
    "came",
    "along",
    "learned",
    "about",
    "museum",
    "where",
    "they",
    "lived",
    "long",
    "ago",
    "thanked",
    "everybody",
    "brought",
    "lunch",
    "picture",
    "football",
    "swimming",
    "assembly",
    "tomorrow",
    "ninety",
    "people",
    "working",
]


def with_spaces(name):
    return name.replace("’", "'").replace("-", " ")


def without_apostrophes(name):
    return name.replace("’", "")


@given(
    first=some.sampled_from(FIRSTS),
    last=some.sampled_from(LASTS),
    change=some.sampled_from([str, str.upper, str.title, lambda name: unicodedata.normalize("NFD", name)]),
    plain=some.sampled_from([str, with_spaces, without_apostrophes]),
    before=some.sampled_from(BESIDE),
    after=some.sampled_from(BESIDE),
    between=some.sampled_from([" ", "  ", "\n", "\t", "-", ".", "_", "\u00a0"]),
    around=some.lists(some.sampled_from(OTHER_WORDS), max_size=6).map(" ".join),
)
def test_every_name_that_is_put_into_a_text_is_found(first, last, change, plain, before, after, between, around):
    name = change(f"{first}{between}{last}")
    name = plain(name)
    text = f"{around} {before}{name}{after} {around}"
    finder = Finder([Named(1, f"{first} {last}"), *(Named(n, f"Una{n} Other{n}") for n in range(2, 5))])
    (one,) = finder.find(text)
    assert one.how == How.FULL
    assert text[one.start : one.end] == name


@given(some.lists(some.sampled_from([*OTHER_WORDS, *(word.title() for word in OTHER_WORDS)])).map(" ".join))
def test_other_words_are_no_names(text):
    everybody = [Named(f"{first} {last}", f"{first} {last}") for first in FIRSTS for last in LASTS]
    assert Finder(everybody).find(text, sure=Sure.WORD) == []


@given(text=some.text(), names=some.lists(some.text(max_size=20), max_size=5))
def test_whatever_is_written_what_is_found_stands_apart_and_in_order(text, names):
    after = 0
    for one in Finder([Named(n, name) for n, name in enumerate(names)]).find(text, sure=Sure.WORD):
        assert after <= one.start < one.end <= len(text)
        after = one.end


POOL = ("Tess", "Maud", "Jess", "Fury", "Lee", "Frey", "Ashdown", "Maude", "Ro")
SAID = some.lists(
    some.tuples(
        some.sampled_from([*POOL, "we", "T", "told", "Their", "Mrs"]), some.sampled_from([" ", ", ", ". ", "-"])
    )
).map(lambda parts: "".join(word + sign for word, sign in parts))
A_NAME = some.tuples(some.sampled_from(POOL), some.sampled_from(POOL)).map(" ".join)


@given(text=SAID, own=A_NAME, others=some.lists(A_NAME, min_size=1, max_size=3))
def test_each_part_of_anothers_name_is_found_unless_it_is_the_readers_too(text, own, others):
    finder = Finder([Named(0, own), *(Named(n, name) for n, name in enumerate(others, 1))])
    hidden = {place for one in finder.find(text, besides={0}) for place in range(one.start, one.end)}
    theirs = {part for name in others for part in name.split()} - set(own.split())
    for part in theirs:
        for place in range(len(text)):
            if text.startswith(part, place) and not text[place + len(part)].isalpha():
                assert place in hidden, (part, text)

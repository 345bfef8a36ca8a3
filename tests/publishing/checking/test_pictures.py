"""Who is in the pictures, where they were taken and with what; what the policy's engine is then told."""

from __future__ import annotations

import pytest

from schoolgate.policy.engine import judge
from schoolgate.policy.pack import load
from schoolgate.publishing.checking.asked import asked
from schoolgate.publishing.checking.check import blocks, check
from schoolgate.publishing.checking.facts import PICTURE, PUBLISH, facts_of, shows_pupils
from schoolgate.publishing.checking.model import Asked, Channel, Draft, Face, Finding, Known, Picture
from schoolgate.publishing.networks.network import Problem

WEBSITE, FACEBOOK, PAGE = (
    Channel("Our website", "website"),
    Channel("Facebook", "facebook"),
    Channel("Facebook", "facebook"),
)
ZOE, TOM = Face(1, 7, pupil=True), Face(2, 8, pupil=True)


def a_post(*faces: Face, to: tuple[Channel, ...] = (WEBSITE, FACEBOOK), **about) -> Draft:
    return Draft("Sports day", pictures=(Picture(alt="A race", faces=faces, **about),), channels=to)


def told(findings: list[Finding]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.level, one.where) for one in findings]


def test_who_said_yes_everywhere_may_be_shown():
    everywhere = {(7, "website"), (7, "facebook")}
    assert check(a_post(ZOE), Known(shown=everywhere)) == []


def test_no_answer_is_no_for_each_network():
    (finding,) = check(
        a_post(ZOE, TOM, to=(WEBSITE, FACEBOOK, PAGE)), Known(shown={(7, "website"), (7, "facebook"), (8, "website")})
    )
    assert told([finding]) == [("consent_missing", "block", "picture 1, face 2")]
    assert finding.message == "We may not show this face on Facebook."
    assert finding.does == "cover_face"


def test_an_outsider_who_agreed_and_a_face_nobody_could_know_need_no_consent():
    assert check(a_post(Face(1, outsider=True), Face(2, nobody=True)), Known()) == []


def test_a_face_without_a_name_blocks_and_so_does_a_picture_nobody_looked_at():
    assert told(check(a_post(Face(1)), Known())) == [("unnamed_face", "block", "picture 1, face 1")]
    for film, word, where in ((False, "faces", "picture 1"), (True, "watched", "film 1")):
        draft = Draft("Sports day", pictures=(Picture(alt="x", faces=None, film=film),))
        (finding,) = check(draft, Known())
        assert told([finding]) == [("unnamed_face", "block", where)]
        assert word in finding.message


def test_pictures_and_films_are_counted_apart_as_the_networks_count_them():
    shown = (Picture(alt="x", place=True), Picture(alt="x", film=True, place=True), Picture(place=True))
    found = [one.where for one in check(Draft("Hello", pictures=shown), Known())]
    assert found == ["picture 1", "film 1", "picture 2", "picture 2"]


def test_a_file_that_says_where_it_was_taken_blocks():
    assert told(check(a_post(place=True), Known())) == [("metadata_location", "block", "picture 1")]


@pytest.mark.parametrize(
    ("device", "school_devices", "faces", "level"),
    [
        ("unknown", False, (ZOE,), "warn"),
        ("unknown", True, (ZOE,), "block"),
        ("unknown", True, (Face(1),), "block"),
        ("unknown", True, (Face(1, outsider=True),), "warn"),
        ("answered", True, (ZOE,), ""),
        ("ours", True, (ZOE,), ""),
        ("", True, (ZOE,), ""),
    ],
)
def test_a_device_that_the_school_does_not_know(device, school_devices: bool, faces: tuple[Face, ...], level: str):
    draft = a_post(*faces, device=device, to=())
    found = [
        one.level
        for one in check(draft, Known(asked=Asked(school_devices=school_devices)))
        if one.kind == "unknown_device"
    ]
    assert found == ([level] if level else [])


def test_a_picture_that_nobody_described_is_said_once():
    problem = Problem("alt_text", "picture 1", "Facebook asks for words.", "Say what it shows.")
    to = Channel("Facebook", "facebook", (problem, Problem("limit", "text", "Too long.", "Shorten it.")))
    findings = check(Draft("Hello", pictures=(Picture(),), channels=(to, to)), Known())
    assert told(findings) == [("alt_text", "block", "picture 1"), ("limit", "block", "text")]


def test_what_a_network_says_of_a_description_that_is_there_is_told():
    problem = Problem("alt_text", "picture 1", "Too long.", "Shorten it.")
    draft = Draft("Hello", pictures=(Picture(alt="A fox"),), channels=(Channel("X", "x", (problem,)),))
    assert told(check(draft, Known())) == [("alt_text", "block", "picture 1")]


@pytest.mark.parametrize(
    ("faces", "shown", "facts"),
    [
        ((), (), {"pupils_pictured": "no"}),
        ((ZOE,), {(7, "website"), (7, "facebook")}, {"pupils_pictured": "yes", "consent": "yes"}),
        ((ZOE,), {(7, "website")}, {"pupils_pictured": "yes", "consent": "no"}),
        ((ZOE, Face(3)), {(7, "website"), (7, "facebook")}, {"pupils_pictured": "yes"}),
        ((Face(3),), (), {}),
        ((Face(1, 9),), {(9, "website"), (9, "facebook")}, {"pupils_pictured": "no", "consent": "yes"}),
        ((Face(1, outsider=True),), (), {"pupils_pictured": "no", "consent": "yes"}),
    ],
)
def test_findings_become_facts(faces: tuple[Face, ...], shown, facts: dict[str, str]):
    draft = a_post(*faces)
    found = check(draft, Known(shown=frozenset(shown)))
    assert facts_of(draft, found) == facts
    pictured = facts_of(draft, found, PICTURE)
    assert pictured == {"account": "official", "child": "other"} | (
        {"consent": facts["consent"]} if "consent" in facts else {}
    )
    assert shows_pupils(draft) == (ZOE in faces)


def test_a_picture_that_nobody_looked_at_leaves_the_fact_open():
    draft = Draft("x", pictures=(Picture(alt="x", faces=None),))
    assert facts_of(draft, check(draft, Known())) == {}


PACKS = ["days-lane", "glenwood", "helsby-hillside", "model", "roman-road", "windmill-hill"]


@pytest.mark.parametrize("name", PACKS)
def test_every_policy_judges_a_post_by_its_facts(name: str, a_day):
    pack = load(name)
    known = Known(school=pack.school, asked=asked(pack.clauses))
    draft = a_post(ZOE)
    findings = check(draft, known)
    assert blocks(findings)
    for act in (PUBLISH, PICTURE):
        judge(pack.clauses, act, {"by": "staff", **facts_of(draft, findings, act)}, a_day)
    numbers = {clause.id for clause in pack.clauses}
    assert all(set(cited) <= numbers for cited in known.asked.cited.values())


def test_the_policies_ask_for_different_things():
    days_lane, helsby, model, windmill = (
        asked(load(name).clauses) for name in ("days-lane", "helsby-hillside", "model", "windmill-hill")
    )
    assert (days_lane.reading_age, days_lane.label, days_lane.school_devices) == (12, False, True)
    assert (helsby.reading_age, helsby.label, helsby.school_devices) == (None, True, False)
    assert (model.reading_age, model.label, model.names) == (12, True, "never")
    assert (windmill.reading_age, windmill.label, windmill.names) == (None, False, "")
    assert days_lane.cited["consent_missing"] == ("DL-98",)
    assert helsby.cited["consent_missing"] == ("HH-80",)
    assert model.cited["phone"] == ("M-23",)
    assert model.cited["promise"] == ("M-51",)
    assert not any(windmill.cited.values())


@pytest.fixture
def a_day():
    from datetime import date

    return date(2026, 11, 21)

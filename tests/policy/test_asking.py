"""Questions as people put them, and the acts and facts that the machine finds in them."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.cli import main
from schoolgate.policy.asking import MOST, SURE, likely, match
from schoolgate.policy.asking.lexicon import data
from schoolgate.policy.vocabulary import act_named, acts, check_facts

TOLD = [
    ("can i add a parent on facebook", "befriend.parent", {}),
    ("As a teacher can I add a parent on facebook", "befriend.parent", {"by": "staff"}),
    ("Can I connect with parents on LinkedIn for work", "befriend.parent", {"purpose": "business"}),
    ("I'm a governor, can I accept a friend request from a current pupil", "befriend.pupil", {"by": "governor", "pupil": "current"}),
    ("can I add a girl I used to teach on insta", "befriend.pupil", {"by": "staff", "pupil": "former"}),
    ("can I add a former pupil who is 19 years old", "befriend.pupil", {"pupil": "former", "age": "adult"}),
    ("is it ok to be facebook friends with my niece, she's a pupil here", "befriend.pupil", {"relative": "yes"}),
    ("do I have to tell anyone a kid tried to add me", "hide.friend_request", {}),
    ("can I add my son's teacher on facebook", "befriend.staff", {"by": "parent"}),
    ("can i add my teacher on snap", "befriend.staff", {"by": "pupil"}),
    ("can my maths teacher snapchat me", "contact.pupil", {"by": "staff"}),
    ("are we allowed to dm our pupils from the school account", "contact.pupil", {"account": "official"}),
    ("I left the school last year, can I message pupils", "contact.pupil", {"by": "leaver"}),
    ("the chair of governors said yes, can i use the school logo on my blog", "use.logo", {"approved_by": "chair"}),
    ("can I message a student from the school account, the head said yes", "contact.pupil", {"account": "official", "approved_by": "head"}),
    ("does the head have to say yes before I message pupils", "contact.pupil", {}),
    ("as a parent can I post a photo of only my child", "post.pupil_image", {"by": "parent", "child": "own"}),
    ("can parents post pictures of other people's children", "post.pupil_image", {"by": "parent", "child": "other"}),
    ("can I post a picture of a pupil without consent", "post.pupil_image", {"consent": "no"}),
    ("can I open a school instagram, I have done a risk assessment", "open.official_account", {"risk_assessed": "yes"}),
    ("can pupils use social media in lessons if they are supervised", "use.social_media", {"by": "pupil", "time": "lesson", "supervised": "yes"}),
    ("can someone use the school wifi without signing the agreement", "use.school_it", {"agreement": "unsigned"}),
    ("can the school monitor staff emails without telling them", "monitor.use", {"by": "school", "of": "staff", "notice": "none"}),
    ("can the school keep monitoring data for two years", "keep.monitoring_data", {"by": "school", "days": "730"}),
    ("we as a school want to keep screenshots for 12 months, ok?", "keep.monitoring_data", {"by": "school", "days": "365"}),
    ("Im a dinner lady, kid tried to follow me on insta do i say no", "befriend.pupil", {"by": "staff"}),
    ("can we google shortlisted candidates", "search.candidate", {"stage": "shortlisted"}),
    ("can the school punish a pupil for something he posted at home", "sanction.offsite", {"by": "school"}),
    ("im 11 can i have tiktok", "open.personal_account", {"by": "pupil", "age": "under_13"}),
    ("can my daughter meet a boy she met on roblox", "meet.stranger", {"by": "pupil"}),
    ("can I message my son's teacher on her own facebook", "contact.staff", {"by": "parent", "account": "personal"}),
    ("can I make a class whatsapp in the school's name", "join.group_chat", {"account": "official"}),
    ("can I post our private conversation if everybody agrees", "share.private_conversation", {"consent": "yes"}),
    ("can i edit wikipedia at the weekend", "edit.encyclopaedia", {"time": "own"}),
]  # fmt: skip


@pytest.mark.parametrize(("question", "act", "facts"), TOLD, ids=[question for question, _, _ in TOLD])
def test_a_question_finds_its_act_and_the_facts_its_words_fix(question: str, act: str, facts: dict[str, str]) -> None:
    best = match(question)[0]
    assert (best.act, best.facts) == (act, facts)
    assert best.score >= SURE


@pytest.mark.parametrize(
    ("plain", "typed"),
    [
        ("can a teacher message a student on instagram", "can a techer mesage a studnet on instagarm"),
        ("should I accept a friend request from a pupil", "shud i accept a freind request from a pupil"),
        ("can you text pupils", "can u txt pupils"),
        ("can I use my school e-mail for Netflix?", "CAN I USE MY SCHOOL EMAIL FOR NETFLIX"),
        ("can I put my daughter’s photo on Facebook", "can i put my daughters pic on fb"),
    ],
)
def test_spelling_and_text_speak_make_no_difference(plain: str, typed: str) -> None:
    meant, found = match(plain)[0], match(typed)[0]
    assert (found.act, found.facts) == (meant.act, meant.facts)


def test_asking_whether_to_report_and_whether_to_keep_quiet_are_the_same_question() -> None:
    for question in ("should I report a nasty post about our school", "can I ignore a nasty post about our school"):
        assert match(question)[0].act == "leave.unreported"


def test_who_asks_is_not_always_who_would_do_it() -> None:
    assert match("I'm a parent, can a teacher message pupils on whatsapp")[0].facts["by"] == "staff"
    assert match("my son's teacher sent us a class photo, can I send it to my nan")[0].facts["by"] == "parent"
    assert "by" not in match("can I message pupils on whatsapp")[0].facts


@pytest.mark.parametrize(
    "question",
    ["", "   ", "?!", "what time does lunch start", "where do I park", "can my son have a packed lunch", "x" * 5000],
)
def test_a_question_about_nothing_we_know_is_not_answered_as_if_we_did(question: str) -> None:
    assert all(candidate.score < SURE for candidate in match(question))


def test_a_clear_question_is_not_put_beside_what_it_is_not_about() -> None:
    asked = "A pupil in Year 6 sent me a friend request on Instagram, can I accept?"
    assert [candidate.act for candidate in likely(asked)] == ["befriend.pupil", "hide.friend_request"]
    unclear = "something about whatsapp and my class"
    assert likely(unclear) == match(unclear)


def test_a_very_long_question_is_answered_from_its_beginning() -> None:
    began = time.perf_counter()
    assert match("can I add a parent on facebook? " + "zyxwvutsrq abracadabrant " * 20_000)[0].act == "befriend.parent"
    assert time.perf_counter() - began < 2


def test_a_candidate_says_which_words_decided() -> None:
    assert match("could I follow one of the mums on insta")[0].why == ("follow", "mums", "insta")


@given(
    st.text(max_size=80)
    | st.lists(st.sampled_from(sorted({w for q, _, _ in TOLD for w in q.split()})), max_size=20).map(" ".join)
)
def test_whatever_is_typed_the_answer_is_in_the_vocabulary(text: str) -> None:
    found = match(text)
    assert len(found) <= MOST
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    for candidate in found:
        assert 0 <= candidate.score <= 1
        check_facts(act_named(candidate.act), candidate.facts)


def test_every_act_can_be_asked_for_and_every_concept_is_defined() -> None:
    ways = data("acts")
    assert set(ways) == set(acts())
    spoken = {word.lstrip("?-") for act in ways.values() for way in act["ways"] for word in way.split()}
    concepts = {concept for word in spoken for concept in word.split("|") if "." not in concept}
    assert not data("phrases").keys() & data("phrases_safety").keys()
    assert concepts == {*data("phrases"), *data("phrases_safety")}


def test_every_fact_that_words_can_fix_is_in_the_catalogue() -> None:
    for key, values in data("facts").items():
        act, name = key.rsplit(".", 1) if "." in key else ("", key)
        having = [acts()[act]] if act else [a for a in acts().values() if name in a.facts]
        allowed = {value for a in having for value in a.facts[name].values}
        assert having, key
        assert set(values) <= allowed, key


def test_at_a_terminal_a_question_is_ruled_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "can a governor befriend a current pupil", "--policy", "windmill-hill", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["question"] == "can a governor befriend a current pupil"
    assert said["candidates"][0] == {
        "act": "befriend.pupil",
        "facts": {"by": "governor", "pupil": "current"},
        "score": pytest.approx(said["candidates"][0]["score"]),
    }
    assert said["ruling"]["verdict"] == "forbidden"
    assert main(["judge", "befriend.pupil", "by=governor", "pupil=current", "--policy", "windmill-hill", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == said["ruling"]


def test_at_a_terminal_a_guess_is_not_ruled_on(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "where do I park", "--policy", "windmill-hill", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ruling"] is None
    assert main(["ask", "can I", "put", "it up"]) == 0
    assert "We are not sure what you mean" in capsys.readouterr().out
    assert main(["ask", "zxcv qwrt"]) == 0
    assert "Say it another way" in capsys.readouterr().out


# A name that is no pack may be a school of the installation.
@pytest.mark.django_db
def test_a_policy_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "can I add a parent", "--policy", "windmil-hill"]) == 2
    assert "windmill-hill" in capsys.readouterr().err


def test_asking_needs_neither_framework_nor_network() -> None:
    code = (
        "import sys; from schoolgate.policy.asking import match; match('can I add a parent'); "
        "print([m for m in ('django', 'sqlite3', 'socket', 'urllib.request') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"

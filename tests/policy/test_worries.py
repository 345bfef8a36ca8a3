"""A worry is met with help, and a question about rules with rules."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.cli import main
from schoolgate.policy.asking import match
from schoolgate.policy.everyday import everyday
from schoolgate.policy.vocabulary import load_yaml
from schoolgate.policy.worries import helpline, worry

ROOT = Path(__file__).parents[2]

CHILDREN = [
    ("I want to kill myself", "self_harm"),
    ("i wanna die", "self_harm"),
    ("i dont want to be here anymore", "self_harm"),
    ("ive been cutting myself", "self_harm"),
    ("i want to kil myself", "self_harm"),
    ("i feel sucidal", "self_harm"),
    ("can I have help, I want to end it all", "self_harm"),
    ("nobody would miss me if i was gone", "self_harm"),
    ("my mate says hes gonna kill himself", "self_harm"),
    ("a girl in my class says she is self harming", "self_harm"),
    ("someone sent me a naked picture of a girl in my class", "nude_image"),
    ("a boy keeps asking me for nudes", "nude_image"),
    ("he wants me to send a pic of my body", "nude_image"),
    ("i sent a nude and now everyone has it", "nude_image"),
    ("someone is threatening to share my pics unless i pay", "nude_image"),
    ("im being blackmailed", "nude_image"),
    ("someone made a fake nude of me with ai", "nude_image"),
    ("can i send nudes to my boyfriend", "nude_image"),
    ("my friend is being hurt at home", "abuse"),
    ("my mum's boyfriend hits me", "abuse"),
    ("my uncle touches me", "abuse"),
    ("im scared to go home", "abuse"),
    ("can i tell someone my dad hits me", "abuse"),
    ("my step dad comes into my room at night", "abuse"),
    ("an adult online wants to meet me", "contact_by_stranger"),
    ("a man i met on roblox wants to meet me in the park", "contact_by_stranger"),
    ("a stranger keeps messaging me and asked where i live", "contact_by_stranger"),
    ("a teacher keeps messaging me and told me not to tell anyone", "contact_by_stranger"),
    ("someone is bullying me", "bullied"),
    ("everyone in my class is being horrible to me on whatsapp", "bullied"),
    ("they told me to kill myself", "bullied"),
    ("people keep sending me nasty messages, who do i tell", "bullied"),
    ("i have taken loads of pills", "danger_now"),
    ("im in danger", "danger_now"),
    ("i cut my arms when im sad", "self_harm"),
    ("life is not worth living", "self_harm"),
    ("they want money or they will send my pics to everyone", "nude_image"),
    ("i was raped", "abuse"),
    ("I don’t feel safe", "abuse"),
    ("a stranger on snapchat is asking me for pictures", "contact_by_stranger"),
    ("help me!!", "worried"),
    ("im scared", "worried"),
    ("im going to kill myself tonight", "danger_now"),
    ("he will come to my house and kill me", "danger_now"),
    ("a boy said he is going to kill me", "danger_now"),
    ("they said they're coming to my house to get me", "danger_now"),
    ("a man in a game said he will come to my house", "danger_now"),
    ("they wrote kys", "bullied"),
    ("he asked me to send a pic with no top", "nude_image"),
    ("my teacher keeps messaging me at night", "contact_by_stranger"),
]
ADULTS = [
    ("a pupil told me she wants to hurt herself, who do I tell", "self_harm"),
    ("my daughter has been self-harming", "self_harm"),
    ("I think my son is suicidal, what should I do", "self_harm"),
    ("should I look at a nude picture on a pupil’s phone", "nude_image"),
    ("our pupils are sharing nude images of another pupil, what do we do", "nude_image"),
    ("someone sent my son a naked photo", "nude_image"),
    ("a child in my class has bruises on her arm and says dad hits her", "abuse"),
    ("a pupil has disclosed sexual abuse", "abuse"),
    ("an older man has been messaging my daughter", "contact_by_stranger"),
    ("I think my child is being groomed", "contact_by_stranger"),
    ("my son is being bullied on snapchat, what can I do", "bullied"),
    ("a pupil has a knife", "danger_now"),
    ("my son has received an indecent image of a classmate", "nude_image"),
    ("a man on discord is talking to my son about sex", "contact_by_stranger"),
    ("a teacher messages my daughter on snapchat at night", "contact_by_stranger"),
    ("A teacher at the school keeps messaging a pupil privately.", "contact_by_stranger"),
]
ORDINARY = [
    "",
    "this homework is killing me can I use facebook",
    "this homework is killing me",
    "I posted a picture of my house",
    "can a teacher message a pupil",
    "can friends come to my house to film",
    "can I post a picture of the swimming gala",
    "should I report bullying I saw online",
    "can we search for candidates",
    "my mum will kill me if she sees my tiktok, can I make it private",
    "I nearly died of embarrassment, can I ask mum to take the photo down",
    "a boy hurt himself in PE, can I message his mum",
    "can I post a video about suicide prevention",
    "does the school monitor searches about self harm",
    "pupils took the tablets home, can they use instagram",
    "can I post pupils standing on a bridge on the trip",
    "there is nothing on the school website about my class",
    "can I hit up my mate on insta in lessons",
    "can I get in touch with a parent on whatsapp",
    "an adult volunteer wants to meet my class on zoom, can he",
    "can I share an article about child abuse",
    "my daughter lied about her age to get tiktok, is that ok",
    "I can't go on facebook at school, why",
    "what does this policy mean to me",
    "my kids want to die their hair, can they post it",
    "can I tweet that I'm being bullied by my line manager",
    "a year 10 bullied someone online on saturday, can we exclude him",
    "can a girl wear nude tights in the photo",
    "is my account in danger of being hacked",
    "can you help me post a photo",
    "I need help with the school page",
    "can I post a picture of me in my underwear on holiday",
    "a man from the council wants to meet me, can I connect on linkedin",
    "my child hurt herself at school and I want to post about it",
    "I want to complain on facebook that my daughter is being bullied",
]
WORDS = sorted({word for said, _ in CHILDREN for word in said.split()})


@pytest.mark.parametrize(("said", "kind"), CHILDREN)
def test_a_child_who_tells_of_harm_is_given_help(said: str, kind: str) -> None:
    told = worry(said)
    assert told
    assert (told.kind, told.adult) == (kind, False)
    assert told.say[0].startswith("You did right to say this.")
    assert any("999" in line for line in told.do)
    assert helpline("childline") in told.call


@pytest.mark.parametrize(("said", "kind"), ADULTS)
def test_an_adult_who_tells_of_harm_is_sent_to_the_safeguarding_lead(said: str, kind: str) -> None:
    told = worry(said)
    assert told
    assert (told.kind, told.adult) == (kind, True)
    assert "designated safeguarding lead" in " ".join(told.say)
    assert helpline("nspcc") in told.call


@pytest.mark.parametrize("asked", ORDINARY)
def test_a_question_about_rules_stays_one(asked: str) -> None:
    assert worry(asked) is None


def test_no_question_that_the_school_knows_is_taken_for_a_worry() -> None:
    asked = [one.question for one in everyday()]
    for name in ("questions", "fresh"):
        with (ROOT / f"bench/asking/{name}.csv").open() as lines:
            asked += [row["question"] for row in csv.DictReader(lines)]
    assert len(asked) > 300
    assert [one for one in asked if worry(one)] == []


@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join))
def test_whatever_is_typed_is_read(text: str) -> None:
    told = worry(text)
    assert told is None or (told.say and told.do and told.call)


def test_nobody_is_sent_to_one_person_who_may_be_the_one_it_is_about() -> None:
    for said, _ in [*CHILDREN, *ADULTS]:
        told = worry(said)
        assert told
        assert not any("teacher you trust" in line or "class teacher" in line for line in (*told.say, *told.do))


def test_the_gravest_of_several_worries_is_met() -> None:
    told = worry("they share my nudes and bully me and now i want to die")
    assert told
    assert told.kind == "self_harm"


def test_every_helpline_says_where_it_is_from_and_when_it_was_checked() -> None:
    data = load_yaml((ROOT / "src/schoolgate/policy/worries.yaml").read_bytes())
    for name, entry in data["helplines"].items():
        assert entry["source"], name
        assert date.fromisoformat(entry["checked"]) >= date(2026, 11, 21)
        assert helpline(name).at.startswith("https://")
    for kind in data["kinds"].values():
        assert {*kind["child"]["call"], *kind["adult"]["call"]} <= {*data["helplines"]}
        assert "emergency" in kind["child"]["call"]
        assert "emergency" in kind["adult"]["call"]


def test_at_a_terminal_the_help_comes_alone(capsys: pytest.CaptureFixture[str]) -> None:
    said = "a boy keeps asking me for nudes"
    assert match(said)
    assert main(["ask", said, "--policy", "model", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["candidates"], printed["ruling"]) == ([], None)
    assert printed["worry"]["kind"] == "nude_image"
    assert "0800 1111" in [line["number"] for line in printed["worry"]["call"]]
    assert main(["ask", said]) == 0
    printed = capsys.readouterr().out
    assert "You did right to say this." in printed
    assert "Never view, copy, forward or save the picture" in printed
    assert "0800 1111" in printed
    assert "May I" not in printed
    assert "Do you mean" not in printed

"""What a clause is about: sentences of the kind that policies hold, and the acts that they speak of."""

from __future__ import annotations

from importlib.resources import files

import pytest

from schoolgate.documents.acts import act_of
from schoolgate.policy.vocabulary import acts, load_yaml

SAID = [
    ("Pupils must never meet somebody whom they only know online.", "meet.stranger"),
    ("Meeting: do not arrange to see or meet people you got to know on the internet.", "meet.stranger"),
    ("Children should not accept messages from people they do not know.", "accept.stranger"),
    ("Only reply to messages from people that you already know.", "accept.stranger"),
    ("Pupils should not send photographs of themselves to people they have met online.", "send.own_picture"),
    ("Parents must not message staff on their personal social media accounts.", "contact.staff"),
    ("Nobody may use artificial intelligence to create images of pupils or staff.", "make.false_image"),
    ("Staff must not create deepfakes.", "make.false_image"),
    ("Staff must not share screenshots of private messages without permission.", "share.private_conversation"),
    ("Staff must not join class WhatsApp groups.", "join.group_chat"),
    ("Staff must not harass or discriminate against colleagues online.", "bully.person"),
    ("Any act of bullying online is gross misconduct.", "bully.person"),
    ("Users must not post or link to offensive material.", "post.harmful"),
]
OTHERWISE = [
    ("Any bullying must be reported to the head teacher.", "leave.unreported"),
    ("Parents should not ask staff to be friends online.", "befriend.staff"),
    ("Pupils must not post pictures of other pupils.", "post.pupil_image"),
    ("Staff will meet parents in school and not online.", None),
    ("Harassment online may break the law.", None),
]


@pytest.mark.parametrize(("sentence", "act"), [*SAID, *OTHERWISE])
def test_a_sentence_is_about_the_act_that_it_speaks_of(sentence: str, act: str | None) -> None:
    found = act_of(sentence)
    assert (found.label.value if found else None) == act


def test_the_words_that_decided_are_in_the_sentence() -> None:
    for sentence, _ in SAID:
        found = act_of(sentence)
        assert found
        assert all(part in sentence for part in found.label.words.split(" … "))


def test_every_act_and_fact_that_the_reader_knows_is_in_the_catalogue() -> None:
    known = load_yaml(files("schoolgate.documents").joinpath("acts.yaml").read_bytes())["acts"]
    assert {row["act"] for row in known} <= set(acts())
    for row in known:
        assert set(row.get("facts", ())) <= set(acts()[row["act"]].facts)

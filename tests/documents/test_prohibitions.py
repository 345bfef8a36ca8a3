"""Rules against something in the many manners of school policies: each sentence alone in a file, read from outside."""

from __future__ import annotations

import pytest

from schoolgate.documents.model import ReadClause
from schoolgate.documents.reader import read_file

STAFF, PUPIL, PARENT, SCHOOL = {"staff"}, {"pupil"}, {"parent"}, {"school"}
EVERYONE = {"everyone"}
SAID: list[tuple[str, str, set[str], str | None]] = [
    ("No member of staff is to use their own phone to photograph children.", "must_not", STAFF, "photograph.pupil"),
    ("No pupil is to use a phone in lessons.", "must_not", PUPIL, None),
    ("Staff are not to add pupils as friends.", "must_not", STAFF, "befriend.pupil"),
    ("Volunteers are never to message pupils privately.", "must_not", {"volunteer"}, "contact.pupil"),
    ("Personal accounts are not to be used to communicate with pupils.", "must_not", STAFF, "contact.pupil"),
    ("No photographs of pupils are to be posted on personal accounts.", "must_not", STAFF, "post.pupil_image"),
    ("Governors are to keep their profiles private.", "must", {"governor"}, "leave.profile_public"),
    ("Only the head teacher posts on the school page.", "must_not", STAFF, "publish.official_post"),
    ("Only the head may speak to the press.", "must_not", STAFF, "answer.press"),
    ("Only pupils in Year 6 may bring a phone.", "must_not", PUPIL, None),
    ("Nobody but the office manager posts on the school page.", "must_not", EVERYONE, "publish.official_post"),
    ("Nobody may post on the school page except the head teacher.", "must_not", EVERYONE, "publish.official_post"),
    ("Pupils need permission from a parent before joining any network.", "must", PUPIL, None),
    ("Permission is needed from the head teacher before a class page is set up.", "must", STAFF, "open.official_account"),
    ("Monitoring logs are deleted after 90 days.", "must", SCHOOL, "keep.monitoring_data"),
    ("Monitoring data must not be kept for longer than six months.", "must_not", SCHOOL, "keep.monitoring_data"),
    ("Staff must avoid contact with pupils online.", "must_not", STAFF, "contact.pupil"),
    ("Staff must refrain from posting comments about the school.", "must_not", STAFF, "discuss.school"),
    ("Employees shall desist from defamatory remarks about the school.", "must_not", STAFF, "criticise.school"),
    ("Staff will refrain from commenting negatively on colleagues.", "must_not", STAFF, "criticise.school"),
    ("Teachers must steer clear of friendships with pupils online.", "must_not", STAFF, "befriend.pupil"),
    ("Parents are asked to refrain from posting photographs of other children.", "should_not", PARENT, "post.pupil_image"),
    ("At no time should staff add pupils as friends.", "must_not", STAFF, "befriend.pupil"),
    ("On no account may pupils share their passwords.", "must_not", PUPIL, None),
    ("It is never acceptable for staff to befriend pupils.", "must_not", STAFF, "befriend.pupil"),
    ("The school does not permit staff to contact pupils on personal accounts.", "must_not", STAFF, "contact.pupil"),
    ("Staff have agreed never to add pupils as friends.", "must_not", STAFF, "befriend.pupil"),
    ("The policy does not allow staff to befriend parents.", "must_not", STAFF, "befriend.parent"),
    ("It is no longer acceptable for staff to post pictures of pupils.", "must_not", STAFF, "post.pupil_image"),
    ("Staff must not only log out but also lock the door.", "must", STAFF, None),
    ("Contact with former pupils under 18 is strongly discouraged.", "should_not", STAFF, None),
    ("There should be no online friendships between staff and pupils.", "should_not", STAFF, "befriend.pupil"),
    ("The head teacher reserves the right to block any parent who abuses staff.", "may", {"head"}, "block.parent"),
    ("The governors may ban from the page parents who abuse staff.", "may", {"governor"}, "block.parent"),
    ("Unless the head teacher agrees, staff are not to use the school logo.", "must_not", STAFF, "use.logo"),
    ("Pupils must ask a parent before they join a social network.", "must", PUPIL, None),
    ("Staff must decline friend requests from pupils.", "must", STAFF, None),
    ("Staff who receive a friend request from a pupil must tell the head teacher.", "must", STAFF, "hide.friend_request"),
]  # fmt: skip


def read(text: str) -> tuple[ReadClause, ...]:
    return read_file(text.encode(), "policy.txt").clauses


@pytest.mark.parametrize(("sentence", "modality", "who", "act"), SAID, ids=[row[0] for row in SAID])
def test_a_rule_has_its_force_its_bearer_and_its_act(
    sentence: str, modality: str, who: set[str], act: str | None
) -> None:
    (clause,) = read(sentence)
    assert clause.modality.value == modality
    assert {label.value for label in clause.who} == who
    assert (clause.act.value if clause.act else None) == act


@pytest.mark.parametrize(
    "sentence",
    [
        "The purpose of this guide is not to stop people enjoying the internet.",
        "This is not to say that blogs are bad.",
        "Only a few families were affected last year.",
    ],
)
def test_what_only_sounds_like_a_rule_is_none(sentence: str) -> None:
    assert all(clause.modality.value == "statement" for clause in read(sentence))


def test_the_words_fix_whose_phone_and_how_long() -> None:
    (phone,) = read("No member of staff is to use their own phone to photograph children.")
    (logs,) = read("Monitoring logs are deleted after 90 days.")
    assert phone.facts == (("device", "own"),)
    assert logs.facts == (("days", "90"),)


def test_nobody_in_a_list_of_people_is_dropped() -> None:
    (clause,) = read("Any breach by staff, governors, pupils or parents will be dealt with under our other policies.")
    assert {label.value for label in clause.who} == {"staff", "governor", "pupil", "parent"}


def test_acceptable_is_not_accepting() -> None:
    (clause,) = read("2. Staff\n\nIt is not acceptable to contact children using private accounts.")
    assert clause.act is not None
    assert (clause.act.value, clause.facts) == ("contact.pupil", (("account", "personal"),))


def test_a_line_that_says_whom_the_rules_are_for_outranks_the_audience() -> None:
    text = """Code of conduct

For everyone (Staff, pupils, parents and visitors) at our school

The following are not acceptable:

- Posting passwords.
- Sharing private messages.
"""
    assert [{label.value for label in clause.who} for clause in read(text)] == [EVERYONE, EVERYONE]

"""The policy engine, told as small policies and the questions people ask of them."""

from __future__ import annotations

from datetime import date

import pytest

from policy.make import clauses
from schoolgate.policy.engine import Ruling, judge
from schoolgate.policy.explain import because, whom_to_ask
from schoolgate.policy.vocabulary import VocabularyError

TODAY = date(2026, 11, 21)


def ask(policy: tuple, act: str, **facts: str) -> Ruling:
    return judge(policy, act, facts, TODAY)


def cited(ruling: Ruling) -> list[str]:
    return [clause.id for clause in ruling.clauses]


PRIVATE_BAN = "A-1, staff, must_not, {act: contact.pupil, when: {account: personal}}"
OFFICIAL_NEEDS = "A-2, staff, may, {act: contact.pupil, when: {account: official}, approval: [school]}"


def test_a_ban_forbids_and_is_cited():
    ruling = ask(clauses(PRIVATE_BAN), "contact.pupil", by="staff", account="personal")
    assert (ruling.verdict, cited(ruling)) == ("forbidden", ["A-1"])


def test_where_no_clause_speaks_the_policy_is_silent():
    ruling = ask(clauses(PRIVATE_BAN), "befriend.parent", by="staff")
    assert (ruling.verdict, ruling.clauses) == ("silent", ())


def test_an_unknown_fact_makes_the_answer_depend_on_it():
    ruling = ask(clauses(PRIVATE_BAN, OFFICIAL_NEEDS), "contact.pupil", by="staff")
    assert ruling.verdict == "depends"
    assert ruling.unknown == (("account", ("personal", "official")),)
    assert cited(ruling) == ["A-1", "A-2"]
    assert because(ruling) == "It depends: which account would be used?"


def test_a_permission_names_whom_to_ask_and_is_allowed_once_they_agree():
    policy = clauses(PRIVATE_BAN, OFFICIAL_NEEDS)
    first = ask(policy, "contact.pupil", by="staff", account="official")
    assert (first.verdict, first.approvers, first.afterwards) == ("needs", ("school",), "allowed")
    assert ask(policy, "contact.pupil", by="staff", account="official", approved_by="head").verdict == "allowed"


def test_approval_by_somebody_else_does_not_count():
    policy = clauses("A-1, staff, must_not, {act: open.official_account, approval: [head]}")
    assert ask(policy, "open.official_account", by="staff", approved_by="governor").verdict == "needs"
    assert ask(policy, "open.official_account", by="staff", approved_by="governor,head").verdict == "allowed"


def test_two_permissions_are_both_needed():
    policy = clauses(
        "A-1, staff, must_not, {act: publish.official_post, approval: [head]}",
        "A-2, staff, must, {act: publish.official_post, when: {pupils_pictured: yes}, consent: [parents]}",
    )
    pictured = ask(policy, "publish.official_post", by="staff", pupils_pictured="yes")
    assert (pictured.verdict, pictured.approvers, pictured.consents) == ("needs", ("head",), ("parents",))
    assert ask(policy, "publish.official_post", by="staff", pupils_pictured="yes", consent="yes").consents == ()
    unsure = ask(policy, "publish.official_post", by="staff")
    assert unsure.verdict == "needs"
    assert [fact for fact, _ in unsure.unknown] == ["pupils_pictured"]


def test_an_exception_is_part_of_the_answer():
    policy = clauses("A-1, staff, must_not, {act: befriend.pupil, unless: {relative: yes}}")
    assert ask(policy, "befriend.pupil", by="staff", relative="no").verdict == "forbidden"
    assert ask(policy, "befriend.pupil", by="staff", relative="yes").verdict == "silent"
    assert ask(policy, "befriend.pupil", by="staff").verdict == "depends"


def test_an_exception_of_two_facts_needs_both():
    policy = clauses("A-1, staff, must_not, {act: befriend.pupil, unless: {pupil: former, age: adult}}")
    assert ask(policy, "befriend.pupil", by="staff", pupil="former", age="adult").verdict == "silent"
    assert ask(policy, "befriend.pupil", by="staff", pupil="current").verdict == "forbidden"
    asked = ask(policy, "befriend.pupil", by="staff")
    assert asked.verdict == "depends"
    assert {fact for fact, _ in asked.unknown} == {"pupil", "age"}


def test_the_question_that_settles_most_comes_first():
    policy = clauses(
        "A-1, staff, must_not, {act: befriend.pupil, when: {pupil: current}}",
        "A-2, staff, must_not, {act: befriend.pupil, when: {pupil: former, age: under_18}}",
    )
    assert [fact for fact, _ in ask(policy, "befriend.pupil", by="staff").unknown] == ["pupil", "age"]


def test_the_stricter_clause_wins_and_the_other_is_outweighed():
    policy = clauses("A-1, staff, should_not, {act: befriend.pupil}", "A-2, staff, must_not, {act: befriend.pupil}")
    ruling = ask(policy, "befriend.pupil", by="staff")
    assert (ruling.verdict, cited(ruling), [c.id for c in ruling.outweighed]) == ("forbidden", ["A-2"], ["A-1"])
    assert not ruling.contradicts


def test_a_policy_that_contradicts_itself_gets_the_stricter_reading_and_both_clauses():
    policy = clauses("A-1, pupil, may, {act: use.social_media}", "A-2, pupil, should_not, {act: use.social_media}")
    ruling = ask(policy, "use.social_media", by="pupil")
    assert (ruling.verdict, ruling.contradicts, cited(ruling)) == ("discouraged", True, ["A-1", "A-2"])
    assert "contradicts itself" in because(ruling)


def test_a_clause_that_narrows_another_does_not_contradict_it():
    policy = clauses(
        "A-1, school, may, {act: monitor.use}",
        "A-2, school, should, {act: monitor.use, effect: discourage, when: {notice: none}, limits: [A-1]}",
    )
    ruling = ask(policy, "monitor.use", by="school", notice="none")
    assert (ruling.verdict, ruling.contradicts, cited(ruling)) == ("discouraged", False, ["A-2"])


def test_naming_staff_binds_the_head_but_not_a_governor():
    policy = clauses("A-1, staff, must_not, {act: befriend.pupil}")
    assert ask(policy, "befriend.pupil", by="head").verdict == "forbidden"
    assert ask(policy, "befriend.pupil", by="governor").verdict == "silent"


def test_everyone_leaves_out_leavers_and_the_school_itself():
    policy = clauses("A-1, everyone, must_not, {act: criticise.school}")
    assert ask(policy, "criticise.school", by="parent").verdict == "forbidden"
    assert ask(policy, "criticise.school", by="leaver").verdict == "silent"
    assert ask(policy, "criticise.school", by="school").verdict == "silent"


def test_a_number_is_asked_about_on_both_sides_of_its_bound():
    policy = clauses(
        "A-1, school, may, {act: keep.monitoring_data, when: {days: {at_most: 366}}}",
        "A-2, school, must_not, {act: keep.monitoring_data, when: {days: {more_than: 366}}}",
    )
    assert ask(policy, "keep.monitoring_data", by="school", days="365").verdict == "allowed"
    assert ask(policy, "keep.monitoring_data", by="school", days="800").verdict == "forbidden"
    assert ask(policy, "keep.monitoring_data", by="school").unknown == (("days", ("366", "367")),)


def test_telling_somebody_is_part_of_the_answer_and_decides_nothing():
    policy = clauses(
        "A-1, staff, must_not, {act: befriend.pupil}",
        "A-2, staff, must, {act: befriend.pupil, tell: head, unless: {relative: yes}}",
    )
    ruling = ask(policy, "befriend.pupil", by="staff")
    assert [(t.to, t.certain) for t in ruling.tell] == [("head", False)]
    assert ruling.verdict == "forbidden"
    assert ask(policy, "befriend.pupil", by="staff", relative="yes").tell == ()


def test_a_clause_speaks_only_while_it_is_in_force():
    policy = clauses("A-1, staff, must_not, {act: befriend.pupil}")
    later = tuple(type(c)(**{f: getattr(c, f) for f in c.__slots__} | {"starts": date(2027, 1, 1)}) for c in policy)
    assert ask(later, "befriend.pupil", by="staff").verdict == "silent"
    assert judge(later, "befriend.pupil", {"by": "staff"}, date(2027, 1, 1)).verdict == "forbidden"


@pytest.mark.parametrize(
    ("act", "facts", "says"),
    [
        ("befriend.pupils", {}, "befriend.pupil"),
        ("befriend.pupil", {"pupils": "current"}, "pupil"),
        ("befriend.pupil", {"pupil": "curent"}, "current"),
        ("befriend.pupil", {"by": "teacher"}, "staff"),
        ("keep.monitoring_data", {"days": "many"}, "whole number"),
    ],
)
def test_a_word_that_is_not_known_names_the_nearest_that_is(act: str, facts: dict[str, str], says: str):
    with pytest.raises(VocabularyError, match=says):
        judge((), act, facts, TODAY)


def test_a_clash_between_clauses_that_do_not_decide_is_not_the_answer():
    policy = clauses(
        "A-1, pupil, may, {act: use.social_media}",
        "A-2, pupil, should_not, {act: use.social_media}",
        "A-3, pupil, must_not, {act: use.social_media, when: {supervised: no}, limits: [A-1]}",
    )
    ruling = ask(policy, "use.social_media", by="pupil", supervised="no")
    assert (cited(ruling), ruling.contradicts) == (["A-3"], False)


def test_clauses_are_cited_in_the_order_people_count():
    policy = clauses("A-104, staff, must_not, {act: befriend.pupil}", "A-98, staff, must_not, {act: befriend.pupil}")
    assert cited(ask(policy, "befriend.pupil", by="staff")) == ["A-98", "A-104"]


def test_a_clause_may_have_any_number_at_all():
    policy = clauses("A-1², staff, must_not, {act: befriend.pupil}", "²-2, staff, must_not, {act: befriend.pupil}")
    assert cited(ask(policy, "befriend.pupil", by="staff")) == ["A-1²", "²-2"]


def test_a_clause_with_a_very_long_number_is_cited_like_any_other():
    policy = clauses(
        f"A-{'1' * 5000}, staff, must_not, {{act: befriend.pupil}}", "A-2, staff, must_not, {act: befriend.pupil}"
    )
    assert cited(ask(policy, "befriend.pupil", by="staff"))[0] == "A-2"


def test_a_head_who_needs_the_head_is_sent_to_the_chair_of_governors():
    policy = clauses("A-1, staff, must_not, {act: open.official_account, approval: [head]}")
    assert whom_to_ask(ask(policy, "open.official_account", by="head")) == ["the chair of governors"]
    either = clauses("A-1, staff, must_not, {act: open.official_account, approval: [head, dsl]}")
    assert whom_to_ask(ask(either, "open.official_account", by="head")) == ["the designated safeguarding lead"]

"""What must hold of every ruling, whatever the policy: tried on policies made at random."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.policy.clause import EFFECTS, Clause, Condition, Rule
from schoolgate.policy.engine import STRENGTH, Ruling, judge
from schoolgate.policy.vocabulary import PERMISSIONS, act_named, acts, approvers, bound_by, load_yaml, topics

TODAY = date(2026, 11, 21)
PUBLIC = load_yaml((Path(__file__).parent / "public_acts.yaml").read_bytes())
ADDED = {
    "contact.staff",
    "bully.person",
    "post.harmful",
    "share.private_conversation",
    "meet.stranger",
    "accept.stranger",
    "send.own_picture",
    "make.false_image",
    "join.group_chat",
}
ACTS = st.sampled_from(
    ["contact.pupil", "befriend.pupil", "post.pupil_image", "open.official_account", "befriend.parent"]
)


@st.composite
def conditions(draw: st.DrawFn, act: str) -> tuple[Condition, ...]:
    names = [n for n in act_named(act).facts if n != "by" and n not in PERMISSIONS]
    chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=2)) if names else []
    return tuple(
        Condition(n, frozenset(draw(st.sets(st.sampled_from(act_named(act).facts[n].values), min_size=1, max_size=1))))
        for n in chosen
    )


@st.composite
def rules(draw: st.DrawFn, act: str) -> Rule:
    effect = draw(st.sampled_from(["forbid", "need", "discourage", "allow", "tell"]))
    facts = act_named(act).facts
    approval = tuple(draw(st.lists(st.sampled_from(list(approvers())), min_size=1, max_size=2, unique=True)))
    if effect == "need" and not ({"approved_by", "consent"} & facts.keys()):
        effect = "allow"
    asks_approval = effect == "need" and "approved_by" in facts
    asks_consent = effect == "need" and "consent" in facts and (not asks_approval or draw(st.booleans()))
    return Rule(
        act=act,
        effect=effect,
        by=bound_by(draw(st.sampled_from(["staff", "governor", "parent", "everyone"]))),
        when=draw(conditions(act)),
        unless=draw(conditions(act)),
        approval=approval if asks_approval else (),
        consent=("parents",) if asks_consent else (),
        tell="head" if effect == "tell" else "",
    )


@st.composite
def policies(draw: st.DrawFn, act: str) -> tuple[Clause, ...]:
    modality = {effect: modality for modality, effect in EFFECTS.items()} | {"need": "may", "tell": "must"}
    made = draw(st.lists(rules(act), max_size=6))
    return tuple(
        Clause(f"R-{i}", "s", ("staff",), modality[r.effect], f"S{i}.", rules=(r,)) for i, r in enumerate(made)
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, tuple[Clause, ...], dict[str, str]]:
    act = draw(ACTS)
    facts = {}
    for name, fact in act_named(act).facts.items():
        value = draw(st.sampled_from([None, *fact.values]))
        if value is not None:
            facts[name] = value
    return act, draw(policies(act)), facts


def answer(ruling: Ruling) -> tuple[object, ...]:
    return (
        ruling.verdict,
        frozenset(ruling.alternatives),
        frozenset(ruling.consents),
        tuple(clause.id for clause in ruling.clauses),
        ruling.unknown,
        ruling.contradicts,
    )


@given(cases(), st.data())
def test_more_facts_never_make_an_answer_less_certain(case, data):
    """Nothing left to ask stays nothing left to ask, and a verdict that was certain stays, whatever fact is added."""
    act, policy, facts = case
    before = judge(policy, act, facts, TODAY)
    unasked = [name for name in act_named(act).facts if name not in facts]
    if not unasked:
        return
    name = data.draw(st.sampled_from(unasked))
    value = data.draw(st.sampled_from(act_named(act).facts[name].values))
    after = judge(policy, act, {**facts, name: value}, TODAY)
    assert {n for n, _ in after.unknown} <= {n for n, _ in before.unknown} or name in PERMISSIONS
    if not before.unknown:
        assert not after.unknown
    if before.verdict != "depends" and name not in PERMISSIONS:
        assert after.verdict == before.verdict


@given(cases(), st.data())
def test_an_answer_that_depends_really_has_two_ends(case, data):
    act, policy, facts = case
    ruling = judge(policy, act, facts, TODAY)
    assert (ruling.verdict != "depends") or len(ruling.unknown) > 0
    if ruling.verdict == "depends":
        asked, reached = dict(facts), ruling
        while reached.verdict == "depends":
            name, values = reached.unknown[0]
            asked[name] = data.draw(st.sampled_from(values))
            reached = judge(policy, act, asked, TODAY)
        assert reached.verdict in STRENGTH


@given(cases())
def test_adding_a_prohibition_never_loosens_a_verdict(case):
    act, policy, facts = case
    ban = Clause("Z-1", "s", ("everyone",), "must_not", "Never.", rules=(Rule(act, "forbid", bound_by("everyone")),))
    before, after = judge(policy, act, facts, TODAY), judge((*policy, ban), act, facts, TODAY)
    if before.verdict != "depends" and after.verdict != "depends":
        assert STRENGTH[after.verdict] >= STRENGTH[before.verdict]
    if facts.get("by") in bound_by("everyone"):
        assert after.verdict == "forbidden"


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_clauses_never_matters(case, random):
    act, policy, facts = case
    shuffled = list(policy)
    random.shuffle(shuffled)
    assert answer(judge(policy, act, facts, TODAY)) == answer(judge(shuffled, act, facts, TODAY))


@given(cases())
def test_an_approval_never_makes_an_answer_stricter(case):
    act, policy, facts = case
    if "approved_by" not in act_named(act).facts or "approved_by" in facts:
        return
    before = judge(policy, act, facts, TODAY)
    after = judge(policy, act, {**facts, "approved_by": "head,dsl,slt,manager,governor"}, TODAY)
    if "depends" not in (before.verdict, after.verdict):
        assert STRENGTH[after.verdict] <= STRENGTH[before.verdict]


@pytest.mark.parametrize("name", PUBLIC)
def test_an_act_that_others_rely_on_keeps_its_name_and_exactly_its_facts(name: str):
    found = {fact: one.values for fact, one in acts()[name].facts.items() if fact != "by"}
    assert list(found) == list(PUBLIC[name])
    assert all(values == "any" or found[fact] == tuple(values) for fact, values in PUBLIC[name].items())


def test_the_catalogue_is_whole():
    assert set(acts()) == PUBLIC.keys() | ADDED
    assert sorted(name for names in topics().values() for name in names) == sorted(acts())
    for act in acts().values():
        assert all(fact.asks.endswith("?") for fact in act.facts.values())
        assert not act.says.endswith(".")

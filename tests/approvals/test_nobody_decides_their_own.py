"""For every act that a policy lets somebody approve, in every role that could: neither asker nor anybody it names.

And for every kind of request there is: not as whoever is left when everybody else is away, either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cache
from itertools import groupby, product
from typing import NamedTuple

import pytest
from django.utils import timezone

from factories import SchoolFactory, somebody
from schoolgate.approvals.actions import asking, deciding
from schoolgate.approvals.deciders import may_decide, may_revoke, may_see, to_ask
from schoolgate.approvals.kinds import kinds, need
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.change import Refused
from schoolgate.community.models import Absence, Person, RoleHolding, School
from schoolgate.community.powers import holds
from schoolgate.community.roles import GRANTED_BY, Role
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.engine import Rulebook, judge, values_to_try
from schoolgate.policy.pack import PACKS, load
from schoolgate.policy.speaking import may_speak_as
from schoolgate.policy.vocabulary import PERMISSIONS, act_named, roles
from schoolgate.publishing.channels.models import Channel
from schoolgate.publishing.moderation.models import Comment
from schoolgate.publishing.posts.models import Delivery, Post, PostVersion

TODAY = timezone.localdate()
CAN_DECIDE = ("head", "dsl", "deputy_dsl", "slt", "chair", "governor", "staff", "technician")
State = ApprovalRequest.State
pytestmark = pytest.mark.django_db


class Case(NamedTuple):
    """An act and facts under which a policy says: ask these first."""

    pack: str
    act: str
    facts: dict[str, str]


def cases() -> Iterator[Case]:
    """Every act that any of the six policies lets somebody approve, once for each set of people to ask."""
    for pack in PACKS:
        book = Rulebook(load(pack).clauses)
        for act, bound in book.by_act.items():
            if not any(one.rule.approval for one in bound):
                continue
            rules = [one.rule for one in bound]
            names = [n for n in act_named(act).facts if n != "by" and n not in PERMISSIONS]
            seen = set()
            for by in roles():
                found = _first(book, pack, act, by, names, [values_to_try(act, n, rules) for n in names])
                if found and (asked := judge(book, act, found.facts, TODAY).alternatives) not in seen:
                    seen.add(asked)
                    yield found


def _first(book, pack, act, by, names, values) -> Case | None:
    for filled in product(*values):
        facts = {"by": by, **dict(zip(names, filled, strict=True))}
        ruling = judge(book, act, facts, TODAY)
        if ruling.verdict == "needs" and ruling.alternatives and not ruling.unknown:
            return Case(pack, act, facts)
    return None


CASES = list(cases())


def test_the_cases_are_all_there():
    assert {case.pack for case in CASES} == {"days-lane", "glenwood", "helsby-hillside", "model", "roman-road"}
    assert len({(case.pack, case.act) for case in CASES}) >= 25


def _one(role: str, school: School) -> Person:
    return somebody(role, school=school, account=None)


def _school(pack: str) -> School:
    """A school with this policy and everybody who could decide, all of whom have one line manager."""
    school = SchoolFactory()
    people = {role: _one(role, school) for role in CAN_DECIDE}
    manager = _one("staff", school)
    Person.unscoped.filter(school=school).exclude(pk=manager.pk).update(manager=manager)
    sent = adopting.send(people["head"], drafting.start_from(people["head"], pack))
    adopting.adopt(people["chair"], sent, date(2020, 9, 1))
    return school


def speakers(school, by: str) -> Iterator[Person]:
    """Somebody in each role that could approve, and who is also what the act is asked as."""
    also = {"school": "head"}.get(by, by)
    for role in CAN_DECIDE:
        person = somebody(*{role, also}, school=school, account=None)
        if may_speak_as(person, by):
            yield person


def refused_everything(person: Person, request: ApprovalRequest) -> None:
    """In no state is it theirs to decide or to take back, and every action refuses them."""
    for state in State.values:
        request.state = state
        assert not may_decide(person, request)
        assert not may_revoke(person, request)
    for act in (
        lambda: deciding.approve(person, request, "Yes", valid_until=TODAY),
        lambda: deciding.refuse(person, request, "No"),
        lambda: deciding.ask_back(person, request, "Why?"),
    ):
        with pytest.raises(Refused):
            act()
    rows = ApprovalRequest.unscoped.filter(pk=request.pk)
    rows.update(state=State.APPROVED)
    with pytest.raises(Refused):
        deciding.revoke(person, request, "No more")
    rows.update(state=State.OPEN)
    request.refresh_from_db()
    assert not request.decisions.exists()


@pytest.mark.parametrize("pack", sorted({case.pack for case in CASES}))
def test_no_asker_and_nobody_named_decides(pack: str):
    school = _school(pack)
    named = [_one(role, school) for role in CAN_DECIDE]
    askers = cache(lambda by: list(speakers(school, by)))
    for case in (case for case in CASES if case.pack == pack):
        for asker in askers(case.facts["by"]):
            request = asking.ask_for_act(asker, case.act, case.facts, "Please", named)
            waits_for = set(request.asked.all())
            assert waits_for
            assert not waits_for & {asker, *named}
            refused_everything(asker, request)
        for person in named:
            refused_everything(person, request)
            # The head and the chair see it, so that nobody goes past them without their knowing.
            assert may_see(person, request) == holds(person, "approval.oversee")
        # And it is not that nobody could: somebody it waits for does decide it.
        assert deciding.refuse(waits_for.pop(), request, "No").state == State.REFUSED


@pytest.mark.parametrize("role", [role for role in Role.values if role != Role.LEAVER])
def test_nobody_gives_themselves_a_role_or_decides_on_their_own(role: str):
    school = _school("model")
    facts = {"role": role, "from_date": "", "to_date": "", "acting": ""}
    for other in sorted(GRANTED_BY[role]):
        asker, named = somebody(other, "staff", school=school, account=None), _one(other, school)
        for request in (_role(asker, asker, facts), _role(asker, named, facts)):
            if request is None:
                continue
            refused_everything(asker, request)
            if request.facts["person"] == named.pk:
                refused_everything(named, request)
            assert not {asker.pk, request.facts["person"]} & set(request.asked.values_list("pk", flat=True))


def _role(asker: Person, person: Person, facts: dict[str, str]) -> ApprovalRequest | None:
    """None for a role that they have already."""
    with suppress(Refused):
        return asking.ask_for_role(asker, person, facts, "Please")
    assert facts["role"] in person.held()
    return None


class Tried(NamedTuple):
    """A request that is somebody's own, asked while everybody is there, and in which way it is."""

    way: str
    whose: Person
    request: ApprovalRequest


OWN, NAMING_ONESELF, THROUGH_ANOTHER = "asked by them", "asked by them, and names them", "asked for them by another"
WAYS = (OWN, NAMING_ONESELF, THROUGH_ANOTHER)


def acts_of_ones_own() -> Iterator[Tried]:
    """One act for each group that a policy asks; for somebody in each role that could decide or stand in."""
    asked = {group: case for case in CASES for group in _groups(case)}
    for pack, of_pack in groupby(sorted(asked.values(), key=lambda case: case.pack), key=lambda case: case.pack):
        school = _school(pack)
        for case, way in product(of_pack, WAYS):
            for person in speakers(school, case.facts["by"]):
                asker = somebody(*person.held(), school=school, account=None) if way == THROUGH_ANOTHER else person
                about = [] if way == OWN else [person]
                yield Tried(way, person, asking.ask_for_act(asker, case.act, case.facts, "Please", about))


def _groups(case: Case) -> tuple[tuple[str, ...], ...]:
    return judge(Rulebook(load(case.pack).clauses), case.act, case.facts, TODAY).alternatives


def roles_of_ones_own() -> Iterator[Tried]:
    """A role for each set of those who give it; for somebody in each role that could give one or stand in."""
    school = _school("model")
    roles_to_give = {givers: role for role, givers in reversed(GRANTED_BY.items())}.values()
    for wanted, held, way in product(roles_to_give, CAN_DECIDE, WAYS):
        person = _one(held, school)
        facts = {"role": wanted, "from_date": "", "to_date": "", "acting": "", "person": person.pk}
        request = ApprovalRequest(kind="role", facts=facts, words="Please")
        if wanted in person.held():
            continue
        if way == THROUGH_ANOTHER:
            request = asking.ask_for_role(_one("staff", school), person, facts, "Please")
        else:
            asking.make(person, request, [] if way == OWN else [person])
        yield Tried(way, person, request)


def in_each_way(school: School, ask: Callable[[Person], ApprovalRequest]) -> Iterator[Tried]:
    """What `ask` makes ready for whoever asks, for somebody in each role that could decide."""
    for held, way in product(CAN_DECIDE, WAYS):
        person = _one(held, school)
        asker = _one("staff", school) if way == THROUGH_ANOTHER else person
        request = asking.make(asker, ask(asker), [] if way == OWN else [person])
        Post.unscoped.filter(state=Post.State.DRAFT).update(state=Post.State.ASKED)
        yield Tried(way, person, request)


def _channel(school: School, owner: Person) -> Channel:
    about = {"network": "instagram", "handle": f"handle{owner.pk}", "email": "office@school.example"}
    return Channel.objects.create(school=school, owner=owner, second=_one("staff", school), **about)


def _version(school: School, by: Person, **about: str) -> PostVersion:
    post = Post.objects.create(school=school, by=by, reference=f"P-{by.pk}", **about)
    version = PostVersion(post=post, number=1, by=by, sha256="0" * 64)
    version.keep(title="Apple trees", text="We planted them.")
    version.save()
    return version


def accounts_of_ones_own() -> Iterator[Tried]:
    school = _school("model")

    def ask(asker: Person) -> ApprovalRequest:
        channel = _channel(school, asker)
        facts = {"channel": channel.pk, "network": channel.network, "handle": channel.handle, "by": "staff"}
        return ApprovalRequest(kind="account", facts=facts, words="Please")

    yield from in_each_way(school, ask)


def posts_of_ones_own() -> Iterator[Tried]:
    school = _school("days-lane")

    def ask(asker: Person) -> ApprovalRequest:
        facts = {"version": _version(school, asker).pk, "by": "staff", "pupils_pictured": "no"}
        return ApprovalRequest(kind="post", facts=facts, words="Please")

    yield from in_each_way(school, ask)


def comments_of_ones_own() -> Iterator[Tried]:
    school = _school("days-lane")

    def ask(asker: Person) -> ApprovalRequest:
        version, channel = _version(school, asker, state=Post.State.OUT), _channel(school, asker)
        about = {"channel": channel, "state": "out", "key": f"k{asker.pk}"}
        sent = Delivery.objects.create(post=version.post, version=version, **about)
        comment = Comment(channel=channel, delivery=sent, network_id="1", at=timezone.now())
        comment.keep(author="Robin Ash", text="Buy my trees.")
        comment.save()
        facts = {"comment": comment.pk, "what": "hide", "ground": "spam"}
        return ApprovalRequest(kind="comment", facts=facts, words="Please")

    yield from in_each_way(school, ask)


OF_ONES_OWN: Mapping[str, Callable[[], Iterator[Tried]]] = {
    "account": accounts_of_ones_own,
    "act": acts_of_ones_own,
    "comment": comments_of_ones_own,
    "post": posts_of_ones_own,
    "role": roles_of_ones_own,
}
"""How each kind of request is tried. A new kind has to say."""


@pytest.mark.parametrize("kind", sorted({*kinds(), *OF_ONES_OWN}))
def test_nobody_decides_their_own_though_nobody_else_is_left(kind: str):
    tried: set[tuple[str, str]] = set()
    for way, whose, request in OF_ONES_OWN[kind]():
        assert request.kind == kind
        tried.update((way, role) for role in whose.held())
        rest = Person.unscoped.filter(school=whose.school, holdings__isnull=False).exclude(pk=whose.pk).distinct()
        Absence.unscoped.bulk_create(Absence(person=person, first_day=TODAY, last_day=TODAY) for person in rest)
        assert whose not in to_ask(request, need(request, TODAY))
        assert not may_decide(whose, request)
        with pytest.raises(Refused):
            deciding.approve(whose, request, "Yes", valid_until=TODAY)
        Absence.unscoped.all().delete()
        RoleHolding.unscoped.filter(person__in=[whose, request.asker]).delete()
    assert tried >= set(product(WAYS, CAN_DECIDE))

"""A school of a thousand people asks no more of the database than one of a hundred, whatever page is opened."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from duties.agreeing import adopt
from factories import FamilyLinkFactory, GroupFactory, MembershipFactory, a_text, pupil, somebody
from schoolgate.community.models import FamilyLink, Group, Membership, Person, RoleHolding, School
from schoolgate.duties.actions import digests
from schoolgate.duties.actions.climbing import climb
from schoolgate.duties.models import Duty
from schoolgate.duties.settling import settle

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FEW, MANY = 100, 1_000
OWN = ("/", "/duties/my-people/", "/record/")
PAGES = {
    "teacher": OWN,
    "parent": OWN,
    "head": (
        "/",
        "/duties/",
        "/duties/?audience=ks2",
        "/duties/counts.csv",
        "/duties/late/",
        "/duties/my-people/",
        "/duties/of/agreement/staff/staff/",
        "/duties/of/agreement/ks2/ks2/?show=all",
        "/duties/of/agreement/ks2/ks2/names.csv",
        "/record/",
        "/calendar/",
    ),
}


@pytest.fixture
def head(school: School) -> Person:
    """Of a school with a policy, whose staff and pupils sign an agreement; the parents for their children."""
    head = somebody("head", school=school)
    adopt(head, "model", agreement__signed_by_parent=["ks2"])
    a_text(school, by=head)
    a_text(school, "ks2", by=head)
    return head


@pytest.fixture
def teacher(school: School) -> Person:
    return MembershipFactory(
        group=GroupFactory(school=school), person=somebody("staff", school=school), leads=True
    ).person


@pytest.fixture
def parent(school: School) -> Person:
    parent = somebody("parent", school=school)
    for _ in range(3):
        FamilyLinkFactory(adult=parent, child=pupil(school))
    return parent


def grow(head: Person, size: int) -> None:
    """Make it a school of so many: of ten, one member of staff whom the head manages, six pupils, three parents.

    Everybody is late with what they owe.
    """
    school, group = head.school, Group.objects.of(head.school).get()
    places = range(Person.objects.of(school).count(), size)
    people = Person.unscoped.bulk_create(
        Person(
            school=school,
            name=f"Somebody Example {n}",
            address=f"n{n}@school.example" if n % 10 in (0, 7, 8, 9) else "",
            year="3" if 1 <= n % 10 <= 6 else "",
            manager=head if n % 10 == 0 else None,
        )
        for n in places
    )
    by_tens = [(n % 10, person) for n, person in zip(places, people, strict=True)]
    roles = {0: "staff", 7: "parent", 8: "parent", 9: "parent"}
    RoleHolding.unscoped.bulk_create(
        RoleHolding(person=one, role=roles.get(n, "pupil"), from_date=TODAY - timedelta(days=400)) for n, one in by_tens
    )
    pupils = [one for n, one in by_tens if 1 <= n <= 6]
    parents = [one for n, one in by_tens if n >= 7]
    Membership.unscoped.bulk_create(Membership(group=group, person=one) for one in pupils)
    FamilyLink.unscoped.bulk_create(
        FamilyLink(child=one, adult=parents[n % len(parents)], kind="parent") for n, one in enumerate(pupils)
    )
    settle(school)
    Duty.objects.of(school).update(due=TODAY - timedelta(days=30), climbed_to=0, climbed_at=None)


def asked_by(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        b"".join(answer)
    return len(queries)


def test_no_page_asks_more_for_more_people(head, teacher, parent, sign_in):
    pages = [
        (name, sign_in(who), path)
        for name, who in (("head", head), ("teacher", teacher), ("parent", parent))
        for path in PAGES[name]
    ]
    asked = []
    for size in (FEW, MANY):
        grow(head, size)
        asked.append({f"{name} {path}": asked_by(client, path) for name, client, path in pages})
    few, many = asked
    assert many == few


def test_finding_whom_to_write_to_and_whom_to_tell_asks_no_more_either(head, school):
    """Of each child whose parents sign for them, whether they do is asked once for all."""
    day = TODAY + timedelta(days=(7 - TODAY.weekday()) % 7)
    monday = timezone.make_aware(datetime.combine(day, time(10)))
    asked = []
    MembershipFactory(group=GroupFactory(school=school), person=somebody("staff", school=school), leads=True)
    for size in (FEW, MANY):
        grow(head, size)
        assert digests._wanted(school, monday.date())
        with CaptureQueriesContext(connection) as reading:
            digests._wanted(school, monday.date())
        with CaptureQueriesContext(connection) as telling:
            climb(school, monday)
        asked.append((len(reading), len(telling)))
    few, many = asked
    assert many == few

"""Tasks, links between cases, and two cases that are about the same."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cases import a_case, a_whole_case, joins, named
from factories import somebody
from schoolgate.casework.cases.access import may_open, who_may_open
from schoolgate.casework.cases.actions.linking import link
from schoolgate.casework.cases.actions.merging import join
from schoolgate.casework.cases.actions.tasks import finish, give_task
from schoolgate.casework.cases.models import Case, Challenge, Entry, Link, Member, Party, Task
from schoolgate.casework.cases.signals import case_joined
from schoolgate.community.change import Refused
from schoolgate.record.models import LedgerEntry
from typed import fill, form_on, send, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def dsl():
    return somebody("dsl")


@pytest.fixture
def teacher(dsl):
    return somebody("staff", school=dsl.school)


def test_a_task_stands_on_the_home_page_until_it_is_done_and_how(dsl, teacher, sign_in):
    case = a_case(dsl, teacher)
    day = timezone.localdate() + timedelta(days=2)
    due = {"due_0": day.day, "due_1": day.month, "due_2": day.year}
    fill(sign_in(dsl), f"/cases/{case.reference}/tasks/add/", what="Ring her mother", to=str(teacher.pk), **due)
    client = sign_in(teacher)
    assert "Do what you were asked to do for a case" in words(client.get("/"))
    task = Task.objects.of(dsl.school).get()
    assert "mother" not in task.sealed

    page = fill(client, f"/cases/{case.reference}/tasks/{task.key}/done/", words="She will come on Friday.")

    assert "She will come on Friday." in words(page)
    assert "Do what you were asked to do for a case" not in words(client.get("/"))
    assert Entry.objects.of(dsl.school).filter(kind="task_done").count() == 1


def test_only_somebody_who_may_open_the_case_is_given_a_task(dsl, teacher):
    case = a_case(dsl)

    with pytest.raises(Refused, match="may not open this case"):
        give_task(dsl, case, "Help", teacher, timezone.localdate())


def test_a_task_of_somebody_who_is_named_since_is_handed_over(dsl, teacher, sign_in):
    case = a_case(dsl, teacher)
    task = give_task(dsl, case, "Ring her mother", teacher, timezone.localdate())
    named(case, teacher)
    client = sign_in(dsl)
    assert "who cannot open the case any more" in words(client.get(f"/cases/{case.reference}/tasks/"))

    fill(client, f"/cases/{case.reference}/tasks/{task.key}/hand-over/", to=str(dsl.pk))
    finish(dsl, case, task.pk, "Done.")

    task.refresh_from_db()
    assert task.person == dsl
    assert task.done_at


def test_nobody_says_that_another_person_s_task_is_done(dsl, teacher):
    case = a_case(dsl, teacher)
    task = give_task(dsl, case, "Ring her mother", teacher, timezone.localdate())

    with pytest.raises(Refused, match="Only the one whose task it is"):
        finish(dsl, case, task.pk, "Done.")


def test_two_cases_are_linked_and_whoever_may_not_open_the_other_sees_no_trace(dsl, teacher, sign_in):
    case, other = a_case(dsl, teacher), a_case(dsl)

    page = fill(sign_in(dsl), f"/cases/{case.reference}/links/add/", reference=other.reference, why="One evening.")

    assert other.reference in words(page)
    client = sign_in(teacher)
    for part in ("", "links/", "chronology/", "chronology/print/"):
        said = client.get(f"/cases/{case.reference}/{part}").content.decode()
        assert other.reference not in said
        assert "One evening." not in said
    assert "A link with another case" not in words(client.get(f"/cases/{case.reference}/chronology/"))
    key = Link.objects.of(dsl.school).get().key
    assert client.get(f"/cases/{case.reference}/links/{key}/end/").status_code == 404
    fill(sign_in(dsl), f"/cases/{other.reference}/links/{key}/end/")
    assert not Link.objects.of(dsl.school).exists()


def test_a_case_that_one_may_not_open_cannot_be_linked_and_sounds_like_none(dsl, teacher):
    case, hidden = a_case(dsl, teacher), a_case(dsl)
    said = []
    for reference in (hidden.reference, "C-00000000"):
        with pytest.raises(Refused) as refused:
            link(teacher, case, reference, "To see.")
        said.append(str(refused.value))

    assert said[0] == said[1]


def test_earlier_cases_like_it_are_shown_among_those_that_one_may_open(dsl, teacher, sign_in):
    case, alike, hidden = a_case(dsl), a_case(dsl), a_case(teacher)
    other = a_case(dsl, kinds=["picture"])
    long_ago = a_case(dsl, at=timezone.now() - timedelta(days=400))
    for each in (case, other):
        named(each, teacher)

    page = words(sign_in(dsl).get(f"/cases/{case.reference}/links/"))

    assert "It is of the same kind." in page
    assert "It names somebody whom this case names." in page
    assert {alike.reference in page, other.reference in page} == {True}
    assert {hidden.reference in page, long_ago.reference in page} == {False}


def look_first(client, url, into):
    return fill(client, url, reference=into.reference, why="The same evening.")


def test_before_cases_are_joined_for_good_both_are_shown(dsl, teacher, sign_in):
    old, into, hidden = a_case(dsl), a_case(dsl), a_case(teacher)
    named(into, "Kit Stranger", kind=Party.Kind.OTHER)
    client, url = sign_in(dsl), f"/cases/{old.reference}/join/"
    page = look_first(client, url, into)
    assert f"Words in a group chat ({into.reference})" in words(page)
    assert "Kit Stranger" in words(page)
    assert "It cannot be undone" in words(page)
    assert LedgerEntry.objects.filter(verb="cases.listed").latest("number").details()["shown"] == [into.pk]
    old.refresh_from_db()
    assert old.state == Case.State.OPEN, "nothing is joined yet"
    for wrong in (hidden.reference, "C-NONE"):
        refused = fill(client, url, reference=wrong, why="The same.")
        assert (refused.status_code, "no case with this reference that you may open" in words(refused)) == (422, True)


def test_one_case_is_joined_to_another_and_goes_on_there(dsl, teacher, sign_in):
    old = a_case(dsl, kinds=["contact"], threshold="harm", officer_due=timezone.now(), no_pictures=True)
    into = a_case(dsl, teacher)
    named(old, teacher)
    task = give_task(dsl, old, "Ring her mother", dsl, timezone.localdate())
    heard = []

    def hear(**sent):
        heard.append((sent["old"], sent["into"]))

    case_joined.connect(hear)
    client, url = sign_in(dsl), f"/cases/{old.reference}/join/"
    page = send(client, url, form_on(look_first(client, url, into)))
    case_joined.disconnect(hear)

    old.refresh_from_db()
    into.refresh_from_db()
    task.refresh_from_db()
    assert heard == [(old, into)]
    assert (old.state, old.joined_to, task.case) == (Case.State.JOINED, into, into)
    assert (into.kinds, into.threshold, into.no_pictures) == (["bullying", "contact"], "harm", True)
    assert into.officer_due == old.officer_due
    assert not may_open(teacher, into), "whom the one names, the other names too"
    assert who_may_open(into) == [dsl]
    assert f"Go to {into.reference}" in words(page)
    with pytest.raises(Refused, match="goes on in another one"):
        give_task(dsl, old, "More", dsl, timezone.localdate())


def test_whoever_may_open_the_old_case_alone_is_not_told_where_it_goes_on(dsl, teacher, sign_in):
    old, into = a_case(dsl, teacher), a_case(dsl)

    join(dsl, old, into.reference, "The same.")

    client = sign_in(teacher)
    for part in ("", "chronology/"):
        assert into.reference not in client.get(f"/cases/{old.reference}/{part}").content.decode()


def test_a_case_is_not_joined_to_itself_or_to_one_that_is_closed(dsl):
    case, closed = a_case(dsl), a_case(dsl, state="closed")

    for other in (case, closed):
        with pytest.raises(Refused):
            join(dsl, case, other.reference, "The same.")

    assert not Party.objects.of(dsl.school).exists()


def test_joining_a_case_never_leaves_the_other_with_nobody(dsl):
    head = somebody("head", school=dsl.school)
    old, into = a_case(dsl, head), a_case(dsl, head)
    named(old, "A Stranger", kind=Party.Kind.OTHER)
    joins(old, somebody("slt", school=dsl.school))

    join(head, old, into.reference, "The same.")

    assert Party.objects.of(dsl.school).filter(case=into).get().called() == "A Stranger"


def test_no_address_of_a_case_says_how_many_rows_other_cases_have(school, sign_in):
    """A number that is counted over all cases would tell a member how many there are of them."""
    head = somebody("head", school=school)
    whole = a_whole_case(head)
    client, case = sign_in(head), f"/cases/{whole['reference']}/"
    rows = {"named": Party, "members": Member, "tasks": Task, "links": Link, "challenges": Challenge}
    for part, model in rows.items():
        page = client.get(f"{case}{part}/").content.decode()
        assert not re.search(rf'href="{case}{part}/\d+/', page), part
        for ending in ("", "end/", "done/", "hand-over/"):
            assert client.get(f"{case}{part}/{model._base_manager.first().pk}/{ending}").status_code == 404
    for part in (f"named/{whole['party']}/end", f"tasks/{whole['task']}/done", f"links/{whole['link']}/end"):
        assert client.get(f"{case}{part}/").status_code == 200

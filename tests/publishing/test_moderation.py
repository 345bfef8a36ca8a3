"""What others write under our posts: it comes in, is looked at, stays, is hidden with a reason, or is raised."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from factories import FamilyLinkFactory, pupil, somebody
from publishing.posting import a_channel, approve, ask_for, delivery, here, words, write
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.evidence.models import Capture, Item
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.questions import kinds_of
from schoolgate.community.models import Mail, Person
from schoolgate.jobs.work import drain
from schoolgate.publishing.channels.models import Channel, ChannelAdmin, Credential
from schoolgate.publishing.moderation import jobs
from schoolgate.publishing.moderation.models import Comment, Handling, Reading
from schoolgate.publishing.networks.errors import Failed, Gone, NoAccess
from schoolgate.publishing.posts.models import Reference
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db

RUDE = "Mrs Quince is a stupid cow and somebody should slap her."
UNHAPPY = "Mrs Quince is a bully. My son cries every morning."


@pytest.fixture
def at(wall):
    return here("model")


@pytest.fixture
def quince(at):
    """A teacher with no part in the account."""
    return somebody("staff", school=at.school, name="Mary Quince", given_name="Mary", family_name="Quince")


@pytest.fixture
def out(at, sign_in):
    """A post of Tess's is out; its delivery."""
    tess = sign_in(at.tess)
    reference = write(tess, at.channel)
    ask_for(tess, reference)
    approve(sign_in(at.dsl), reference)
    drain()
    sent = delivery(reference)
    assert sent.state == "out", words(tess.get(f"/posts/{reference}/"))
    return sent


def reads() -> None:
    """An hour goes by: whatever is due is read."""
    Reading.unscoped.update(next_at=timezone.now() - timedelta(minutes=1))
    jobs.look_after_all()
    drain()


def newest() -> Comment:
    return Comment.unscoped.latest("pk")


def verbs() -> list[str]:
    return list(LedgerEntry.objects.order_by("number").values_list("verb", flat=True))


HIDE = {"ground": "abuse", "why": "It calls for violence."}


def test_a_comment_comes_in_is_hidden_there_with_a_reason_and_shown_again(at, wall, out, quince, sign_in):
    number = wall.writes(out.key, RUDE)
    reads()
    head = sign_in(at.head)
    assert "Look at a new comment" in words(head.get("/"))
    page = head.get("/comments/")
    assert "stupid cow" in words(page)
    assert "May name somebody of the school" in words(page)
    found = newest()
    assert "stupid" not in found.sealed
    assert verbs()[-1] == "comments.shown"

    page = head.post(f"/comments/{found.pk}/hide/", HIDE, follow=True)
    assert "It is being hidden" in words(page)
    found.refresh_from_db()
    assert (found.state, found.wanted) == ("new", "hide")
    assert not wall.comment(number).hidden
    drain()
    found.refresh_from_db()
    assert (found.state, found.wanted) == ("hidden", "")
    assert wall.comment(number).hidden
    history = words(head.get(f"/comments/{found.pk}/"))
    assert "It calls for violence" in history
    assert "M-55" in history
    assert "stupid cow" in history
    assert not LedgerEntry.objects.filter(detail__icontains="violence").exists()
    assert "Look at a new comment" not in words(head.get("/"))

    reads()
    found.refresh_from_db()
    assert found.state == "hidden"
    head.post(f"/comments/{found.pk}/show/", {"why": "He has said sorry."})
    drain()
    found.refresh_from_db()
    assert found.state == "kept"
    assert not wall.comment(number).hidden


def test_criticism_stays_whoever_asks_and_whatever_the_policy(at, wall, out, quince, sign_in):
    number = wall.writes(out.key, UNHAPPY)
    reads()
    head, found = sign_in(at.head), newest()
    page = head.post(f"/comments/{found.pk}/hide/", {"ground": "criticism", "why": "It is not nice."})
    assert page.status_code == 422
    assert "It stays" in words(page)
    assert "(M-55)" in words(page) or "M-55" in words(page)
    page = head.post(f"/comments/{found.pk}/delete/", {"ground": "criticism", "why": "It is not nice."})
    assert page.status_code == 422
    drain()
    assert not wall.comment(number).hidden
    head.post(f"/comments/{found.pk}/leave/", {"why": "Anybody may say this."})
    found.refresh_from_db()
    assert found.state == "kept"
    assert found.handlings.get().said("why") == "Anybody may say this."


def gives_a_part(at, person: Person) -> None:
    ChannelAdmin.objects.create(channel=at.channel, person=person)


def test_whom_it_names_asks_somebody_else_who_decides(at, wall, out, quince, sign_in):
    gives_a_part(at, quince)
    number = wall.writes(out.key, RUDE)
    reads()
    mary, found = sign_in(quince), newest()
    assert "somebody else decides" in words(mary.get(f"/comments/{found.pk}/"))
    page = mary.post(f"/comments/{found.pk}/hide/", HIDE, follow=True)
    assert "Somebody else is asked" in words(page)
    drain()
    assert not wall.comment(number).hidden
    asked = ApprovalRequest.unscoped.get(kind="comment")
    assert set(asked.asked.all()) == {at.head, at.dsl}
    assert "stupid" not in Mail.objects.of(at.school).filter(person=at.head).latest("pk").subject
    again = mary.post(f"/comments/{found.pk}/hide/", HIDE)
    assert "You have asked for this already" in words(again)
    answer = {"answer": "approve", "reason": "It breaks the rules.", "conditions": ""}
    sign_in(at.dsl).post(f"/requests/{asked.pk}/decide/", answer)
    drain()
    assert wall.comment(number).hidden
    assert not found.handlings.filter(by=quince).exists()
    assert found.handlings.get(what="hide").by == at.dsl


def test_whoever_wrote_the_post_does_not_decide_about_what_is_written_under_it(at, wall, out, sign_in):
    number = wall.writes(out.key, "What a silly post.")
    reads()
    sign_in(at.tess).post(f"/comments/{newest().pk}/hide/", {"ground": "spam", "why": "It is not kind."})
    drain()
    assert not wall.comment(number).hidden
    assert ApprovalRequest.unscoped.get(kind="comment").asker == at.tess


def test_what_is_said_of_the_head_teacher_comes_to_others(at, wall, out, sign_in):
    wall.writes(out.key, "The headteacher is a liar and a thief.")
    reads()
    sign_in(at.head).post(f"/comments/{newest().pk}/hide/", HIDE)
    assert set(ApprovalRequest.unscoped.get(kind="comment").asked.all()) == {at.dsl}


def test_it_may_speak_of_a_child_of_somebody_who_runs_the_account(at, wall, out, sign_in):
    child = pupil(at.school, name="Wren Featherstone", given_name="Wren", family_name="Featherstone")
    FamilyLinkFactory(child=child, adult=at.head)
    wall.writes(out.key, "Wren Featherstone pushes everybody about.")
    reads()
    head, found = sign_in(at.head), newest()
    assert "May name a pupil" in words(head.get(f"/comments/{found.pk}/"))
    assert "somebody else decides" in words(head.get(f"/comments/{found.pk}/"))


def test_deleting_takes_two_and_only_for_what_must_not_stand(at, wall, out, sign_in):
    number = wall.writes(out.key, "Wren in Year 3 lives at 4 Mill Lane.")
    reads()
    head, found = sign_in(at.head), newest()
    assert head.post(f"/comments/{found.pk}/delete/", {"ground": "spam", "why": "No."}).status_code == 422
    head.post(f"/comments/{found.pk}/delete/", {"ground": "child", "why": "It says where a child lives."})
    drain()
    assert wall.comment(number)
    asked = ApprovalRequest.unscoped.get(kind="comment")
    assert set(asked.asked.all()) == {at.dsl}
    approved = {"answer": "approve", "reason": "Yes.", "conditions": ""}
    head.post(f"/requests/{asked.pk}/decide/", approved)
    drain()
    assert wall.comment(number)
    # Meanwhile it is hidden; that does not stand in the way.
    head.post(f"/comments/{found.pk}/hide/", {"ground": "child", "why": "At once."})
    drain()
    assert wall.comment(number).hidden
    sign_in(at.dsl).post(f"/requests/{asked.pk}/decide/", approved)
    drain()
    found.refresh_from_db()
    assert found.state == "deleted"
    assert wall.comments[out.key] == []
    assert "4 Mill Lane" in words(head.get(f"/comments/{found.pk}/"))


def test_two_at_once_hide_it_once_and_the_other_reads_one_gentle_sentence(at, wall, out, sign_in):
    wall.writes(out.key, RUDE)
    reads()
    found = newest()
    head, dsl = sign_in(at.head), sign_in(at.dsl)
    assert dsl.get(f"/comments/{found.pk}/hide/").status_code == 200
    head.post(f"/comments/{found.pk}/hide/", HIDE)
    from schoolgate.community.change import Refused
    from schoolgate.publishing.moderation.actions.deciding import hide

    with pytest.raises(Refused, match="Somebody has decided about this comment meanwhile"):
        hide(at.dsl, found, "abuse", "Me too.")
    drain()
    assert wall.asked.count("hide 1") == 1
    assert Handling.unscoped.filter(comment=found, what="hide").count() == 1


def test_what_no_machine_can_do_is_somebodys_with_an_address_and_a_time(at, wall, out, sign_in):
    wall.can_hide = False
    wall.writes(out.key, RUDE)
    reads()
    head, found = sign_in(at.head), newest()
    head.post(f"/comments/{found.pk}/hide/", HIDE)
    drain()
    found.refresh_from_db()
    assert found.state == "new"
    assert found.by_hand_by > timezone.now()
    assert "See to a comment by hand" in words(head.get("/"))
    assert "See to a comment by hand" in words(sign_in(at.tess).get("/"))
    assert "See to a comment by hand" not in words(sign_in(at.dsl).get("/"))
    page = head.get(f"/comments/{found.pk}/")
    assert found.address in page.content.decode()
    Comment.unscoped.update(by_hand_by=timezone.now() - timedelta(hours=1))
    assert "See to a comment by hand" in words(sign_in(at.dsl).get("/"))
    # The owner does it by hand, although it is not hers to decide.
    sign_in(at.tess).post(f"/comments/{found.pk}/by-hand/")
    found.refresh_from_db()
    assert (found.state, found.wanted, found.by_hand_by) == ("hidden", "", None)
    # But it is not so: the next whole reading says that it can be seen.
    Reading.unscoped.update(whole_at=None)
    reads()
    found.refresh_from_db()
    assert found.state == "new"
    assert found.handlings.filter(what="back").exists()


def test_a_network_that_does_not_tell_what_is_hidden_is_no_alarm(at, wall, out, sign_in):
    wall.writes(out.key, RUDE)
    reads()
    sign_in(at.head).post(f"/comments/{newest().pk}/hide/", HIDE)
    drain()
    assert newest().state == "hidden"
    wall.comments = {post: [replace(one, hidden=None) for one in rows] for post, rows in wall.comments.items()}
    Reading.unscoped.update(whole_at=None)
    reads()
    assert (newest().state, newest().hidden_there) == ("hidden", True)
    assert not newest().handlings.filter(what="back").exists()


def test_a_busy_network_is_asked_again_not_before_it_says(at, wall, out, sign_in):
    wall.writes(out.key, RUDE)
    reads()
    found = newest()

    def busy(_: str) -> None:
        raise Failed("Wait.", again=True, after=5000)

    wall.before = busy
    sign_in(at.head).post(f"/comments/{found.pk}/hide/", HIDE)
    drain()
    found.refresh_from_db()
    assert found.wanted == "hide"
    assert found.by_hand_by is None
    from django_tasks_db.models import DBTaskResult

    waits = DBTaskResult.objects.filter(task_path__endswith="moderation.jobs.carry_out", status="READY").get()
    assert waits.run_after > timezone.now() + timedelta(seconds=4900)
    reads()
    reading = Reading.unscoped.get()
    assert reading.next_at > timezone.now() + timedelta(seconds=4900)
    assert reading.tries == 1
    asked = len(wall.asked)
    jobs.look_after_all()
    drain()
    assert len(wall.asked) == asked


def test_credentials_that_are_refused_stop_the_reading_and_whoever_runs_it_is_told(at, wall, out, sign_in):
    def shut(_: str) -> None:
        raise NoAccess("Wrong pin.")

    wall.before = shut
    reads()
    assert Credential.objects.of(at.school).get().refused_at
    asked = len(wall.asked)
    reads()
    assert len(wall.asked) == asked


def test_what_is_read_twice_is_kept_once_and_what_was_changed_is_looked_at_again(at, wall, out, sign_in):
    number = wall.writes(out.key, "Nice trees.")
    reads()
    reads()
    found = newest()
    assert Comment.unscoped.count() == 1
    head = sign_in(at.head)
    head.post("/comments/looked-at/", {"comment": [found.pk]})
    found.refresh_from_db()
    assert found.state == "seen"
    wall.put(number, text="Mr Plum lives at 4 Mill Lane.")
    reads()
    found.refresh_from_db()
    assert found.state == "new"
    assert "What it said before" in words(head.get(f"/comments/{found.pk}/"))
    wall.put(number, gone=True)
    Reading.unscoped.update(whole_at=None)
    reads()
    found.refresh_from_db()
    assert found.state == "gone"
    assert wall.asked.count("all comments") == 2


def test_a_worker_that_dies_between_reading_and_writing_loses_nothing(at, wall, out, monkeypatch):
    from schoolgate.publishing.moderation import fetching

    wall.writes(out.key, "One.")
    wall.writes(out.key, "Two.")
    taken, real = [], fetching.take_in

    class Killed(BaseException):
        pass

    def dies(delivery, one):
        if taken:
            raise Killed
        taken.append(one)
        real(delivery, one)

    fetching.begin_new()
    monkeypatch.setattr(fetching, "take_in", dies)
    with pytest.raises(Killed):
        fetching.read(at.channel.pk)
    assert Comment.unscoped.count() == 0
    assert Reading.unscoped.get().read_at is None
    monkeypatch.setattr(fetching, "take_in", real)
    fetching.read(at.channel.pk)
    assert Comment.unscoped.count() == 2


def test_a_post_that_is_gone_there_or_down_here_is_not_asked_about_again(at, wall, out):
    def gone(_: str) -> None:
        raise Gone("It is not there.")

    wall.before = gone
    reads()
    assert Reading.unscoped.get().next_at > timezone.now()
    wall.before = lambda _: None
    Reference.unscoped.update(gone_at=timezone.now())
    asked = len(wall.asked)
    reads()
    assert len(wall.asked) == asked


def test_raised_it_is_a_case_with_evidence_that_never_comes_to_whom_it_names(at, wall, out, quince, sign_in):
    gives_a_part(at, quince)
    wall.writes(out.key, UNHAPPY, author="Petra Ash")
    reads()
    head, found = sign_in(at.head), newest()
    given = {"code": "untrue", "danger": "no", "why": "A teacher is called a bully by name."}
    page = head.post(f"/comments/{found.pk}/raise/", given, follow=True)
    assert page.status_code == 200
    report = Report.unscoped.get()
    case = report.case
    assert report.came_from == f"moderation.comment:{found.pk}"
    assert UNHAPPY in report.said("what")
    assert set(case.besides.all()) == {quince}
    assert Item.unscoped.get(case=case).said("name") == "comment.json"
    assert Capture.unscoped.get(case=case).said("address") == found.address
    dsl = sign_in(at.dsl)
    assert "The comment on our page" in words(dsl.get(f"/cases/{case.reference}/"))
    assert case.reference in words(dsl.get(f"/comments/{found.pk}/"))
    assert case.reference not in words(sign_in(quince).get(f"/comments/{found.pk}/"))
    assert "Raised" not in words(sign_in(at.tess).get(f"/comments/{found.pk}/"))
    assert "You have raised this already" in words(head.post(f"/comments/{found.pk}/raise/", given))
    assert Case.unscoped.count() == 1


def test_who_is_named_in_its_case_decides_nothing_about_it_and_does_not_learn_why(at, wall, out, sign_in):
    wall.writes(out.key, "They took my money.")
    reads()
    found = newest()
    given = {"code": "staff", "danger": "no", "why": "It may be about money of the trip."}
    sign_in(at.dsl).post(f"/comments/{found.pk}/raise/", given)
    case = Case.unscoped.get()
    head = sign_in(at.head)
    assert "somebody else decides" not in words(head.get(f"/comments/{found.pk}/"))
    Party.objects.create(case=case, person=at.head, part="responsible", kind="staff", by=at.dsl)
    page = words(head.get(f"/comments/{found.pk}/"))
    assert "somebody else decides" in page
    assert case.reference not in page


def test_of_a_picture_that_must_not_be_kept_nothing_is_kept_but_words(at, wall, out, sign_in):
    wall.writes(out.key, "Look at https://bad.example/p.jpg")
    reads()
    given = {"code": "nude", "danger": "unsure", "why": "It leads to a picture of a child."}
    sign_in(at.head).post(f"/comments/{newest().pk}/raise/", given)
    report = Report.unscoped.get()
    assert report.nude
    assert report.case.no_pictures
    assert "bad.example" not in str(report.private)
    assert not Item.unscoped.exists()
    assert not Capture.unscoped.exists()


def test_strangers_and_those_of_another_account_find_nothing(at, wall, out, sign_in):
    wall.writes(out.key, RUDE)
    reads()
    found = newest()
    other = somebody("staff", school=at.school)
    a_channel(other, at.head, handle="other")
    outside = sign_in(other)
    assert "stupid" not in words(outside.get("/comments/?state=every"))
    assert "Look at a new comment" not in words(outside.get("/"))
    parts = ("", "hide/", "show/", "leave/", "delete/", "raise/")
    for part in parts:
        assert outside.get(f"/comments/{found.pk}/{part}").status_code == 404
        assert Client().get(f"/comments/{found.pk}/{part}").status_code in (302, 404)
        assert sign_in(somebody("head")).get(f"/comments/{found.pk}/{part}").status_code == 404
    outside.post("/comments/looked-at/", {"comment": [found.pk]})
    assert outside.post(f"/comments/{found.pk}/by-hand/").status_code == 404
    assert outside.get(f"/accounts/{at.channel.pk}/round/").status_code == 404
    assert outside.get(f"/accounts/{at.channel.pk}/rounds/").status_code == 404
    found.refresh_from_db()
    assert found.state == "new"


def test_the_rules_of_the_pages_are_for_everybody(at):
    page = words(Client().get(f"/page-rules/{at.school.slug}/"))
    assert "never hide a comment because it criticises us" in page
    assert Client().get(f"/page-rules/{somebody('head').school.slug}/").status_code == 404


def test_an_account_that_is_closed_is_not_read_any_more(at, wall, out):
    Channel.unscoped.update(state="closed", closed_at=datetime.now(UTC))
    asked = len(wall.asked)
    reads()
    assert len(wall.asked) == asked


def test_anybody_who_sees_something_on_our_page_tells_whom_the_policy_names(at, quince, sign_in):
    given = {"topic": "our_page", "what": "There is a horrid word on our website.", "danger": "no", "once": "a" * 64}
    page = sign_in(quince).post("/tell/inside/", given, follow=True)
    assert page.status_code == 200, words(page)
    report = Report.unscoped.get()
    assert kinds_of({"topic": report.topic}, nude=False) == ["official_page"]
    assert {one.person for one in report.case.members.all()} == {at.head, at.dsl}


def test_who_came_to_be_named_in_its_case_cannot_agree_to_hide_it(at, wall, out, sign_in):
    number = wall.writes(out.key, "They took my money.")
    reads()
    found = newest()
    sign_in(at.tess).post(f"/comments/{found.pk}/hide/", HIDE)
    asked = ApprovalRequest.unscoped.get(kind="comment")
    given = {"code": "staff", "danger": "no", "why": "It may be about money of the trip."}
    sign_in(at.dsl).post(f"/comments/{found.pk}/raise/", given)
    Party.objects.create(case=Case.unscoped.get(), person=at.head, part="responsible", kind="staff", by=at.dsl)
    answer = {"answer": "approve", "reason": "Hide it.", "conditions": ""}
    page = sign_in(at.head).post(f"/requests/{asked.pk}/decide/", answer, follow=True)
    assert "so somebody else decides" in words(page)
    drain()
    assert not wall.comment(number).hidden

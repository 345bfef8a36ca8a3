"""A post from its writing to its taking down, and what stops it on the way."""

from __future__ import annotations

import pytest

from publishing.posting import WORDS, Here, approve, ask_for, delivery, here, latest, words, write
from schoolgate.jobs.work import drain
from schoolgate.publishing.posts.models import Delivery, Post
from schoolgate.record.models import LedgerEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(wall) -> Here:
    return here()


def verbs() -> list[str]:
    return [verb for verb in LedgerEntry.objects.order_by("number").values_list("verb", flat=True) if "post." in verb]


def test_a_post_is_written_checked_asked_approved_out_once_and_taken_down(at, wall, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    reference = write(tess, at.channel)
    page = words(tess.get(f"/posts/{reference}/"))
    assert "Nothing stands in the way." in page
    assert "twelve apple trees" in page

    assert "Sent to" in words(ask_for(tess, reference))
    drain()
    assert not wall.posts
    told = words(head.get(f"/requests/{latest(reference).approval.request.pk}/"))
    assert "Nobody minded." in told
    assert "See it as it will look" in told
    approve(head, reference)
    assert Post.unscoped.get(reference=reference).state == "approved"
    drain()
    assert len(wall.pinned) == 1
    sent = delivery(reference)
    assert (sent.state, sent.post.state, sent.references.count()) == ("out", "out", 1)
    assert wall.posts[sent.key].text == WORDS

    page = tess.get(f"/posts/{reference}/")
    assert f"https://wall.example/{sent.key}" in page.content.decode()
    assert f"Approved by {at.head.name}" in words(page)

    tess.post(f"/posts/{reference}/down/")
    assert Post.unscoped.get(reference=reference).state == "out"
    drain()
    assert not wall.posts
    assert Post.unscoped.get(reference=reference).state == "down"
    assert "A stranger who asks for it finds nothing" in words(tess.get(f"/posts/{reference}/"))
    assert verbs()[-1] == "post.down"


def test_nobody_approves_their_own(at, sign_in):
    head = sign_in(at.head)
    reference = write(head, at.channel)
    ask_for(head, reference)
    request = latest(reference).approval.request
    assert at.head not in request.asked.all()
    approve(head, reference)
    request.refresh_from_db()
    assert request.state == "open"


def test_what_blocks_is_put_right_before_anybody_is_asked(at, sign_in):
    tess = sign_in(at.tess)
    reference = write(tess, at.channel, "Write to tess@home.example about the trees.")
    page = words(tess.get(f"/posts/{reference}/"))
    assert "Has to change" in page
    refused = ask_for(tess, reference)
    assert refused.status_code == 422
    assert "Something still stands in the way" in words(refused)
    assert Post.unscoped.get(reference=reference).state == "draft"


def test_a_change_after_the_approval_is_to_be_approved_again(at, wall, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    later = {"when": "later", "day_0": "1", "day_1": "6", "day_2": "2099", "time": "09:00"}
    reference = write(tess, at.channel, **later)
    ask_for(tess, reference)
    approve(head, reference)
    drain()
    assert delivery(reference).state == "waiting"
    changed = {"title": "Apple trees", "text": "Other words.", "channels": [at.channel.pk], "when": "now"}
    tess.post(f"/posts/{reference}/change/", changed)
    post = Post.unscoped.get(reference=reference)
    assert (post.state, post.versions.count(), delivery(reference).state) == ("draft", 2, "stopped")
    drain()
    assert not wall.posts
    ask_for(tess, reference)
    approve(head, reference)
    drain()
    assert [one.text for one in wall.posts.values()] == ["Other words."]


@pytest.mark.parametrize(
    ("pack", "asks", "clause"),
    [
        ("days-lane", "Ask the safeguarding lead before giving out information", "DL-93"),
        ("helsby-hillside", "Look through pictures, films and slides for anything confidential or unkind", "HH-91"),
    ],
)
def test_what_only_a_person_can_tell_is_looked_at_before_it_is_sent_on(pack, asks, clause, wall, sign_in):
    at = here(pack)
    tess = sign_in(at.tess)
    reference = write(tess, at.channel)
    page = words(tess.get(f"/posts/{reference}/"))
    assert asks in page
    assert clause in page

    sha256 = latest(reference).sha256
    page = tess.post(f"/posts/{reference}/ask/", {"words": "", "sha256": sha256})
    assert page.status_code == 422
    assert "then tick the box" in words(page)
    assert Post.unscoped.get(reference=reference).state == "draft"

    ask_for(tess, reference)
    assert clause in LedgerEntry.objects.get(verb="post.asked").details()["looked"]
    told = words(sign_in(at.head).get(f"/requests/{latest(reference).approval.request.pk}/"))
    assert asks.lower() in told.lower()


def test_a_request_for_words_that_changed_is_not_approved(at, wall, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    reference = write(tess, at.channel)
    ask_for(tess, reference)
    first = latest(reference).approval.request
    other = {"title": "Apple trees", "text": "Other words.", "channels": [at.channel.pk], "when": "now"}
    tess.post(f"/posts/{reference}/change/", other)
    head.post(f"/requests/{first.pk}/decide/", {"answer": "approve", "reason": "Yes.", "conditions": ""})
    drain()
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert not Delivery.unscoped.exists()


def test_a_policy_that_asks_nobody_lets_it_go_straight(wall, sign_in):
    at = here("glenwood")
    tess = sign_in(at.tess)
    reference = write(tess, at.channel)
    assert "goes out without an approval" in words(tess.get(f"/posts/{reference}/"))
    ask_for(tess, reference)
    drain()
    assert delivery(reference).state == "out"


def test_without_a_policy_nothing_is_published(wall, sign_in):
    at = here("")
    tess = sign_in(at.tess)
    reference = write(tess, at.channel)
    ask_for(tess, reference)
    assert Post.unscoped.get(reference=reference).state == "draft"
    assert "no policy in force" in words(tess.get(f"/posts/{reference}/"))


def test_nothing_goes_out_while_the_head_has_stopped_everything(at, wall, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    reference = write(tess, at.channel)
    ask_for(tess, reference)
    head.post("/posts/stop/")
    approve(head, reference)
    drain()
    assert not wall.posts
    for path in ("/posts/", "/posts/new/", f"/posts/{reference}/"):
        assert "Publishing is stopped." in words(tess.get(path))
    assert tess.post("/posts/stop/").status_code == 403
    head.post("/posts/stop/", {"do": "go_on"})
    drain()
    assert len(wall.posts) == 1


def test_the_gate_is_asked_again_just_before_it_goes_out(at, wall, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    reference = write(tess, at.channel)
    ask_for(tess, reference)
    approve(head, reference)
    at.channel.state = "closed"
    at.channel.save()
    drain()
    assert not wall.asked
    assert (delivery(reference).state, delivery(reference).problem) == ("stopped", "channel_closed")
    assert "Not this one" in words(tess.get("/"))


def test_others_do_not_see_a_draft(at, sign_in):
    from factories import somebody

    reference = write(sign_in(at.tess), at.channel)
    assert sign_in(somebody("staff", school=at.school)).get(f"/posts/{reference}/").status_code == 404
    assert sign_in(at.dsl).get(f"/posts/{reference}/").status_code == 200
    assert sign_in(somebody("head")).get(f"/posts/{reference}/").status_code == 404
    assert sign_in(somebody("parent", school=at.school)).get(f"/posts/{reference}/").status_code == 403


def test_the_archive_is_searched_and_exported_and_the_feed_is_for_everybody(wall, sign_in, client):
    at = here("glenwood")
    tess = sign_in(at.tess)
    trees = write(tess, at.channel)
    other = write(tess, at.channel, "We sang.", "Carols")
    ask_for(tess, trees)
    drain()
    page = words(tess.get("/posts/?q=apple+TREES"))
    assert "Apple trees" in page
    assert "Carols" not in page
    assert "Carols" in words(tess.get("/posts/?state=draft"))
    rows = tess.get("/posts.csv").content.decode()
    assert f"https://wall.example/{delivery(trees).key}" in rows
    assert latest(other).sha256 in rows

    feed = client.get(f"/schools/{at.school.slug}/posts.atom")
    assert feed.status_code == 200
    assert "Apple trees" in feed.content.decode()
    assert "Carols" not in feed.content.decode()
    assert at.tess.name not in feed.content.decode()
    at.channel.audience = "families"
    at.channel.save()
    assert "Apple trees" not in client.get(f"/schools/{at.school.slug}/posts.atom").content.decode()


def test_one_click_puts_a_finding_right(at, sign_in):
    tess = sign_in(at.tess)
    reference = write(tess, at.channel, "The trees are in. Write to tess@home.example about them.")
    before = latest(reference)
    tess.post(f"/posts/{reference}/fix/", {"number": "0", "sha256": before.sha256})
    assert "tess@home.example" not in latest(reference).said("text")
    late = tess.post(f"/posts/{reference}/fix/", {"number": "0", "sha256": before.sha256}, follow=True)
    assert "The post has changed meanwhile." in words(late)


def test_an_approval_that_is_taken_back_stops_what_has_not_gone_out(at, wall, sign_in):
    tess, head = sign_in(at.tess), sign_in(at.head)
    reference = write(tess, at.channel)
    ask_for(tess, reference)
    approve(head, reference)
    request = latest(reference).approval.request
    head.post(f"/requests/{request.pk}/take-back/", {"words": "Not this week."})
    request.refresh_from_db()
    assert request.state == "revoked"
    drain()
    assert not wall.pinned
    assert Post.unscoped.get(reference=reference).state == "refused"


def test_who_takes_a_post_down_is_whom_the_policy_names_and_whoever_looks_after_it(at, wall, sign_in):
    from factories import somebody

    tess, head = sign_in(at.tess), sign_in(at.head)
    reference = write(tess, at.channel)
    ask_for(tess, reference)
    approve(head, reference)
    drain()
    other = sign_in(somebody("staff", school=at.school))
    assert other.get(f"/posts/{reference}/").status_code == 200
    assert other.post(f"/posts/{reference}/down/").status_code == 404
    assert "Take it down everywhere?" in words(head.get(f"/posts/{reference}/down/"))

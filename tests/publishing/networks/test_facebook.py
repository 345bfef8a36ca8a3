"""Facebook Pages, against what Meta has written down of its Graph API."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from publishing.networks.fakes import breaks, delays, fails
from publishing.networks.meta import HOSTS, PAGE, TOKEN, FakeMeta, says
from schoolgate.publishing.networks import keys
from schoolgate.publishing.networks.errors import Failed, NoAccess, Unsupported, Unsure
from schoolgate.publishing.networks.facebook.adapter import Facebook
from schoolgate.publishing.networks.graph import at
from schoolgate.publishing.networks.network import Account, Media, Outgoing, Reference, media

FEED, PHOTOS, VIDEOS = "/v26.0/{page}/feed", "/v26.0/{page}/photos", "/v26.0/{page}/videos"
ANY = "/v26.0/{number}"


@pytest.fixture
def meta() -> Iterator[FakeMeta]:
    with FakeMeta() as fake:
        yield fake
    assert fake.wrong == []
    assert not any(TOKEN in str(one.query) for one in fake.asked)


def ours(meta: FakeMeta, **secrets: str) -> Facebook:
    return Facebook(Account("alderlane", "", {"page": PAGE, "token": TOKEN, **secrets}, meta.transport(*HOSTS)))


@pytest.fixture
def facebook(meta: FakeMeta) -> Facebook:
    return ours(meta)


def a_picture(name: str = "field") -> Media:
    return media(b"\xff\xd8" + os.urandom(900), "image/jpeg", alt=f"A {name}", width=1200, height=900)


def a_film(size: int = 250_000) -> Media:
    data = os.urandom(size)
    return Media("video/mp4", size, lambda: iter([data[:70_001], data[70_001:]]))


def a_key(**before: float) -> str:
    return keys.made(datetime.now(UTC) - timedelta(**before))


POST = Outgoing("We ran.\n\nThen we rested.", media=(a_picture(), a_picture("hall")), tags=("sports day",))
WORDS = Outgoing("Only words.")


# Publishing


def test_a_post_shows_its_photographs_in_order_with_words_for_who_cannot_see_them(meta, facebook):
    assert facebook.validate(POST) == []
    published = facebook.publish(POST, a_key())
    [post] = meta.of("post")
    assert post["message"] == "We ran.\n\nThen we rested.\n\n#SportsDay"
    shown = [meta.things[one] for one in post["photos"]]
    assert [one["data"] for one in shown] == [one.data for one in POST.media]
    assert [one["alt"] for one in shown] == ["A field", "A hall"]
    assert published.address == f"https://www.facebook.com/alderlane/posts/{post['id']}"
    for place in (0, 1):
        of_it = [one for one in published.references if one.media == place]
        assert [one.kind for one in of_it] == ["media", "copy", "copy"], "its own page, and each size of its file"
        assert {one.id for one in of_it} == {post["photos"][place]}
    assert facebook.poll(published) == "live"


def test_a_link_is_shown_where_no_photograph_is(meta, facebook):
    facebook.publish(Outgoing("Read it: https://alderlane.example/day."), a_key())
    assert meta.of("post")[0]["link"] == "https://alderlane.example/day"


def test_a_film_is_sent_in_parts_and_is_worked_on_for_a_while(meta, facebook):
    film = a_film()
    key, post = a_key(), Outgoing("The song.", media=(film,))
    published = facebook.publish(post, key)
    [row] = meta.of("video")
    assert row["data"] == film.data
    assert meta.times("POST", VIDEOS) == 5
    assert facebook.poll(published) == "processing"
    row["state"] = "ready"
    assert facebook.poll(published) == "live"
    found = facebook.look(key, post)
    assert found
    assert found.address == f"https://www.facebook.com/alderlane/videos/{row['id']}/"
    assert facebook.publish(post, key).post == found.post, "it is not sent twice"
    assert len(meta.of("video")) == 1


def test_a_part_of_a_film_whose_answer_was_lost_makes_no_second_film_to_be_seen(meta, facebook):
    key, post = a_key(), Outgoing("The song.", media=(a_film(),))
    meta.next("POST", VIDEOS, breaks(done=True))
    with pytest.raises(Failed) as failed:
        facebook.publish(post, key)
    assert failed.value.again
    assert facebook.look(key, post) is None, "what did not arrive whole is not there"
    facebook.publish(post, key)
    assert [one["state"] for one in meta.of("video")] == ["uploading", "processing"]


# Once


def test_an_answer_that_did_not_come_is_looked_for_and_not_sent_again(meta, facebook):
    key = a_key()
    meta.next("POST", FEED, breaks(done=True))
    with pytest.raises(Unsure):
        facebook.publish(POST, key)
    found = facebook.look(key, POST)
    assert found
    assert len(found.references) == 7
    assert facebook.publish(POST, key) == found
    assert len(meta.of("post")) == 1


def test_what_did_not_arrive_is_sent_again(meta, facebook):
    key = a_key()
    meta.next("POST", FEED, breaks(done=False))
    with pytest.raises(Unsure):
        facebook.publish(POST, key)
    assert facebook.look(key, POST) is None
    assert facebook.remains(key, POST) is None
    facebook.publish(POST, key)
    assert len(meta.of("post")) == 1


def test_a_post_that_stands_and_cannot_be_read_is_unsure(meta, facebook):
    key = a_key()
    meta.next("GET", ANY, fails(400))
    with pytest.raises(Unsure):
        facebook.publish(WORDS, key)
    assert facebook.look(key, WORDS)


def test_the_same_words_from_before_or_from_somebody_else_are_another_post(meta, facebook):
    key = a_key()
    meta.a_post("Only words.", "2020-01-01T10:00:00+0000")
    meta.a_post("Only words.", by="99")
    meta.a_post("Only  words!")
    assert facebook.look(key, WORDS) is None
    mine = facebook.publish(WORDS, key).post
    assert facebook.look(key, WORDS).post == mine
    assert meta.times("POST", FEED) == 1


def test_spaces_that_facebook_changes_do_not_make_it_another_post(meta, facebook):
    meta.a_post("We ran.\nThen we rested. \n\n#SportsDay")
    assert facebook.look(a_key(), replace(POST, media=()))


def test_a_post_without_words_is_known_by_how_many_photographs_it_has(meta, facebook):
    silent, key = Outgoing(media=(a_picture(),)), a_key()
    meta.a_post("")
    assert facebook.look(key, silent) is None
    facebook.publish(silent, key)
    assert facebook.look(key, silent)


def test_what_arrives_late_a_second_time_is_named_and_goes_with_the_rest(meta, facebook):
    key = a_key()
    facebook.publish(WORDS, key)
    meta.a_post("Only words.")
    left = facebook.remains(key, WORDS)
    assert left
    assert [one.kind for one in left.references] == ["post", "post"]
    assert {one.outcome for one in facebook.remove(left)} == {"done"}
    assert meta.of("post") == []


def test_more_posts_than_a_page_of_them_are_looked_through(meta, facebook):
    key = a_key()
    facebook.publish(WORDS, key)
    for number in range(70):
        meta.a_post(f"Another {number}")
    assert facebook.look(key, WORDS)
    assert all("access_token" not in one.query for one in meta.asked)


def test_photographs_of_a_post_that_was_refused_are_taken_away(meta, facebook):
    meta.next("POST", FEED, says(368))
    with pytest.raises(Failed) as failed:
        facebook.publish(POST, a_key())
    assert not failed.value.again
    assert meta.of("photo") == []


# What goes wrong


@pytest.mark.parametrize(
    ("fault", "kind", "again"),
    [
        (says(190, 463), NoAccess, None),
        (says(10), NoAccess, None),
        (says(200, status=403), NoAccess, None),
        (says(4), Failed, True),
        (says(17), Failed, True),
        (says(32), Failed, True),
        (says(613), Failed, True),
        (says(80001), Failed, True),
        (says(368), Failed, False),
        (says(506), Failed, False),
        (says(100), Failed, False),
        (says(1, status=500), Unsure, None),
        (says(2, is_transient=True), Unsure, None),
        (says(7, is_transient=True), Unsure, None),
        (fails(503, after=5), Failed, True),
        (fails(502), Unsure, None),
        (fails(418), Failed, False),
    ],
)
def test_each_way_of_saying_no_is_understood(meta, facebook, fault, kind, again):
    meta.next("POST", FEED, fault)
    with pytest.raises(kind) as error:
        facebook.publish(WORDS, a_key())
    assert TOKEN not in str(error.value)
    if again is not None:
        assert error.value.again is again


def test_how_long_to_wait_is_told_in_minutes(meta, facebook):
    usage = {PAGE: [{"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 19}]}
    meta.next("POST", FEED, says(80001, usage=usage))
    with pytest.raises(Failed) as error:
        facebook.publish(WORDS, a_key())
    assert error.value.after == 19 * 60


def test_a_fault_while_only_reading_is_tried_again(meta, facebook):
    meta.next("GET", FEED, says(2))
    with pytest.raises(Failed) as error:
        facebook.look(a_key(), WORDS)
    assert error.value.again


def test_an_answer_that_comes_late_is_waited_for(meta, facebook):
    meta.next("POST", FEED, delays(0.3))
    assert facebook.publish(WORDS, a_key())


# Credentials


def test_credentials_are_tried_and_no_token_stands_in_an_address(meta, facebook):
    facebook.check_access()
    assert meta.of("post") == []


@pytest.mark.parametrize("page", ["", "alderlane", "12 34"])
def test_the_number_of_a_page_is_a_number(meta, page):
    with pytest.raises(NoAccess, match="figures"):
        ours(meta, page=page).check_access()


def test_a_token_that_may_not_do_everything_says_what_it_lacks(meta, facebook):
    meta.permissions.remove("pages_manage_engagement")
    with pytest.raises(NoAccess, match="also needs: pages_manage_engagement"):
        facebook.check_access()


def test_the_token_of_a_user_is_not_taken(meta, facebook):
    meta.token["type"] = "USER"
    with pytest.raises(NoAccess, match="token of a user"):
        facebook.check_access()


def test_a_token_that_ends_today_is_not_taken_and_one_that_lasts_is(meta, facebook):
    meta.token["expires_at"] = int((datetime.now(UTC) + timedelta(hours=2)).timestamp())
    with pytest.raises(NoAccess, match="ends today"):
        facebook.check_access()
    meta.token["expires_at"] = int((datetime.now(UTC) + timedelta(days=60)).timestamp())
    facebook.check_access()


def test_a_token_that_is_none_any_more_is_not_taken(meta, facebook):
    meta.token["is_valid"] = False
    with pytest.raises(NoAccess, match="does not take this token"):
        facebook.check_access()


def test_a_wrong_token_is_not_taken():
    with FakeMeta() as meta, pytest.raises(NoAccess, match="does not take the token"):
        ours(meta, token="wrong").check_access()


def test_where_meta_does_not_tell_of_the_token_the_page_itself_is_asked_for(meta, facebook):
    meta.token = {}
    facebook.check_access()


def test_a_page_of_another_name_is_not_this_account(meta):
    other = Facebook(Account("oakfield", "", {"page": PAGE, "token": TOKEN}, meta.transport(*HOSTS)))
    with pytest.raises(NoAccess, match="not the Page of this account"):
        other.check_access()
    for name in ("Alder.Lane", "@alderlane", PAGE):
        Facebook(Account(name, "", {"page": PAGE, "token": TOKEN}, meta.transport(*HOSTS))).check_access()
    with pytest.raises(NoAccess, match="no Page of this number"):
        ours(meta, page="404").check_access()


def test_those_with_full_control_are_named_of_both_lists(meta, facebook):
    assert [(one.id, one.name) for one in facebook.verify_admins()] == [("1", "Ada Long"), ("3", "Cy Wide")]
    meta.permissions.remove("pages_manage_metadata")
    with pytest.raises(Unsupported, match="write it down"):
        facebook.verify_admins()


# Taking down


def test_a_post_and_each_photograph_are_deleted(meta, facebook):
    published = facebook.publish(POST, a_key())
    files = [one for one in published.references if one.kind == "copy"]
    assert not any(facebook.confirm_gone(one) for one in files), "they are shown to whoever has their address"
    answers = facebook.remove(published)
    assert [one.outcome for one in answers] == ["done"] * 7
    assert answers[0].reference.kind == "post", "nobody is led to the pictures while they go"
    assert meta.of("post") == meta.of("photo") == []
    assert all(facebook.confirm_gone(one) for one in files)
    assert facebook.poll(published) == "gone"
    assert {one.outcome for one in facebook.remove(published)} == {"already gone"}


def test_one_that_stays_is_failed_and_the_others_go(meta, facebook):
    published = facebook.publish(POST, a_key())
    meta.next("DELETE", ANY, says(2))
    answers = facebook.remove(published)
    assert [(one.outcome, one.again) for one in answers[:2]] == [("failed", True), ("done", False)]


def test_what_a_token_does_not_see_is_not_taken_for_gone(meta, facebook):
    published = facebook.publish(WORDS, a_key())
    del meta.things[PAGE], meta.things[published.post.id]
    with pytest.raises(NoAccess):
        facebook.poll(published)
    assert {one.outcome for one in facebook.remove(published)} == {"failed"}


def test_a_file_that_is_still_served_is_not_gone_and_an_address_that_has_ended_is(meta, facebook):
    published = facebook.publish(POST, a_key())
    file = next(one for one in published.references if one.kind == "copy")
    facebook.remove(published)
    meta.lingers = True
    assert not facebook.confirm_gone(file)
    meta.expired = True
    assert facebook.confirm_gone(file)


def test_of_a_page_of_facebook_a_stranger_cannot_tell_so_a_person_looks(meta, facebook):
    published = facebook.publish(WORDS, a_key())
    facebook.remove(published)
    with pytest.raises(Unsupported, match="not signed in"):
        facebook.confirm_gone(published.post)
    meta.page_status = 404
    assert facebook.confirm_gone(published.post)
    with pytest.raises(Unsupported):
        facebook.confirm_gone(Reference("media", "7"))


# Comments


def test_comments_are_read_hidden_and_deleted(meta, facebook):
    published = facebook.publish(WORDS, a_key())
    number = published.post.id
    first = meta.comment(number, "A mother", "Well done", "2026-11-01T10:00:00+0000")
    answer = meta.comment(number, "Somebody", "Indeed", "2026-11-02T10:00:00+0000", to=first)
    late = meta.comment(number, "", "Who is this?", "2026-11-03T10:00:00+0000")
    comments = facebook.fetch_comments(published)
    assert [(one.id, one.author, one.answers) for one in comments] == [
        (first, "A mother", ""), (answer, "Somebody", first), (late, "", ""),
    ]  # fmt: skip
    assert [one.id for one in facebook.fetch_comments(published, at("2026-11-02T10:00:00+0000"))] == [answer, late]
    facebook.hide_comment(first)
    assert facebook.fetch_comments(published)[0].hidden
    facebook.delete_comment(answer)
    assert [one.id for one in facebook.fetch_comments(published)] == [first, late]


# Before it is asked


@pytest.mark.parametrize(
    ("post", "where"),
    [
        (replace(WORDS, unlisted=True), "unlisted"),
        (replace(WORDS, page=True), "page"),
        (Outgoing("a" * 63_207), "text"),
        (Outgoing("a", media=(a_picture(),) * 11), "media"),
        (Outgoing("a", media=(a_film(), a_picture())), "media"),
        (Outgoing("a", media=(replace(a_picture(), size=11_000_000),)), "picture 1"),
    ],
)
def test_what_facebook_would_not_take_is_said_before(facebook, post, where):
    [problem] = facebook.validate(post)
    assert (problem.where, problem.kind) == (where, "limit")

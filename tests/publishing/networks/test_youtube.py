"""YouTube's adapter against a fake written from its published contract: developers.google.com/youtube/v3 (reference,
resumable uploads, errors; November 2026). It has not met the real one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from publishing.networks.fakes import breaks, fails
from publishing.networks.youtube import HOSTS, NOW, PIECE, SECRETS, FakeYouTube, refuses, thread
from schoolgate.publishing.networks import keys
from schoolgate.publishing.networks.errors import Failed, NoAccess, Unsupported, Unsure
from schoolgate.publishing.networks.known import adapter
from schoolgate.publishing.networks.network import Account, Media, Outgoing, Published, Reference
from schoolgate.publishing.networks.youtube import uploading, words
from schoolgate.publishing.networks.youtube.adapter import YouTube

KEY = keys.made(NOW)


@pytest.fixture
def there() -> Iterator[FakeYouTube]:
    with FakeYouTube() as fake:
        yield fake
    assert fake.wrong == []


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pieces and short pauses."""
    monkeypatch.setattr(uploading, "PIECE", PIECE)
    monkeypatch.setattr(uploading, "FIRST_PAUSE", 0.001)


def ours(there: FakeYouTube, handle: str = "@alderlane", **secrets: str) -> YouTube:
    return YouTube(
        Account(
            handle,
            "",
            {**SECRETS, "refresh_token": " lasting\n", **secrets},
            there.transport(*HOSTS, "elsewhere.example"),
        )
    )


def a_film(size: int = 900_000) -> Media:
    data = bytes(range(250)) * (size // 250)
    return Media("video/mp4", len(data), lambda: (data[at : at + 70_001] for at in range(0, len(data), 70_001)))


A_POST = Outgoing("We sang & danced.", "Spring concert", (a_film(),), unlisted=True, tags=("choir", "Year 6"))


def test_it_is_among_the_networks():
    assert adapter("youtube") is YouTube


def test_the_channel_is_tried_when_it_is_connected(there):
    ours(there).check_access()
    ours(there, "AlderLane").check_access()
    with pytest.raises(NoAccess, match="another channel, @alderlane"):
        ours(there, "@oakfield").check_access()
    with pytest.raises(NoAccess) as error:
        ours(there, refresh_token="run-out").check_access()
    assert "run-out" not in str(error.value)
    there.scope = "https://www.googleapis.com/auth/youtube.readonly"
    with pytest.raises(NoAccess, match=r"youtube\.force-ssl"):
        ours(there).check_access()


def test_a_film_goes_out_for_who_has_its_address(there):
    published = ours(there).publish(A_POST, KEY)
    [row] = there.films.values()
    assert there.bytes[row["id"]] == A_POST.media[0].data
    assert row["snippet"]["title"] == "Spring concert"
    assert row["snippet"]["description"] == "We sang & danced."
    assert row["snippet"]["tags"] == [words.mark(KEY), "choir", "Year 6"]
    assert row["status"]["privacyStatus"] == "unlisted"
    assert row["status"]["selfDeclaredMadeForKids"] is True
    assert published.address == f"https://www.youtube.com/watch?v={row['id']}"
    kinds = [one.kind for one in published.references]
    assert kinds[:2] == ["post", "media"]
    assert set(kinds[2:]) == {"copy"}
    assert f"https://i.ytimg.com/vi/{row['id']}/1.jpg" in {one.address for one in published.references}
    assert all(one.media == 0 for one in published.references[1:])


def test_a_film_is_processed_for_a_while(there):
    published = ours(there).publish(replace(A_POST, unlisted=False), KEY)
    [row] = there.films.values()
    assert row["status"]["privacyStatus"] == "public"
    for said, state in (
        ("uploaded", "processing"),
        ("processed", "live"),
        ("rejected", "failed"),
        ("failed", "failed"),
    ):
        row["status"]["uploadStatus"] = said
        assert ours(there).poll(published) == state


@pytest.mark.parametrize("done", [False, True])
@pytest.mark.parametrize("times", [1, 3])
def test_a_line_that_breaks_while_the_film_is_sent_goes_on_where_it_was(there, done, times):
    there.next("PUT", "/resumable/{name}", breaks(done=done), times)
    ours(there).publish(A_POST, KEY)
    assert [there.bytes[one] for one in there.films] == [A_POST.media[0].data]
    assert len(there.sessions) == 1


def test_a_server_that_breaks_while_the_film_is_sent_is_asked_how_far_it_is(there):
    there.next("PUT", "/resumable/{name}", fails(503, after=1))
    there.next("PUT", "/resumable/{name}", fails(500))
    ours(there).publish(A_POST, KEY)
    asked = [one.headers["content-range"] for one in there.asked if one.method == "PUT" and "resumable" in one.path]
    assert asked[:3] == [f"bytes 0-{PIECE - 1}/900000", "bytes */900000", "bytes */900000"]
    assert len(there.films) == 1


def test_the_answer_to_the_last_piece_is_lost_and_the_film_is_there_once(there):
    small = replace(A_POST, media=(a_film(1000),))
    there.next("PUT", "/resumable/{name}", breaks(done=True))
    ours(there).publish(small, KEY)
    assert len(there.films) == 1


def test_a_line_that_stays_broken_is_unsure_and_a_later_try_makes_one_film(there):
    there.next("PUT", "/resumable/{name}", breaks(done=False), 20)
    with pytest.raises(Unsure):
        ours(there).publish(A_POST, KEY)
    there._faults.clear()
    assert ours(there).look(KEY, A_POST) is None
    ours(there).publish(A_POST, KEY)
    assert len(there.films) == 1


def test_a_server_that_took_a_part_of_a_piece_gets_the_rest(there):
    there.takes = 100_000
    ours(there).publish(A_POST, KEY)
    assert [there.bytes[one] for one in there.films] == [A_POST.media[0].data]


def test_a_server_that_takes_nothing_is_not_asked_for_ever(there):
    there.takes = 0
    with pytest.raises(Unsure):
        ours(there).publish(A_POST, KEY)
    assert there.times("PUT", "/resumable/{name}") < 10


def test_a_session_that_ran_out_is_begun_again(there):
    there.next("PUT", "/resumable/{name}", fails(404))
    with pytest.raises(Failed) as error:
        ours(there).publish(A_POST, KEY)
    assert error.value.again


def test_a_key_that_ran_out_meanwhile_is_fetched_anew(there):
    channel = ours(there)
    channel.check_access()
    there.good += 1
    channel.check_access()
    assert there.times("POST", "/token") == 2
    assert there.wrong == ["GET /youtube/v3/channels: not so: a key"]
    there.wrong.clear()


@pytest.mark.parametrize("done", [False, True])
def test_a_film_that_was_sent_and_not_shown_is_shown_and_not_sent_again(there, done):
    there.next("PUT", "/youtube/v3/videos", breaks(done=done))
    with pytest.raises(Failed) as error:
        ours(there).publish(A_POST, KEY)
    assert error.value.again
    assert (ours(there).look(KEY, A_POST) is not None) == done
    assert ours(there).remains(KEY, A_POST).post.id == "film1", "nobody sees it, and it is there"
    published = ours(there).publish(A_POST, KEY)
    assert ours(there).look(KEY, A_POST) == published
    assert len(there.sessions) == 1


def test_two_that_were_sent_at_once_become_one(there):
    ours(there).publish(A_POST, KEY)
    [row] = there.films.values()
    late = {**row, "id": "film9", "status": {**row["status"], "privacyStatus": "private"}}
    there.films["film9"] = {**late, "snippet": {**row["snippet"], "publishedAt": "2026-11-21T11:59:00Z"}}
    published = ours(there).publish(A_POST, KEY)
    assert set(there.films) == {"film1"}
    assert published.post.id == "film1"


def test_a_film_that_is_listed_late_is_shown_all_the_same():
    with FakeYouTube(lists_late=True) as there:
        published = ours(there).publish(A_POST, KEY)
        assert there.films["film1"]["status"]["privacyStatus"] == "unlisted"
        assert published.post.id == "film1"
        assert "https://i.ytimg.com/vi/film1/hqdefault.jpg" in {one.address for one in published.references}
    assert there.wrong == []


def test_a_film_that_youtube_keeps_private_is_not_said_to_be_out():
    with FakeYouTube(keeps_private=True) as there:
        with pytest.raises(Failed, match="stays private") as error:
            ours(there).publish(A_POST, KEY)
        assert not error.value.again
        assert ours(there).look(KEY, A_POST) is None
        assert ours(there).remains(KEY, A_POST)
    assert there.wrong == []


def test_a_film_is_found_behind_a_hundred_others_and_none_older_is_read(there):
    published = ours(there).publish(A_POST, KEY)
    [row] = there.films.values()
    for number in range(120):
        when = (NOW + timedelta(hours=number + 1)).isoformat()
        about = {**row["snippet"], "tags": [], "publishedAt": when}
        there.films[f"other{number}"] = {**row, "id": f"other{number}", "snippet": about}
    assert ours(there).look(KEY, A_POST) == published
    there.asked.clear()
    assert ours(there).look(keys.made(NOW + timedelta(days=30)), A_POST) is None
    assert there.times("GET", "/youtube/v3/playlistItems") == 1


def test_a_film_goes_with_every_picture_of_it(there):
    published = ours(there).publish(A_POST, KEY)
    assert not ours(there).confirm_gone(published.post)
    assert not ours(there).confirm_gone(published.references[1])
    assert {one.outcome for one in ours(there).remove(published)} == {"done"}
    assert there.times("DELETE", "/youtube/v3/videos") == 1
    assert all(ours(there).confirm_gone(one) for one in published.references)
    assert ours(there).poll(published) == "gone"
    left = Published(published.references[1:])
    assert {one.outcome for one in ours(there).remove(left)} == {"already gone"}


def test_a_double_that_arrived_late_goes_with_its_film(there):
    published = ours(there).publish(A_POST, KEY)
    [row] = there.films.values()
    hidden = {**row["status"], "privacyStatus": "private"}
    there.films["film9"] = {**row, "id": "film9", "status": hidden}
    there.films["other"] = {**row, "id": "other", "snippet": {**row["snippet"], "tags": ["choir"]}}
    answers = ours(there).remove(published)
    assert set(there.films) == {"other"}
    assert {one.reference.id for one in answers} == {"film1", "film9"}
    assert {one.outcome for one in answers} == {"done"}


def test_a_film_is_not_gone_while_it_is_private_or_its_picture_is_shown(there):
    published = ours(there).publish(A_POST, KEY)
    [row] = there.films.values()
    row["status"]["privacyStatus"] = "private"
    assert not ours(there).confirm_gone(published.post)
    ours(there).remove(published)
    there.thumbnails.add("film1/hqdefault.jpg")
    assert not ours(there).confirm_gone(published.post)
    there.next("GET", "/oembed", fails(401))
    assert not ours(there).confirm_gone(published.post)
    with pytest.raises(Unsupported):
        ours(there).confirm_gone(Reference("post", "film1"))


def test_what_could_not_be_deleted_is_not_said_to_be(there):
    published = ours(there).publish(A_POST, KEY)
    there.next("DELETE", "/youtube/v3/videos", fails(503, after=9))
    assert {(one.outcome, one.again) for one in ours(there).remove(published)} == {("failed", True)}
    assert there.films


def test_comments_are_read_with_those_that_wait(there):
    published = ours(there).publish(A_POST, KEY)
    there.threads = {"published": [thread("c1", 10, answers=3)], "heldForReview": [thread("c2", 5)]}
    found = ours(there).fetch_comments(published)
    assert [(one.id, one.hidden, one.answers) for one in found] == [
        ("a1", False, "c1"),
        ("a2", False, "c1"),
        ("a3", False, "c1"),
        ("c2", True, ""),
        ("c1", False, ""),
    ]
    assert found[-1].text == "Well sung c1"
    assert [one.id for one in ours(there).fetch_comments(published, NOW + timedelta(minutes=10))] == ["c1"]
    there.comments_off = True
    assert ours(there).fetch_comments(published) == []


def test_comments_are_hidden_shown_again_and_refused_for_good(there):
    ours(there).hide_comment("c1")
    ours(there).show_comment("c1")
    ours(there).delete_comment("c1")
    assert there.moderated == [("c1", "heldForReview"), ("c1", "published"), ("c1", "rejected")]
    with pytest.raises(Unsupported, match="YouTube Studio"):
        ours(there).verify_admins()


@pytest.mark.parametrize(
    ("fault", "kind", "part", "again"),
    [
        (refuses(403, "quotaExceeded"), Failed, "in a day", True),
        (refuses(400, "uploadLimitExceeded"), Failed, "as many films", True),
        (refuses(403, "rateLimitExceeded"), Failed, "asks us to wait", True),
        (refuses(429, ""), Failed, "asks us to wait", True),
        (refuses(400, "invalidTitle"), Failed, "Leave out < and >", False),
        (refuses(400, "badRequest"), Failed, "does not take this", False),
        (refuses(403, "forbidden"), NoAccess, r"youtube\.force-ssl", False),
        (refuses(403, "accessNotConfigured"), NoAccess, "switched on", False),
        (refuses(401, "youtubeSignupRequired"), NoAccess, "no channel", False),
    ],
)
def test_each_no_is_a_sentence(there, fault, kind, part, again):
    there.next("POST", "/upload/youtube/v3/videos", fault)
    with pytest.raises(kind, match=part) as error:
        ours(there).publish(A_POST, KEY)
    assert error.value.again is again
    assert there.films == {}


def test_a_days_quota_is_waited_out_until_midnight_in_california(there):
    fault = refuses(403, "quotaExceeded", Date="Sat, 21 Nov 2026 12:00:00 GMT")
    there.next("POST", "/upload/youtube/v3/videos", fault)
    with pytest.raises(Failed) as error:
        ours(there).publish(A_POST, KEY)
    assert error.value.after == 20 * 3600


def test_the_film_and_the_key_go_to_google_and_nowhere_else(there):
    there.session_host = "elsewhere.example"
    with pytest.raises(Failed):
        ours(there).publish(A_POST, KEY)
    assert not any(one.host == "elsewhere.example" for one in there.asked)


def test_what_youtube_would_not_take_is_said_before():
    can = YouTube(Account())
    assert can.validate(A_POST) == []
    assert can.validate(replace(A_POST, text="é" * 2500)) == []
    for post, where in (
        (replace(A_POST, title=" "), "title"),
        (replace(A_POST, title="a" * 101), "title"),
        (replace(A_POST, title="Year 5 > Year 4"), "title"),
        (replace(A_POST, text="<b>We sang"), "text"),
        (replace(A_POST, text="é" * 2501), "text"),
        (replace(A_POST, media=()), "media"),
        (replace(A_POST, tags=("a word",) * 60), "tags"),
        (replace(A_POST, page=True), "page"),
        (replace(A_POST, media=(replace(a_film(), type="video/x-msvideo"),)), "film 1"),
    ):
        [problem] = can.validate(post)
        assert problem.where == where

"""Instagram, against what Meta has written down of its API; the fake fetches each picture over HTTP, as it does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from publishing.networks.fakes import Answer, Asked, Fake, Reply, breaks, delays, fails, on
from publishing.networks.meta import ACCOUNT, HOSTS, TOKEN, FakeMeta, says
from schoolgate.publishing.networks import keys
from schoolgate.publishing.networks.errors import Failed, NoAccess, Unsupported, Unsure
from schoolgate.publishing.networks.graph import at
from schoolgate.publishing.networks.instagram.adapter import Instagram
from schoolgate.publishing.networks.network import Account, Media, Outgoing, Published, media

MEDIA, PUBLISH, ANY = "/v26.0/{account}/media", "/v26.0/{account}/media_publish", "/v26.0/{number}"


class Shelf(Fake):
    """Where pictures lie meanwhile."""

    def __init__(self) -> None:
        self.files: dict[str, Media] = {}
        super().__init__()

    @on("GET", "/{name}")
    def file(self, asked: Asked, name: str) -> Answer:
        asked.need("authorization" not in asked.headers, "no secret goes to another")
        one = self.files.get(name)
        return Reply(200, one.data, {"Content-Type": one.type}) if one else Reply(404)

    def put(self, one: Media) -> Media:
        name = f"{len(self.files)}"
        self.files[name] = one
        return replace(one, address=f"{self.address}/{name}")


class Ours(Instagram):
    waited: float = 0

    def pause(self, seconds: float) -> None:
        self.waited += seconds


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    with Shelf() as fake:
        yield fake
    assert fake.wrong == []


@pytest.fixture
def meta() -> Iterator[FakeMeta]:
    with FakeMeta() as fake:
        yield fake
    assert fake.wrong == []
    assert not any(TOKEN in str(one.query) for one in fake.asked)


def ours(meta: FakeMeta, handle: str = "alderlane.forest", **secrets: str) -> Ours:
    known = {"account": ACCOUNT, "token": TOKEN, **secrets}
    return Ours(Account(handle, "", known, meta.transport(*HOSTS)))


@pytest.fixture
def instagram(meta: FakeMeta) -> Ours:
    return ours(meta)


@pytest.fixture
def picture(shelf: Shelf):
    def make(colour: str = "green", size: tuple[int, int] = (1200, 900)) -> Media:
        file = io.BytesIO()
        Image.new("RGB", size, colour).save(file, "JPEG")
        about = {"alt": f"A {colour} field", "width": size[0], "height": size[1]}
        return shelf.put(media(file.getvalue(), "image/jpeg", **about))

    return make


@pytest.fixture
def film(shelf: Shelf) -> Media:
    return shelf.put(media(b"a film", "video/mp4"))


def a_key(**before: float) -> str:
    return keys.made(datetime.now(UTC) - timedelta(**before))


# Publishing


def test_a_picture_is_fetched_and_published_with_words_for_who_cannot_see_it(meta, instagram, picture):
    one = picture()
    post = Outgoing("We ran.", media=(one,), tags=("sports day",))
    assert instagram.validate(post) == []
    published = instagram.publish(post, a_key())
    [row] = meta.of("media")
    assert (row["caption"], row["alt"], row["data"]) == ("We ran.\n\n#SportsDay", "A green field", one.data)
    assert meta.fetched == [one.address]
    assert published.address == f"https://www.instagram.com/p/{row['id']}/"
    assert [(ref.kind, ref.media) for ref in published.references] == [("post", None), ("media", 0)]
    assert instagram.poll(published) == "live"


def test_several_pictures_and_a_film_are_one_post_in_order(meta, instagram, picture, film):
    post = Outgoing("We ran.", media=(picture("red"), film, picture("blue")))
    assert instagram.validate(post) == []
    meta.slow = 2
    published = instagram.publish(post, a_key())
    [row] = meta.of("media")
    shown = [meta.things[one] for one in row["children"]]
    assert [one["data"] for one in shown] == [one.data for one in post.media]
    assert [one["alt"] for one in shown] == ["A red field", "", "A blue field"]
    assert [(ref.kind, ref.media) for ref in published.references] == [
        ("post", None), ("media", 0), ("media", 1), ("copy", 1), ("media", 2),
    ]  # fmt: skip


def test_a_film_alone_is_a_reel_that_is_waited_for(meta, instagram, film):
    meta.slow = 4
    published = instagram.publish(Outgoing("The song.", media=(film,)), a_key())
    assert meta.of("media")[0]["kind"] == "REELS"
    assert [ref.kind for ref in published.references] == ["post", "media", "copy"]
    assert instagram.waited == 5 + 15 + 30 + 60 + 60


def test_a_film_that_takes_too_long_is_tried_again_later_and_nothing_was_published(meta, instagram, film):
    meta.slow = 99
    with pytest.raises(Failed) as failed:
        instagram.publish(Outgoing("The song.", media=(film,)), a_key())
    assert (failed.value.again, failed.value.after) == (True, 3600)
    assert meta.of("media") == []


def test_a_picture_that_cannot_be_fetched_is_not_published(meta, shelf, instagram, picture):
    one = picture()
    shelf.files.clear()
    with pytest.raises(Failed, match="could not fetch") as failed:
        instagram.publish(Outgoing("a", media=(one,)), a_key())
    assert failed.value.again
    assert meta.of("media") == []


def test_a_film_that_instagram_cannot_work_with_says_why(meta, shelf, instagram):
    film = shelf.put(media(b"x", "video/x-msvideo"))
    with pytest.raises(Failed, match="this kind of film") as failed:
        instagram.publish(Outgoing("a", media=(film,)), a_key())
    assert not failed.value.again


def test_without_an_address_nothing_is_asked(meta, instagram):
    picture = media(b"x", "image/jpeg", alt="A field")
    post = Outgoing("a", media=(picture,))
    [problem] = instagram.validate(post)
    assert "cannot be reached from the internet" in problem.message
    key = a_key()
    with pytest.raises(Failed, match="by hand") as failed:
        instagram.publish(post, key)
    assert not failed.value.again
    assert meta.times("POST", MEDIA) == 0


def test_as_much_as_may_be_published_in_a_day_is_asked_first(meta, instagram, picture):
    meta.quota = 100
    with pytest.raises(Failed, match="no more posts") as failed:
        instagram.publish(Outgoing("a", media=(picture(),)), a_key())
    assert (failed.value.again, failed.value.after) == (True, 3600)
    assert meta.fetched == []


# Once


def test_an_answer_that_did_not_come_is_looked_for_and_not_published_again(meta, instagram, picture):
    post, key = Outgoing("We ran.", media=(picture(), picture("red"))), a_key()
    meta.next("POST", PUBLISH, breaks(done=True))
    with pytest.raises(Unsure):
        instagram.publish(post, key)
    found = instagram.look(key, post)
    assert found
    assert instagram.publish(post, key) == found == instagram.remains(key, post)
    assert len(meta.of("media")) == 1


def test_what_did_not_arrive_is_published_again(meta, instagram, picture):
    post, key = Outgoing("We ran.", media=(picture(),)), a_key()
    meta.next("POST", PUBLISH, breaks(done=False))
    with pytest.raises(Unsure):
        instagram.publish(post, key)
    assert instagram.look(key, post) is None
    instagram.publish(post, key)
    assert len(meta.of("media")) == 1


def test_a_container_whose_answer_was_lost_is_seen_by_nobody(meta, instagram, picture):
    post, key = Outgoing("We ran.", media=(picture(),)), a_key()
    meta.next("POST", MEDIA, breaks(done=True))
    with pytest.raises(Failed) as failed:
        instagram.publish(post, key)
    assert failed.value.again
    assert instagram.look(key, post) is None
    assert len(meta.of("container")) == 1


def test_a_post_that_stands_and_cannot_be_read_is_unsure(meta, instagram, picture):
    post, key = Outgoing("We ran.", media=(picture(),)), a_key()
    meta.next("GET", ANY, delays(0))  # the container
    meta.next("GET", ANY, fails(400))
    with pytest.raises(Unsure):
        instagram.publish(post, key)
    assert instagram.look(key, post)


def test_the_same_words_from_before_are_another_post(meta, instagram, picture):
    key = a_key()
    row = meta.put("media", caption="We ran.", at="2020-01-01T10:00:00+0000", kind="IMAGE", children=[])
    post = Outgoing("We ran.", media=(picture(),))
    assert instagram.look(key, post) is None
    assert instagram.publish(post, key).post.id != row["id"]


def test_it_is_found_behind_the_posts_that_came_after_it(meta, instagram, picture):
    post, key = Outgoing("We ran.", media=(picture(),)), a_key()
    instagram.publish(post, key)
    for number in range(7):
        instagram.publish(Outgoing(f"Another {number}", media=post.media), a_key())
    assert instagram.look(key, post)


@pytest.mark.parametrize(
    ("fault", "kind", "again"),
    [
        (says(190), NoAccess, None),
        (says(10), NoAccess, None),
        (says(80002), Failed, True),
        (says(9007, 2207027), Failed, True),
        (says(9, 2207042), Failed, True),
        (says(4, 2207051, 403), Failed, False),
        (says(25, 2207050, 403), Failed, False),
        (says(24, 2207006), Failed, True),
        (says(36003, 2207009), Failed, False),
        (says(368), Failed, False),
        (says(2, is_transient=True), Unsure, None),
        (says(-1, 2207001, 500), Failed, True),
    ],
)
def test_each_way_of_saying_no_is_understood(meta, instagram, picture, fault, kind, again):
    meta.next("POST", PUBLISH, fault)
    with pytest.raises(kind) as error:
        instagram.publish(Outgoing("a", media=(picture(),)), a_key())
    assert TOKEN not in str(error.value)
    if again is not None:
        assert error.value.again is again


# Credentials


def test_credentials_are_tried(meta, instagram):
    instagram.check_access()
    meta.permissions.remove("instagram_manage_contents")
    with pytest.raises(NoAccess, match="also needs: instagram_manage_contents"):
        instagram.check_access()


def test_another_account_is_not_this_one(meta):
    ours(meta, "@AlderLane.Forest").check_access()
    with pytest.raises(NoAccess, match="not the account that stands here"):
        ours(meta, "alderlane").check_access()
    with pytest.raises(NoAccess, match="no account of this number"):
        ours(meta, account="404").check_access()
    with pytest.raises(NoAccess, match="figures"):
        ours(meta, account="alderlane").check_access()


def test_who_runs_it_is_written_down_by_a_person(instagram):
    assert not instagram.can.admins
    with pytest.raises(Unsupported, match="write it down"):
        instagram.verify_admins()


# Taking down


def test_a_post_goes_with_all_that_it_shows(meta, instagram, picture):
    post = Outgoing("We ran.", media=(picture(), picture("red")))
    published = instagram.publish(post, a_key())
    files = [one for one in published.references if one.kind == "media"]
    assert not any(instagram.confirm_gone(one) for one in files)
    assert [one.outcome for one in instagram.remove(published)] == ["done"] * 3
    assert meta.of("media") == meta.of("child") == []
    assert all(instagram.confirm_gone(one) for one in files)
    with pytest.raises(Unsupported, match="not signed in"):
        instagram.confirm_gone(published.post)
    assert instagram.poll(published) == "gone"
    assert {one.outcome for one in instagram.remove(published)} == {"already gone"}


def test_one_picture_of_several_cannot_go_alone_so_a_person_is_told(meta, instagram, picture):
    published = instagram.publish(Outgoing("a", media=(picture(), picture("red"))), a_key())
    [answer] = instagram.remove(Published(published.references[1:2]))
    assert (answer.outcome, answer.again) == ("unsupported", False)
    assert "whole posts only" in answer.why
    assert meta.of("media")
    assert meta.times("DELETE", ANY) == 0


def test_a_picture_that_is_a_post_of_its_own_goes_alone(meta, instagram, picture):
    published = instagram.publish(Outgoing("a", media=(picture(),)), a_key())
    answers = instagram.remove(Published(published.references[1:]))
    assert [(one.reference, one.outcome) for one in answers] == [(one, "done") for one in published.references]
    assert meta.of("media") == []
    [again] = instagram.remove(Published(published.references[1:]))
    assert again.outcome == "already gone"


def test_what_instagram_does_not_delete_is_not_done(meta, instagram, picture):
    published = instagram.publish(Outgoing("a", media=(picture(),)), a_key())
    meta.next("DELETE", ANY, says(-1, 2207085))
    answers = instagram.remove(published)
    assert {(one.outcome, one.again) for one in answers} == {("failed", False)}
    assert "in the app" in answers[0].why
    meta.next("DELETE", ANY, says(2))
    assert {(one.outcome, one.again) for one in instagram.remove(published)} == {("failed", True)}


def test_what_a_token_does_not_see_is_not_taken_for_gone(meta, instagram, picture):
    published = instagram.publish(Outgoing("a", media=(picture(),)), a_key())
    del meta.things[ACCOUNT], meta.things[published.post.id]
    with pytest.raises(NoAccess):
        instagram.poll(published)
    assert {one.outcome for one in instagram.remove(published)} == {"failed"}


# Comments


def test_comments_and_their_answers_are_read_hidden_and_deleted(meta, instagram, picture):
    published = instagram.publish(Outgoing("a", media=(picture(),)), a_key())
    number = published.post.id
    first = meta.comment(number, "a.mother", "Well done", "2026-11-01T10:00:00+0000")
    answer = meta.comment(number, "somebody", "Indeed", "2026-11-02T10:00:00+0000", to=first)
    late = [meta.comment(number, "x", "Hm", f"2026-11-0{day}T10:00:00+0000") for day in (3, 4, 5)]
    comments = instagram.fetch_comments(published)
    assert [one.id for one in comments] == [first, answer, *late]
    assert [one.answers for one in comments] == ["", first, "", "", ""]
    assert [one.id for one in instagram.fetch_comments(published, at("2026-11-04T10:00:00+0000"))] == late[1:]
    instagram.hide_comment(answer)
    assert instagram.fetch_comments(published)[1].hidden
    instagram.delete_comment(first)
    assert first not in [one.id for one in instagram.fetch_comments(published)]


# Before it is asked


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"media": ()}, "media"),
        ({"text": "a" * 2201}, "text"),
        ({"text": "a" * 2195, "tags": ("sports",)}, "tags"),
        ({"text": " ".join(f"#a{n}" for n in range(31))}, "text"),
        ({"text": " ".join(f"@a{n}" for n in range(21))}, "text"),
        ({"unlisted": True}, "unlisted"),
    ],
)
def test_what_instagram_would_not_take_is_said_before(instagram, picture, change, where):
    [problem] = instagram.validate(replace(Outgoing("a", media=(picture(),)), **change))
    assert problem.where == where


@pytest.mark.parametrize(
    ("sizes", "problems"),
    [
        ([(1080, 1350)], []),
        ([(1910, 1000)], []),
        ([(1000, 1400)], ["picture 1"]),
        ([(2000, 1000)], ["picture 1"]),
        ([(1200, 900), (800, 600)], []),
        ([(1200, 900), (900, 1000)], ["picture 2"]),
    ],
)
def test_a_shape_that_instagram_would_cut_is_said_before(instagram, picture, sizes, problems):
    post = Outgoing("a", media=tuple(picture(size=one) for one in sizes))
    assert [one.where for one in instagram.validate(post)] == problems


def test_only_jpeg_of_eight_megabytes_and_ten_together(instagram, picture, film):
    one = picture()
    for post, where in (
        (Outgoing("a", media=(replace(one, type="image/png"),)), "picture 1"),
        (Outgoing("a", media=(replace(one, size=8_000_001),)), "picture 1"),
        (Outgoing("a", media=(replace(one, alt="a" * 1001),)), "picture 1"),
        (Outgoing("a", media=(*[one] * 10, film)), "media"),
    ):
        [problem] = instagram.validate(post)
        assert problem.where == where

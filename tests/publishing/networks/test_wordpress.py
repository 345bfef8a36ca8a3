"""The website's adapter against a real WordPress: what a visitor sees is asked for without an account."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import av
import httpx
import pytest
from PIL import Image

import wordpress as real
from publishing.networks.fakes import Fake
from schoolgate.publishing.networks.errors import Failed, NoAccess, Unsupported, Unsure
from schoolgate.publishing.networks.network import Account, Media, Outgoing, media
from schoolgate.publishing.networks.wordpress.adapter import WordPress

pytestmark = pytest.mark.whole


def a_picture(colour: str = "green", size: tuple[int, int] = (400, 300), **about: str) -> Media:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return media(file.getvalue(), "image/jpeg", **{"alt": f"A {colour} field", **about})


def a_post(
    *pictures: Media, title: str = "Sports day", text: str = "We ran.\n\nThen we rested.", **more: Any
) -> Outgoing:
    return Outgoing(text=text, title=title, media=pictures, **more)


def a_key() -> str:
    return uuid.uuid4().hex


def account(site: real.Site, transport: httpx.BaseTransport | None = None, **secrets: str) -> Account:
    known = {"user": site.user, "password": site.password, **secrets}
    return Account("alderlane.example", site.address, known, transport)


@pytest.fixture
def ours(wordpress: real.Site) -> WordPress:
    return WordPress(account(wordpress))


class Breaking(httpx.BaseTransport):
    """The true line, which breaks at the first request that is meant: before it is sent, or once it was answered."""

    def __init__(self, meant: Callable[[httpx.Request], bool], *, after: bool) -> None:
        self.line = httpx.HTTPTransport()
        self.meant, self.after, self.broke = meant, after, False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if self.broke or not self.meant(request):
            return self.line.handle_request(request)
        self.broke = True
        if self.after:
            answer = self.line.handle_request(request)
            answer.read()
            answer.close()
        raise httpx.ReadError("the line broke")

    def close(self) -> None:
        self.line.close()


def upload(number: int) -> Callable[[httpx.Request], bool]:
    """Meant is the so-many-th upload."""
    seen = iter(range(1, 100))
    return lambda request: request.method == "POST" and request.url.path.endswith("/media") and next(seen) == number


def making(request: httpx.Request) -> bool:
    return request.method == "POST" and request.url.path.endswith("/posts")


def putting_in_public(request: httpx.Request) -> bool:
    return request.method == "POST" and "/posts/" in request.url.path


# Publishing


def test_a_post_with_two_pictures_is_read_by_a_stranger(wordpress, ours):
    post = a_post(a_picture("green", (1600, 1200), caption="The <field>"), a_picture("red", (1200, 1600)))
    assert ours.validate(post) == []
    published = ours.publish(post, a_key())

    status, page = wordpress.stranger(published.address)
    shown = page.decode()
    assert status == 200
    assert "<p>We ran.</p>" in shown
    assert "<p>Then we rested.</p>" in shown
    assert 'alt="A green field"' in shown
    assert 'alt="A red field"' in shown
    assert "The &lt;field&gt;" in shown
    for number in (0, 1):
        sizes = [one for one in published.references if one.media == number]
        pictures = [one for one in sizes if one.address.endswith(".jpg")]
        assert len(pictures) >= 4, "the file itself, and the smaller ones that WordPress makes of it"
        assert [one.kind for one in sizes] == ["media"] + ["copy"] * (len(sizes) - 1)
        for one in sizes:
            assert wordpress.stranger(one.address)[0] == 200
    assert ours.poll(published) == "live"


def test_the_bytes_that_are_shown_are_those_that_were_sent(wordpress, ours):
    picture = a_picture("orange", (640, 480))
    published = ours.publish(a_post(picture), a_key())
    whole = next(one for one in published.references if one.kind == "media")
    assert wordpress.stranger(whole.address) == (200, picture.data)


def test_a_page_has_its_media_too(wordpress, ours):
    published = ours.publish(a_post(a_picture("blue"), title="About us", page=True), a_key())
    assert published.post.id.startswith("pages/")
    status, page = wordpress.stranger(published.address)
    assert status == 200
    assert b'alt="A blue field"' in page
    assert all(removal.outcome == "done" for removal in ours.remove(published))
    assert wordpress.stranger(published.address)[0] == 404


def test_the_first_picture_can_stand_over_the_post(wordpress, ours):
    published = ours.publish(a_post(a_picture("violet"), a_picture("black"), over=True), a_key())
    number = published.post.id.partition("/")[2]
    inside = wordpress.php(f"echo get_post({number})->post_content;")
    assert "A violet field" not in inside
    assert "A black field" in inside
    assert 'alt="A violet field"' in wordpress.php(f"echo get_the_post_thumbnail({number});")


def a_film() -> Media:
    file = io.BytesIO()
    with av.open(file, "w", format="mp4") as made:
        stream = made.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for shade in range(5):
            frame = av.VideoFrame.from_image(Image.new("RGB", (160, 120), (shade * 50, 0, 0)))
            made.mux(stream.encode(frame))
        made.mux(stream.encode())
    data = file.getvalue()
    return Media("video/mp4", len(data), lambda: (data[at : at + 999] for at in range(0, len(data), 999)))


def test_a_film_is_shown_beside_a_picture_and_goes_with_it(wordpress, ours):
    film = a_film()
    published = ours.publish(a_post(film, a_picture("red")), a_key())
    where = next(one.address for one in published.references if one.media == 0)
    assert f'<video controls src="{where}"' in wordpress.stranger(published.address)[1].decode()
    assert wordpress.stranger(where) == (200, film.data)
    assert {one.outcome for one in ours.remove(published)} == {"done"}
    assert all(ours.confirm_gone(one) for one in published.references)


def test_tags_are_made_once_and_found_again(wordpress, ours):
    made = []
    for _ in range(2):
        published = ours.publish(a_post(tags=("Sports & games", "Year 6")), a_key())
        number = published.post.id.partition("/")[2]
        names = wordpress.php(f"echo implode('|', wp_list_pluck(get_the_tags({number}), 'name'));")
        assert names == "Sports &amp; games|Year 6"
        made.append(wordpress.php("echo wp_count_terms(['taxonomy' => 'post_tag', 'hide_empty' => false]);"))
    assert made[0] == made[1]


def test_what_somebody_wrote_is_shown_and_never_run(wordpress, ours):
    wordpress.php("")
    text = "5 < 6 & [gallery] <script>alert(1)</script>\nSee https://alderlane.example/a?b=1&c=2.\n\n<!-- wp:html --><b>x</b>"
    published = ours.publish(
        a_post(a_picture(alt='"><script>', caption="[caption]"), title="Q&A <b>now</b>", text=text), a_key()
    )
    page = wordpress.stranger(published.address)[1].decode()
    assert "<script>alert(1)" not in page
    assert "5 &lt; 6 &amp; &#91;gallery&#93; &lt;script&gt;" in page
    assert (
        '<a href="https://alderlane.example/a?b=1&#038;c=2">' in page
        or 'href="https://alderlane.example/a?b=1&amp;c=2"' in page
    )
    assert "<b>x</b>" not in page
    assert "Q&#038;A &lt;b&gt;now&lt;/b&gt;" in page or "Q&amp;A &lt;b&gt;now&lt;/b&gt;" in page


def test_the_plain_address_of_the_interface_does_as_well(wordpress, ours):
    wordpress.php("update_option('permalink_structure', ''); flush_rewrite_rules();")
    try:
        plain = WordPress(account(wordpress))
        published = plain.publish(a_post(a_picture("pink")), a_key())
        assert "?p=" in published.address
        assert wordpress.stranger(published.address)[0] == 200
        assert {removal.outcome for removal in plain.remove(published)} == {"done"}
        assert all(plain.confirm_gone(one) for one in published.references)
    finally:
        wordpress.php("update_option('permalink_structure', '/%year%/%monthnum%/%postname%/'); flush_rewrite_rules();")


# Once, whatever breaks


@pytest.mark.parametrize("after", [False, True], ids=["before it arrived", "after it was done"])
@pytest.mark.parametrize(
    "meant",
    [making, partial(upload, 1), partial(upload, 2), putting_in_public],
    ids=["draft", "picture 1", "picture 2", "in public"],
)
def test_a_line_that_breaks_leaves_nothing_twice_and_nothing_out(wordpress, ours, meant, after):
    posts, pictures = wordpress.count(), wordpress.count("attachment")
    post, key = a_post(a_picture("green"), a_picture("red")), a_key()
    meant = meant() if isinstance(meant, partial) else meant
    breaking = WordPress(account(wordpress, Breaking(meant, after=after)))
    with pytest.raises((Unsure, Failed)) as error:
        breaking.publish(post, key)
    assert not isinstance(error.value, Failed) or error.value.again

    there = ours.look(key, post)
    assert (there is not None) == (meant is putting_in_public and after)
    published = ours.publish(post, key)
    assert wordpress.count() == posts + 1
    assert wordpress.count("attachment") == pictures + 2
    assert ours.look(key, post) == published
    assert ours.publish(post, key) == published
    assert wordpress.count() == posts + 1
    assert wordpress.stranger(published.address)[0] == 200


def test_a_request_that_was_given_up_and_arrives_late_makes_no_second_post(wordpress, ours):
    post, key = a_post(a_picture("green")), a_key()
    late: list[httpx.Request] = []

    class Late(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if not late and (making(request) or upload(1)(request)):
                request.read()
                late.append(request)
                raise httpx.ReadTimeout("nothing came")
            return super().handle_request(request)

    with pytest.raises(Unsure):
        WordPress(account(wordpress, Late())).publish(post, key)
    first = ours.publish(post, key)
    posts = wordpress.count()
    with httpx.Client() as client:
        assert client.send(late[0]).status_code == 201

    assert ours.look(key, post).post == first.post
    assert ours.publish(post, key) == first
    assert wordpress.count() == posts, "the draft that came late is gone again"


def test_two_that_publish_the_same_at_once_make_one_post(wordpress):
    posts, pictures = wordpress.count(), wordpress.count("attachment")
    post, key = a_post(a_picture("green"), a_picture("red")), a_key()
    with ThreadPoolExecutor(3) as at_once:
        found = list(at_once.map(lambda _: WordPress(account(wordpress)).publish(post, key), range(3)))
    assert found[0] == found[1] == found[2]
    assert wordpress.count() == posts + 1
    assert wordpress.count("attachment") == pictures + 2
    assert all(wordpress.stranger(one.address)[0] == 200 for one in found[0].references)


def test_a_picture_that_arrives_late_is_found_and_taken_down_too(wordpress, ours):
    post, key = a_post(a_picture("green")), a_key()
    published = ours.publish(post, key)
    held = wordpress.count("attachment")
    number = published.post.id.partition("/")[2]
    name = next(one for one in published.references if one.kind == "media").address.rpartition("/")[2]
    with httpx.Client(auth=(wordpress.user, wordpress.password)) as client:
        sent = {"slug": name.removesuffix(".jpg"), "post": number}
        late = client.post(
            f"{wordpress.address}/?rest_route=/wp/v2/media",
            data=sent,
            files={"file": (name, post.media[0].data, "image/jpeg")},
        )
    assert late.status_code == 201

    everything = ours.remains(key, post)
    assert late.json()["source_url"] in {one.address for one in everything.references}
    gone = {one.reference.address: one.outcome for one in ours.remove(published)}
    assert gone[late.json()["source_url"]] == "done", "though nobody knew of it when the post went out"
    assert set(gone.values()) == {"done"}
    assert wordpress.count("attachment") == held - 1
    assert wordpress.stranger(late.json()["source_url"])[0] == 404


def test_what_a_post_that_is_given_up_left_behind_is_taken_down(wordpress, ours):
    post, key = a_post(a_picture("green"), a_picture("red")), a_key()
    with pytest.raises(Unsure):
        WordPress(account(wordpress, Breaking(upload(2), after=True))).publish(post, key)

    assert ours.look(key, post) is None
    left = ours.remains(key, post)
    pictures = [one for one in left.references if one.address.endswith(".jpg")]
    assert pictures
    assert all(wordpress.stranger(one.address)[0] == 200 for one in pictures), (
        "a picture is in public before its post is"
    )
    assert {removal.outcome for removal in ours.remove(left)} == {"done"}
    assert all(ours.confirm_gone(one) for one in left.references)
    assert ours.remains(key, post) is None


# Taking down


def test_after_a_takedown_a_stranger_finds_nothing_at_any_address(wordpress, ours):
    published = ours.publish(a_post(a_picture("green"), a_picture("red")), a_key())
    assert not any(ours.confirm_gone(one) for one in published.references)

    removals = ours.remove(published)
    assert {one.reference for one in removals} == set(published.references)
    assert {one.outcome for one in removals} == {"done"}
    for one in published.references:
        assert wordpress.stranger(one.address)[0] == 404
        assert ours.confirm_gone(one)
    assert ours.poll(published) == "gone"
    assert {one.outcome for one in ours.remove(published)} == {"already gone"}


def test_deleting_the_post_alone_would_leave_its_pictures_and_is_not_believed(wordpress, ours):
    published = ours.publish(a_post(a_picture("green")), a_key())
    number = published.post.id.partition("/")[2]
    wordpress.php(f"wp_delete_post({number}, true);")

    assert ours.poll(published) == "gone"
    picture = next(one for one in published.references if one.kind == "media")
    assert not ours.confirm_gone(picture)
    outcomes = {one.reference: one.outcome for one in ours.remove(published)}
    assert outcomes[published.post] == "already gone"
    assert outcomes[picture] == "done"
    assert all(ours.confirm_gone(one) for one in published.references)


def test_a_size_that_the_website_made_later_is_named_when_it_goes(wordpress, ours):
    published = ours.publish(a_post(a_picture("green")), a_key())
    picture = next(one for one in published.references if one.kind == "media")
    number = picture.id.partition("/")[2]
    wordpress.php(
        "require ABSPATH . 'wp-admin/includes/image.php'; add_image_size('late', 333, 222, true);"
        f"wp_update_attachment_metadata({number}, wp_generate_attachment_metadata({number}, get_attached_file({number})));"
    )
    late = picture.address.removesuffix(".jpg") + "-333x222.jpg"
    assert wordpress.stranger(late)[0] == 200

    gone = {one.reference.address: one.outcome for one in ours.remove(published)}
    assert gone[late] == "done"
    assert wordpress.stranger(late)[0] == 404


def test_a_file_that_the_server_keeps_is_not_said_to_be_gone(wordpress, ours):
    published = ours.publish(a_post(a_picture("green")), a_key())
    picture = next(one for one in published.references if one.kind == "media")
    file = wordpress.root / httpx.URL(picture.address).path.lstrip("/")
    kept = file.read_bytes()
    ours.remove(published)
    file.write_bytes(kept)
    assert not ours.confirm_gone(picture), "WordPress said done, and a stranger still finds it"


def test_a_website_that_is_down_is_neither_done_nor_gone(wordpress, ours):
    published = ours.publish(a_post(a_picture("green")), a_key())
    nowhere = WordPress(replace(account(wordpress), address="http://127.0.0.1:9"))
    removals = nowhere.remove(published)
    assert {one.outcome for one in removals} == {"failed"}
    assert all(one.again and one.why for one in removals)
    with pytest.raises(Failed) as error:
        nowhere.confirm_gone(replace(published.post, address="http://127.0.0.1:9/gone"))
    assert error.value.again
    assert wordpress.stranger(published.address)[0] == 200


def test_what_somebody_else_of_the_website_wrote_is_never_touched(wordpress, ours):
    theirs = wordpress.php("echo wp_insert_post(['post_title' => 'Sports day', 'post_status' => 'publish']);")
    published = ours.publish(a_post(a_picture("green")), a_key())
    ours.remove(published)
    assert wordpress.php(f"echo get_post_status({theirs});") == "publish"


# Access


def test_good_credentials_are_taken(ours):
    ours.check_access()


@pytest.mark.parametrize("secrets", [{"password": "wrong"}, {"user": "nobody"}, {"password": ""}])
def test_wrong_credentials_are_no_access_and_nothing_is_done(wordpress, secrets):
    posts = wordpress.count()
    wrong = WordPress(account(wordpress, **secrets))
    for act in (wrong.check_access, lambda: wrong.publish(a_post(), a_key()), wrong.verify_admins):
        with pytest.raises(NoAccess, match="Application Passwords"):
            act()
    assert wordpress.count() == posts


def test_an_author_may_not_do_enough(wordpress):
    password = wordpress.person("an-author", "author")
    with pytest.raises(NoAccess, match="role of an editor"):
        WordPress(account(wordpress, user="an-author", password=password)).check_access()


def test_an_editor_does_everything_but_name_the_administrators(wordpress, ours):
    password = wordpress.person("an-editor", "editor")
    editor = WordPress(account(wordpress, user="an-editor", password=password))
    editor.check_access()
    published = editor.publish(a_post(a_picture("green")), a_key())
    assert {one.outcome for one in editor.remove(published)} == {"done"}
    with pytest.raises(Unsupported, match="shows its administrators only to an administrator"):
        editor.verify_admins()
    admins = ours.verify_admins()
    assert [(one.handle, one.email) for one in admins] == [("office", "office@alderlane.example")]


def test_credentials_never_leave_unencrypted(wordpress):
    for act in (WordPress(replace(account(wordpress), address="http://alderlane.example")).check_access,):
        with pytest.raises(NoAccess, match="https://"):
            act()


@pytest.mark.parametrize("address", ["", "alderlane", "ftp://alderlane.example", "https://user:p@alderlane.example"])
def test_what_is_no_address_of_a_website_is_said_so(wordpress, address):
    with pytest.raises(Failed) as error:
        WordPress(replace(account(wordpress), address=address)).check_access()
    assert not error.value.again


# What the website does not take


def test_a_file_that_is_too_large_is_refused_in_words(wordpress, ours):
    noise = io.BytesIO()
    Image.effect_noise((1500, 1500), 100).convert("RGB").save(noise, "PNG")
    large = media(noise.getvalue() * 4, "image/png", alt="Noise")
    assert large.size > real.UPLOAD_MEGABYTES * 1024 * 1024
    with pytest.raises(Failed) as error:
        ours.publish(a_post(large), a_key())
    assert not error.value.again
    assert "larg" in str(error.value)


def test_a_kind_of_file_that_the_website_refuses_is_failed(ours):
    with pytest.raises(Failed) as error:
        ours.publish(a_post(media(b"MZ not a picture", "application/x-msdownload", alt="x")), a_key())
    assert not error.value.again


def test_nothing_of_the_website_is_shown_as_it_came(wordpress, ours):
    with pytest.raises(Failed) as error:
        ours.hide_comment("99999999")
    assert str(error.value) == "The comment is not there any more."


def test_a_website_that_is_being_mended_is_tried_again_when_it_says(wordpress, ours):
    post, key = a_post(), a_key()
    mending = wordpress.root / ".maintenance"
    mending.write_text("<?php $upgrading = time();")
    try:
        with pytest.raises(Failed) as error:
            ours.publish(post, key)
        assert (error.value.again, error.value.after) == (True, 600)
    finally:
        mending.unlink()
    assert ours.look(key, post) is None
    ours.publish(post, key)


@pytest.mark.parametrize("state", ["draft", "publish"])
def test_a_website_that_breaks_after_it_did_what_was_asked_is_looked_at_first(wordpress, ours, state):
    posts = wordpress.count()
    post, key = a_post(a_picture("green")), a_key()
    broken = f"add_action('rest_after_insert_post', function ($p) {{ if ($p->post_status == '{state}') throw new Exception('x'); }});"
    with wordpress.plugin(broken), pytest.raises((Unsure, Failed)) as error:
        ours.publish(post, key)
    assert isinstance(error.value, Unsure) or error.value.again
    assert (ours.look(key, post) is not None) == (state == "publish")
    ours.publish(post, key)
    assert wordpress.count() == posts + 1


def test_a_post_that_the_website_keeps_back_is_not_said_to_be_out_and_its_pictures_can_be_had_back(wordpress, ours):
    post, key = a_post(a_picture("green")), a_key()
    keeps = "add_filter('wp_insert_post_data', function ($d) { if ($d['post_status'] == 'publish') $d['post_status'] = 'pending'; return $d; });"
    with wordpress.plugin(keeps), pytest.raises(Failed, match="keeps the post back") as error:
        ours.publish(post, key)
    assert not error.value.again
    assert ours.look(key, post) is None
    left = ours.remains(key, post)
    assert {one.outcome for one in ours.remove(left)} == {"done"}
    assert all(ours.confirm_gone(one) for one in left.references)


def test_a_website_that_changes_our_addresses_is_told_before_a_picture_goes_up(wordpress, ours):
    pictures = wordpress.count("attachment")
    changes = "add_filter('wp_unique_post_slug', function ($s) { return md5($s); });"
    with wordpress.plugin(changes), pytest.raises(Failed, match="changes the address"):
        ours.publish(a_post(a_picture("green")), a_key())
    assert wordpress.count("attachment") == pictures


def test_a_file_that_arrives_damaged_is_not_kept_and_is_sent_again(wordpress, ours):
    class Damaging(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if upload(1)(request):
                request.headers["Content-MD5"] = "0" * 32
            return super().handle_request(request)

    post, key = a_post(a_picture("green")), a_key()
    with pytest.raises(Failed) as error:
        WordPress(account(wordpress, Damaging())).publish(post, key)
    assert error.value.again
    assert len(ours.publish(post, key).references) > 1


# Finding the interface


def test_a_website_that_does_not_say_where_its_interface_is_has_it_where_wordpress_puts_it(wordpress, ours):
    with wordpress.plugin(
        "add_action('init', function () { remove_action('template_redirect', 'rest_output_link_header', 11); });"
    ):
        ours.check_access()


def test_a_website_that_sends_us_on_is_not_sent_the_password(wordpress):
    asked: list[httpx.Request] = []

    class Noting(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            asked.append(request)
            return super().handle_request(request)

    moved = replace(account(wordpress, Noting()), address=f"{wordpress.address}/wp-admin/")
    with pytest.raises(Failed, match=r"sends us on to .*/wp-login\.php\. If that is its address now") as error:
        WordPress(moved).check_access()
    assert not error.value.again
    assert all("authorization" not in one.headers for one in asked)


def test_what_is_no_wordpress_is_said_so():
    with Fake() as other, pytest.raises(Failed, match="no WordPress at this address"):
        WordPress(Account("", other.address, {"user": "a", "password": "b"})).check_access()


# Comments


def test_comments_are_read_hidden_and_deleted(wordpress, ours):
    published = ours.publish(a_post(), a_key())
    number = published.post.id.partition("/")[2]
    first = wordpress.comment(number, "A mother", "Well done & <b>thanks</b>")
    held = wordpress.comment(number, "Somebody", "Not yet looked at", approved=0)

    comments = ours.fetch_comments(published)
    assert [(one.id, one.author, one.hidden) for one in comments] == [
        (first, "A mother", False),
        (held, "Somebody", True),
    ]
    assert comments[0].text == "Well done & <b>thanks</b>"
    assert abs(comments[0].at - datetime.now(UTC)) < timedelta(minutes=5)
    assert b"Well done" in wordpress.stranger(published.address)[1]

    ours.hide_comment(first)
    assert b"Well done" not in wordpress.stranger(published.address)[1]
    assert ours.fetch_comments(published)[0].hidden
    ours.delete_comment(first)
    assert [one.id for one in ours.fetch_comments(published)] == [held]
    with pytest.raises(Failed, match="not there any more"):
        ours.delete_comment(first)


def test_only_what_came_since_is_read_again_in_whatever_zone_the_website_is(wordpress, ours):
    published = ours.publish(a_post(), a_key())
    number = published.post.id.partition("/")[2]
    wordpress.comment(number, "A", "Now")
    wordpress.php("update_option('timezone_string', 'Pacific/Auckland');")
    try:
        wordpress.comment(number, "B", "Now there")
        recent = datetime.now(UTC) - timedelta(minutes=10)
        assert len(ours.fetch_comments(published, recent)) == 2
        assert ours.fetch_comments(published, datetime.now(UTC) + timedelta(minutes=10)) == []
    finally:
        wordpress.php("update_option('timezone_string', '');")


def test_more_comments_than_a_page_of_them_are_all_read(wordpress, ours):
    published = ours.publish(a_post(), a_key())
    number = published.post.id.partition("/")[2]
    wordpress.php(
        f"for ($i = 0; $i < 130; $i++) wp_insert_comment(['comment_post_ID' => {number}, 'comment_author' => 'A', 'comment_content' => \"n$i\"]);"
    )
    assert len(ours.fetch_comments(published)) == 130

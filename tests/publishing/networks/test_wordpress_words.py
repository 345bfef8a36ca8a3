"""How words become a post of WordPress: found again by their address, and never more than words."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from schoolgate.publishing.consents.models import Purpose
from schoolgate.publishing.networks.known import WHERE, adapter, purpose
from schoolgate.publishing.networks.network import Account, Network, Outgoing
from schoolgate.publishing.networks.wordpress import words

ANYTHING = st.text(max_size=300)


@given(ANYTHING, ANYTHING)
def test_an_address_is_plain_the_same_again_and_another_for_another_key(title, key):
    slug = words.slug(title, key)
    assert re.fullmatch(r"(?:[a-z0-9]+-)*[0-9a-f]{20}", slug)
    assert len(slug) <= 81
    assert slug == words.slug(title, key)
    assert slug != words.slug(title, key + "x")


def test_an_address_says_what_it_is_about_as_far_as_it_can():
    assert words.slug("Café & Sports Day!", "k").startswith("cafe-sports-day-")
    assert re.fullmatch("[0-9a-f]{20}", words.slug("運動会", "k"))


@given(ANYTHING)
def test_what_somebody_wrote_is_never_more_than_words(text):
    made = words.paragraphs(text)
    bare = re.sub(r"<!-- /?wp:paragraph -->|</?p>|</a>|<a href=\"https?://[^\"<>]+\">", "", made).replace("<br>", "\n")
    assert not set(bare) & set("<>[]\"'")
    assert unescape(bare).split() == text.replace("\r\n", "\n").split()


def test_an_empty_line_parts_paragraphs_and_a_line_end_stays_one():
    made = words.paragraphs("One\r\ntwo\n \nthree\n\n\n\n")
    assert re.findall(r"<p>(.*?)</p>", made) == ["One<br>two", "three"]


def test_an_address_becomes_a_link_without_the_full_stop_behind_it():
    made = words.paragraphs("See https://alderlane.example/a?b=1&c=2. (Or http://b.example/x)")
    assert re.findall(r'<a href="(.*?)">', made) == [
        "https://alderlane.example/a?b=1&amp;c=2",
        "http://b.example/x",
    ]
    assert "<a" not in words.paragraphs("javascript:alert(1) ftp://a.example/x https:// www.a.example")


def test_a_picture_keeps_its_words_in_their_place():
    made = words.picture(7, 'https://a.example/"x.jpg', 'A "field" [x]', "<b>")
    assert 'src="https://a.example/&quot;x.jpg"' in made
    assert 'alt="A &quot;field&quot; &#91;x&#93;"' in made
    assert '<figcaption class="wp-element-caption">&lt;b&gt;</figcaption>' in made
    assert made.startswith('<!-- wp:image {"id":7,')


def test_every_known_network_has_a_whole_adapter():
    for name in WHERE:
        found = adapter(name)
        assert found.name == name
        assert Network in found.__mro__
        assert found.called
        assert purpose(name) in Purpose.values
        assert found.asks
        secrets = {ask.name: "x" for ask in found.asks}
        found(Account("alderlane", "https://alderlane.example", secrets)).validate(Outgoing("Words", "Title"))


def test_a_post_on_a_website_needs_a_title():
    ours = adapter("wordpress")(Account())
    [one] = ours.validate(Outgoing("Words"))
    assert one.where == "title"
    assert ours.validate(Outgoing("Words", "Title")) == []

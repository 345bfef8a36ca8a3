"""The menu fits on one line: what is needed now and then stands on the home page, and More leads there."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from factories import somebody
from schoolgate.community import today

pytestmark = pytest.mark.django_db


def menu(page):
    return [
        " ".join(link.text().split()) for link in LexborHTMLParser(page.content.decode()).css("nav[aria-label=Menu] a")
    ]


def test_a_heads_menu_is_short_and_everything_is_on_the_home_page(school, sign_in):
    client = sign_in(somebody("head", school=school))
    home = client.get("/")
    assert menu(home)[0] == "Home"
    assert menu(home)[-1] == "More"
    assert len(menu(home)) <= 9
    assert "Term dates" not in menu(home)
    assert 'href="/terms/">Term dates' in home.content.decode()
    assert 'id="more"' in home.content.decode()


def test_the_pages_on_a_home_page_stand_under_their_headings(school, sign_in):
    for role in ("head", "dsl", "staff", "parent", "pupil", "technician"):
        person = somebody(role, school=school)
        headings = [wing for wing, _ in today.wings(person)]
        assert headings == [wing for wing in today.WINGS if wing in headings]
        under = [item.text for _, items in today.wings(person) for item in items]
        assert sorted(under) == sorted(item.text for item in today.menu(person))
        shown = LexborHTMLParser(sign_in(person).get("/").content.decode()).css("#more ~ h3")
        assert [heading.text() for heading in shown] == headings


def test_a_page_that_is_not_in_the_menu_is_marked_as_more(school, sign_in):
    page = sign_in(somebody("head", school=school)).get("/terms/").content.decode()
    assert LexborHTMLParser(page).css_first("nav [aria-current]").text().strip() == "More"

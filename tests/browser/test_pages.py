"""Every page, on a phone and on a desk: nothing that axe finds, nothing sideways, nothing refused by the browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import RequestFactory
from playwright.sync_api import BrowserContext, Route
from playwright.sync_api import Page as BrowserPage

from browser.checks import WIDTHS, listen, too_wide, violations
from browser.demonstration import Demonstration
from browser.page import Page
from browser.pages import PAGES


@pytest.mark.parametrize("one", PAGES, ids=lambda one: f"{one.who or 'stranger'}:{one.path}{one.press}")
def test_a_page_can_be_used_by_everybody(
    one: Page, demonstration: Demonstration, signed_in: Callable[[str], BrowserContext]
) -> None:
    page = signed_in(one.who).new_page()
    heard = listen(page)
    answer = page.goto(demonstration.address + address(page, demonstration, one.path))
    if one.press:
        with page.expect_navigation() as going:
            page.get_by_role("button", name=one.press, exact=True).click()
        answer = going.value
    assert answer is not None
    assert answer.status == one.status
    assert page.title().endswith("– Schoolgate")
    assert page.locator("h1").count() == 1
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], width
        assert too_wide(page) == [], width
    assert heard == []
    page.close()


def address(page: BrowserPage, demonstration: Demonstration, path: str) -> str:
    before, link, after = re.fullmatch(r"([^{]*)(?:{(.*)}/)?(.*)", path).groups()  # type: ignore[union-attr]
    if link is None:
        return path
    page.goto(demonstration.address + before)
    there = page.get_by_role("link", name=link).first.get_attribute("href") or ""
    return f"{before}{there.removeprefix(before).split('/')[0]}/{after}"


def test_text_twice_as_large_still_fits(
    demonstration: Demonstration, signed_in: Callable[[str], BrowserContext]
) -> None:
    page = signed_in("head").new_page()
    page.set_viewport_size({"width": 640, "height": 800})
    for path in ("/", "/people/", "/account/2fa/"):
        page.goto(demonstration.address + path)
        page.evaluate("document.documentElement.setAttribute('style', 'font-size: 200%')")
        assert too_wide(page) == [], path
    page.close()


def test_on_paper_there_is_the_content_and_not_the_menu(
    demonstration: Demonstration, signed_in: Callable[[str], BrowserContext]
) -> None:
    page = signed_in("head").new_page()
    page.goto(demonstration.address + "/people/")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="People", exact=True).is_visible()
    assert not page.get_by_role("navigation", name="Menu").is_visible()
    assert not page.get_by_role("button", name="Sign out").is_visible()
    page.close()


@pytest.mark.parametrize("state", ["empty", "wrong"])
def test_every_component_can_be_used_by_everybody(
    state: str, demonstration: Demonstration, signed_in: Callable[[str], BrowserContext], rf: RequestFactory
) -> None:
    """The gallery is drawn here and laid over an address of the server, so that it gets the real style and policy."""
    from django.contrib.auth.models import AnonymousUser

    from web.gallery import Everything, render

    request = rf.get("/gallery/")
    request.user, request.person = AnonymousUser(), None
    drawn = render(request, Everything() if state == "empty" else Everything({"when_0": "31"}, {}))

    def lay_over(route: Route) -> None:
        route.fulfill(response=route.fetch(), body=drawn)

    page = signed_in("").new_page()
    heard = listen(page)
    page.route("**/help/", lay_over)
    page.goto(demonstration.address + "/help/")
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], width
        assert too_wide(page) == [], width
    assert heard == []
    page.close()


def test_a_list_narrows_as_one_chooses_and_the_address_can_be_kept(
    demonstration: Demonstration, signed_in: Callable[[str], BrowserContext]
) -> None:
    page = signed_in("head").new_page()
    heard = listen(page)
    page.goto(demonstration.address + "/people/")
    page.evaluate("window.stillHere = true")
    page.get_by_label("Role").select_option(label="Parent or carer")
    page.get_by_text("Vera Example").wait_for(state="detached")
    assert page.get_by_role("link", name="Pat Example").is_visible()
    assert page.evaluate("window.stillHere")
    assert "role=parent" in page.url
    page.reload()
    assert page.get_by_label("Role").input_value() == "parent"
    assert not page.get_by_text("Vera Example").is_visible()
    assert heard == []
    page.close()

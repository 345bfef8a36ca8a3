"""A visitor signs on the school's screen: they get nowhere else with it, and it asks who has it back."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from browser.checks import WIDTHS, listen, too_wide, violations
from browser.demonstration import PATIENCE, Demonstration


def fine(page: Page) -> None:
    for width in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": 800})
        assert violations(page) == [], width
        assert too_wide(page) == [], width


def test_the_screen_is_handed_over_and_back(browser: Browser, demonstration: Demonstration) -> None:
    # A session of its own: while the screen is handed over, no other page of it opens.
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    heard = listen(page)
    demonstration.sign_in(page, "office")
    page.goto(f"{demonstration.address}/desk/add/")
    page.get_by_label("Full name").fill("Cal Example")
    page.get_by_label("A contractor", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    fine(page)
    page.get_by_role("button", name="Hand the screen over").click()
    expect(page.get_by_text("You sign in front of Olly Example.")).to_be_visible()
    fine(page)
    theirs = page.url

    page.get_by_role("link", name="I do not agree").click()
    expect(page.get_by_role("link", name="Olly Example")).to_have_count(0)
    fine(page)
    page.go_back()
    page.go_back()
    expect(page.get_by_text("You sign in front of Olly Example.")).to_be_visible()
    page.goto(f"{demonstration.address}/people/")
    assert page.url == theirs
    page.get_by_role("button", name="I have read this and I agree").click()
    expect(page.get_by_text("Please hand the screen back now.")).to_be_visible()
    fine(page)

    page.get_by_role("button", name="The screen is back at the desk").click()
    fine(page)
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("That is not your password.").first).to_be_visible()
    page.get_by_label("Password", exact=True).fill(demonstration.person("office")["password"])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Sign at the desk")).to_be_visible()
    assert heard == []
    context.close()

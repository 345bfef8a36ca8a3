"""A class signs, with nothing but the keyboard; and a page that was open while the words changed."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from browser.checks import violations
from browser.demonstration import Demonstration
from browser.keys import tab_to


def test_a_class_signs_with_the_keyboard_alone(
    demonstration: Demonstration, signed_in: Callable[[str], BrowserContext]
) -> None:
    page = signed_in("head").new_page()
    page.goto(f"{demonstration.address}/agreements/classes/")
    tab_to(page, "Year 6")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Key Stage 2 agreement")).to_be_visible()

    tab_to(page, "Go on to the list")
    page.keyboard.press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    tab_to(page, "We have talked about it, and everybody could ask questions")
    page.keyboard.press("Space")
    tab_to(page, "Go on to the list")
    page.keyboard.press("Enter")

    answers = page.locator("#list fieldset")
    expect(answers).to_have_count(6)
    for number in range(6):
        tab_to(page, "Signs")
        page.keyboard.press("Space")
        if number == 1:
            page.keyboard.press("ArrowRight")
        if number == 2:
            page.keyboard.press("ArrowRight")
            page.keyboard.press("ArrowRight")
    tab_to(page, "Continue")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Why does Jonah Example decline?")).to_be_visible()
    # Back to the list by the browser itself, and on again: what was ticked is still there.
    page.go_back()
    expect(page.get_by_role("radio", name="Declines").nth(1)).to_be_checked()
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why does Jonah Example decline?")).to_be_visible()
    assert violations(page) == []
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Say why Jonah Example declines")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Why does Jonah Example decline?")).to_be_focused()
    page.keyboard.type("I want to ask my mum first.")
    tab_to(page, "Continue")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Whoever is away today can sign another day.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Change they sign").click()
    expect(page.get_by_role("radio", name="Away today").nth(2)).to_be_checked()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("Why does Jonah Example decline?")).to_have_value("I want to ask my mum first.")
    page.get_by_role("button", name="Continue").click()
    tab_to(page, "Write this down")
    page.keyboard.press("Enter")

    expect(page.get_by_text("4 signed, 1 declined, 1 away: they can sign another day.")).to_be_visible()
    expect(page.get_by_role("row", name="Year 6")).to_contain_text("4 of 6")
    page.close()

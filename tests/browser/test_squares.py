"""The squares over a picture, by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from browser.demonstration import Demonstration


def test_the_squares_are_one_stop_and_the_arrows_go_between_them(
    demonstration: Demonstration, signed_in: Callable[[str], BrowserContext]
) -> None:
    olly = signed_in("office").new_page()
    olly.set_viewport_size({"width": 320, "height": 800})
    olly.goto(f"{demonstration.address}/pictures/1/faces/add/")
    olly.get_by_role("link", name="Back", exact=True).focus()
    walk = {"Tab": "A1", "ArrowRight": "B1", "ArrowDown": "B2", "ArrowLeft": "A2"}
    for key, square in walk.items():
        olly.keyboard.press(key)
        expect(olly.get_by_label(square, exact=True)).to_be_focused()
    olly.keyboard.press("ArrowLeft")
    olly.keyboard.press("Space")
    expect(olly.get_by_label("A2", exact=True)).to_be_checked()
    olly.keyboard.press("Tab")
    expect(olly.get_by_role("button", name="Add this face")).to_be_focused()
    olly.close()


def test_a_mistake_takes_the_focus(demonstration: Demonstration, signed_in: Callable[[str], BrowserContext]) -> None:
    olly = signed_in("office").new_page()
    for path, button in {"faces/add": "Add this face", "cover": "Cover them"}.items():
        olly.goto(f"{demonstration.address}/pictures/1/{path}/")
        for box in olly.locator("main input[type=checkbox]:checked").all():
            box.uncheck()
        olly.get_by_role("button", name=button).click()
        expect(olly.locator(".govuk-error-summary")).to_be_focused()
    olly.close()

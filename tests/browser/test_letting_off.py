"""The head lets somebody off from the names behind a line, and asks again, on a phone too."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from browser.checks import violations
from browser.demonstration import Demonstration


def test_somebody_is_let_off_and_asked_again(
    demonstration: Demonstration, signed_in: Callable[[str], BrowserContext]
) -> None:
    page = signed_in("head").new_page()
    page.set_viewport_size({"width": 320, "height": 800})
    names = f"{demonstration.address}/duties/of/agreement/staff/staff/"
    page.goto(names)
    page.get_by_role("link", name="Let off Thea Example").click()
    expect(page.get_by_role("heading", name="Let Thea Example off")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Let them off").click()
    expect(page.get_by_role("link", name="Say why in a few words")).to_be_visible()
    page.get_by_label("Why are they let off?").fill("On leave until the summer")
    page.get_by_role("button", name="Let them off").click()
    expect(page.get_by_text("Thea Example is let off, and told so.")).to_be_visible()

    page.goto(f"{names}?show=let_off")
    page.get_by_role("link", name="See why Thea Example").click()
    expect(page.get_by_text("On leave until the summer")).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Ask them again").click()
    expect(page.get_by_text("Thea Example is asked again, and told so.")).to_be_visible()

"""What somebody without a mouse does."""

from __future__ import annotations

from playwright.sync_api import Page

SEEN = """() => { const { top, bottom } = document.activeElement.getBoundingClientRect()
    return bottom > 0 && top < innerHeight }"""


def tab_to(page: Page, what: str) -> None:
    """Press Tab until the thing with this name is reached, and can be seen."""
    for _ in range(120):
        page.keyboard.press("Tab")
        name = page.evaluate(
            """() => { const e = document.activeElement
                 return (e.labels?.[0] ?? e).innerText.trim().replace(/\\s+/g, ' ') }"""
        )
        if name == what:
            assert page.evaluate(SEEN), f"{what} is reached and cannot be seen"
            return
    raise AssertionError(f"Tab never reached {what}")

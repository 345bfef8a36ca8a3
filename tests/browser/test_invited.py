"""A parent is invited, and a teacher helped back in, with the links from the mails that were sent."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.checks import violations
from browser.demonstration import PATIENCE, Demonstration

LINK = re.compile(r"http://\S+(/invitation/\S+)")
NEW = "kettle orbit pelican"


def link_to(demonstration: Demonstration, address: str) -> str:
    """The last link that was mailed to somebody, as soon as the background has sent it."""
    for _ in range(100):
        folder = Path(demonstration.environment["SCHOOLGATE_DATA"]) / "mail"
        for file in sorted(folder.glob("*"), key=lambda one: one.stat().st_mtime, reverse=True):
            text = file.read_text()
            found = LINK.search(text)
            if found and f"To: {address}" in text:
                return f"{demonstration.address}{found.group(1)}"
        time.sleep(0.1)
    raise AssertionError(f"no link was mailed to {address}")


def test_a_parent_is_invited_and_comes_in_on_a_phone_without_scripts(
    browser: Browser, signed_in: Callable[[str], BrowserContext], demonstration: Demonstration
) -> None:
    page = signed_in("head").new_page()
    page.goto(f"{demonstration.address}/people/?name=Anaïs")
    page.get_by_role("link", name="Anaïs Example").click()
    page.get_by_role("button", name="Invite them to sign in").click()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("We are sending Anaïs Example a link.")).to_be_visible()
    link = link_to(demonstration, "anais@alder-lane.example")
    page.close()

    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    context.set_default_timeout(PATIENCE)
    phone = context.new_page()
    phone.goto(link)
    phone.get_by_label("New password", exact=True).fill("alderlane2026")
    phone.get_by_label("New password again").fill("alderlane2026")
    phone.get_by_role("button", name="Save and sign in").click()
    expect(phone.get_by_text("easy to guess").first).to_be_visible()
    phone.get_by_label("New password", exact=True).fill(f"{NEW} 7")
    phone.get_by_label("New password again").fill(f"{NEW} 7")
    phone.get_by_role("button", name="Save and sign in").click()
    expect(phone.get_by_role("heading", name="Hello, Anaïs Example")).to_be_visible()
    phone.goto(link)
    expect(phone.get_by_role("heading", name="This link has been used")).to_be_visible()
    context.close()


def test_the_pages_of_a_link_pass_the_checks(
    stranger: Page, signed_in: Callable[[str], BrowserContext], demonstration: Demonstration
) -> None:
    page = signed_in("head").new_page()
    page.goto(f"{demonstration.address}/people/?name=Kwame")
    page.get_by_role("link", name="Kwame Example").click()
    page.get_by_role("button", name="Invite them to sign in").click()
    page.get_by_role("button", name="Send the invitation").click()
    link = link_to(demonstration, "kwame@alder-lane.example")
    for width in (320, 1280):
        stranger.set_viewport_size({"width": width, "height": 800})
        stranger.goto(link)
        expect(stranger.get_by_role("heading", name="Set up your sign-in")).to_be_visible()
        assert violations(stranger) == []
    page.get_by_role("button", name="Call the invitation off").click()
    expect(page.get_by_text("no longer works")).to_be_visible()
    page.close()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="This link does not work any more")).to_be_visible()
    assert violations(stranger) == []

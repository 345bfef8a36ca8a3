"""A letter from the case to whoever it is for: written, sent as a link, opened on a phone without scripts."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.checks import too_wide, violations
from browser.demonstration import PATIENCE, Demonstration

LINK = re.compile(r"http://\S+(/letter/\S+)")
ADDRESS = "paula@home.example"


def test_a_letter_is_written_sent_and_opened(
    browser: Browser, stranger: Page, signed_in: Callable[[str], BrowserContext], demonstration: Demonstration
) -> None:
    page = signed_in("dsl").new_page()
    page.goto(f"{demonstration.address}/cases/C-EXAMPLE2/steps/request_removal/")
    page.get_by_label("We take this step").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label(re.compile(r"^Why")).fill("She came in, and is sorry.")
    page.get_by_role("button", name="Write it down").click()
    page.goto(f"{demonstration.address}/cases/C-EXAMPLE2/letters/")
    page.get_by_role("button", name="Write a letter").click()
    page.get_by_role("link", name="Ask whoever wrote it to take it down").click()
    page.get_by_label("Paula Parentexample").check()
    page.get_by_label("What it is about").fill("Your words about Tess on our page.")
    page.get_by_role("button", name="Write the letter").click()
    expect(page.get_by_text("Fill in before it goes out")).to_be_visible()
    expect(page.get_by_text("Names of others in this case stand in the letter: Tess")).to_be_visible()
    fine(page)

    page.get_by_role("link", name="Change the words").click()
    words = page.get_by_label("The words of the letter")
    kept = words.input_value().replace("about Tess on", "on").replace("You can find it here: [the web address]\n\n", "")
    words.fill(kept)
    page.get_by_role("button", name="Keep these words").click()
    page.get_by_role("link", name="Send it by e-mail").click()
    page.get_by_label("Their e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_text("The e-mail is on its way")).to_be_visible()
    expect(page.get_by_text("Not known")).to_be_visible()
    letter = page.url

    link = link_to(demonstration)
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    context.set_default_timeout(PATIENCE)
    phone = context.new_page()
    phone.goto(link)
    expect(phone.get_by_role("heading", name="A letter for you")).to_be_visible()
    expect(phone.get_by_text("Your words on our page.")).not_to_be_visible()
    phone.get_by_role("button", name="Open the letter").click()
    expect(phone.get_by_text("Your words on our page.")).to_be_visible()
    context.close()

    stranger.set_viewport_size({"width": 320, "height": 640})
    stranger.goto(link)
    fine(stranger)
    stranger.get_by_role("button", name="Open the letter").click()
    fine(stranger)

    page.goto(letter)
    expect(page.get_by_text("Opened on")).to_be_visible()
    page.get_by_role("button", name="Stop the link").click()
    expect(page.get_by_text("The link is stopped.")).to_be_visible()
    page.close()


def link_to(demonstration: Demonstration) -> str:
    """The link that was mailed, as soon as the background has sent it."""
    for _ in range(100):
        for file in (Path(demonstration.environment["SCHOOLGATE_DATA"]) / "mail").glob("*"):
            text = file.read_text()
            if f"To: {ADDRESS}" in text and (found := LINK.search(text)):
                return f"{demonstration.address}{found.group(1)}"
        time.sleep(0.1)
    raise AssertionError("no link was mailed")


def fine(page: Page) -> None:
    assert violations(page) == []
    assert too_wide(page) == []

"""Two of the stories, told in a real browser: the friend request, and the governors' evening."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.demonstration import PATIENCE, Demonstration


@pytest.fixture(scope="module")
def school() -> Iterator[Demonstration]:
    """A demonstration of its own, because the governors change it."""
    with tempfile.TemporaryDirectory(prefix="schoolgate-stories-") as folder:
        running = Demonstration(Path(folder))
        yield running
        running.stop()


def visit(browser: Browser, school: Demonstration, who: str, width: int = 1280) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    page.set_default_timeout(PATIENCE)
    school.sign_in(page, who)
    return page


TOLD = {"Is it a pupil at the school now?": "Yes, a pupil now", "Are they a member of your family?": "No"}


def tell(page: Page) -> None:
    """Answer the questions as they come, until there is an answer."""
    for _ in TOLD:
        page.wait_for_load_state()
        heading = page.locator("h1").inner_text().strip()
        if heading not in TOLD:
            return
        page.get_by_label(TOLD[heading], exact=True).check()
        page.get_by_role("button", name="Continue").click()
        expect(page.locator("h1")).not_to_have_text(heading)


def test_the_friend_request(browser: Browser, school: Demonstration) -> None:
    """A teacher gets a friend request from a pupil in Year 6 and asks, on her phone, what to do."""
    page = visit(browser, school, "teacher", width=360)
    page.goto(f"{school.address}/ask/")
    page.get_by_label("What would you like to do?").fill("a kid in year 6 sent me a friend request can i accept it")
    page.get_by_role("button", name="Ask").click()
    page.get_by_role("link", name="May I ask, accept or let a pupil into my own profile?").click()
    tell(page)
    expect(page.locator(".sg-answer__word")).to_have_text("No")
    expect(page.get_by_text("Tell the head teacher")).to_be_visible()
    page.get_by_role("link", name="See what other policies say").click()
    expect(page.locator(".sg-answer__word")).not_to_be_visible()
    tell(page)
    answers = {row.locator("th").inner_text(): row.inner_text() for row in page.locator("tbody tr").all()}
    assert "GW-59" in answers["Glenwood School"]
    assert "WH-17" in answers["Windmill Hill Primary School"]
    assert "Better not" in answers["Days Lane Primary School"]
    assert "Not covered" in answers["Helsby Hillside Primary School"]


def test_the_governors_evening(browser: Browser, school: Demonstration) -> None:
    """The policy is years late and cites guidance that was replaced; a new version is compared, adopted and obeyed."""
    head = visit(browser, school, "head")
    head.get_by_role("link", name="Review the social media policy").first.click()
    head.get_by_role("link", name="See the policy’s defects").click()
    expect(head.get_by_role("heading", name="The review is late")).to_be_visible()
    expect(head.get_by_role("heading", name="Guidance that has been replaced")).to_be_visible()

    chair = visit(browser, school, "chair")
    chair.get_by_role("link", name="Decide on version 2 of the policy").click()
    chair.get_by_role("link", name="See what it changes").click()
    expect(
        chair.get_by_text("Parents were advised not to; now they must not.").or_(
            chair.get_by_role("heading", name="For staff")
        )
    ).to_be_visible()
    chair.get_by_text("Show the clauses that are new, changed or gone").click()
    expect(chair.get_by_text("Gone").first).to_be_visible()
    chair.get_by_role("link", name="Model Social Media Policy").first.click()
    chair.get_by_role("button", name="Adopt this version").click()
    monday = date.today() + timedelta(days=7 - date.today().weekday())
    for box, value in (("Day", monday.day), ("Month", monday.month), ("Year", monday.year)):
        chair.get_by_label(box, exact=True).fill(str(value))
    chair.get_by_role("button", name="Adopt this version").click()
    expect(chair.get_by_text("Version 2 is adopted.")).to_be_visible()

    text = f"{school.address}/schools/alder-lane/policy/"
    chair.goto(f"{text}?on={monday - timedelta(days=1)}")
    expect(chair.get_by_text("Staff must not contact pupils through a personal account.")).to_be_visible()
    chair.goto(f"{text}?on={monday}")
    expect(chair.get_by_role("heading", name="Model Social Media Policy")).to_be_visible()
    assert school.command("ledger", "verify")["ok"]

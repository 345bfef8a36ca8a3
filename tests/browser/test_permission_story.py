"""Permission to use the school's logo, in a real browser: asked on a phone, decided on a desk, checked by a stranger."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from browser.demonstration import PATIENCE, Demonstration


@pytest.fixture(scope="module")
def school() -> Iterator[Demonstration]:
    """A demonstration of its own, because what is decided in it stays."""
    with tempfile.TemporaryDirectory(prefix="schoolgate-permission-") as folder:
        running = Demonstration(Path(folder))
        yield running
        running.stop()


def visit(browser: Browser, school: Demonstration, who: str, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    page.set_default_timeout(PATIENCE)
    if who:
        school.sign_in(page, who)
    return page


def test_the_logo(browser: Browser, school: Demonstration) -> None:
    office = visit(browser, school, "office", width=320)
    office.goto(f"{school.address}/ask/")
    office.get_by_label("What would you like to do?").fill("can I use the school logo on my page")
    office.get_by_role("button", name="Ask").click()
    office.get_by_role("link", name="May I use the logo or other school material privately?").click()
    office.get_by_role("button", name="Ask for approval").click()
    office.get_by_label("What is it for?").fill("For the quiz night of the parents’ association")
    office.get_by_label("Does it name or show anybody?").fill("vera")
    office.get_by_role("button", name="Find").click()
    office.get_by_label("Vera Example").check()
    office.get_by_role("button", name="Continue").click()
    expect(office.locator("h1")).to_have_text("Check before you send")
    expect(office.get_by_text("Vera Example")).to_be_visible()
    office.get_by_role("button", name="Send").click()
    expect(office.get_by_text("Sent to Hattie Example")).to_be_visible()
    address = office.url

    head = visit(browser, school, "head", width=1280)
    head.goto(f"{school.address}/requests/")
    head.get_by_role("row", name="Olly Example").get_by_role("link", name="Use the school's logo").click()
    head.get_by_role("button", name="Decide").click()
    head.get_by_label("Approve it", exact=True).check()
    head.get_by_label("Your reason").fill("It is for the school’s own people")
    head.get_by_label("Conditions, if you approve it").fill("On paper only")
    last = timezone.localdate() + timedelta(days=30)
    for part, value in (("Day", last.day), ("Month", last.month), ("Year", last.year)):
        head.get_by_label(part, exact=True).fill(str(value))
    head.get_by_role("button", name="Decide").click()
    expect(head.get_by_text("Approved. Olly Example has been told.")).to_be_visible()

    office.goto(address)
    expect(office.get_by_text("On paper only")).to_be_visible()
    with office.expect_download() as coming:
        office.get_by_role("button", name="Get the permission (PDF)").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"%PDF")
    reference = office.locator("dd").filter(has_text="-").last.inner_text().strip()

    stranger = visit(browser, school, "", width=320)
    stranger.goto(f"{school.address}/permission/")
    stranger.get_by_label("Reference").fill(reference.lower())
    stranger.get_by_role("button", name="Check").click()
    expect(stranger.locator("main .govuk-body-l")).to_contain_text("Valid until")
    expect(stranger.get_by_text("Olly Example")).to_have_count(0)

    head.goto(address)
    head.get_by_role("button", name="Take the approval back").click()
    head.get_by_label("Why do you take it back?").fill("The quiz night is called off")
    head.get_by_role("button", name="Take it back").click()
    stranger.reload()
    expect(stranger.get_by_text("Not valid", exact=True)).to_be_visible()

"""The new account, and the account nobody asked for: stories 4 and 5, told in a real browser."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from browser.demonstration import Demonstration
from browser.stories import a_school, approve, choose, drafted, newest, on_day, press, tell, visit

pytestmark = pytest.mark.whole
WOODS = "What our forest school does, for families who would like to see it."
FALSE = "https://www.tiktok.com/@alderlaneofficial"
NAMES_NOBODY = "who may open an official account, and who approves it"


@pytest.fixture(scope="module")
def school() -> Iterator[Demonstration]:
    yield from a_school("days-lane")


def test_the_new_account(browser: Browser, school: Demonstration) -> None:
    """Described, with a school address and somebody else who runs it; its risks; the expectations signed by both (Olly has, for the website);
    the head decides. Where a policy names nobody who does, the linter had already said so."""
    tess, head = visit(browser, school, "teacher"), visit(browser, school, "head")
    account = describe(tess, school)
    look_at_the_risks(tess, account)
    tess.goto(account)
    tess.get_by_role("link", name="Say how it is kept safe").click()
    for box in tess.locator("main input[type=checkbox]").all():
        box.check()
    press(tess, "Continue")
    expect(tess.get_by_text("Once all of this is done")).to_be_visible()
    tess.get_by_role("link", name="Sign the expectations").click()
    sign(tess)
    tess.goto(account)
    press(tess, "Ask for approval")
    expect(tess.get_by_text("Asked. You are told when it is decided.")).to_be_visible()
    head.goto(f"{school.address}/requests/")
    head.get_by_role("link", name=re.compile("alderlane.woods")).first.click()
    expect(head.get_by_text("Tess Example and Olly Example")).to_be_visible()
    expect(head.get_by_text("What is left: low").first).to_be_visible()
    approve(head, school, "alderlane.woods", "A good idea.")
    tess.goto(account)
    expect(tess.get_by_text("Open", exact=True)).to_be_visible()
    tess.get_by_role("link", name="See who looked it over, and when").click()
    expect(tess.get_by_text("The next time is by")).to_be_visible()

    stranger = visit(browser, school, width=320)
    stranger.goto(f"{school.address}/official-accounts/alder-lane/")
    expect(stranger.get_by_text("alderlane.woods")).to_be_visible()
    expect(stranger.get_by_text("Tess")).to_have_count(0)

    head.goto(f"{school.address}/policy/{drafted(school, 'glenwood')}/defects/")
    expect(head.get_by_text(f"It says nothing about {NAMES_NOBODY}")).to_be_visible()


def test_the_account_nobody_asked_for(browser: Browser, school: Demonstration) -> None:
    """A parent sees on a phone that it is not ours, and tells the school; what it looks like is kept, the host is
    asked to remove it, and the tracker counts the days."""
    pat = visit(browser, school, width=320)
    pat.goto(f"{school.address}/official-accounts/alder-lane/")
    expect(pat.get_by_text("An account that is not on this list is not ours")).to_be_visible()
    expect(pat.get_by_text("TikTok")).to_have_count(0)
    pat.get_by_role("link", name="Tell us about it").click()
    expect(pat.get_by_role("link", name="I am a grown-up")).to_be_visible()
    tell(
        pat, school, f"“Alder Lane Primary Official” is on TikTok, at {FALSE}.", "A false account",
        happening_to="Somebody else", by="I do not know", names="@alderlaneofficial",
    )  # fmt: skip

    dsl = visit(browser, school, "dsl")
    case = newest(dsl, school)
    dsl.goto(f"{case}evidence/add/")
    dsl.get_by_label("Choose the file").set_input_files(
        {"name": "profile.png", "mimeType": "image/png", "buffer": a_screen()}
    )
    dsl.get_by_label("How did it come to you?").fill("I looked, and took a picture of the screen.")
    dsl.get_by_label("Where on the web is it, if you know? (optional)").fill(FALSE)
    press(dsl, "Continue")
    expect(dsl.get_by_text("profile.png").first).to_be_visible()

    dsl.goto(f"{case}removals/add/")
    dsl.get_by_label("Where is it?").fill(FALSE)
    dsl.get_by_label("An account that pretends to be somebody").check()
    dsl.get_by_label("It pretends to be somebody", exact=True).check()
    press(dsl, "Put it on the list")
    dsl.goto(f"{case}removals/1/")
    dsl.get_by_role("link", name="Ask the network").click()
    expect(dsl.get_by_role("heading", name="Ask TikTok")).to_be_visible()
    expect(dsl.locator("pre").get_by_text("We did not make it")).to_be_visible()
    on_day(dsl, date.today() - timedelta(days=4))
    dsl.get_by_label("The network’s own reference").fill("TT-2931")
    press(dsl, "I have asked")
    dsl.goto(f"{case}removals/")
    row = dsl.locator("main tbody tr").first
    expect(row).to_contain_text("TikTok")
    expect(row).to_contain_text("First asked 4 days ago")


def a_screen() -> bytes:
    """What the page of the false account looks like."""
    image = Image.new("RGB", (360, 640), "white")
    ImageDraw.Draw(image).text((40, 80), "Alder Lane Primary Official")
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def describe(tess: Page, school: Demonstration) -> str:
    """Question by question to the register; the address of the account's page. A private e-mail is refused."""
    tess.goto(f"{school.address}/accounts/propose/")
    press(tess, "Start")
    tess.get_by_label("Instagram").check()
    expect(tess.get_by_text("Not among those that the policy names").first).to_be_visible()
    press(tess, "Continue")
    tess.get_by_label("What is the account called?").fill("alderlane.woods")
    press(tess, "Continue")
    tess.get_by_label("What is it for?").fill(WOODS)
    tess.get_by_label("Our families").check()
    press(tess, "Continue")
    tess.get_by_label("Which e-mail address does it hang on?").fill("tess.at.home@gmail.com")
    press(tess, "Continue")
    expect(tess.locator(".govuk-error-summary")).to_contain_text("private")
    tess.get_by_label("Which e-mail address does it hang on?").fill("forest@alder-lane.example")
    press(tess, "Continue")
    tess.get_by_label("Dina Example").check()
    press(tess, "Continue")
    choose(tess, "Olly")
    expect(tess.get_by_text("Olly Example")).to_be_visible()
    tess.locator("main form button").last.click()
    expect(tess.get_by_role("heading", name="Instagram: alderlane.woods")).to_be_visible()
    expect(tess.get_by_role("button", name="Ask for approval")).to_have_count(0)
    return tess.url


def look_at_the_risks(tess: Page, account: str) -> None:
    tess.goto(account)
    tess.get_by_role("link", name="Look at the risks").click()
    tess.locator("main .govuk-task-list a").first.click()
    while tess.locator("input[name=likelihood]").count():
        for name, grade in (("likelihood", "1"), ("harm", "2"), ("left", "1")):
            tess.locator(f"input[name={name}][value='{grade}']").check()
        press(tess, "Save and continue")
    on_day(tess, date.today() + timedelta(days=180))
    press(tess, "Write the risks down")
    expect(tess.get_by_text("The risks are written down.")).to_be_visible()


def sign(page: Page) -> None:
    page.get_by_role("button", name="Go on to sign").click()
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.locator("main form button").last.click()
    page.wait_for_load_state()

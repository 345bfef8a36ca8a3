"""Two stories by hand: a friend request declared in a minute, without scripts; a candidate searched for fairly."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, expect

from browser.checks import too_wide, violations
from browser.demonstration import PATIENCE, Demonstration

WORDS = "On a made-up network, this morning. I turned it down."


def test_the_friend_request(browser: Browser, demonstration: Demonstration, signed_in) -> None:
    """A teacher asks, is told no and to tell the head, declares it; the head sees it; nobody else does."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    demonstration.sign_in(page, "teacher")
    page.goto(f"{demonstration.address}/ask/alder-lane/befriend.pupil/?by=staff&pupil=current&relative=no&enough=1")
    expect(page.locator(".sg-answer__word")).to_have_text("No")
    page.get_by_role("link", name="Tell the school: a friend request from a pupil").click()
    for answer in ("Yes, at this school", "No"):
        page.get_by_label(answer, exact=True).check()
        page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("textbox").fill(WORDS)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("It goes to Hattie Example (the head teacher), today.")).to_be_visible()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Received. It is with the head teacher.")).to_be_visible()
    reference = page.locator(".govuk-inset-text strong").inner_text()
    address = page.url
    context.close()

    head = signed_in("head").new_page()
    head.goto(demonstration.address)
    expect(head.get_by_text(reference)).to_be_visible()
    head.goto(address)
    expect(head.get_by_text(WORDS)).to_be_visible()
    head.get_by_role("button", name="I have read it").click()
    fine(head)
    head.get_by_role("button", name="I have read it").click()
    expect(head.get_by_text("They can see that you have read it.")).to_be_visible()
    nobody_else(signed_in("dsl"), address)
    nobody_else(signed_in("technician"), address)


def nobody_else(context: BrowserContext, address: str) -> None:
    page = context.new_page()
    response = page.goto(address)
    assert response is not None
    assert response.status == 404
    page.close()


def fine(page: Page) -> None:
    assert violations(page) == []
    assert too_wide(page) == []


def test_the_candidate(demonstration: Demonstration, signed_in) -> None:
    """Somebody off the panel makes the last searches; a finding is put to the candidate; the panel sees only that."""
    chair = signed_in("chair").new_page()
    chair.goto(f"{demonstration.address}/searches/S-EXAMPLE/")
    before = chair.get_by_text("It bears on the safety of children").count()

    office = signed_in("office").new_page()
    office.goto(f"{demonstration.address}/searches/S-EXAMPLE/")
    office.get_by_role("link", name="Searches for Ali Applicant").click()
    office.get_by_role("link", name="Public pages on professional networks").click()
    assert office.get_by_role("textbox").count() == 0
    office.get_by_label("Nothing that bears on the post").check()
    office.get_by_role("button", name="Continue").click()
    expect(office.get_by_text("It is recorded.")).to_be_visible()
    office.get_by_role("link", name="Write down what the candidate says about it").click()
    office.get_by_label("What did they say?").fill("It was a namesake, and I can show it.")
    fine(office)
    office.get_by_role("button", name="Write it down").click()
    expect(office.get_by_text("The panel can see it now.")).to_be_visible()
    fine(office)

    chair.reload()
    expect(chair.get_by_text("It was a namesake, and I can show it.")).to_be_visible()
    assert chair.get_by_text("It bears on the safety of children").count() == before + 1
    assert chair.get_by_text("Public pages on professional networks").count() == 0
    fine(chair)

"""Stories 7 and 8 by hand, on a telephone, with scripts and without; and the quick way out."""

from __future__ import annotations

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from browser.checks import listen, too_wide, violations
from browser.demonstration import PATIENCE, Demonstration
from browser.keys import tab_to


def on_a_phone(browser: Browser, *, scripts: bool = False) -> BrowserContext:
    context = browser.new_context(java_script_enabled=scripts, viewport={"width": 320, "height": 800})
    context.set_default_timeout(PATIENCE)
    return context


def fine(page: Page) -> None:
    assert violations(page) == []
    assert too_wide(page) == []


def test_the_group_chat_at_nine_in_the_evening(browser: Browser, demonstration: Demonstration, signed_in) -> None:
    """A pupil reports without a name, gets a receipt, and comes back twice to answer."""
    context = on_a_phone(browser, scripts=True)
    page = context.new_page()
    page.goto(f"{demonstration.address}/tell/")
    page.get_by_role("link", name="I am a child or young person").click()
    page.get_by_role("button", name="Somebody is being mean").click()
    page.get_by_role("button", name="I am not safe").click()
    expect(page.get_by_role("heading", name="Get help now")).to_be_visible()
    fine(page)
    page.get_by_role("button", name="Carry on telling us").click()
    page.get_by_role("textbox").fill("They are picking on me in the group chat, every evening.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("0800 1111")).to_be_visible()
    fine(page)
    page.goto(f"{demonstration.address}/tell/")
    page.get_by_role("link", name="I am a child or young person").click()
    expect(page.get_by_role("heading", name="Something was begun here")).to_be_visible()
    fine(page)
    page.get_by_role("button", name="Go on with what was begun").click()
    page.get_by_role("button", name="In messages or a group chat").click()
    page.get_by_label("Somebody else at my school").check()
    for _ in ("hurt", "who"):
        page.get_by_role("button", name="Continue").click()
    page.get_by_label("Do you have a picture of the screen?").set_input_files(
        {"name": "chat.txt", "mimeType": "text/plain", "buffer": b"what they wrote"}
    )
    page.get_by_role("button", name="Add it, and another").click()
    expect(page.get_by_text("chat.txt")).to_be_visible()
    fine(page)
    for _ in ("files", "you"):
        page.get_by_role("button", name="Continue").click()
    fine(page)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()
    expect(page.get_by_text("/tell/receipt/")).to_be_visible()
    fine(page)
    receipt = page.url
    page.goto(f"{demonstration.address}/tell/alder-lane/child/")
    expect(page.get_by_role("heading", name="What made you feel bad?")).to_be_visible()
    page.goto(receipt)
    code = page.locator(".sg-receipt__code").inner_text()
    page.get_by_role("button", name="I have the code").click()
    expect(page.get_by_role("heading", name="Tell us about something")).to_be_visible()

    staff = signed_in("dsl").new_page()
    staff.goto(demonstration.address)
    staff.goto(f"{demonstration.address}/cases/")
    staff.locator("main tbody a").first.click()
    staff.get_by_role("link", name="What we were told").first.click()
    expect(staff.get_by_text("chat.txt")).to_be_visible()
    staff.get_by_role("textbox").fill("Is it on your own phone?")
    staff.get_by_role("button", name="Send").click()
    fine(staff)
    for answer in ("Yes, at home.", "It is better now."):
        page.goto(f"{demonstration.address}/tell/receipt/")
        page.get_by_role("textbox").fill(code.lower())
        page.get_by_role("button", name="Open it").click()
        expect(page.get_by_text("Is it on your own phone?")).to_be_visible()
        page.get_by_label("What would you like to say?").fill(answer)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("It is with the school now.")).to_be_visible()
        fine(page)
        page.get_by_role("button", name="Close this").click()
        staff.reload()
        expect(staff.get_by_text(answer)).to_be_visible()
    context.close()


def test_the_picture_that_must_not_be_kept(browser: Browser, demonstration: Demonstration) -> None:
    """Without scripts, on any page: every upload is gone, and the page says what never to do and whom to call."""
    context = on_a_phone(browser)
    page = context.new_page()
    page.goto(f"{demonstration.address}/tell/alder-lane/grown-up/what/")
    page.get_by_role("textbox").fill("My daughter was sent something.")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("A picture shared without a yes").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.goto(f"{demonstration.address}/tell/alder-lane/grown-up/files/")
    page.locator("input[type=file]").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"never"})
    page.get_by_role("button", name="The picture shows a child with few or no clothes on").click()
    expect(page.get_by_text("do not send it on to anybody, not even to the school")).to_be_visible()
    expect(page.get_by_text("101")).to_be_visible()
    assert too_wide(page) == []
    page.goto(f"{demonstration.address}/tell/alder-lane/grown-up/files/")
    expect(page.locator("input[type=file]")).to_have_count(0)
    page.get_by_role("button", name="Tell us in words").click()
    for _ in ("hurt", "who", "you"):
        page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("My daughter was sent something.")).to_be_visible()
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_text("Never look at the picture again")).to_be_visible()
    context.close()


def test_that_is_all_by_taps_alone(browser: Browser, demonstration: Demonstration) -> None:
    """The shortest way of a child, without scripts: five taps, and nothing is typed."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800}, has_touch=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{demonstration.address}/tell/alder-lane/")
    page.get_by_role("link", name="I am a child or young person").tap()
    page.get_by_role("button", name="Somebody is being mean").tap()
    page.get_by_role("button", name="I am safe").tap()
    assert too_wide(page) == []
    page.get_by_role("button", name="That is all").tap()
    expect(page.get_by_text("I am safe")).to_be_visible()
    expect(page.get_by_role("link", name="Who did it?")).to_be_hidden()
    page.get_by_text("Say more").tap()
    expect(page.get_by_role("link", name="Who did it?")).to_be_visible()
    assert too_wide(page) == []
    page.get_by_role("button", name="Send it").tap()
    expect(page.get_by_role("heading", name="Thank you. We have it.")).to_be_visible()
    context.close()


def test_with_the_keyboard_alone(browser: Browser, demonstration: Demonstration) -> None:
    context = on_a_phone(browser, scripts=True)
    page = context.new_page()
    page.goto(f"{demonstration.address}/tell/alder-lane/")

    def press(name: str, heading: str) -> None:
        tab_to(page, name)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name=heading)).to_be_visible()

    press("I am a grown-up A worry or a complaint", "What happened?")
    tab_to(page, "What happened?")
    page.keyboard.type("Somebody made a page in the name of the school.")
    press("Continue", "What is it most like?")
    tab_to(page, "Bullying or cruelty")
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("A false account")).to_be_checked()
    press("Continue", "Is anybody in danger now?")
    tab_to(page, "No")
    page.keyboard.press("Space")
    press("That is all: check and send", "Check what you tell us")
    expect(page.get_by_text("A false account")).to_be_visible()
    press("Send it", "We have it")
    context.close()


def no_further(route: Route) -> None:
    """Where the way out leads, without going there."""
    answer = route.fetch(max_redirects=0)
    assert answer.headers["location"].startswith("https://www.bbc.co.uk/")
    route.fulfill(content_type="text/html", body="<title>Weather</title>")


def test_leaving_in_a_hurry(browser: Browser, demonstration: Demonstration) -> None:
    """Three presses of Escape, or the button: gone, also from where the browser goes back to."""
    context = on_a_phone(browser, scripts=True)
    context.route("**/leave/", no_further)
    page = context.new_page()
    heard = listen(page)
    page.goto(f"{demonstration.address}/help/")
    page.goto(f"{demonstration.address}/tell/alder-lane/grown-up/what/")
    page.get_by_role("textbox").fill("Something.")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="What is it most like?")).to_be_visible()
    expect(page.locator("[data-escape]")).to_be_visible()  # the script says when it listens
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/leave/")
    page.go_back()
    expect(page.get_by_role("textbox")).to_have_value("")
    page.get_by_role("link", name="Leave this page now").click()
    page.wait_for_url("**/leave/")
    assert not heard
    context.close()

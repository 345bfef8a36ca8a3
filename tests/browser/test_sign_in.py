"""Signing in as people do it: by keyboard, without scripts, with an app, with a passkey."""

from __future__ import annotations

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from browser.checks import violations
from browser.demonstration import PATIENCE, Demonstration


def test_with_the_keyboard_alone(stranger: Page, demonstration: Demonstration) -> None:
    teacher = demonstration.person("teacher")
    keys = stranger.keyboard
    stranger.goto(f"{demonstration.address}/account/login/")
    keys.press("Tab")
    expect(stranger.get_by_role("link", name="Skip to main content")).to_be_focused()
    keys.press("Enter")
    keys.press("Tab")
    expect(stranger.get_by_label("Email address")).to_be_focused()
    keys.type(teacher["email"])
    keys.press("Tab")
    keys.type(teacher["password"])
    keys.press("Enter")
    stranger.get_by_role("heading", name=f"Hello, {teacher['name']}").wait_for()
    for _ in range(10):
        keys.press("Tab")
        if stranger.evaluate("document.activeElement.textContent.trim()") == "Sign out":
            break
    keys.press("Enter")
    expect(stranger.get_by_text("You have signed out.")).to_be_visible()


def test_without_scripts(browser: Browser, demonstration: Demonstration) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{demonstration.address}/account/login/")
    assert not page.get_by_role("button", name="Sign in with a passkey").is_visible()
    assert not page.get_by_role("button", name="Show password").is_visible()
    demonstration.sign_in(page, "deputy")
    assert page.get_by_role("navigation", name="Menu").get_by_role("link", name="Home").is_visible()
    assert not page.get_by_role("button", name="Menu").is_visible()
    demonstration.confirm(page, "deputy")
    page.goto(f"{demonstration.address}/account/2fa/webauthn/add/")
    assert page.get_by_text("A passkey needs a newer browser").is_visible()
    context.close()


def test_what_is_wrong_is_said_at_the_top_and_leads_to_the_field(stranger: Page, demonstration: Demonstration) -> None:
    stranger.goto(f"{demonstration.address}/account/login/")
    stranger.get_by_role("button", name="Sign in", exact=True).click()
    assert stranger.title().startswith("Error: Sign in")
    expect(stranger.locator(".govuk-error-summary").first).to_be_focused()
    stranger.get_by_role("link", name="Enter your password").click()
    expect(stranger.get_by_label("Password", exact=True)).to_be_focused()
    assert violations(stranger) == []


def test_a_password_can_be_looked_at(stranger: Page, demonstration: Demonstration) -> None:
    stranger.goto(f"{demonstration.address}/account/login/")
    stranger.get_by_label("Password", exact=True).fill("a long made-up password")
    stranger.get_by_role("button", name="Show password").click()
    assert stranger.get_by_label("Password", exact=True).get_attribute("type") == "text"


def test_setting_up_an_app_and_getting_back_in_without_the_phone(stranger: Page, demonstration: Demonstration) -> None:
    page = stranger
    demonstration.sign_in(page, "office")
    page.get_by_role("link", name="How you sign in").click()
    page.get_by_role("link", name="Set up an authenticator app").click()
    page.get_by_role("heading", name="Check that it is you").wait_for()
    page.get_by_label("Password", exact=True).fill(demonstration.person("office")["password"])
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Set up your authenticator app").wait_for()
    assert page.get_by_role("img", name="The set-up picture").evaluate("image => image.naturalWidth") > 0
    page.get_by_text("I cannot scan the picture").click()
    secret = page.locator(".sg-secret").inner_text().strip()
    page.get_by_label("One-time code").fill("000000")
    page.get_by_role("button", name="Turn on").click()
    assert page.locator(".govuk-error-summary").is_visible()
    page.get_by_label("One-time code").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    page.get_by_role("button", name="Turn on").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    assert violations(page) == []
    codes = page.locator(".sg-codes li").all_inner_texts()
    assert len(codes) == 10
    page.get_by_role("button", name="Sign out").click()

    person = demonstration.person("office")
    page.goto(f"{demonstration.address}/account/login/")
    page.get_by_label("Email address").fill(person["email"])
    page.get_by_label("Password", exact=True).fill(person["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Enter your one-time code").wait_for()
    assert violations(page) == []
    page.get_by_label("One-time code").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Hello, Olly Example").wait_for()
    page.goto(f"{demonstration.address}/account/2fa/")
    assert page.get_by_text("9 left").is_visible()


def passkey_holder(page: Page, *, verifies: bool = True) -> None:
    """Give the browser a fingerprint reader that always says yes, or always no."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_opens_the_door_alone(stranger: Page, demonstration: Demonstration) -> None:
    page = stranger
    passkey_holder(page)
    demonstration.sign_in(page, "senior")
    demonstration.confirm(page, "senior")
    page.goto(f"{demonstration.address}/account/2fa/webauthn/add/")
    page.get_by_label("Name of this passkey").fill("School laptop")
    page.get_by_label("Let me sign in with this passkey alone").check()
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    page.goto(f"{demonstration.address}/account/2fa/webauthn/")
    assert page.get_by_text("School laptop").first.is_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Rename School laptop").click()
    assert violations(page) == []
    page.go_back()
    page.get_by_role("link", name="Remove School laptop").click()
    assert violations(page) == []
    page.get_by_role("button", name="Sign out").click()
    page.goto(f"{demonstration.address}/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Hello, Selma Example").wait_for()


def test_a_passkey_that_fails_says_so_on_the_page(stranger: Page, demonstration: Demonstration) -> None:
    passkey_holder(stranger, verifies=False)
    stranger.goto(f"{demonstration.address}/account/login/")
    stranger.get_by_role("button", name="Sign in with a passkey").click()
    expect(stranger.get_by_text("The passkey did not work")).to_be_visible()
    assert violations(stranger) == []

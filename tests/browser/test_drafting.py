"""Correcting a draft in a real browser: what goes with an answer shows when the answer is chosen."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from browser.checks import violations
from browser.demonstration import Demonstration
from browser.pages import DRAFT

RULE = f"{DRAFT}clauses/M-32/rules/add/?act=open.official_account"


def test_who_has_to_agree_is_asked_only_of_a_rule_to_ask_first(
    demonstration: Demonstration, signed_in: Callable[[str], BrowserContext]
) -> None:
    page = signed_in("head").new_page()
    page.goto(demonstration.address + RULE)
    page.get_by_label("They may", exact=True).check()
    agree, told = (
        page.get_by_role("group", name="Who has to agree?"),
        page.get_by_role("group", name="Who has to be told?"),
    )
    expect(agree).to_be_hidden()
    expect(told).to_be_hidden()
    page.get_by_label("They must ask first").check()
    expect(agree).to_be_visible()
    expect(told).to_be_hidden()
    assert violations(page) == []

    page.get_by_role("button", name="Save the rule").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="Choose who has to agree").click()
    expect(agree.get_by_label("The head teacher")).to_be_focused()
    assert violations(page) == []
    page.close()

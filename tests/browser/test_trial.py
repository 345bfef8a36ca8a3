"""A new school tries the product, from its own document to the answers that it gives."""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from browser.checks import too_wide
from browser.demonstration import DOCUMENT, Demonstration
from browser.trial import QUESTIONS, walk


def test_a_school_puts_its_policy_in_adopts_it_asks_ten_questions_and_compares(browser: Browser) -> None:
    seen: dict[str, str] = {}

    def look(page: Page, name: str) -> None:
        assert too_wide(page) == [], name
        seen[name] = page.locator("main").inner_text()

    with tempfile.TemporaryDirectory(prefix="schoolgate-trial-") as folder:
        demonstration = Demonstration(Path(folder))
        try:
            walk(demonstration, browser, [DOCUMENT], look)
        finally:
            demonstration.stop()

    assert "Staff should not connect with a parent" in seen["correct-done"]
    assert "learn this policy" in seen["correct-done"].lower()
    assert "Version 3 is adopted." in seen["adopted"]
    answers = [name for name in seen if name.startswith("ask-") and name.endswith("-answer")]
    assert len(answers) == sum(map(len, QUESTIONS.values())) == 10
    assert all("The policy says nothing" in seen[name] or "decided" in seen[name] for name in answers)
    assert "differences" in seen["compare"]

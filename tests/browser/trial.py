"""The product as a new school would try it: put policies in, correct and adopt one, ask ten questions, compare two.

`script/screenshots FOLDER trial` walks through it and takes a picture at every step.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page

from browser.demonstration import DOCUMENT, PATIENCE, Demonstration

READ = {".txt", ".md", ".html", ".docx", ".pdf"}
QUESTIONS = {
    "teacher": [
        "can I add a mum from my class on facebook?",
        "a kid in year 6 sent me a friend request",
        "can I say where I work on my linkedin",
        "can I set up a twitter for the PE department",
        "a journalist phoned me, can I talk to her",
    ],
    "parent": ["can I post pictures of sports day", "can I be friends with the TA", "my ten year old wants tiktok"],
    "": ["can I post a pic of my friend", "can the school look at what I do on the laptop"],
}
MOST_STEPS = 6
Snap = Callable[[Page, str], None]


def documents() -> list[Path]:
    """The policies in the folder that SCHOOLGATE_POLICIES names; the demonstration's own where it names none."""
    folder = os.environ.get("SCHOOLGATE_POLICIES", "")
    found = sorted(file for file in Path(folder).iterdir() if file.suffix in READ) if folder else []
    if not found:
        print("SCHOOLGATE_POLICIES names no folder of policies: the trial uses the demonstration's own document.")
    return found or [DOCUMENT]


def walk(demonstration: Demonstration, browser: Browser, policies: Sequence[Path], snap: Snap) -> None:
    """Go through all of it on a fresh demonstration, adopting the first of the policies.

    `snap` is told each page and a name for it.
    """
    head = _visit(demonstration, browser, "head")
    numbers = [_upload(demonstration, head, document, snap) for document in policies]
    number = numbers[0]
    _correct(demonstration, head, number, snap)
    _send(demonstration, head, number, snap)
    _adopt(demonstration, _visit(demonstration, browser, "chair"), number, snap)
    for who, questions in QUESTIONS.items():
        page = _visit(demonstration, browser, who)
        for place, question in enumerate(questions, 1):
            _ask(
                demonstration,
                page,
                question,
                lambda page, name, at=f"ask-{who or 'stranger'}-{place}": snap(page, f"{at}-{name}"),
            )
    head.goto(f"{demonstration.address}/compare/?policy=alder-lane&policy=model&by=staff")
    snap(head, "compare")


def _visit(demonstration: Demonstration, browser: Browser, who: str) -> Page:
    page = browser.new_context().new_page()
    page.set_default_timeout(PATIENCE)
    if who:
        demonstration.sign_in(page, who)
    return page


def _press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def _upload(demonstration: Demonstration, page: Page, document: Path, snap: Snap) -> int:
    page.goto(f"{demonstration.address}/policy/start/")
    page.set_input_files("input[type=file]", str(document))
    _press(page, "Upload and read it")
    assert "/policy/start/" not in page.url, f"{document.name}: {page.locator('.govuk-error-summary').inner_text()}"
    version = page.url.split("?")[0]
    snap(page, f"{document.stem}-version")
    for part in ("clauses", "defects", "try", "changes", "coverage"):
        page.goto(f"{version}{part}/")
        snap(page, f"{document.stem}-{part}")
    return int(version.rstrip("/").rsplit("/", 1)[1])


def _correct(demonstration: Demonstration, page: Page, number: int, snap: Snap) -> None:
    """Link a clause to an act, and let it set a control and ask for a duty."""
    page.goto(f"{demonstration.address}/policy/{number}/clauses/")
    page.locator(".sg-clause__id a").nth(9).click()
    page.wait_for_url("**/clauses/*/")
    clause = page.url
    snap(page, "correct-clause")
    page.goto(f"{clause}rules/add/")
    snap(page, "correct-act")
    page.goto(f"{clause}rules/add/?act=befriend.parent")
    page.get_by_label("They had better not").check()
    page.locator("input[name=by][value=staff]").check()
    snap(page, "correct-rule")
    page.locator("main form button").last.click()
    page.wait_for_url(clause)
    page.goto(f"{clause}settings/add/?control=review.due")
    page.locator("main form input[type=text]").first.fill("autumn term 2027")
    snap(page, "correct-setting")
    page.locator("main form button").last.click()
    page.wait_for_url(clause)
    page.goto(f"{clause}duties/add/")
    page.get_by_label("Be trained, or train").check()
    page.get_by_label("What do they have to do?").fill("learn this policy")
    snap(page, "correct-duty")
    page.locator("main form button").last.click()
    page.wait_for_url(clause)
    snap(page, "correct-done")


def _send(demonstration: Demonstration, page: Page, number: int, snap: Snap) -> None:
    page.goto(f"{demonstration.address}/policy/{number}/send/")
    snap(page, "send")
    _press(page, "Send to the governors")
    snap(page, "sent")


def _adopt(demonstration: Demonstration, page: Page, number: int, snap: Snap) -> None:
    page.goto(f"{demonstration.address}/")
    snap(page, "governor-home")
    page.goto(f"{demonstration.address}/policy/{number}/changes/")
    snap(page, "governor-changes")
    page.goto(f"{demonstration.address}/policy/{number}/adopt/")
    today = date.today()
    for label, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(label).fill(str(value))
    snap(page, "adopt")
    _press(page, "Adopt this version")
    snap(page, "adopted")


def _ask(demonstration: Demonstration, page: Page, question: str, snap: Snap) -> None:
    """Ask, take the first act, answer what is asked with the first choice, and look beside."""
    page.goto(f"{demonstration.address}/ask/alder-lane/")
    page.get_by_label("What would you like to do?").fill(question)
    _press(page, "Ask")
    snap(page, "acts")
    with page.expect_navigation():
        page.locator(".sg-choices a").first.click()
    for step in range(1, MOST_STEPS):
        if page.locator(".sg-answer__word").count():
            break
        page.locator("main input[type=radio]").first.check()
        snap(page, f"question-{step}")
        _press(page, "Continue")
    snap(page, "answer")
    page.get_by_role("link", name="See what other policies say").click()
    page.wait_for_url("**/side-by-side/**")
    snap(page, "beside")

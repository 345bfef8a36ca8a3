"""What the stories share: a school of their own with a policy in force, its people, and what is mailed to them."""

from __future__ import annotations

import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from browser.demonstration import PATIENCE, SCHOOLGATE, Demonstration

ADOPT = """
from django.utils import timezone
from schoolgate.community.finding import holding
from schoolgate.community.models import School
from schoolgate.policy.actions import adopting, drafting
school = School.objects.get(slug="alder-lane")
version = adopting.send(holding(school, "head").get(), drafting.start_from(holding(school, "head").get(), {pack!r}))
adopting.adopt(holding(school, "chair").get(), version, timezone.localdate())
"""


DRAFT = """
from schoolgate.community.finding import holding
from schoolgate.community.models import School
from schoolgate.policy.actions import drafting
school = School.objects.get(slug="alder-lane")
print("version", drafting.start_from(holding(school, "head").get(), {pack!r}).number)
"""


def a_school(pack: str) -> Iterator[Demonstration]:
    """A demonstration of its own with this policy in force, because what happens in it stays."""
    with tempfile.TemporaryDirectory(prefix="schoolgate-story-") as folder:
        running = Demonstration(Path(folder))
        try:
            run(running, ADOPT.format(pack=pack))
            yield running
        finally:
            running.stop()


def drafted(school: Demonstration, pack: str) -> int:
    """The number of a new draft of a policy, which the head has before them."""
    return int(run(school, DRAFT.format(pack=pack)).rpartition("version ")[2])


def run(school: Demonstration, code: str) -> str:
    words = [SCHOOLGATE, "manage", "shell", "-c", code]
    done = subprocess.run(words, env=school.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def visit(browser: Browser, school: Demonstration, who: str = "", width: int = 1280) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}).new_page()
    page.set_default_timeout(PATIENCE)
    if who:
        school.sign_in(page, who)
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def choose(page: Page, name: str) -> None:
    """Look for somebody in a list of people, tick them and go on."""
    page.goto(f"{page.url.partition('?')[0]}?name={name}")
    page.get_by_label(name).check()
    page.locator("main form button").last.click()
    page.wait_for_load_state()


def tell(
    page: Page, school: Demonstration, what: str, topic: str, *, happening_to: str, by: str, names: str = ""
) -> str:
    """A grown-up tells the school without a name, on a phone. The code to come back with."""
    page.goto(f"{school.address}/tell/")
    page.get_by_role("link", name="I am a grown-up").click()
    page.get_by_label("What happened?").fill(what)
    press(page, "Continue")
    page.get_by_label(topic).check()
    press(page, "Continue")
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")
    press(page, "Continue")
    page.get_by_label(happening_to, exact=True).check()
    press(page, "Continue")
    page.get_by_label(by, exact=True).check()
    page.get_by_label("Their names, or the names of their accounts").fill(names)
    press(page, "Continue")
    press(page, "Continue")
    press(page, "Continue")
    press(page, "Send it")
    return code_on(page)


def code_on(page: Page) -> str:
    found = re.search(r"[0-9A-Z]{5}(-[0-9A-Z]{5}){3}", page.locator("main").inner_text().replace("\n", ""))
    assert found
    return found[0]


def newest(page: Page, school: Demonstration) -> str:
    """The address of the case that came last to whoever is signed in."""
    page.goto(f"{school.address}/cases/")
    first = page.locator("main tbody a").first.get_attribute("href")
    assert first
    return f"{school.address}{first}"


def approve(page: Page, school: Demonstration, name: str, reason: str) -> None:
    """Read a request that waits, and say yes."""
    page.goto(f"{school.address}/requests/")
    page.get_by_role("link", name=re.compile(name)).first.click()
    press(page, "Decide")
    page.get_by_label("Approve it", exact=True).check()
    page.get_by_label("Your reason").fill(reason)
    press(page, "Decide")
    expect(page.get_by_text("Approved.")).to_be_visible()


def on_day(page: Page, day: date) -> None:
    for label, number in {"Day": day.day, "Month": day.month, "Year": day.year}.items():
        page.get_by_label(label, exact=True).fill(str(number))


def until(page: Page, words: str, tries: int = 60) -> None:
    """Look again until the page says so: what is done in the background takes a moment."""
    for _ in range(tries):
        if page.get_by_text(words).count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text(words).first).to_be_visible()


def mailed(school: Demonstration, to: str, part: str) -> list[str]:
    """Every link under `part` that was mailed to somebody, the last first, as soon as the background has sent one."""
    link = re.compile(rf"http://\S+?(/{part}/\S+)")
    for _ in range(150):
        folder = Path(school.environment["SCHOOLGATE_DATA"]) / "mail"
        files = sorted(folder.glob("*"), key=lambda one: one.stat().st_mtime, reverse=True)
        texts = [text for text in (file.read_text() for file in files) if f"To: {to}" in text]
        if found := [f"{school.address}{one}" for text in texts for one in link.findall(text)]:
            return found
        time.sleep(0.1)
    raise AssertionError(f"no link was mailed to {to}")

"""One server with the demonstration school, and one browser, for all the browser tests."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from browser.demonstration import CHROMIUM, PATIENCE, Demonstration, a_browser

HERE = Path(__file__).parent


def pytest_itemcollected(item: pytest.Item) -> None:
    # As each is collected, so that `-m "not browser"` finds the mark.
    item.add_marker(pytest.mark.browser)
    if CHROMIUM is None:
        item.add_marker(pytest.mark.skip("Chromium is not installed (package chromium)"))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Last of all: they are the slowest, and Django refuses its database to a thread where Playwright's loop runs.
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def demonstration() -> Iterator[Demonstration]:
    with tempfile.TemporaryDirectory(prefix="schoolgate-demonstration-") as folder:
        running = Demonstration(Path(folder))
        yield running
        running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with a_browser() as found:
        yield found


@pytest.fixture(scope="session")
def signed_in(browser: Browser, demonstration: Demonstration) -> Iterator[Callable[[str], BrowserContext]]:
    """`signed_in(who)` is a browser session that stays signed in for all tests; nobody is a stranger."""
    contexts: dict[str, BrowserContext] = {}

    def session(who: str) -> BrowserContext:
        if who not in contexts:
            contexts[who] = browser.new_context()
            contexts[who].set_default_timeout(PATIENCE)
            if who:
                page = contexts[who].new_page()
                demonstration.sign_in(page, who)
                demonstration.confirm(page, who)
                if who == "head":
                    demonstration.start_drafts(page)
                page.close()
        return contexts[who]

    yield session
    for context in contexts.values():
        context.close()


@pytest.fixture
def stranger(browser: Browser) -> Iterator[Page]:
    """A fresh browser that has never been here."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()

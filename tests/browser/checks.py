"""What must be true of every page that somebody sees."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
WIDTHS = {"phone": 320, "desk": 1280}
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"


def violations(page: Page) -> list[str]:
    """What axe-core has against the page as it stands."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text())
    found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}, resultTypes: ['violations']}})")["violations"]
    return [f"{one['id']}: {one['help']} {[node['target'] for node in one['nodes']]}" for one in found]


def too_wide(page: Page) -> list[str]:
    """What sticks out on the right, so that the page has to be scrolled sideways."""
    return list(
        page.evaluate("""() => {
            const width = document.documentElement.clientWidth
            if (document.documentElement.scrollWidth <= width) return []
            return [...document.querySelectorAll("body *")]
                .filter((e) => e.getBoundingClientRect().right > width + 1)
                .map((e) => e.outerHTML.slice(0, 120))
        }""")
    )


def listen(page: Page) -> list[str]:
    """Everything the browser complains about from now on, such as a script that the content policy refused."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on(
        "console",
        lambda said: (
            heard.append(said.text)
            if said.type in ("error", "warning") and "the server responded with a status" not in said.text
            else None
        ),
    )
    return heard

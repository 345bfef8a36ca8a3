"""The demonstration school on a server of its own, and its people, for a real browser to visit."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

SCHOOLGATE = Path(sys.executable).with_name("schoolgate")
# The one that script/setup put beside Python, or the system's own.
PLACES = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name, path=PLACES))), None)
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DOCUMENT = Path(str(files("schoolgate.policy").joinpath("demonstration", "alder-lane-2019.md")))
PATIENCE = 15_000  # milliseconds


class Demonstration:
    """A running server. `address` has no slash at its end."""

    def __init__(self, folder: Path) -> None:
        self.environment = {**os.environ, "SCHOOLGATE_DATA": str(folder)}
        self.environment.pop("DATABASE_URL", None)
        self.command("demo")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        # By name: passkeys belong to a name and refuse a bare number.
        self.address = f"http://localhost:{port}"
        self.log = (folder / "server.log").open("w")
        self.process = subprocess.Popen(
            [SCHOOLGATE, "serve", "--port", str(port)],
            env=self.environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self._wait()

    def command(self, *words: str) -> dict[str, Any]:
        """Run `schoolgate …` on this installation and read its JSON."""
        done = subprocess.run(
            [SCHOOLGATE, *words, "--json"], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    def person(self, who: str) -> dict[str, str]:
        """The e-mail address, password and one-time code (now) of head, dsl, teacher, chair, technician, parent…"""
        found = self.command("demo", "codes")["sign_ins"]
        return next(one for one in found if one["email"].startswith(f"{who}@"))

    def sign_in(self, page: Page, who: str) -> None:
        """Sign in as a kind of person, by hand."""
        person = self.person(who)
        page.goto(f"{self.address}/account/login/")
        page.get_by_label("Email address").fill(person["email"])
        page.get_by_label("Password", exact=True).fill(person["password"])
        page.get_by_role("button", name="Sign in", exact=True).click()
        if person["code"]:
            page.get_by_label("One-time code").fill(person["code"])
            page.get_by_role("button", name="Sign in", exact=True).click()
        page.get_by_role("heading", name=f"Hello, {person['name']}").wait_for()

    def confirm(self, page: Page, who: str) -> None:
        """Give the password once more, which opens for ten minutes the pages that change how somebody signs in."""
        page.goto(f"{self.address}/account/reauthenticate/")
        page.get_by_label("Password", exact=True).fill(self.person(who)["password"])
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("heading", name="Hello").wait_for()

    def start_drafts(self, page: Page) -> None:
        """As the head, begin a version from the model, upload another, and begin a third and put it away."""
        for number in (3, 4, 5):
            page.goto(f"{self.address}/policy/start/")
            if number == 4:
                page.set_input_files("input[type=file]", str(DOCUMENT))
                page.get_by_role("button", name="Upload and read it").click()
            else:
                page.get_by_role("button", name="Start from the model").click()
            page.wait_for_url(f"**/policy/{number}/**")
        page.get_by_role("link", name="Put this draft away").click()
        page.get_by_role("button", name="Put it away").click()
        page.get_by_text("Version 5 is put away.").wait_for()

    def stop(self) -> None:
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        if self.process.poll() is None:
            self.process.kill()
        self.log.close()

    def _wait(self) -> None:
        for _ in range(300):
            with suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(f"{self.address}/help/", timeout=2)
                return
            assert self.process.poll() is None, Path(self.log.name).read_text()
            time.sleep(0.1)
        raise AssertionError("the server did not answer within 30 seconds")


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Debian's Chromium, without a screen."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()

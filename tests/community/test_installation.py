"""An installation as whoever looks after it meets it: made, filled, served and checked at a terminal."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.whole
COMMAND = [sys.executable, "-c", "import sys; from schoolgate.cli import main; sys.exit(main())"]


def environment(folder: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "SCHOOLGATE_DATA": str(folder), "DATABASE_URL": "", **more}


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words], env=environment(folder), capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory) -> tuple[Path, dict]:
    folder = tmp_path_factory.mktemp("installation") / "data"
    done = run(folder, "demo", "--json")
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_the_demonstration_prints_one_sign_in_for_each_kind_of_person(demonstration):
    _, said = demonstration
    kinds = {one["what"]: one for one in said["sign_ins"]}

    assert said["address"] == "http://127.0.0.1:8000"
    assert {"Head teacher", "Teacher", "Governor", "IT technician", "Parent", "Volunteer"} <= set(kinds)
    assert re.fullmatch(r"\d{6}", kinds["Head teacher"]["code"])
    assert kinds["Teacher"]["code"] == ""
    assert all(len(one["password"]) >= 12 for one in said["sign_ins"])


def test_the_demonstration_never_fills_a_folder_twice(demonstration):
    folder, said = demonstration
    again = run(folder, "demo")
    assert (again.returncode, again.stdout) == (2, "")
    assert "already holds a school" in again.stderr

    kept = run(folder, "demo", "--if-empty", "--json")
    assert kept.returncode == 0
    assert [one["email"] for one in json.loads(kept.stdout)["sign_ins"]] == [one["email"] for one in said["sign_ins"]]


def test_the_ledger_proves_every_row_of_the_demonstrations_cases(demonstration):
    """All of it was done by the actions of every part of casework: none of them forgets to tell the ledger."""
    folder, _ = demonstration
    said = json.loads(run(folder, "cases", "verify", "--json").stdout)
    assert (said["ok"], said["problems"]) == (True, [])
    assert said["cases"] > 3


def test_a_real_school_begins_once_and_nobodys_codes_are_printed(demonstration, tmp_path):
    words = ["school", "Made Up Primary", "--technician", "Ita Example", "--email", "ita@school.example"]
    said = run(tmp_path, *words).stdout
    assert "/account/password/reset/key/" in said
    assert f"in the installation in {tmp_path.resolve()}." in said
    again = run(tmp_path, *words)
    assert again.returncode == 2
    assert "There is a school with that name already" in again.stderr
    assert run(tmp_path, *words[:-1], "not an address").returncode == 2

    refused = run(tmp_path, "demo", "codes")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert run(demonstration[0], "demo", "codes").stdout.count("@alder-lane.example") == 12
    assert run(tmp_path / "nothing", "demo", "codes").returncode == 2
    assert not (tmp_path / "nothing").exists()


def test_the_ledger_is_whole_then_broken_then_not_there(demonstration, tmp_path):
    folder, _ = demonstration
    whole = run(folder, "ledger", "verify", "--json")
    found = json.loads(whole.stdout)
    assert (whole.returncode, found["ok"], found["first_bad"]) == (0, True, None)
    assert found["entries"] > 20

    copy = tmp_path / "copy"
    copy.mkdir()
    _copy_database(folder, copy)
    _tamper(copy / "schoolgate.sqlite3")
    broken = run(copy, "ledger", "verify", "--json")
    assert (broken.returncode, json.loads(broken.stdout)["first_bad"]) == (1, 3)
    assert "entry 3" in run(copy, "ledger", "verify").stdout

    none = run(tmp_path / "none", "ledger", "verify", "--json")
    assert none.returncode == 2
    assert json.loads(none.stdout)["error"].startswith("There is no installation in")
    assert "no installation" in none.stderr


def _copy_database(folder: Path, copy: Path) -> None:
    import sqlite3

    with sqlite3.connect(folder / "schoolgate.sqlite3") as here, sqlite3.connect(copy / "schoolgate.sqlite3") as there:
        here.backup(there)
    here.close(), there.close()


def _tamper(database: Path) -> None:
    import sqlite3

    with sqlite3.connect(database) as connection:
        connection.execute("DROP TRIGGER ledger_keeps_words")
        connection.execute("UPDATE record_ledgerentry SET actor = 1 WHERE number = 3")
    connection.close()


def test_only_its_owner_can_read_an_installation(demonstration):
    folder, _ = demonstration
    for path in (folder, folder / "keys", folder / "schoolgate.sqlite3", *(folder / "keys").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_command_that_does_not_exist_names_those_that_do(tmp_path):
    wrong = run(tmp_path, "leger")
    assert wrong.returncode == 2
    assert "ledger" in wrong.stderr
    assert "serve" in run(tmp_path).stdout


class Browser:
    def __init__(self, address: str) -> None:
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> tuple[int, str, dict[str, str]]:
        return self._open(urllib.request.Request(self.address + path))

    def send(self, path: str, **fields: str) -> tuple[int, str, dict[str, str]]:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path)[1])
        assert token
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token.group(1)}).encode()
        return self._open(urllib.request.Request(self.address + path, body))

    def _open(self, request: urllib.request.Request) -> tuple[int, str, dict[str, str]]:
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()}
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()}


@pytest.fixture(scope="module")
def served(demonstration) -> Iterator[str]:
    folder, _ = demonstration
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder.parent / "log"
    words = [*COMMAND, "serve", "--port", str(port)]
    with (
        log.open("w") as errors,
        subprocess.Popen(words, env=environment(folder), stdout=subprocess.PIPE, stderr=errors, text=True) as server,
    ):
        try:
            assert server.stdout is not None
            assert f"http://127.0.0.1:{port}" in server.stdout.readline()
            _wait(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
    said = log.read_text()
    assert "alder-lane" not in said
    assert "secret-of-the-page" not in said


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError


def test_the_head_signs_in_to_the_served_demonstration_and_sees_the_people(served, demonstration):
    folder, said = demonstration
    browser = Browser(served)
    status, page, headers = browser.get("/")
    assert status == 200
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "server" not in headers or "Python" not in headers["server"]
    assert browser.get("/people/?q=secret-of-the-page")[0] == 404

    head = said["sign_ins"][0]
    browser.send("/account/login/", login=head["email"], password=head["password"])
    assert browser.get("/people/")[0] == 404
    code = json.loads(run(folder, "demo", "codes", "--json").stdout)["sign_ins"][0]["code"]
    browser.send("/account/2fa/authenticate/", code=code)
    status, page, _ = browser.get("/people/")
    assert status == 200
    assert "Tess Example" in page


def test_styles_are_served_for_ever_under_a_name_that_changes_with_them(served):
    browser = Browser(served)
    sheet = re.search(r'href="(/static/[^"]+schoolgate\.[0-9a-f]{12}\.css)"', browser.get("/")[1])
    assert sheet
    status, _, headers = browser.get(sheet.group(1))
    assert status == 200
    assert "immutable" in headers["cache-control"]
    assert browser.get("/help/")[2]["cache-control"] == "no-store"


@pytest.mark.parametrize("length", ["Content-Length: 734003200", "Transfer-Encoding: chunked"])
def test_a_flood_is_turned_away_before_a_byte_of_it_is_read(served, length):
    host, port = served.removeprefix("http://").split(":")
    kind = "Content-Type: multipart/form-data; boundary=x"
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(f"POST /account/login/ HTTP/1.1\r\nHost: localhost\r\n{kind}\r\n{length}\r\n\r\n".encode())
        assert line.recv(64).startswith(b"HTTP/1.1 413 ")


def test_a_port_in_use_is_said_in_one_sentence(served, demonstration):
    port = served.rsplit(":", 1)[1]
    done = run(demonstration[0], "serve", "--port", port)
    assert done.returncode == 2
    assert f"Port {port} is in use" in done.stderr

"""What is too big is refused before it is read, with what to do instead."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from factories import somebody
from schoolgate.community.models import School
from schoolgate.community.roles import Role

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
LOGIN, UPLOAD = "/account/login/", "/policy/start/"


class Unread:
    """A body that nobody may touch."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("the body was read")

    readline = read


def post(client: Client, path: str, kind: str = "multipart/form-data; boundary=x", **said: str) -> HttpResponse:
    return client.post(path, content_type=kind, **{"wsgi.input": Unread(), "CONTENT_LENGTH": "", **said})  # type: ignore[arg-type]


@pytest.fixture
def stranger() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def head(school: School, sign_in: Callable[..., Client]) -> Client:
    return sign_in(somebody(Role.HEAD, school=school))


@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "text/plain"])
def test_a_long_form_is_refused_unread_and_the_page_says_what_to_do(stranger: Client, kind: str) -> None:
    answer = post(stranger, LOGIN, kind, CONTENT_LENGTH=str(MEGABYTE + 1))
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "Nothing was kept or changed. Send a smaller file" in page
    assert "20.0\xa0MB" in page


def test_a_form_with_files_that_hides_its_length_is_refused_unread(stranger: Client) -> None:
    assert post(stranger, LOGIN).status_code == 413


def test_an_ordinary_form_passes(stranger: Client) -> None:
    assert stranger.post(LOGIN, {"login": "a" * 1000, "password": "x"}).status_code == 403


def test_only_the_page_for_a_policy_takes_a_large_file(head: Client) -> None:
    file = b"Staff must be kind to one another online. " * (3 * MEGABYTE // 42)
    taken = head.post(UPLOAD, {"file": SimpleUploadedFile("policy.zip", b"\0" + file)})
    assert taken.status_code == 422, "the page itself says what is wrong with the file"
    assert post(head, UPLOAD, CONTENT_LENGTH=str(21 * MEGABYTE + 1)).status_code == 413
    assert post(head, "/people/add/", CONTENT_LENGTH=str(3 * MEGABYTE)).status_code == 413


def test_a_stranger_learns_nothing_from_a_page_that_takes_files(stranger: Client) -> None:
    assert post(stranger, UPLOAD, CONTENT_LENGTH=str(700 * MEGABYTE)).status_code == 404


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where an installation is served, as it is for everybody."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    folder: Path = tmp_path_factory.mktemp("served")
    command = [sys.executable, "-m", "schoolgate", "serve", "--no-work", "--port", str(found)]
    env = {**os.environ, "SCHOOLGATE_DATA": str(folder), "DATABASE_URL": ""}
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        try:
            assert server.stdout
            assert b"Schoolgate is at" in server.stdout.readline()
            _answers(found)
            yield found
        finally:
            server.terminate()


def _answers(port: int) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError


@pytest.mark.whole
@pytest.mark.parametrize("length", [f"Content-Length: {4 * 1024**3}", "Transfer-Encoding: chunked"])
def test_four_gigabytes_are_turned_away_by_the_server_itself_before_they_are_sent(port: int, length: str) -> None:
    """What serves the pages holds no more of it than fits into the line."""
    most, sent, block = 64 * MEGABYTE, 0, bytes(MEGABYTE)
    form = f"POST /tell/made-up/grown-up/files/ HTTP/1.1\r\nHost: 127.0.0.1:{port}"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(f"{form}\r\nContent-Type: multipart/form-data; boundary=x\r\n{length}\r\n\r\n".encode())
        with contextlib.suppress(ConnectionError):
            while sent < most:
                line.sendall(block if "Length" in length else b"%x\r\n%b\r\n" % (MEGABYTE, block))
                sent += MEGABYTE
        assert sent < most
        # The answer may be lost with what nobody read.
        with contextlib.suppress(ConnectionResetError):
            assert b" 413 " in line.recv(200).split(b"\r\n")[0]

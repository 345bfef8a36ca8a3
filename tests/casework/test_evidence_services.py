"""The services an installation can have beside it: a virus scanner, and one that stamps the time."""

from __future__ import annotations

import socket
import struct
import subprocess
import threading
from contextlib import contextmanager

import pytest

from cases import a_case
from factories import somebody
from schoolgate.casework.cases.actions.working import working
from schoolgate.casework.evidence.actions.keeping import keep
from schoolgate.casework.evidence.actions.opening import verify
from schoolgate.casework.evidence.models import Item, Stamp
from schoolgate.casework.evidence.stamping import StampError, check_stamp
from schoolgate.community.change import Refused
from schoolgate.jobs.work import drain
from sites import serving
from typed import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school)


def kept(dsl, data=b"words", case=None):
    case = case or a_case(dsl)
    with working(dsl, case) as (ledger, held):
        return keep(ledger, held, data, name="a.txt", how="Brought.")


@contextmanager
def fake_clamd(answers, where=None):
    """Not ClamAV: a fake that speaks the published INSTREAM protocol, and finds what holds the word “evil”."""
    server = socket.socket(socket.AF_UNIX if where else socket.AF_INET)
    server.bind(str(where) if where else ("127.0.0.1", 0))
    server.listen()
    got = []

    def serve():
        while True:
            try:
                client, _ = server.accept()
            except OSError:
                return
            with client, client.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                data = b""
                while size := struct.unpack("!I", said.read(4))[0]:
                    data += said.read(size)
                got.append(data)
                client.sendall(answers or (b"stream: Made.Up FOUND\0" if b"evil" in data else b"stream: OK\0"))

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield (str(where) if where else f"127.0.0.1:{server.getsockname()[1]}"), got
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join()


def test_a_scanner_is_asked_and_its_word_is_kept(dsl, settings, tmp_path):
    long = b"harmless " * 30_000
    for where in (None, tmp_path / "clamd.sock"):
        with fake_clamd(b"", where) as (settings.CLAMD, got):
            assert kept(dsl, long).scanned == Item.Scan.CLEAN
            with pytest.raises(Refused, match="virus"):
                kept(dsl, b"something evil")
        assert got == [long, b"something evil"]
    assert Item.unscoped.count() == 2


def test_where_the_scanner_cannot_answer_that_is_said_and_the_evidence_is_not_lost(dsl, settings, sign_in):
    with fake_clamd(b"INSTREAM size limit exceeded. ERROR\0") as (settings.CLAMD, _):
        assert kept(dsl).scanned == Item.Scan.NOT_SCANNED
    item = kept(dsl)
    assert item.scanned == Item.Scan.NOT_SCANNED
    page = sign_in(dsl).get(f"/cases/{item.case.reference}/evidence/{item.number}/")
    assert "Not checked for viruses" in words(page)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """A time-stamping authority of the tests' own, made with openssl."""
    folder = tmp_path_factory.mktemp("tsa")
    (folder / "tsa.cnf").write_text(
        """
[tsa]
default_tsa = made_up
[made_up]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
[v3_tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
"""
    )
    (folder / "serial").write_text("01")
    commands = [
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Made-up-root -keyout root.key -out root.pem "
        "-addext keyUsage=critical,keyCertSign -addext basicConstraints=critical,CA:TRUE",
        "req -new -newkey rsa:2048 -nodes -subj /CN=Made-up-stamps -keyout tsa.key -out tsa.csr",
        "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 2 -extfile tsa.cnf -extensions v3_tsa -out tsa.pem",
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Somebody-else -keyout other.key -out other.pem",
    ]
    try:
        for command in commands:
            subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("openssl is not installed, so there is no time-stamping authority to ask")
    return folder


@contextmanager
def stamping(folder):
    def answer(handler):
        assert handler.headers["Content-Type"] == "application/timestamp-query"
        (folder / "asked.tsq").write_bytes(handler.rfile.read(int(handler.headers["Content-Length"])))
        command = "ts -reply -config tsa.cnf -queryfile asked.tsq -signer tsa.pem -inkey tsa.key -out answer.tsr"
        subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)
        body = (folder / "answer.tsr").read_bytes()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/timestamp-reply")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    with serving(stamp=answer) as (port, seen):
        yield f"http://127.0.0.1:{port}/stamp", seen


def test_each_item_is_stamped_once_and_the_stamp_proves_when_it_was_there(dsl, settings, authority, sign_in):
    settings.TIMESTAMP_CA = str(authority / "root.pem")
    with stamping(authority) as (settings.TIMESTAMP_URL, seen):
        item = kept(dsl)
        drain()
        stamp = Stamp.unscoped.get()
        assert stamp.item == item
        assert abs((stamp.at - item.at).total_seconds()) < 60
        assert check_stamp(bytes(stamp.token), b"words") == stamp.at
        with pytest.raises(StampError):
            check_stamp(bytes(stamp.token), b"other words")
        from schoolgate.casework.evidence.jobs import stamp_item

        stamp_item(item=item.pk)
        assert len(seen) == 1
    assert "proves that they were there" in verify(dsl, item.case, item)
    assert "127.0.0.1" in words(sign_in(dsl).get(f"/cases/{item.case.reference}/evidence/{item.number}/"))
    assert [line.what for line in item.custody.all()] == ["received", "stamped", "verified"]


def test_a_stamp_of_somebody_else_is_not_kept(dsl, settings, authority):
    settings.TIMESTAMP_CA = str(authority / "other.pem")
    with stamping(authority) as (settings.TIMESTAMP_URL, _):
        kept(dsl)
        with pytest.raises(StampError):
            drain()
    assert not Stamp.unscoped.exists()


def test_what_is_no_stamp_is_not_kept(dsl, settings, authority):
    settings.TIMESTAMP_CA = str(authority / "root.pem")

    def nonsense(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "5")
        handler.end_headers()
        handler.wfile.write(b"hello")

    with serving(stamp=nonsense) as (port, _):
        settings.TIMESTAMP_URL = f"http://127.0.0.1:{port}/stamp"
        kept(dsl)
        with pytest.raises(StampError):
            drain()
    assert not Stamp.unscoped.exists()


def test_without_a_service_nothing_is_asked(dsl):
    kept(dsl)
    assert drain() == 0

"""Fetching a page from here leads to the public web and nowhere else, whatever an address, a name or a site says."""

from __future__ import annotations

import gzip
import ipaddress
import ssl
import subprocess
import time

import pytest

from schoolgate.casework.evidence.fetching import LARGEST, Reach, UnreachableError, check_address, fetch, is_public
from sites import here, serving


def why_not(*args, **said):
    with pytest.raises(UnreachableError) as refusal:
        fetch(*args, **said)
    assert "screenshot" in str(refusal.value)
    return refusal.value.code


def test_a_page_is_fetched_as_a_stranger_without_cookies():
    with serving(home=(200, {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": "a=b"}, b"<p>Words</p>")) as (
        port,
        seen,
    ):
        for _ in range(2):
            got = fetch(f"http://example.test:{port}/#part", here(port))
    assert (got.status, got.last.body, got.last.media, got.last.charset) == (200, b"<p>Words</p>", "text/html", "utf-8")
    assert got.last.came_from == "127.0.0.1"
    assert [path for path, _ in seen] == ["/", "/"]
    assert all(headers["Host"] == f"example.test:{port}" and "Cookie" not in headers for _, headers in seen)


def test_an_answer_that_it_is_gone_is_an_answer():
    with serving(gone=(410, {}, b"")) as (port, _):
        assert fetch(f"http://example.test:{port}/gone", here(port)).status == 410
        assert fetch(f"http://example.test:{port}/nothing", here(port)).status == 404


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1",
        "::1", "::", "fe80::1", "fec0::1", "fc00::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "::7f00:1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_never_reached(address):
    assert not is_public(ipaddress.ip_address(address))
    assert why_not("http://example.org/", Reach(resolve=lambda *_: [address])) == "not_public"


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2a00:1450:4009::200e", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"]
)
def test_public_addresses_are_public(address):
    assert is_public(ipaddress.ip_address(address))


def test_one_private_answer_among_public_ones_is_enough_to_refuse():
    assert why_not("http://example.org/", Reach(resolve=lambda *_: ["93.184.215.14", "10.0.0.1"])) == "not_public"
    assert why_not("http://example.org/", Reach(resolve=lambda *_: ["fe80::1%eth0"])) == "not_public"
    assert why_not("http://example.org/", Reach(resolve=lambda *_: [])) == "unknown"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "127.1"]
)
def test_this_machine_is_not_reached_by_any_of_its_names(host):
    assert why_not(f"http://{host}/") in ("not_public", "unknown")


@pytest.mark.parametrize(
    "address",
    [
        "", "words", "file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "data:text/html,x", "//example.org",
        "http://", "http://me:secret@example.org/", "http://[::1",
        "gopher://example.org",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_never_asked_for(address):
    with pytest.raises(UnreachableError) as refusal:
        check_address(address)
    assert refusal.value.code == "address"


@pytest.mark.parametrize(
    ("address", "code", "says"),
    [
        ("https://example.org:8443/", "port", "a number after a colon"),
        ("http://example.org:22/", "port", "a number after a colon"),
        ("http://example.org:99999/", "port", "a number after a colon"),
        ("http://127.0.0.1:8123/", "not_public", "does not lead to the public web"),
        ("http://[::1]/", "not_public", "does not lead to the public web"),
        ("http://localhost:8000/", "not_public", "does not lead to the public web"),
        ("http://www.localhost/", "not_public", "does not lead to the public web"),
    ],
)
def test_an_address_that_cannot_be_had_is_refused_for_what_is_wrong_with_it(address, code, says):
    with pytest.raises(UnreachableError, match=says) as refusal:
        check_address(address)
    assert refusal.value.code == code


def test_the_name_is_looked_up_once_and_the_connection_goes_to_what_was_looked_at():
    answers = [["127.0.0.1"], ["10.0.0.1"]]
    asked = []

    def resolve(host, port):
        asked.append(host)
        return answers[min(len(asked), len(answers)) - 1]

    with serving(home=(200, {}, b"here")) as (port, _):
        reach = Reach(resolve=resolve, allowed=lambda address: str(address) == "127.0.0.1", ports=frozenset({port}))
        assert fetch(f"http://rebinding.test:{port}/", reach).last.body == b"here"
        assert asked == ["rebinding.test"]
        assert why_not(f"http://rebinding.test:{port}/", reach) == "not_public"


def test_a_redirect_is_followed_and_every_step_of_it_is_kept():
    with serving(
        one=(302, {"Location": "/two"}, b""), two=(301, {"Location": "home"}, b""), home=(200, {}, b"at last")
    ) as (port, _):
        got = fetch(f"http://example.test:{port}/one", here(port))
    assert [exchange.status for exchange in got.exchanges] == [302, 301, 200]
    assert got.last.body == b"at last"


@pytest.mark.parametrize(
    ("onward", "code"),
    [
        ("http://inside.test:{port}/", "not_public"),
        ("http://169.254.169.254/latest/meta-data/", "not_public"),
        ("file:///etc/passwd", "address"),
        ("http://[::1", "address"),
        ("//", "redirects"),
        ("http://\x01\x02/", "address"),
        ("/round", "redirects"),
    ],
)
def test_a_redirect_leads_no_further_than_an_address_does(onward, code):
    with serving(round=lambda handler: _redirect(handler, onward)) as (port, seen):
        reach = here(port, **{"inside.test": ["10.0.0.7"]})
        assert why_not(f"http://example.test:{port}/round", reach) == code
    assert len(seen) == (6 if code == "redirects" else 1)


def _redirect(handler, onward):
    handler.send_response(302)
    handler.send_header("Location", onward.format(port=handler.server.server_port))
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def _endless(handler):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(bytes(64 * 1024))


def _dripping(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1000):
        handler.wfile.write(f"X-{number}: y\r\n".encode())
        time.sleep(0.02)


def test_what_has_no_end_is_left_at_its_limit():
    with serving(home=_endless) as (port, _):
        assert why_not(f"http://example.test:{port}/", here(port), largest=1_000_000) == "too_big"


def test_a_site_that_drips_is_left_when_the_time_is_over():
    with serving(home=_dripping) as (port, _):
        began = time.monotonic()
        assert why_not(f"http://example.test:{port}/", here(port), seconds=0.4) == "slow"
        assert time.monotonic() - began < 3


def test_a_small_answer_that_unpacks_to_an_enormous_one_is_not_unpacked():
    bomb = gzip.compress(bytes(LARGEST + 10))
    with serving(
        bomb=(200, {"Content-Encoding": "gzip"}, bomb),
        fine=(200, {"Content-Encoding": "gzip"}, gzip.compress(b"words")),
        odd=(200, {"Content-Encoding": "br"}, b"words"),
    ) as (port, _):
        assert fetch(f"http://example.test:{port}/fine", here(port)).last.content() == b"words"
        for path, code in (("bomb", "too_big"), ("odd", "unreachable")):
            got = fetch(f"http://example.test:{port}/{path}", here(port))
            with pytest.raises(UnreachableError) as refusal:
                got.last.content()
            assert refusal.value.code == code


def test_nobody_there_is_said_to_be_nobody_there():
    with serving() as (port, _):
        pass
    assert why_not(f"http://example.test:{port}/", here(port)) == "unreachable"

    def no_such_name(host, port):
        raise OSError

    assert why_not("http://nowhere.test/", Reach(resolve=no_such_name)) == "unknown"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=example.test",
             "-addext", "subjectAltName=DNS:example.test", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
            check=True, capture_output=True,
        )  # fmt: skip
    except FileNotFoundError:
        pytest.skip("openssl is not installed, so no certificate can be made")
    return folder


def test_the_certificate_has_to_be_that_of_the_name_also_when_the_address_is_pinned(certificate):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    trusting = ssl.create_default_context(cafile=certificate / "cert.pem")
    with serving(tls=tls, home=(200, {}, b"safely")) as (port, _):
        names = {"example.test": ["127.0.0.1"], "other.test": ["127.0.0.1"]}
        reach = Reach(lambda host, port: names[host], lambda address: True, frozenset({port}), trusting)
        assert fetch(f"https://example.test:{port}/", reach).last.body == b"safely"
        assert why_not(f"https://other.test:{port}/", reach) == "insecure"
        assert why_not(f"https://example.test:{port}/", Reach(reach.resolve, reach.allowed, reach.ports)) == "insecure"

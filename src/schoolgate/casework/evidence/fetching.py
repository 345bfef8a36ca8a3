"""Fetch an address of the public web as anybody could: no cookies, no scripts, and never into a private network.

The name is looked up once, every answer has to be public, and the connection goes to the address that was looked at:
a name that changes in between leads nowhere else. Each redirect is looked at in the same way.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin

import httpcore
import httpx

from schoolgate.casework.evidence.pinned import Pinned

SECONDS = 20
LARGEST = 20 * 1024 * 1024
REDIRECTS = 5
PORTS = {"http": 80, "https": 443}
AGENT = "Mozilla/5.0 (compatible; Schoolgate)"
INSTEAD = " Take a screenshot of it and add that instead."
NOT_AN_ADDRESS = "That is not the address of a web page: it begins with http:// or https://, and names a website."
REASONS = {
    "address": NOT_AN_ADDRESS,
    "port": "That address has a number after a colon (a port), and only those that are usual on the web are opened.",
    "not_public": "That address does not lead to the public web, so it is not opened from here.",
    "unknown": "There is no website of that name.",
    "unreachable": "The website did not answer.",
    "insecure": "The website could not show that it is the one it says it is.",
    "slow": "The website took longer than 20 seconds.",
    "too_big": "What is there is larger than 20 MB.",
    "redirects": "The website sent us on more than five times.",
}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
RELAYS = ipaddress.IPv4Network("192.88.99.0/24")  # of 6to4, given up (RFC 7526)


class UnreachableError(Exception):
    """Nothing was fetched. `code` is one of REASONS; its words say why, and what to do instead."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code] + INSTEAD)
        self.code = code


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, as they went over the wire; the body is as it came, perhaps compressed."""

    url: str
    sent: tuple[tuple[str, str], ...]
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    came_from: str
    at: datetime

    @property
    def target(self) -> str:
        """What stood in the request's first line: the path with its query."""
        return httpx.URL(self.url).raw_path.decode("ascii")

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def media(self) -> str:
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        return self.header("content-type").partition("charset=")[2].strip(" \"'").partition(";")[0]

    def content(self, most: int = LARGEST) -> bytes:
        """The body without its compression. Raises UnreachableError for one that cannot be read, or has more than
        `most` bytes, one at least."""
        coding = self.header("content-encoding").strip().lower()
        if coding in ("", "identity"):
            if len(self.body) > most:
                raise UnreachableError("too_big")
            return self.body
        if coding not in ("gzip", "x-gzip", "deflate"):
            raise UnreachableError("unreachable")
        opened = zlib.decompressobj(wbits=47)  # 47: gzip or zlib, whichever it is
        try:
            data = opened.decompress(self.body, most)
        except zlib.error:
            raise UnreachableError("unreachable") from None
        if opened.unconsumed_tail:
            raise UnreachableError("too_big")
        return data


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet, also where it carries another inside it."""
    if isinstance(address, ipaddress.IPv6Address):
        if inner := address.ipv4_mapped or _translated(address):
            return is_public(inner)
        carried = [address.sixtofour, *(address.teredo or ())]
        if address.is_site_local or not all(is_public(each) for each in carried if each is not None):
            return False
    elif address in RELAYS:
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """What a network without IPv4 writes an IPv4 address as (RFC 6052)."""
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in NAT64 else None


def look_up(host: str, port: int) -> list[str]:
    """Every address of a name. Raises OSError."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


@dataclass(frozen=True)
class Reach:
    """How far a fetch may go. In the service it is always the public web; the tests give one of their own."""

    resolve: Callable[[str, int], Sequence[str]] = look_up
    allowed: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset(PORTS.values())
    trust: ssl.SSLContext = field(default_factory=ssl.create_default_context)


@dataclass(frozen=True)
class Fetched:
    """Everything that was asked on the way to what is there, the last answer at the end."""

    exchanges: tuple[Exchange, ...]

    @property
    def last(self) -> Exchange:
        return self.exchanges[-1]

    @property
    def status(self) -> int:
        return self.last.status


def check_address(address: str, reach: Reach | None = None) -> str:
    """The address as it would be asked for. Raises UnreachableError: “address” for what is none of the web,
    “not_public” for what says itself that it is within a private network, “port” for an unusual one."""
    try:
        url = httpx.URL(address.strip())
        port = url.port or PORTS.get(url.scheme, 0)
    except (httpx.InvalidURL, ValueError, TypeError):
        raise UnreachableError("address") from None
    if url.scheme not in PORTS or not url.host or url.userinfo:
        raise UnreachableError("address")
    if _is_private(url.host, reach):
        raise UnreachableError("not_public")
    if port not in (reach.ports if reach else PORTS.values()):
        raise UnreachableError("port")
    return str(url.copy_with(fragment=None))


def _is_private(host: str, reach: Reach | None) -> bool:
    """Whether a host is seen to be no public one without looking its name up, which happens when it is asked."""
    try:
        return not (reach.allowed if reach else is_public)(ipaddress.ip_address(host))
    except ValueError:
        return reach is None and f".{host}".endswith(".localhost")


def fetch(address: str, reach: Reach | None = None, *, seconds: float = SECONDS, largest: int = LARGEST) -> Fetched:
    """Ask for an address and go where it sends us, five times at most. An answer of any status is an answer.

    Raises UnreachableError where there is none, or none that may be had.
    """
    reach = reach or Reach()
    until = time.monotonic() + seconds
    exchanges: list[Exchange] = []
    while len(exchanges) <= REDIRECTS:
        exchange = _ask(check_address(address, reach), reach, until, largest)
        exchanges.append(exchange)
        onward = exchange.header("location")
        if exchange.status not in (301, 302, 303, 307, 308) or not onward:
            return Fetched(tuple(exchanges))
        try:
            address = urljoin(exchange.url, onward)
        except ValueError:
            raise UnreachableError("address") from None
    raise UnreachableError("redirects")


def _ask(url: str, reach: Reach, until: float, largest: int) -> Exchange:
    parsed = httpx.URL(url)
    at = _resolved(parsed, reach)
    host = parsed.netloc.decode("ascii")
    sent = (("Host", host), ("User-Agent", AGENT), ("Accept", "*/*"), ("Accept-Encoding", "identity"))
    limit = {"connect": 10.0, "read": 10.0, "write": 10.0, "pool": 10.0}
    backend = Pinned(at, until)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=reach.trust, network_backend=backend) as pool,
            pool.stream("GET", url, headers=list(sent), extensions={"timeout": limit}) as answer,
        ):
            return Exchange(
                url=url,
                sent=sent,
                status=answer.status,
                reason=answer.extensions.get("reason_phrase", b"").decode("latin-1"),
                headers=tuple((key.decode("latin-1"), value.decode("latin-1")) for key, value in answer.headers),
                body=_whole(answer.iter_stream(), largest),
                came_from=at,
                at=datetime.now(UTC),
            )
    except httpcore.TimeoutException:
        raise UnreachableError("slow") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise UnreachableError("insecure" if "CERTIFICATE" in str(error) else "unreachable") from None


def _whole(parts: Iterable[bytes], largest: int) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > largest:
            raise UnreachableError("too_big")
    return bytes(body)


def _resolved(url: httpx.URL, reach: Reach) -> str:
    """The one address to connect to, once every one that the name has was found to be public."""
    try:
        found = reach.resolve(url.raw_host.decode("ascii").strip("[]"), url.port or PORTS[url.scheme])
        # A zone (“%eth0”) belongs to an address of the machine's own network.
        addresses = [ipaddress.ip_address(each) for each in found if "%" not in each]
    except (OSError, UnicodeError, ValueError):
        raise UnreachableError("unknown") from None
    if len(addresses) < len(found) or not all(reach.allowed(address) for address in addresses):
        raise UnreachableError("not_public")
    if not addresses:
        raise UnreachableError("unknown")
    return str(addresses[0])

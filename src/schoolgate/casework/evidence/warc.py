"""What went over the wire, as a WARC file (ISO 28500): the format that web archives keep pages in."""

from __future__ import annotations

import io
from collections.abc import Iterable

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from schoolgate.casework.evidence.fetching import Exchange

TAKEN_OFF = ("transfer-encoding",)
"""Headers of the wire alone: the body is kept without its chunks, so they are kept under another name."""


class _InMemory(WARCWriter):  # type: ignore[misc]
    @classmethod
    def _create_temp_file(cls) -> io.BytesIO:
        """What is being written does not lie open on the disk."""
        return io.BytesIO()


def warc(exchanges: Iterable[Exchange]) -> bytes:
    """One request and one response record for each exchange, with the address that it came from."""
    out = io.BytesIO()
    writer = _InMemory(out, gzip=False, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record("page.warc", {"software": "Schoolgate", "format": "WARC 1.1"}))
    for exchange in exchanges:
        came = {"WARC-IP-Address": exchange.came_from, "WARC-Date": f"{exchange.at:%Y-%m-%dT%H:%M:%SZ}"}
        answered = StatusAndHeaders(f"{exchange.status} {exchange.reason}".strip(), _kept(exchange), "HTTP/1.1")
        response = writer.create_warc_record(
            exchange.url,
            "response",
            payload=io.BytesIO(exchange.body),
            length=len(exchange.body),
            http_headers=answered,
            warc_headers_dict=dict(came),
        )
        asked = StatusAndHeaders(f"GET {exchange.target} HTTP/1.1", list(exchange.sent), is_http_request=True)
        request = writer.create_warc_record(exchange.url, "request", http_headers=asked, warc_headers_dict=dict(came))
        writer.write_request_response_pair(request, response)
    return out.getvalue()


def _kept(exchange: Exchange) -> list[tuple[str, str]]:
    return [
        (f"X-Archive-Orig-{name}" if name.lower() in TAKEN_OFF else name, value) for name, value in exchange.headers
    ]

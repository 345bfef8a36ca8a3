"""Time stamps by RFC 3161: a service that knows nothing of the file says when its hash was there."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx
from cryptography.x509 import Certificate, load_pem_x509_certificates
from django.conf import settings
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    Verifier,
    VerifierBuilder,
    decode_timestamp_response,
)

SECONDS = 30
LARGEST = 64 * 1024


class StampError(Exception):
    """The service gave no stamp, or none that holds."""


class Token(NamedTuple):
    """A service's answer in DER, and the time that it says."""

    token: bytes
    at: datetime


def is_set_up() -> bool:
    return bool(settings.TIMESTAMP_URL and settings.TIMESTAMP_CA)


def ask_stamp(data: bytes) -> Token:
    """Ask the service for a stamp of these bytes (it is sent their SHA-256 alone) and verify it. Raises StampError."""
    asked = TimestampRequestBuilder(data=data, hash_algorithm=HashAlgorithm.SHA256, nonce=True, cert_req=True).build()
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    try:
        answer = httpx.post(settings.TIMESTAMP_URL, content=asked.as_bytes(), headers=headers, timeout=SECONDS)
        answer.raise_for_status()
        response = decode_timestamp_response(answer.content[:LARGEST])
        _verifier(VerifierBuilder.from_request(asked)).verify_message(response, data)
    except (httpx.HTTPError, ValueError, VerificationError) as error:
        raise StampError(type(error).__name__) from error
    return Token(answer.content, response.tst_info.gen_time.astimezone(UTC))


def check_stamp(token: bytes, data: bytes) -> datetime:
    """The time that a stamp proves for these bytes. Raises StampError when it does not."""
    try:
        response = decode_timestamp_response(token)
        _verifier(VerifierBuilder()).verify_message(response, data)
    except (ValueError, VerificationError) as error:
        raise StampError(type(error).__name__) from error
    return response.tst_info.gen_time.astimezone(UTC)


def _verifier(builder: VerifierBuilder) -> Verifier:
    for root in _roots():
        builder = builder.add_root_certificate(root)
    return builder.build()


def _roots() -> list[Certificate]:
    try:
        return load_pem_x509_certificates(Path(settings.TIMESTAMP_CA).read_bytes())
    except (OSError, ValueError) as error:
        raise StampError("SCHOOLGATE_TIMESTAMP_CA names no file of certificates.") from error

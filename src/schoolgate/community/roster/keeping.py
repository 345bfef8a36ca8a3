"""An uploaded file while it waits: sealed, because it names children and nobody has agreed to it yet."""

from __future__ import annotations

from schoolgate.community.models import RosterImport, School
from schoolgate.record.sealing import seal_bytes, unseal_bytes


def sealed_file(school: School, data: bytes) -> bytes:
    """A file's bytes as `RosterImport.data` keeps them."""
    return seal_bytes(data, purpose=_purpose(school.pk))


def file_of(row: RosterImport) -> bytes:
    """The bytes that were uploaded."""
    return unseal_bytes(bytes(row.data or b""), purpose=_purpose(row.school_id))


def _purpose(school: int) -> str:
    return f"roster of {school}"

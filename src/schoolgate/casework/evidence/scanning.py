"""Looking for viruses in what is handed in: our own check of the test string, and ClamAV where it is set up."""

from __future__ import annotations

import logging
import socket
import struct
import time

from django.conf import settings

from schoolgate.casework.evidence.models import Item
from schoolgate.community.change import Refused

log = logging.getLogger("schoolgate.evidence")
VIRUS = (
    "There is a virus in this file, so it was not kept, and nothing of it was. Do not open it. Take a screenshot of "
    "what it shows and add that, or ask your IT technician."
)
EICAR = b"".join((rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$", b"EICAR-STANDARD-", b"ANTIVIRUS-TEST-FILE!$H+H*"))
"""The string that every scanner takes for a virus (eicar.org, “Anti-Malware Testfile”, checked 2026-11-21). In parts,
so that no scanner takes this file for one."""
SECONDS = 20
PART = 64 * 1024


def scan(data: bytes) -> Item.Scan:
    """What was found out about a file: CLEAN, or NOT_SCANNED where no scanner is set up or it gave no answer.

    Raises Refused for a virus. Takes up to 20 seconds: not inside a change that others wait for.
    """
    if EICAR in data:
        raise Refused(VIRUS)
    if not settings.CLAMD:
        return Item.Scan.NOT_SCANNED
    try:
        answer = _ask(settings.CLAMD, data)
    except OSError as error:
        log.warning("The virus scanner gave no answer: %s", type(error).__name__)
        return Item.Scan.NOT_SCANNED
    if answer.endswith("FOUND"):
        raise Refused(VIRUS)
    if not answer.endswith("OK"):
        log.warning("The virus scanner could not scan a file.")
        return Item.Scan.NOT_SCANNED
    return Item.Scan.CLEAN


def _ask(where: str, data: bytes) -> str:
    """Send the bytes by clamd's INSTREAM command: parts, each with its length before it, and an empty one at the end.

    `where` is host:port, or the path of a socket (docs.clamav.net, clamd manual, checked 2026-11-21).
    """
    until = time.monotonic() + SECONDS
    with _connect(where) as to:
        to.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), PART):
            part = data[start : start + PART]
            to.sendall(struct.pack("!I", len(part)) + part)
        to.sendall(struct.pack("!I", 0))
        answer = b""
        while b"\0" not in answer and len(answer) < PART:
            to.settimeout(max(0.1, until - time.monotonic()))
            if not (more := to.recv(4096)):
                break
            answer += more
    return answer.split(b"\0")[0].decode("ascii", "replace").strip()


def _connect(where: str) -> socket.socket:
    if where.startswith("/"):
        to = socket.socket(socket.AF_UNIX)
        to.settimeout(SECONDS)
        to.connect(where)
        return to
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)

"""Log lines that say where something went wrong, and never who or what it was about."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType
from typing import cast

from django.http import HttpRequest


class QuietFormatter(logging.Formatter):
    """Time, level, logger, route and status. No address, query string, message text or value."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record, "%Y-%m-%dT%H:%M:%S"), record.levelname, record.name]
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            match = request.resolver_match
            parts += [request.method or "-", f"/{match.route}" if match else "(no page)"]
            parts.append(str(getattr(record, "status_code", "-")))
        else:
            # The template of the message, never what was put into it.
            parts.append(str(record.msg) if isinstance(record.msg, str) else type(record.msg).__name__)
        if record.exc_info and record.exc_info[0]:
            parts.append(record.exc_info[0].__name__)
            parts += _places(record.exc_info[2])
        return " ".join(parts)


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-6:]
    return [f"{frame.filename.rsplit('site-packages/', 1)[-1]}:{cast(int, frame.lineno)}" for frame in frames]

"""What the environment says about this installation. Nothing here touches the disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

SQLITE_OPTIONS: dict[str, Any] = {
    # DEFERRED transactions lose concurrent writes to lock errors; FULL survives a power cut.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}


def text(name: str, default: str = "") -> str:
    return os.environ.get(f"SCHOOLGATE_{name}", default).strip()


def words(name: str, default: str) -> list[str]:
    return [word for word in text(name, default).replace(",", " ").split() if word]


def flag(name: str) -> bool:
    return text(name).lower() in {"1", "yes", "true", "on"}


def data_folder() -> Path:
    return Path(text("DATA") or "data").absolute()


def database(folder: Path) -> dict[str, Any]:
    """PostgreSQL by DATABASE_URL, else SQLite in the data folder."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if url:
        return dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "schoolgate.sqlite3"),
        "OPTIONS": SQLITE_OPTIONS,
    }


def mail(folder: Path) -> dict[str, Any]:
    """Django's e-mail settings from SCHOOLGATE_SMTP, such as smtp+tls://user:password@mail.example:587.

    Without it every message is a file in the folder `mail` of the installation.
    """
    url = text("SMTP")
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(folder / "mail"),
        }
    at = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": at.hostname or "localhost",
        "EMAIL_PORT": at.port or 25,
        "EMAIL_HOST_USER": unquote(at.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(at.password or ""),
        "EMAIL_USE_TLS": at.scheme == "smtp+tls",
        "EMAIL_USE_SSL": at.scheme == "smtps",
        "EMAIL_TIMEOUT": 20,
    }

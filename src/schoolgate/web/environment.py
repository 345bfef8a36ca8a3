"""What the environment says about this installation. Nothing here touches the disk."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

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


GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad"
"""Microsoft's tenant of personal accounts (learn.microsoft.com, "ID token claims reference", checked 2026-11-21)."""


def identity_providers() -> list[dict[str, Any]]:
    """Google's and Microsoft's sign-in, as far as they are configured, in the form that allauth takes.

    Raises ImproperlyConfigured for half a configuration, and for a tenant that would let in accounts of no school.
    """
    found = []
    if google := _credentials("GOOGLE", "DOMAIN"):
        domains = words("GOOGLE_DOMAIN", "")
        hint = {"hd": domains[0]} if len(domains) == 1 else {}
        ours = {"hd": [domain.lower() for domain in domains]}
        found.append(_provider("google", "Google", google, "https://accounts.google.com", ours, "email_verified", hint))
    if microsoft := _credentials("MICROSOFT", "TENANT"):
        tenant = text("MICROSOFT_TENANT").lower()
        if not GUID.fullmatch(tenant) or tenant == PERSONAL:
            raise ImproperlyConfigured(
                "SCHOOLGATE_MICROSOFT_TENANT has to be your own tenant’s number, such as "
                "00000000-0000-0000-0000-000000000000: “common” and the like let in anybody’s account."
            )
        server = f"https://login.microsoftonline.com/{tenant}/v2.0"
        found.append(_provider("microsoft", "Microsoft", microsoft, server, {"tid": [tenant]}, "xms_edov", {}))
    return found


def identity_origins() -> list[str]:
    """Where a sign-in with them leads."""
    servers = [urlsplit(one["settings"]["server_url"]) for one in identity_providers()]
    return [f"{server.scheme}://{server.netloc}" for server in servers]


def _credentials(provider: str, ours: str) -> tuple[str, str] | None:
    """The client's name and secret; None where nothing is configured."""
    names = [f"{provider}_{part}" for part in ("CLIENT", "SECRET", ours)]
    missing = [f"SCHOOLGATE_{name}" for name in names if not text(name)]
    if len(missing) == len(names):
        return None
    if missing:
        raise ImproperlyConfigured(f"To sign in with {provider.title()}, set {' and '.join(missing)} too.")
    return text(names[0]), text(names[1])


def _provider(
    key: str,
    name: str,
    credentials: tuple[str, str],
    server: str,
    ours: dict[str, list[str]],
    verified: str,
    hint: dict[str, str],
) -> dict[str, Any]:
    """`ours` are the values of a claim that make a token the school's; `verified` the claim about the address."""
    return {
        "provider_id": key,
        "name": name,
        "client_id": credentials[0],
        "secret": credentials[1],
        "settings": {
            "server_url": server,
            "issuer": server,
            "claims": ours,
            "verified": verified,
            "auth_params": {"prompt": "select_account", **hint},
        },
    }

"""What the installation sends and writes, whatever page it is."""

from __future__ import annotations

import logging
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import ResolverMatch

from factories import somebody
from schoolgate.web import environment
from schoolgate.web.logs import QuietFormatter

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/not-a-page/", "/account/login/", "/people/"])
def test_every_answer_carries_the_headers(path):
    headers = Client().get(path).headers
    policy = headers["Content-Security-Policy"]

    for directive in ("default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"]


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites():
    client = Client()
    client.post("/account/login/", {"login": somebody("staff").account.email, "password": "a long made-up password"})
    cookie = client.cookies["sessionid"]

    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == "", "it goes when the browser closes"


def test_a_form_from_elsewhere_is_refused():
    assert Client(enforce_csrf_checks=True).post("/account/login/", {"login": "a"}).status_code == 403


def test_passwords_are_stored_with_argon2():
    assert settings.PASSWORD_HASHERS[-1].endswith("Argon2PasswordHasher")


def settings_with(**variables: str) -> str:
    """What a fresh process makes of the environment; nothing may be written by the asking."""
    program = (
        "from schoolgate.web import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.ALLOWED_HOSTS, s.DATABASES['default']['ENGINE'], s.EMAIL_BACKEND, s.DEBUG)"
    )
    env = {**os.environ, "DATABASE_URL": "", **variables}
    return subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True).stdout


def test_the_environment_alone_decides(tmp_path):
    plain = settings_with(SCHOOLGATE_DATA=str(tmp_path / "new"))
    assert plain.split()[0] == "False"
    assert "sqlite3" in plain
    assert "filebased" in plain
    assert not (tmp_path / "new").exists()

    full = settings_with(
        SCHOOLGATE_HTTPS="yes",
        SCHOOLGATE_HOSTS="alder.example, other.example",
        DATABASE_URL="postgresql://somebody@localhost/schoolgate",
        SCHOOLGATE_SMTP="smtp+tls://me:pass%40word@mail.example:587",
        DEBUG="1",
    )
    assert full.startswith("True ['alder.example', 'other.example']")
    assert "postgresql" in full
    assert "smtp" in full
    assert full.strip().endswith("False")


def test_the_address_of_a_mail_server(tmp_path, monkeypatch):
    monkeypatch.setenv("SCHOOLGATE_SMTP", "smtp+tls://me:pass%40word@mail.example:587")
    mail = environment.mail(tmp_path)
    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"], mail["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert mail["EMAIL_HOST_PASSWORD"] == "pass@word"


def test_sqlite_writes_as_the_record_needs():
    options = settings.DATABASES["default"].get("OPTIONS", {})
    assert environment.SQLITE_OPTIONS["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in environment.SQLITE_OPTIONS["init_command"]
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")
    assert options in (environment.SQLITE_OPTIONS, {}) or "postgresql" in settings.DATABASES["default"]["ENGINE"]


def line(**fields: object) -> str:
    record = logging.LogRecord("django.request", logging.ERROR, "file.py", 1, "Went wrong: %s", ("Tess",), None)
    record.__dict__.update(fields)
    return QuietFormatter().format(record)


def test_a_log_line_names_the_route_and_never_the_person_or_what_they_typed():
    request = RequestFactory().get("/people/9081726354/?name=Tess")
    request.resolver_match = ResolverMatch(print, (), {"pk": 9081726354}, route="people/<int:pk>/")
    try:
        raise ValueError("Tess Example, tess@school.example")
    except ValueError:
        said = line(request=request, status_code=500, exc_info=sys.exc_info())

    assert "GET /people/<int:pk>/ 500 ValueError" in said
    assert "test_settings.py:" in said
    assert "Tess" not in said + line()
    assert "9081726354" not in said

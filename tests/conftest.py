"""A throw-away installation for the tests, and a browser without a screen for each kind of person."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client, TransactionTestCase

# How long an example takes says nothing on a shared machine.
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.load_profile("here")

_folder = tempfile.TemporaryDirectory(prefix="schoolgate-tests-")
os.environ["SCHOOLGATE_DATA"] = _folder.name


def pytest_configure() -> None:
    settings.DATA = Path(_folder.name)
    settings.STATIC_ROOT = settings.DATA / "static"
    settings.STATIC_ROOT.mkdir()
    # Argon2 is slow on purpose; only the test of the real setting needs it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    TransactionTestCase._fixture_teardown = _flush  # type: ignore[method-assign]


def pytest_unconfigure() -> None:
    _folder.cleanup()


_django_flush = TransactionTestCase._fixture_teardown


def _flush(case: TransactionTestCase) -> None:
    """The ledger's triggers refuse to be emptied, so they step aside between tests that really commit."""
    from schoolgate.record import triggers
    from schoolgate.record.models import LedgerHead

    connection = connections["default"]
    triggers.remove(connection)
    _django_flush(case)
    LedgerHead.objects.create(pk=1)
    triggers.install(connection)


@pytest.fixture
def school(db: None):
    from factories import SchoolFactory

    return SchoolFactory()


@pytest.fixture
def sign_in() -> Iterator[Callable[..., Client]]:
    """`sign_in(person)` is a client that is signed in as that person, with the second step that their school asks for."""
    from factories import with_second_step
    from schoolgate.community.signin import has_second_factor

    def enter(person) -> Client:
        client = Client()
        if person.needs_second_factor() and not has_second_factor(person.account):
            with_second_step(person)
        client.force_login(person.account)
        session = client.session
        session["person"] = person.pk
        session.save()
        return client

    return enter


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL database of the tests' own."""
    import postgresql

    programs = postgresql.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (package postgresql), so nothing is tried on it")
    with postgresql.server(programs) as url:
        yield url


@pytest.fixture(scope="session")
def pds() -> Iterator[object]:
    """A server of Bluesky's of the tests' own, running on loopback: see `pds.Server`."""
    import pds

    if absent := pds.missing():
        pytest.skip(f"Not installed: {absent} (script/setup tests), so nothing is published to a real Bluesky server")
    with pds.server() as server:
        yield server


@pytest.fixture(scope="session")
def wordpress() -> Iterator[object]:
    """A WordPress of the tests' own, running on loopback: see `wordpress.Site`."""
    import wordpress

    if absent := wordpress.missing():
        pytest.skip(f"Not installed: {absent} (script/setup tests), so nothing is published to a real WordPress")
    with wordpress.site() as site:
        yield site

"""What the middleware adds to a request, for annotations."""

from __future__ import annotations

from django.http import HttpRequest

from schoolgate.community.models import Person


class AnyRequest(HttpRequest):
    """A request at a public page: `person` is None for a stranger."""

    person: Person | None
    persons: list[Person]
    """Everybody that the account is today, one at most in each school."""


class Request(HttpRequest):
    """A request at any other page: the middleware let nobody in without a person."""

    person: Person

"""What the community's pages share."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from schoolgate.community.models import Person
from schoolgate.community.request import Request

ask = require_http_methods(["GET", "HEAD", "POST"])
"""A page that asks and takes the answer."""


def find_person(request: Request, pk: int) -> Person:
    """Somebody of this school. Raises Http404."""
    return get_object_or_404(Person.objects.of(request.person.school), pk=pk)

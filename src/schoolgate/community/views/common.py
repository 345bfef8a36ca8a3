"""What the community's pages share."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from schoolgate.community.models import Person
from schoolgate.community.request import Request


def find_person(request: Request, pk: int) -> Person:
    """Somebody of this school. Raises Http404."""
    return get_object_or_404(Person.objects.of(request.person.school), pk=pk)

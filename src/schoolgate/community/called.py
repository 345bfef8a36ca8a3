"""Finding somebody by what is typed of them: their full name, or the address they sign in with."""

from __future__ import annotations

from django.db.models import Q

from schoolgate.community.models import Person, School


def called(school: School, typed: str) -> list[Person]:
    """Everybody of a school with this name or address, whatever the capitals: two can have one name."""
    words = " ".join(typed.split())
    if not words:
        return []
    one = Q(name__iexact=words) | Q(name=words)
    if "@" in words:
        one = Q(account__email__iexact=words) | Q(offered_to__email__iexact=words) | Q(address__iexact=words)
    return list(Person.objects.of(school).filter(one).prefetch_related("holdings").order_by("pk"))

"""Who may know that somebody is never to be shown: the safeguarding lead; the deputy while the lead is away, or where
it is about the lead's own family. Nobody about their own."""

from __future__ import annotations

from schoolgate.community.models import Person
from schoolgate.community.roles import Role
from schoolgate.publishing.consents.families import families, keeping
from schoolgate.publishing.consents.models import NeverShow

POWER = "never_show.keep"


def may_keep(by: Person, person: Person) -> bool:
    """Whether it is for `by` to see, set and end that this person is never shown."""
    return keeping(by, "dsl", falls_to=[Role.DEPUTY_DSL])(families([person.pk])[person.pk])


def open_to(by: Person) -> list[NeverShow]:
    """Those never to be shown whom this person may know of, by name. As many queries for one as for all."""
    flags = NeverShow.objects.of(by.school).filter(ended_at=None).select_related("person").order_by("person__name")
    rows = list(flags)
    of, keeps = families([flag.person_id for flag in rows]), keeping(by, "dsl", falls_to=[Role.DEPUTY_DSL])
    return [flag for flag in rows if keeps(of[flag.person_id])]

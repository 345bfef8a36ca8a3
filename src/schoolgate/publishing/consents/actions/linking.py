"""A parent gets a link by which to answer for a child, and asks for a new one."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from schoolgate.community.change import Change, by_machine
from schoolgate.community.finding import here
from schoolgate.community.invitations import hashed
from schoolgate.community.mail import send
from schoolgate.community.models import FamilyLink, Person, School
from schoolgate.publishing.consents.links import lasts, path_of
from schoolgate.publishing.consents.models import Consent, ConsentLink
from schoolgate.publishing.consents.voices import voices

SUBJECT = "Your school asks where it may show pictures."
ENDS = "A yes that you gave your school about pictures ends soon."
NOT_AGAIN_WITHIN = timedelta(minutes=15)
"""Whoever types an address again and again sends its owner one mail."""


def issue(ledger: Change, parent: Person, child: Person, subject: str = SUBJECT) -> bool:
    """Send one parent the link for one child, within a change already allowed. Any that they had for this child stops
    working. False for a parent without an address."""
    if not parent.write_to():
        return False
    secret, now = secrets.token_urlsafe(32), timezone.now()
    ConsentLink.unscoped.filter(parent=parent, child=child, ended_at=None).update(ended_at=now)
    link = ConsentLink.unscoped.create(
        school=child.school,
        parent=parent,
        child=child,
        address=parent.write_to(),
        secret_hash=hashed(secret),
        at=now,
        expires_at=now + lasts(),
    )
    ledger.write("consent.link_sent", link, parent=parent.pk, child=child.pk)
    return send(parent, subject, path_of(secret), reference=f"P-{link.pk}-{secrets.token_hex(3)}")


def again(address: str) -> None:
    """Send new links to whoever is written to at this address, one for each child they answer for. It says nothing of
    whether there is anybody."""
    one = Q(account__email__iexact=address) | Q(offered_to__email__iexact=address) | Q(address__iexact=address)
    for parent in Person.unscoped.filter(one).select_related("school", "account", "offered_to"):
        if parent.write_to().lower() == address.lower() and (children := _children(parent)):
            _send_again(parent.school, parent, children)


def _children(parent: Person) -> list[Person]:
    links = FamilyLink.objects.of(parent.school).filter(adult=parent, kind=FamilyLink.Kind.PARENT)
    # Of one who has left, a picture may still be out: a yes can be taken back for as long.
    shown = Consent.objects.of(parent.school).filter(yes=True).values("person")
    asked = Q(pk__in=here(parent.school)) | Q(pk__in=shown)
    found = Person.objects.of(parent.school).filter(asked, pk__in=links.values("child"))
    children = list(found.select_related("school"))
    speak = voices(children, timezone.localdate())
    lately = ConsentLink.objects.of(parent.school).filter(parent=parent, at__gt=timezone.now() - NOT_AGAIN_WITHIN)
    just_sent = set(lately.values_list("child", flat=True))
    return [one for one in children if parent.pk in speak[one.pk].parents and one.pk not in just_sent]


def _send_again(school: School, parent: Person, children: list[Person]) -> None:
    with by_machine(school) as ledger:
        for child in children:
            issue(ledger, parent, child)

"""The part of a person's page about how they sign in: `{% load signing_in %}{% signing_in found chrome.person %}`."""

from __future__ import annotations

from typing import Any

from django import template

from schoolgate.community.invitations import State, signs_in, state_of
from schoolgate.community.models import Invitation, Person
from schoolgate.community.powers import holds
from schoolgate.community.roles import SIGNS_IN

register = template.Library()


@register.inclusion_tag("community/signing_in.html", takes_context=True)
def signing_in(context: dict[str, Any], found: Person, viewer: Person) -> dict[str, Any]:
    """Whether somebody signs in or was invited, and what this viewer may do about it."""
    already = found.account is not None and signs_in(found.account)
    here = bool(found.roles() & SIGNS_IN) and found.pk != viewer.pk
    last = None if already else found.invitations.filter(kind=Invitation.Kind.FIRST, ended_at=None).first()
    may_invite = holds(viewer, "invitation.send") and here
    return {
        "found": found,
        "already": already,
        "invited": last,
        "open": last is not None and state_of(last) == State.OPEN,
        "may_invite": may_invite and not already,
        "may_help": already and here and holds(viewer, "signin.recover"),
        "csrf_token": context.get("csrf_token"),
    }

"""Somebody without a sign-in, the link that they are sent, and what they do with it."""

from __future__ import annotations

import re

from django.core import mail
from django.test import Client

from factories import somebody
from schoolgate.community.actions import inviting
from schoolgate.community.models import Person
from schoolgate.jobs.work import drain

NEW = "kettle orbit pelican"
SECRET = re.compile(r"/invitation/([\w-]+)/")


def newcomer(school, role: str = "parent", address: str = "pat@home.example", **fields) -> Person:
    return somebody(role, school=school, account=None, address=address, **fields)


def links() -> list[tuple[str, str]]:
    """To whom each mail went, and the link in it, once the background has sent them."""
    drain()
    found = []
    for message in mail.outbox:
        link = SECRET.search(message.body)
        if link:
            found.append((message.to[0], link.group()))
    return found


def invited(head: Person, person: Person) -> str:
    inviting.invite(head, person)
    return links()[-1][1]


def choose(client: Client, link: str, password: str = NEW):
    return client.post(link, {"password1": password, "password2": password}, follow=True)

"""Somebody's dates: what they owe, and what the apps offer, as a calendar that other programs read.

An app offers dates in its `home.py`, with `dates(person)`: Dates that this person should know of.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from schoolgate.community.models import Person
from schoolgate.community.today import offers
from schoolgate.duties.home import hint, owed_by
from schoolgate.duties.owing import address


class Date(NamedTuple):
    """A day and what it is for. `key` names it for good, as "lessons-term-4" does; the words hold no names."""

    key: str
    on: date
    words: str
    url: str = ""
    note: str = ""


def dates_of(person: Person) -> Iterator[Date]:
    """Everything with a day to it. What is late stands on today: nobody looks for it in years gone by."""
    today = timezone.localdate()
    for duty in owed_by(person):
        words = f"Late: {duty.what}" if duty.due < today else duty.what
        yield Date(f"duty-{duty.pk}", max(duty.due, today), words, address(duty), hint(duty))
    for offer in offers("dates"):
        yield from (one._replace(on=max(one.on, today)) for one in offer(person) if isinstance(one, Date))


def as_calendar(person: Person) -> bytes:
    """An iCalendar file (RFC 5545) of all-day events, which need no time zone.

    The same dates give the same bytes all day: it is stamped with the beginning of the day on which it is read.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Schoolgate//Dates//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Schoolgate")
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for one in dates_of(person):
        calendar.add_component(_event(one, person))
    return bytes(calendar.to_ical())


def _event(one: Date, person: Person) -> Event:
    event = Event()
    event.add("uid", f"{one.key}-{person.pk}@{person.school.slug}.schoolgate")
    event.add("dtstamp", datetime.combine(datetime.now(UTC), time(), tzinfo=UTC))
    event.add("dtstart", one.on)
    event.add("dtend", one.on + timedelta(days=1))
    event.add("summary", one.words)
    event.add("transp", "TRANSPARENT")
    if one.note:
        event.add("description", one.note)
    if one.url:
        event.add("url", settings.ADDRESS + one.url)
    return event

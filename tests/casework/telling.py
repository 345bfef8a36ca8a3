"""Filling in the form for telling us, as a browser would."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from schoolgate.community.models import School
from typed import words

ANSWERS: dict[str, dict[str, Any]] = {
    "what": {"what": "Year 6 are being cruel to one boy in the group chat, every evening."},
    "topic": {"topic": "bullying"},
    "where": {"where": "https://chat.example/group/7"},
    "hurt": {"hurt": ["pupil"], "hurt_names": ""},
    "who": {"who": ["pupil"], "who_names": ""},
    "danger": {"danger": "no"},
    "files": {},
    "you": {"name": "", "reach": ""},
}


def at(school: School, key: str, voice: str = "grown-up") -> str:
    return f"/tell/{school.slug}/{voice}/{key}/"


def fill_in(client: Client, school: School, voice: str = "grown-up", **other: Any) -> None:
    """Answer every question that is asked. `other` are other answers, by their question."""
    usual = {**ANSWERS, "where": {"where": "chat"}} if voice == "child" else ANSWERS
    for key, answer in {**usual, **other}.items():
        response = client.post(at(school, key, voice), answer)
        assert response.status_code == 302, (key, words(response))


def send(client: Client, school: School, voice: str = "grown-up") -> str:
    """Send the form, and read the code on the page that follows."""
    page = client.post(at(school, "check", voice), follow=True)
    return code_on(page)


def code_on(page: HttpResponse) -> str:
    found = re.search(r"\b[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}\b", page.content.decode())
    assert found, words(page)
    return found[0]


def tell_us(client: Client, school: School, voice: str = "grown-up", **other: Any) -> str:
    """Fill in the form and send it; the code."""
    fill_in(client, school, voice, **other)
    return send(client, school, voice)


def come_back(client: Client, code: str) -> HttpResponse:
    return client.post("/tell/receipt/", {"code": code}, follow=True)

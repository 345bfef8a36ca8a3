"""The shortest honest way of telling us takes less than three minutes on a phone, for whoever reads and types slowly.

What is read is what a page shows in its main part, each line once: a line that stood on an earlier page, or that the
reader typed, is known again. What lies folded up is not read, nor what only a screen reader says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from selectolax.lexbor import LexborHTMLParser

from casework.telling import code_on
from factories import somebody
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.questions import CHILD, GROWN_UP

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs" / "telling.md"
THREE_MINUTES = 180
A_PAGE = 3
"""Seconds for a page to come, and for the finger to find the button."""
TYPES = 25
"""Words a minute."""
STORY = (
    "Some boys in my class have a group chat and every evening they write cruel things about one of us there. Yesterday "
    "they said nobody should sit with him at lunch, and today he did not come in at all."
)
FOLDED = ("details > .govuk-details__text", ".govuk-visually-hidden", "script", "style", "svg")


@dataclass
class Reader:
    """Somebody who reads `reads` words a minute, types `types`, and walks through the pages."""

    voice: str
    reads: int
    story: str
    pages: list[tuple[str, int, int]] = field(default_factory=list)
    """Of each: its heading, the words that are new on it, and all its words."""
    read: set[str] = field(default_factory=set)

    def sees(self, page: HttpResponse) -> None:
        assert page.status_code == 200
        main = LexborHTMLParser(page.content.decode()).css_first("main")
        assert main is not None
        for folded in main.css(", ".join(FOLDED)):
            folded.decompose()
        heading = main.css_first("h1")
        assert heading is not None
        lines = [" ".join(line.split()) for line in main.text(separator="\n").splitlines()]
        new = [line for line in lines if line not in {*self.read, self.story}]
        self.read |= set(new)
        self.pages.append((" ".join(heading.text().split()), count(new), count(lines)))

    def seconds(self, *, again: bool = False) -> float:
        """What it takes; `again` where every line is read again on every page."""
        words = sum(everything if again else new for _, new, everything in self.pages)
        return words / self.reads * 60 + A_PAGE * len(self.pages) + len(self.story.split()) / TYPES * 60

    def sum(self) -> str:
        """How the documentation says it: pages, new words, words typed, seconds, and seconds with every line again."""
        new, typed = sum(words for _, words, _ in self.pages), len(self.story.split())
        figures = [len(self.pages), new, typed, round(self.seconds()), round(self.seconds(again=True))]
        return " | ".join(map(str, figures))


def count(lines: list[str]) -> int:
    return sum(len(re.findall(r"\w[\w’'-]*", line)) for line in lines)


GROWN_UP_READS, CHILD_READS = 200, 90
READERS = {
    "a grown-up": (GROWN_UP, GROWN_UP_READS, STORY),
    "a pupil": (CHILD, GROWN_UP_READS, STORY),
    "a child of seven, who taps": (CHILD, CHILD_READS, ""),
}
ANSWERS: dict[str, dict[str, dict[str, Any]]] = {
    GROWN_UP: {"what": {}, "topic": {"topic": "bullying"}, "danger": {"danger": "no", "done": "yes"}},
    CHILD: {"topic": {"topic": "bullying"}, "danger": {"danger": "no"}, "what": {"done": "yes"}},
}


def walked(client: Client, slug: str, reader: Reader) -> HttpResponse:
    """From the front page to the page with the code, which is not read: it is sent by then."""
    front = client.get("/tell/", follow=True)
    reader.sees(front)
    page = client.get(f"/tell/{slug}/{reader.voice}/", follow=True)
    for key, answer in ANSWERS[reader.voice].items():
        assert page.request["PATH_INFO"].endswith(f"/{key}/"), "the questions come in this order"
        reader.sees(page)
        page = client.post(
            page.request["PATH_INFO"], answer | ({"what": reader.story} if key == "what" else {}), follow=True
        )
    assert page.request["PATH_INFO"].endswith("/check/")
    reader.sees(page)
    return client.post(page.request["PATH_INFO"], follow=True)


@pytest.mark.parametrize("who", READERS)
def test_it_takes_less_than_three_minutes(school, who):
    somebody("dsl", school=school)
    reader = Reader(*READERS[who])
    page = walked(Client(), school.slug, reader)
    assert code_on(page)
    assert Report.objects.of(school).get().said("what") == reader.story
    assert reader.seconds() < THREE_MINUTES, reader.pages
    assert f"| {who} | {reader.sum()} |" in DOCS.read_text(), reader.sum()


def test_the_story_is_forty_words_long():
    assert len(STORY.split()) == 40

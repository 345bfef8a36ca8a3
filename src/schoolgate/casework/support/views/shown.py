"""What the pages of a support file show."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.casework.steps.models import Step
from schoolgate.casework.support.models import CheckIn, SupportFile, Wish, Word
from schoolgate.casework.support.standing import News, Standing, standing
from schoolgate.community import moments
from schoolgate.community.models import Person, School
from schoolgate.community.request import Request
from schoolgate.policy.views.asking import card
from schoolgate.policy.worries import in_danger

A_PAGE = 10


def about(request: Request, file: SupportFile) -> dict[str, Any]:
    """What whoever it is for and whoever looks after them both see."""
    school = request.person.school
    stands = standing(file)
    words = Paginator(Word.objects.of(school).filter(file=file).select_related("by").order_by("-pk"), A_PAGE)
    page: Page[Word] = words.get_page(request.GET.get("page"))
    every = Wish.objects.of(school).filter(file=file).select_related("by").order_by("-pk")
    wishes = Paginator(every, A_PAGE).get_page(request.GET.get("wishes"))
    return {
        "file": file,
        "in_danger": in_danger(),
        "happened": file.said("happened"),
        "how": file.said("how"),
        "wishes": [_wish(each, file) for each in wishes],
        "wishes_page": wishes,
        "page": page,
        # As people talk: the newest last, beside the button to answer it. Earlier ones stand on the pages before.
        "words": [_word(each) for each in reversed(page.object_list)],
        "next": next_talk(file),
        "news": _news(school, stands),
        "stands": stands,
    }


def next_talk(file: SupportFile) -> str:
    """The day of the next talk; '' where none is planned."""
    if file.ended_at or file.answer == SupportFile.Answer.NO or not (file.case.runs or file.goes_on):
        return ""
    row = CheckIn.objects.of(file.case.school).filter(file=file, done_at=None).order_by("due").first()
    if row is None:
        return ""
    return "today" if row.due <= timezone.localdate() else date_format(row.due, "l j F")


def reach(person: Person) -> str:
    """Where somebody can be written to."""
    return person.write_to()


def talk(row: CheckIn) -> dict[str, str]:
    """A talk that was, as a line of a timeline."""
    title = "Not all right: they talked" if row.urgent else "They talked"
    return {
        "title": title,
        "at": moments.at(row.done_at),
        "by": row.by.name if row.by else "",
        "text": row.said("went"),
    }


def _wish(wish: Wish, file: SupportFile) -> dict[str, str]:
    by = "" if wish.by_id == file.person_id else f"written down by {wish.by.name}"
    return {"title": wish.said("words"), "at": moments.at(wish.at), "by": by}


def _word(word: Word) -> dict[str, str]:
    title = f"{word.by.name}: not all right" if word.urgent else word.by.name
    return {"title": title, "at": moments.at(word.at), "text": word.said("words")}


def _news(school: School, stands: Standing) -> list[tuple[str, list[dict[str, Any]]]]:
    """What is done, what is not yet and what is not, each under its heading."""
    parts = (
        ("What the school is doing", stands.those(Step.Decision.TAKEN)),
        ("What it has not done yet", stands.those(Step.Decision.NOT_YET)),
        ("What it is not doing, and why", stands.those(Step.Decision.NOT_TAKEN, Step.Decision.PASSED_OVER)),
    )
    return [(heading, [_one(school, each) for each in found]) for heading, found in parts if found]


def _one(school: School, news: News) -> dict[str, Any]:
    return {"words": news.words, "at": moments.at(news.at), "clause": news.clause and card(school, news.clause)}

"""What somebody is told, until they have seen it."""

from __future__ import annotations

import pytest

from factories import somebody
from schoolgate.community.models import Notice
from schoolgate.community.notices import tell
from schoolgate.record.models import LedgerEntry
from typed import words

pytestmark = pytest.mark.django_db
NEWS = "Olly Example signed the staff agreement."


@pytest.fixture
def tess(school):
    return somebody("staff", school=school)


@pytest.fixture
def browser(tess, sign_in):
    return sign_in(tess)


def test_news_is_not_something_to_do(browser, tess):
    tell([tess], NEWS, "/terms/")
    to_do, news = words(browser.get("/")).split("News", 1)
    assert NEWS not in to_do
    assert NEWS in news
    assert "To do" not in words(browser.get("/notices/"))
    browser.post("/notices/seen/")
    assert "News" not in words(browser.get("/"))


def test_news_stands_on_the_home_page_until_it_is_opened(browser, tess):
    tell([tess], NEWS, "/terms/")
    told = Notice.unscoped.get()
    assert NEWS in words(browser.get("/"))
    answer = browser.get(f"/notices/{told.pk}/")

    assert (answer.status_code, answer["Location"]) == (302, "/terms/")
    assert NEWS not in words(browser.get("/"))
    assert NEWS in words(browser.get("/notices/"))
    browser.get(f"/notices/{told.pk}/")
    assert LedgerEntry.objects.filter(verb="notice.seen").count() == 1
    assert NEWS not in str(LedgerEntry.objects.get(verb="notice.seen").details())


def test_a_long_name_does_not_stop_the_news(tess):
    tell([tess], f"{'Bartholomew ' * 40}has signed.", "/terms/")
    assert Notice.unscoped.get().words.startswith("Bartholomew Bartholomew")


def test_looking_whether_it_is_there_is_not_seeing_it(browser, tess):
    tell([tess], NEWS, "/terms/")
    browser.head(f"/notices/{Notice.unscoped.get().pk}/")
    assert Notice.unscoped.get().seen_at is None


def test_one_button_for_all_of_it(browser, tess, school):
    other = somebody("staff", school=school)
    tell([tess, tess, other], NEWS, "/terms/")
    page = browser.post("/notices/seen/", follow=True)

    assert "I have seen all of this" not in words(page)
    assert [one.person for one in Notice.unscoped.filter(seen_at=None)] == [other]
    browser.post("/notices/seen/")
    assert LedgerEntry.objects.filter(verb="notice.all_seen").count() == 1


def test_another_persons_news_is_not_there(browser, school):
    tell([somebody("head", school=school)], NEWS, "/terms/")
    assert browser.get(f"/notices/{Notice.unscoped.get().pk}/").status_code == 404
    assert NEWS not in words(browser.get("/notices/"))
    assert Notice.unscoped.get().seen_at is None


def test_much_news_does_not_fill_the_home_page(browser, tess):
    for number in range(30):
        tell([tess], f"News number {number}.", "/terms/")
    home = words(browser.get("/"))
    assert home.count("News number") == 5
    assert "See all your news" in home
    first, second = words(browser.get("/notices/")), words(browser.get("/notices/?page=2"))
    assert (first.count("News number"), second.count("News number")) == (20, 10)

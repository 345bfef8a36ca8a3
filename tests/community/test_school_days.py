"""Terms, days on which a school is open, and people who are away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from factories import AbsenceFactory, TermFactory, somebody
from schoolgate.community.actions import absences
from schoolgate.community.calendar import is_term_day, school_year, working_days_from
from schoolgate.community.change import Refused
from schoolgate.community.models import Absence, Mail, Term
from schoolgate.policy.holders import holders
from typed import fill, words

pytestmark = pytest.mark.django_db


def day(name, value):
    return {f"{name}_0": str(value.day), f"{name}_1": str(value.month), f"{name}_2": str(value.year)}


@pytest.fixture
def autumn(school):
    TermFactory(school=school, name="Autumn 1", first_day=date(2026, 9, 2), last_day=date(2026, 10, 23))
    TermFactory(school=school, name="Autumn 2", first_day=date(2026, 11, 2), last_day=date(2026, 12, 18))
    return school


@pytest.mark.parametrize(
    ("on", "open_"),
    [
        (date(2026, 9, 1), False),
        (date(2026, 9, 2), True),
        (date(2026, 9, 5), False),
        (date(2026, 10, 23), True),
        (date(2026, 10, 26), False),
        (date(2026, 12, 21), False),
        (date(2027, 7, 30), False),
    ],
)
def test_a_school_is_open_on_weekdays_of_its_terms(autumn, on, open_):
    assert is_term_day(autumn, on) is open_


def test_a_school_year_without_terms_has_every_weekday(autumn):
    assert [is_term_day(autumn, date(2027, 9, 3) + timedelta(days=n)) for n in range(3)] == [True, False, False]
    assert [school_year(date(2026, 8, 31)), school_year(date(2026, 9, 1))] == [2025, 2026]


def test_days_are_counted_over_weekends_and_holidays(autumn):
    assert working_days_from(autumn, date(2026, 10, 22), 2) == date(2026, 11, 2)
    assert working_days_from(autumn, date(2026, 10, 24), 0) == date(2026, 11, 2)
    with pytest.raises(ValueError, match="forward"):
        working_days_from(autumn, date(2026, 10, 24), -1)


def test_the_terms_are_written_down_by_the_head_and_seen_by_parents(school, sign_in):
    head = sign_in(somebody("head", school=school))
    assert "Add the term dates" in words(head.get("/"))
    today = timezone.localdate()
    days = day("first_day", today) | day("last_day", today + timedelta(days=40))
    page = fill(head, "/terms/add/", name="Autumn", **days)

    assert "Autumn" in words(page)
    assert "Add the term dates" not in words(head.get("/"))
    seen = words(sign_in(somebody("parent", school=school)).get("/terms/"))
    assert "Autumn" in seen
    assert "Add a term" not in seen


def test_terms_do_not_run_into_each_other(autumn, sign_in):
    browser = sign_in(somebody("head", school=autumn))
    days = day("first_day", date(2026, 10, 23)) | day("last_day", date(2026, 10, 30))
    page = browser.post("/terms/add/", {"name": "Half term", **days})
    assert page.status_code == 422
    assert "These days run into Autumn 1" in words(page)
    back = day("first_day", date(2027, 1, 4)) | day("last_day", date(2027, 1, 1))
    assert "ends before it begins" in words(browser.post("/terms/add/", {"name": "Spring", **back}))


def test_a_term_is_changed_and_removed(autumn, sign_in):
    browser = sign_in(somebody("technician", school=autumn))
    term = Term.objects.of(autumn).get(name="Autumn 2")
    fill(browser, f"/terms/{term.pk}/", name="Christmas", **day("first_day", date(2026, 11, 3)))
    term.refresh_from_db()
    assert (term.name, term.first_day) == ("Christmas", date(2026, 11, 3))
    browser.post(f"/terms/{term.pk}/remove/")
    assert Term.objects.of(autumn).count() == 1


def test_a_teacher_says_when_she_is_away_and_that_she_is_back(school, sign_in):
    tess = somebody("staff", school=school)
    browser = sign_in(tess)
    today = timezone.localdate()
    page = fill(browser, "/you/away/", **day("first_day", today), **day("last_day", today + timedelta(days=2)))
    assert "I am not away then" in words(page)
    absence = Absence.objects.of(school).get()
    page = browser.post(f"/you/away/{absence.pk}/end/", follow=True)
    assert "You have not said" in words(page)


def test_what_is_left_of_an_absence_is_taken_back_and_what_was_stays(school):
    today = timezone.localdate()
    tess = somebody("staff", school=school)
    absence = AbsenceFactory(person=tess, first_day=today - timedelta(days=3), last_day=today + timedelta(days=3))
    absences.say_back(tess, absence)
    assert Absence.objects.of(school).get().last_day == today - timedelta(days=1)


def test_while_the_dsl_is_away_her_deputy_is_asked(school, sign_in):
    head, dsl = somebody("head", school=school), somebody("dsl", school=school)
    deputy = somebody("deputy_dsl", school=school)
    today = timezone.localdate()
    assert holders(school, ["dsl"]) == [dsl]
    browser = sign_in(head)
    fill(browser, f"/people/{dsl.pk}/away/", **day("first_day", today), **day("last_day", today))
    assert holders(school, ["dsl"]) == [deputy]
    assert "has written down that you are away" in words(sign_in(dsl).get("/"))
    assert "They are not away then" in words(browser.get(f"/people/{dsl.pk}/"))
    browser.post(f"/people/{dsl.pk}/away/{Absence.objects.of(school).get().pk}/end/")
    assert holders(school, ["dsl"]) == [dsl]


def test_the_chair_says_that_the_head_is_away_and_the_head_hears_of_it_by_mail(school, sign_in):
    head, chair = somebody("head", school=school), somebody("chair", school=school)
    today = timezone.localdate()
    browser = sign_in(chair)
    page = fill(browser, f"/people/{head.pk}/away/", **day("first_day", today), **day("last_day", today))

    assert "They are not away then" in words(page)
    assert holders(school, ["head"]) == [chair]
    assert [mail.person for mail in Mail.unscoped.all()] == [head]
    browser.post(f"/people/{head.pk}/away/{Absence.objects.of(school).get().pk}/end/")
    assert holders(school, ["head"]) == [head]
    assert f"{chair.name} has written down that you are not away" in words(sign_in(head).get("/"))


def test_a_deputy_does_not_take_the_leads_place_by_saying_that_she_is_away(school):
    today = timezone.localdate()
    with pytest.raises(Refused):
        absences.say_away(somebody("deputy_dsl", school=school), somebody("dsl", school=school), today, today)


@pytest.mark.parametrize("role", ["head", "chair", "dsl", "deputy_dsl"])
@pytest.mark.parametrize("by", ["slt", "technician"])
def test_who_decides_in_their_place_is_not_chosen_by_saying_that_they_are_away(school, sign_in, role, by):
    today = timezone.localdate()
    one, other = somebody(role, school=school), somebody(by, school=school)
    with pytest.raises(Refused, match="Ask one of them"):
        absences.say_away(other, one, today, today)
    with pytest.raises(Refused, match="Ask one of them"):
        absences.say_back(other, AbsenceFactory(person=one))
    assert holders(school, [role]) != [one]
    browser = sign_in(other)
    assert "Say that they are away" not in words(browser.get(f"/people/{one.pk}/"))
    page = browser.get(f"/people/{one.pk}/away/")
    assert page.status_code == 403
    assert "your head teacher or your chair of governors say when they are away" in words(page)
    teacher = somebody("staff", school=school)
    assert absences.say_away(other, teacher, today, today).person == teacher


@pytest.mark.parametrize(("by", "role"), [("head", "chair"), ("chair", "dsl"), ("head", "deputy_dsl")])
def test_those_who_lead_say_it_of_each_other_and_of_the_safeguarding_leads(school, by, role):
    today = timezone.localdate()
    absences.say_away(somebody(by, school=school), somebody(role, school=school), today, today)
    assert Absence.objects.of(school).get().person.held() == [role]


def test_ones_own_page_among_the_people_says_when_one_is_away(school, sign_in):
    dsl = somebody("dsl", school=school)
    browser = sign_in(dsl)
    today = timezone.localdate()
    assert "/you/away/" in browser.get(f"/people/{dsl.pk}/").content.decode()
    absence = AbsenceFactory(person=dsl, first_day=today, last_day=today)
    assert f"/you/away/{absence.pk}/end/" in browser.get(f"/people/{dsl.pk}/").content.decode()


def test_days_away_make_sense(school):
    tess, today = somebody("staff", school=school), timezone.localdate()
    before = today - timedelta(days=5)
    for first, last in ((today, before), (before, before)):
        with pytest.raises(Refused):
            absences.say_away(tess, tess, first, last)
    absences.say_away(tess, tess, today, today + timedelta(days=5))
    with pytest.raises(Refused, match="already"):
        absences.say_away(tess, tess, today + timedelta(days=5), today + timedelta(days=9))


def test_a_colleague_sends_nobody_away(school):
    today = timezone.localdate()
    with pytest.raises(Refused):
        absences.say_away(somebody("staff", school=school), somebody("head", school=school), today, today)


def test_terms_of_earlier_years_are_a_step_away(school, sign_in):
    TermFactory(school=school, name="This year")
    TermFactory(school=school, name="Long ago", first_day=date(2019, 9, 2), last_day=date(2019, 12, 20))
    browser = sign_in(somebody("parent", school=school))
    now, before = words(browser.get("/terms/")), words(browser.get("/terms/?earlier=1"))

    assert ("This year" in now, "Long ago" in now) == (True, False)
    assert ("This year" in before, "Long ago" in before) == (False, True)

"""Lessons in online safety: what is owed to which class, and what was taught."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from factories import GroupFactory, MembershipFactory, TermFactory, pupil, somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import Group, Person, School
from schoolgate.duties.lessons.actions.teaching import take_back, teach
from schoolgate.duties.lessons.models import Lesson
from schoolgate.duties.lessons.owing import rounds
from schoolgate.duties.lessons.year import activities, safer_internet_day, season_of
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import address_of_answer, asked
from schoolgate.duties.settling import settle
from schoolgate.jobs.work import drain
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db
NOVEMBER, JANUARY, MARCH = date(2026, 11, 21), date(2027, 1, 15), date(2027, 3, 1)
TODAY = timezone.localdate


def adopt(school: School, policy: str) -> None:
    head = Person.objects.of(school).filter(holdings__role="head").first() or somebody("head", school=school)
    version = adopting.send(head, drafting.start_from(head, policy))
    adopting.adopt(somebody("governor", school=school, account=None), version, date(2020, 9, 1))


def a_class(school: School, *, name: str = "Year 3", teachers: int = 1) -> tuple[Group, list[Person]]:
    """A class with a pupil, and its teachers."""
    group = GroupFactory(school=school, name=name)
    MembershipFactory(group=group, person=pupil(school, name="Willa Example", given_name="Willa"))
    led = [somebody("staff", school=school) for _ in range(teachers)]
    for teacher in led:
        MembershipFactory(group=group, person=teacher, leads=True)
    return group, led


def owed(person: Person, state: str = "owed") -> list[tuple[str, str]]:
    found = Duty.objects.of(person.school).filter(person=person, kind="lesson", state=state)
    return sorted(found.values_list("key", "round"))


class TestTheYear:
    def test_safer_internet_day_is_the_announced_one_or_none(self):
        assert safer_internet_day(2027) == date(2027, 2, 9)
        assert safer_internet_day(2027).strftime("%A") == "Tuesday"
        assert safer_internet_day(2099) is None

    @pytest.mark.parametrize(
        ("on", "key"),
        [
            (date(2026, 9, 1), "2026-autumn"),
            (date(2026, 12, 24), "2027-spring"),
            (date(2027, 4, 10), "2027-spring"),
            (date(2027, 7, 1), "2027-summer"),
            (date(2027, 8, 20), "2027-summer"),
        ],
    )
    def test_every_day_has_a_season(self, on, key):
        assert season_of(on).key == key

    def test_a_season_ends_with_the_schools_own_term(self):
        assert season_of(NOVEMBER, [(date(2026, 11, 2), date(2026, 12, 18))]).last == date(2026, 12, 18)
        assert season_of(NOVEMBER).last == date(2026, 12, 20)

    def test_smart_and_think_are_there_for_both_key_stages(self):
        found = activities()
        assert {key for key in found if key.startswith(("smart", "think"))} == {
            "smart-ks1",
            "smart-ks2",
            "think-ks1",
            "think-ks2",
        }
        for one in found.values():
            # What to do when a child tells stands in each.
            assert "safeguarding lead at once" in one.sheet
            assert len(one.sheet.split()) > 250


class TestWhatEachPolicyAsks:
    @pytest.mark.parametrize(
        ("policy", "in_november", "in_january"),
        [
            ("days-lane", {"yearly": "DL-04"}, {"yearly": "DL-04"}),
            ("glenwood", {"yearly": "GW-24"}, {"yearly": "GW-24", "safer-internet-day": "GW-27"}),
            ("windmill-hill", {}, {}),
            ("roman-road", {}, {}),
            ("helsby-hillside", {}, {}),
            ("model", {"termly": "M-69"}, {"termly": "M-69", "safer-internet-day": "M-69"}),
        ],
    )
    def test_how_often_and_why(self, school, policy, in_november, in_january):
        adopt(school, policy)
        for on, wanted in ((NOVEMBER, in_november), (JANUARY, in_january)):
            assert {one.key: one.clause for one in rounds(asked(school, on))} == wanted

    def test_a_season_that_the_policy_names_is_the_day_by_which(self, school):
        adopt(school, "glenwood")
        TermFactory(school=school, first_day=date(2027, 2, 22), last_day=date(2027, 3, 25))
        yearly = next(one for one in rounds(asked(school, NOVEMBER)) if one.key == "yearly")
        assert (yearly.name, yearly.due) == ("2026-27", date(2027, 3, 25))
        assert "spring" in yearly.what

    def test_the_day_is_asked_for_from_two_months_before(self, school):
        adopt(school, "glenwood")
        day = next(one for one in rounds(asked(school, date(2026, 12, 11))) if one.key == "safer-internet-day")
        assert (day.name, day.due) == ("2027", date(2027, 2, 9))
        assert "safer-internet-day" not in {one.key for one in rounds(asked(school, date(2026, 12, 10)))}


class TestWhoOwesThem:
    def test_each_class_once_by_each_of_its_teachers(self, school):
        adopt(school, "model")
        (three, both), (four, one) = a_class(school, teachers=2), a_class(school, name="Year 4")
        MembershipFactory(group=four, person=both[0], leads=True)
        settle(school, NOVEMBER)
        assert owed(both[0]) == [("termly", f"2026-autumn/{three.pk}"), ("termly", f"2026-autumn/{four.pk}")]
        assert owed(both[1]) == [("termly", f"2026-autumn/{three.pk}")]
        assert owed(one[0]) == [("termly", f"2026-autumn/{four.pk}")]

    def test_a_class_without_a_teacher_is_the_heads(self, school):
        adopt(school, "model")
        group, _ = a_class(school, teachers=0)
        settle(school, NOVEMBER)
        head = Person.objects.of(school).get(holdings__role="head")
        assert owed(head) == [("termly", f"2026-autumn/{group.pk}")]

    def test_a_school_without_classes_leaves_it_to_the_head(self, school):
        adopt(school, "model")
        settle(school, NOVEMBER)
        assert owed(Person.objects.of(school).get(holdings__role="head")) == [("termly", "2026-autumn")]

    def test_a_class_that_ended_or_has_no_pupils_is_owed_nothing(self, school):
        adopt(school, "model")
        ended, (teacher,) = a_class(school)
        ended.ended_on = TODAY()
        ended.save()
        empty = GroupFactory(school=school)
        MembershipFactory(group=empty, person=teacher, leads=True)
        settle(school, NOVEMBER)
        assert owed(teacher) == []

    def test_a_hundred_classes_take_no_more_queries_than_one(self, school, django_assert_num_queries):
        from schoolgate.duties.lessons.owing import owing

        adopt(school, "model")
        for number in range(4):
            a_class(school, name=f"Year {number}")
            question = asked(school, NOVEMBER)
            with django_assert_num_queries(5):
                assert len(list(owing(question))) == number + 1


class TestWritingOneDown:
    def test_a_teacher_does_it_in_a_minute_and_owes_it_no_more(self, school, sign_in):
        adopt(school, "model")
        group, (teacher, other) = a_class(school, teachers=2)
        settle(school)
        client = sign_in(teacher)
        assert len(owed(teacher)) >= 1
        url = f"{reverse('lesson_add')}?class={group.pk}"
        page = fill(client, url, activity="think-ks2", said="They want to be asked before a picture is shared.")
        assert "They want to be asked" in words(page)
        lesson = Lesson.objects.of(school).get()
        assert (lesson.group, lesson.by, lesson.on, lesson.activity) == (group, teacher, TODAY(), "think-ks2")
        assert not [key for key, _ in owed(teacher) + owed(other) if key == "termly"]
        assert [key for key, _ in owed(other, "done")].count("termly") == 1
        entry = LedgerEntry.objects.get(verb="lesson.taught")
        assert entry.actor == teacher.pk
        assert "picture" not in entry.detail

    def test_an_assembly_counts_for_every_class(self, school):
        adopt(school, "model")
        teachers = [a_class(school, name=f"Year {number}")[1][0] for number in (1, 2)]
        settle(school)
        head = Person.objects.of(school).get(holdings__role="head")
        teach(head, group=None, on=TODAY(), activity="day")
        assert [key for teacher in teachers for key, _ in owed(teacher) if key == "termly"] == []
        settle(school)
        assert [key for teacher in teachers for key, _ in owed(teacher) if key == "termly"] == []

    def test_one_found_again_when_duties_are_settled_later(self, school):
        group, (teacher,) = a_class(school)
        teach(teacher, group=group, on=TODAY(), title="Our own lesson")
        adopt(school, "model")
        settle(school)
        assert [key for key, _ in owed(teacher, "done")].count("termly") == 1

    def test_last_years_lesson_does_not_count_for_this_one(self, school):
        group, (teacher,) = a_class(school)
        teach(teacher, group=group, on=TODAY() - timedelta(days=400), activity="think-ks2")
        adopt(school, "days-lane")
        settle(school)
        assert [key for key, _ in owed(teacher)] == ["yearly"]

    def test_a_childs_name_is_kept_out(self, school, sign_in):
        group, (teacher,) = a_class(school)
        page = fill(
            sign_in(teacher),
            f"{reverse('lesson_add')}?class={group.pk}",
            activity="think-ks2",
            said="They listened when Willa spoke.",
        )
        assert page.status_code == 422
        assert "Leave out the children’s names" in words(page)
        with pytest.raises(Refused, match="Leave out"):
            teach(teacher, group=group, on=TODAY(), activity="day", said="willa example said so")
        # At the beginning of a sentence it may be an everyday word.
        teach(teacher, group=group, on=TODAY(), activity="day", said="Willa is a word here.")

    def test_nobody_writes_down_another_teachers_lesson_or_one_to_come(self, school):
        group, (teacher,) = a_class(school)
        colleague, head = somebody("staff", school=school), somebody("head", school=school)
        for by, whose, on in ((colleague, group, TODAY()), (teacher, None, TODAY())):
            with pytest.raises(Refused, match="classes that you teach"):
                teach(by, group=whose, on=on, activity="day")
        with pytest.raises(Refused, match="not come yet"):
            teach(teacher, group=group, on=TODAY() + timedelta(days=1), activity="day")
        with pytest.raises(Refused, match="classes that you teach"):
            teach(somebody("head"), group=group, on=TODAY(), activity="day")
        assert teach(head, group=group, on=TODAY(), activity="day").by == head

    def test_a_lesson_of_ones_own_has_a_name(self, school, sign_in):
        group, (teacher,) = a_class(school)
        page = fill(sign_in(teacher), f"{reverse('lesson_add')}?class={group.pk}", activity="own")
        assert page.status_code == 422
        assert "Enter what the lesson was called" in words(page)

    def test_the_heads_table_leads_to_the_lesson_that_was_held(self, school, sign_in):
        adopt(school, "model")
        group, (teacher,) = a_class(school)
        settle(school)
        lesson = teach(teacher, group=group, on=TODAY(), activity="day")
        duty = Duty.objects.of(school).filter(person=teacher, kind="lesson", state="done").first()
        assert address_of_answer(duty) == reverse("lesson", args=[lesson.pk])

    def test_a_mistake_is_taken_back_and_the_lesson_stands_open_again(self, school, sign_in):
        adopt(school, "model")
        group, (teacher,) = a_class(school)
        settle(school)
        lesson = teach(teacher, group=group, on=TODAY(), activity="day")
        with pytest.raises(Refused, match="Only who wrote it down"):
            take_back(somebody("staff", school=school), lesson)
        sign_in(teacher).post(reverse("lesson_take_back", args=[lesson.pk]))
        drain()
        assert "termly" in [key for key, _ in owed(teacher)]
        with pytest.raises(Refused, match="already"):
            take_back(teacher, lesson)


class TestThePages:
    def test_the_year_and_the_sheets_are_there_for_parents_too(self, school, sign_in):
        adopt(school, "model")
        page = words(sign_in(somebody("parent", school=school)).get(reverse("lessons")))
        assert "Teach online safety this" in page
        assert "THINK for Key Stage 2" in page
        assert "Write down a lesson" not in page

    def test_a_sheet_is_read_and_printed(self, school, sign_in):
        client = sign_in(somebody("staff", school=school))
        assert "Sort the posts" in words(client.get(reverse("lesson_activity", args=["think-ks2"])))
        pdf = pypdfium2.PdfDocument(BytesIO(client.get(reverse("lesson_sheet", args=["think-ks2"])).content))
        assert "Sort the posts" in "".join(page.get_textpage().get_text_range() for page in pdf)
        assert client.get(reverse("lesson_activity", args=["knitting"])).status_code == 404

    def test_what_each_class_has_done_is_for_staff_and_governors_of_the_school(self, school, sign_in):
        group, (teacher,) = a_class(school)
        lesson = teach(teacher, group=group, on=TODAY(), activity="day", said="They liked it.")
        url = reverse("lesson", args=[lesson.pk])
        assert "They liked it" in words(sign_in(somebody("governor", school=school)).get(url))
        assert sign_in(somebody("staff")).get(url).status_code == 404
        assert sign_in(somebody("parent", school=school)).get(url).status_code == 403
        listed = sign_in(teacher).get(f"{reverse('lessons_taught')}?class={group.pk}")
        assert group.name in words(listed)
        assert "No lessons yet" in words(sign_in(teacher).get(f"{reverse('lessons_taught')}?class=999999"))

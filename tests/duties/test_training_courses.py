"""Taking a course: a page at a time, why each answer is right or wrong, and what is written down at the end."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from factories import somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import Notice, Person, School
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import asked
from schoolgate.duties.settling import settle
from schoolgate.duties.training.actions.courses import (
    add_course,
    archive_course,
    change_course,
    put_back_course,
)
from schoolgate.duties.training.actions.finishing import finish
from schoolgate.duties.training.actions.sessions import plan_session, record_attendance
from schoolgate.duties.training.catalogue import course_called, courses
from schoolgate.duties.training.material import body, included, material, topics
from schoolgate.duties.training.models import Completion, Course
from schoolgate.duties.training.needs import chosen, needs
from schoolgate.duties.training.steps import CourseError, steps
from schoolgate.duties.training.taking import Taking, taking
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.models import PolicyVersion
from schoolgate.policy.vocabulary import controls
from schoolgate.policy.worries import helpline
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db
WRITTEN = ["risk", "disclosure", "safe", "extremism"]
"""The included courses that stand in files; the one about the policy is made."""


def grade(text: str) -> float:
    """The school year (American) in which a text is read with ease: the Coleman-Liau index. Twelve is grade six."""
    words_of = re.findall(r"[A-Za-z’'-]*[A-Za-z]", text)
    letters = sum(len(re.findall(r"[A-Za-z]", word)) for word in words_of)
    sentences = len(re.findall(r"[.!?](?=\s|\*|”|$)", text))
    return 5.88 * letters / len(words_of) - 29.6 * sentences / len(words_of) - 15.8


def adopt(school: School, policy: str, on: date = date(2020, 9, 1)) -> PolicyVersion:
    head = somebody("head", school=school)
    version = adopting.send(head, drafting.start_from(head, policy))
    adopting.adopt(somebody("governor", school=school, account=None), version, on)
    version.refresh_from_db()
    return version


def right(taken: Taking, *, wrong: int = 0) -> dict[int, int]:
    """The right answer to every question but so many."""
    found = {step: taken.steps[step - 1].right or 0 for step in taken.questions}
    for step in taken.questions[:wrong]:
        found[step] = (found[step] + 1) % 2 if found[step] < 2 else 0
    return found


def take(person: Person, key: str, *, wrong: int = 0) -> Completion:
    course = course_called(person.school, key)
    assert course
    taken = taking(course, person)
    return finish(person, course, right(taken, wrong=wrong), taken.mark)


class TestTheCoursesThatComeWithSchoolgate:
    def test_five_come_and_together_cover_every_topic_that_policies_ask_for(self, school):
        assert [course.key for course in courses(school)] == ["risk", "disclosure", "safe", "extremism", "policy"]
        assert topics().keys() == set(controls()["training.topics"].values)
        assert {topic for course in courses(school) for topic in course.topics} == topics().keys()

    @pytest.mark.parametrize(
        "policy", ["model", "days-lane", "glenwood", "windmill-hill", "helsby-hillside", "roman-road"]
    )
    def test_no_policy_asks_for_what_none_of_them_covers(self, school, policy):
        adopt(school, policy)
        assert chosen(needs(asked(school, timezone.localdate())), courses(school))[1] == []

    @pytest.mark.parametrize("name", WRITTEN)
    def test_each_is_read_in_steps_and_asks_questions_with_a_reason_for_every_answer(self, name):
        found = steps(body(name))
        asked = [step for step in found if step.answers]
        assert len(found) >= 12
        assert len(asked) >= 5
        assert all(step.title for step in found)
        assert all(len(answer.why) > 20 for step in asked for answer in step.answers)
        # The place of the right answer gives nothing away.
        assert len({step.right for step in asked}) > 1
        assert len(asked) >= len(included()[name]["topics"])

    @pytest.mark.parametrize("name", WRITTEN)
    def test_each_takes_as_long_as_it_says_at_a_reader_s_pace(self, name):
        says = included()[name]["minutes"]
        assert says - 5 <= len(body(name).split()) / 140 <= says

    @pytest.mark.parametrize("name", WRITTEN)
    def test_each_is_easy_to_read(self, name):
        assert grade(body(name)) <= 6

    @pytest.mark.parametrize("name", WRITTEN)
    def test_each_says_what_it_goes_by_and_keeps_numbers_in_dated_lists(self, name):
        assert included()[name]["sources"]
        assert all(source["checked"] >= date(2026, 11, 21) for source in included()[name]["sources"])
        written = files("schoolgate.duties.training").joinpath("courses", f"{name}.md").read_text("utf-8")
        numbers = {helpline("emergency").number, *(str(entry["says"]) for entry in material()["contacts"].values())}
        assert not [number for number in numbers if number in written]
        assert "{" not in body(name)
        assert helpline("emergency").number in body(name)

    def test_numbers_come_from_the_list_with_the_day_on_which_they_were_checked(self):
        contacts = material()["contacts"]
        assert all(str(entry["says"]) in body("safe") for entry in contacts.values())
        assert all(entry["checked"] >= date(2026, 11, 21) and entry["source"] for entry in contacts.values())

    def test_the_course_on_the_law_says_what_must_not_be_named_and_the_one_on_extreme_views_what_is_no_sign(self):
        assert "Until there is a charge" in body("safe")
        assert "having a religion" in body("extremism")
        for rule in (
            "Notice",
            "Check",
            "Share",
            "do not download",
            "by choice",
            "Counter-Terrorism and Security Act 2015",
        ):
            assert rule in body("extremism")

    def test_the_disclosure_course_says_what_never_to_do_with_a_nude_picture(self):
        text = body("disclosure")
        for never in ("never look", "never copy, print, send on, save or keep", "never delete"):
            assert never in text
        for rule in ("Never promise a secret", "do not investigate", "child's own words", "at once"):
            assert rule in text
        source = next(source for source in included()["disclosure"]["sources"] if "nudes" in source["name"])
        assert source["from"] == date(2024, 3, 11)
        assert source["checked"] >= date(2026, 11, 21)

    def test_a_question_without_one_right_answer_is_no_course(self):
        with pytest.raises(CourseError, match="mark one of them"):
            steps("## Which?\n- [ ] a\n- [ ] b\n")
        with pytest.raises(CourseError, match="two answers"):
            steps("## Which?\n- [x] a\n")
        with pytest.raises(CourseError, match="begin each line"):
            steps("## Which?\n- [x] a\n- [ ] b\nand more\n")


class TestTakingOne:
    def test_a_page_at_a_time_to_the_certificate(self, school, sign_in):
        teacher = somebody("staff", school=school)
        client = sign_in(teacher)
        course = course_called(school, "risk")
        taken = taking(course, teacher)
        for number, step in enumerate(taken.steps, 1):
            url = reverse("training_step", args=["risk", number])
            if step.answers:
                page = fill(client, url, answer=str(step.right))
                assert "Right." in words(page)
            else:
                page = client.get(url)
            assert f"page {number} of {len(taken.steps)}" in words(page)
        page = client.post(reverse("training_finish", args=["risk"]), follow=True)
        assert "Well done" in page.content.decode()
        done = Completion.objects.of(school).get()
        assert (done.person, done.course.included, done.how, done.score) == (teacher, "risk", "here", done.out_of)
        assert LedgerEntry.objects.get(verb="training.completed").actor == teacher.pk
        pdf = client.get(reverse("training_certificate", args=[done.pk]))
        said = pypdfium2.PdfDocument(BytesIO(pdf.content))[0].get_textpage().get_text_range()
        assert teacher.name in said
        assert "Spotting a pupil at risk online" in said

    def test_a_wrong_answer_is_met_with_why_and_with_the_better_one(self, school, sign_in):
        client = sign_in(somebody("staff", school=school))
        taken = taking(course_called(school, "risk"), somebody("staff", school=school))
        asks = taken.questions[0]
        step = taken.steps[asks - 1]
        page = fill(client, reverse("training_step", args=["risk", asks]), answer="0")
        assert "Not quite." in words(page)
        assert step.answers[0].why in words(page)
        assert step.answers[step.right].words in words(page)

    def test_no_answer_is_asked_for_again_and_none_can_be_skipped_or_changed(self, school, sign_in):
        client = sign_in(somebody("staff", school=school))
        first, second = taking(course_called(school, "risk"), somebody("staff", school=school)).questions[:2]
        asks = reverse("training_step", args=["risk", first])
        page = client.post(asks, {})
        assert page.status_code == 422
        assert "Choose an answer" in page.content.decode()
        ahead = client.get(reverse("training_step", args=["risk", second]))
        assert ahead.headers["Location"] == asks
        fill(client, asks, answer="0")
        client.post(asks, {"answer": "1"})
        assert "Not quite." in words(client.get(asks))

    def test_too_few_right_answers_lead_to_another_try(self, school, sign_in):
        teacher = somebody("staff", school=school)
        client = sign_in(teacher)
        taken = taking(course_called(school, "risk"), teacher)
        for asks, place in right(taken, wrong=2).items():
            fill(client, reverse("training_step", args=["risk", asks]), answer=str(place))
        page = client.post(reverse("training_finish", args=["risk"]), follow=True)
        assert "You had 3 of 5 questions right, and 4 are enough" in words(page)
        assert not Completion.objects.of(school).exists()
        # The next try begins with no answers.
        page = client.get(reverse("training_step", args=["risk", taken.questions[0]]))
        assert "Answer" in words(page)
        take(teacher, "risk", wrong=1)

    def test_it_cannot_be_finished_without_its_questions_or_after_it_changed(self, school):
        teacher = somebody("staff", school=school)
        course = course_called(school, "risk")
        taken = taking(course, teacher)
        with pytest.raises(Refused, match="still open"):
            finish(teacher, course, {}, taken.mark)
        with pytest.raises(Refused, match="has changed"):
            finish(teacher, course, right(taken), "another")
        with pytest.raises(Refused, match="have another try"):
            take(teacher, "risk", wrong=5)

    def test_twice_on_one_day_is_once(self, school):
        teacher = somebody("staff", school=school)
        assert take(teacher, "risk") == take(teacher, "risk")
        assert Completion.objects.of(school).count() == 1

    def test_a_completion_is_seen_by_its_owner_and_those_who_lead_training_alone(self, school, sign_in):
        teacher, other = somebody("staff", school=school), somebody("staff", school=school)
        done = take(teacher, "risk")
        url = reverse("training_completion", args=[done.pk])
        assert sign_in(teacher).get(url).status_code == 200
        assert sign_in(somebody("head", school=school)).get(url).status_code == 200
        assert sign_in(other).get(url).status_code == 404
        assert sign_in(somebody("head")).get(url).status_code == 404


class TestOurPolicyInTenQuestions:
    @pytest.mark.parametrize("policy", ["model", "days-lane", "glenwood", "helsby-hillside", "roman-road"])
    def test_ten_of_them_come_from_the_policy_in_force_with_the_clause_that_decides(self, school, policy):
        version = adopt(school, policy)
        taken = taking(course_called(school, "policy"), somebody("staff", school=school))
        asked = [taken.steps[number - 1] for number in taken.questions]
        assert len(asked) == 10
        numbers = {clause.id for clause in version.clauses}
        assert all(step.clauses and set(step.clauses) <= numbers for step in asked)
        # More than one kind of answer is right.
        assert len({step.right for step in asked}) >= 3

    def test_what_no_question_can_ask_is_read_first(self, school):
        adopt(school, "helsby-hillside")
        first = taking(course_called(school, "policy"), somebody("staff", school=school)).steps[0]
        assert (first.title, first.answers) == ("Keep this in mind", ())
        assert "stop and think before they publish" in first.text
        assert "(HH-84)" in first.text

    def test_the_right_answer_is_the_engines(self, school):
        version = adopt(school, "glenwood")
        taken = taking(course_called(school, "policy"), somebody("staff", school=school))
        step = next(step for step in taken.steps if "from my own Instagram" in step.text)
        facts = {"by": "staff", "account": "personal", "pupil": "current", "relative": "no"}
        ruling = version.judge("contact.pupil", facts, timezone.localdate())
        assert ruling.verdict == "forbidden"
        assert step.answers[step.right].words == "No"
        assert step.clauses == tuple(clause.id for clause in ruling.clauses) == ("GW-55",)
        assert "GW-55" in step.answers[0].why

    def test_they_are_the_same_for_everybody_at_one_version_and_others_at_the_next(self, school):
        adopt(school, "glenwood")
        course = course_called(school, "policy")
        one, two = (taking(course, somebody("staff", school=school)) for _ in range(2))
        assert one.steps == two.steps
        adopt(school, "days-lane", timezone.localdate())
        assert taking(course, somebody("staff", school=school)).mark != one.mark

    def test_a_role_that_the_policy_says_little_about_is_asked_what_staff_are(self, school):
        adopt(school, "days-lane")
        course = course_called(school, "policy")
        governor, parent = (taking(course, somebody(role, school=school)) for role in ("governor", "parent"))
        assert "A member of staff asks" in governor.steps[governor.questions[0] - 1].text
        assert "A parent asks" in parent.steps[parent.questions[0] - 1].text

    def test_it_is_taken_page_by_page_with_the_clauses_behind_each_answer(self, school, sign_in):
        adopt(school, "days-lane")
        teacher = somebody("staff", school=school)
        client = sign_in(teacher)
        taken = taking(course_called(school, "policy"), teacher)
        for number in range(1, len(taken.steps) + 1):
            url = reverse("training_step", args=["policy", number])
            if number in taken.questions:
                client.post(url, {"answer": str(taken.steps[number - 1].right)})
                assert taken.steps[number - 1].clauses[0] in words(client.get(url))
            else:
                assert "Keep this in mind" in words(client.get(url))
        client.post(reverse("training_finish", args=["policy"]))
        assert Completion.objects.of(school).filter(person=teacher).exists()

    def test_without_a_policy_there_is_nothing_to_take(self, school, sign_in):
        teacher = somebody("staff", school=school)
        page = sign_in(teacher).get(reverse("training_course", args=["policy"]))
        assert "Not ready yet" in words(page)
        with pytest.raises(Refused, match="cannot be taken here"):
            take(teacher, "policy")

    def test_the_completion_names_the_version(self, school):
        version = adopt(school, "days-lane")
        assert take(somebody("staff", school=school), "policy").version == version


ASK = "## Ask\n\nHow often?\n\n- [ ] Once\n  > Not enough.\n- [x] Twice\n  > Yes.\n\n"
KEPT_SAFE = ["disclosure", "pupils_at_risk"]


def told(person: Person) -> list[str]:
    return list(Notice.objects.of(person.school).filter(person=person).values_list("words", flat=True))


class TestNobodyLetsThemselvesOff:
    """Whoever decides what a course asks cannot make the school's training disappear, or pass by their own questions."""

    @pytest.mark.parametrize(
        ("topics", "body", "wanted"),
        [
            (["law"], "## x\n\nRead this.", "at least 3 questions"),
            (["law"], "## x\n\nRead this.\n\n" + ASK * 2, "at least 3 questions"),
            (sorted(topics()), ASK * 8, "at least 9 questions"),
        ],
    )
    def test_a_course_that_is_read_here_asks_three_questions_and_one_for_each_topic(self, school, topics, body, wanted):
        head = somebody("head", school=school)
        with pytest.raises(Refused, match=wanted):
            add_course(head, title="Everything", topics=topics, body=body)
        assert not Course.objects.of(school).exists()
        course = add_course(head, title="Everything", topics=topics, body=ASK * 9)
        with pytest.raises(Refused, match=wanted):
            change_course(head, course, title="Everything", topics=topics, body=body)

    def test_the_form_says_so_and_keeps_what_was_typed(self, school, sign_in):
        client = sign_in(somebody("head", school=school))
        page = fill(client, reverse("training_course_add"), title="Mine", topics=["law"], body="## Read\nOnly this.")
        assert page.status_code == 422
        assert "at least 3 questions" in words(page)
        assert "Only this." in page.content.decode()

    def test_a_course_without_questions_proves_nothing(self, school):
        course = Course.objects.create(school=school, title="Old", topics=["law"], body="## Read")
        with pytest.raises(Refused, match="cannot be taken here"):
            take(somebody("staff", school=school), course.key)

    def test_whoever_wrote_a_course_does_not_complete_it_by_reading_it(self, school, sign_in):
        head, dsl, other = (somebody(role, school=school) for role in ("head", "dsl", "staff"))
        course = add_course(head, title="Ours", topics=["law"], body=ASK * 3)
        with pytest.raises(Refused, match="You wrote this course"):
            take(head, course.key)
        assert "You wrote this course" in words(sign_in(head).get(reverse("training_course", args=[course.key])))
        take(other, course.key)
        # Whoever changes it has had a hand in it too, and does not take the first one's part away.
        change_course(dsl, course, title="Ours, again", topics=["law"], body=ASK * 3)
        for author in (head, dsl):
            with pytest.raises(Refused, match="You wrote this course"):
                take(author, course.key)
        # Somebody else writes it down.
        session = plan_session(dsl, course, on=timezone.localdate(), led_by="Dina")
        assert record_attendance(dsl, session, [head], [head]) == 1

    def test_whoever_says_that_one_of_ours_covers_more_does_not_prove_it_with_that(self, school):
        head, other = somebody("head", school=school), somebody("staff", school=school)
        course = course_called(school, "risk")
        change_course(head, course, title="", topics=["pupils_at_risk"], expires_months=24)
        take(head, "risk")
        Completion.objects.of(school).update(on=date(2026, 1, 5))
        change_course(head, course, title="", topics=["pupils_at_risk", "law"])
        with pytest.raises(Refused, match="You wrote this course"):
            take(head, "risk")
        take(other, "risk")
        change_course(head, course, title="", topics=["pupils_at_risk"])
        take(head, "risk")

    def test_the_head_and_the_chair_hear_when_a_course_takes_the_place_of_one_on_safeguarding(self, school):
        head, chair, dsl = (somebody(role, school=school) for role in ("head", "chair", "dsl"))
        course = add_course(dsl, title="Ours", topics=KEPT_SAFE, elsewhere="The council")
        for person in (head, chair):
            assert len(told(person)) == 2
            assert any("what to do when a child tells you something" in said for said in told(person))
        assert told(dsl) == []
        entry = LedgerEntry.objects.get(verb="course.displaced")
        assert entry.details() == {"topics": KEPT_SAFE, "told": sorted([head.pk, chair.pk])}
        # What is no news is not told again.
        change_course(dsl, course, title="Ours, by the council", topics=KEPT_SAFE, elsewhere="The council")
        archive_course(dsl, course)
        put_back_course(dsl, course)
        assert len(told(chair)) == 2

    @pytest.mark.parametrize(
        "now", [{"body": ASK * 4}, {"elsewhere": "A friend of mine"}, {"body": ASK * 3, "expires_months": 120}]
    )
    def test_they_hear_when_what_it_teaches_changes_or_for_how_long_it_counts(self, school, now):
        head, chair, dsl = (somebody(role, school=school) for role in ("head", "chair", "dsl"))
        course = add_course(dsl, title="Ours", topics=["disclosure"], body=ASK * 3)
        change_course(dsl, course, title="Ours", topics=["disclosure"], **now)
        for person in (head, chair):
            assert told(person)[0] == (
                f"{dsl.name} changed a course that counts for “what to do when a child tells you something”. "
                "See what it teaches now, and for how long it counts."
            )
            assert len(told(person)) == 2
        entry = LedgerEntry.objects.get(verb="course.reworked")
        assert entry.details() == {"topics": ["disclosure"], "told": sorted([head.pk, chair.pk])}

    def test_they_hear_when_one_of_ours_counts_for_longer(self, school):
        chair, dsl = somebody("chair", school=school), somebody("dsl", school=school)
        course = course_called(school, "disclosure")
        change_course(dsl, course, title="", topics=course.topics, expires_months=120)
        assert len(told(chair)) == len(set(course.topics) & set(KEPT_SAFE)) > 0

    def test_when_the_head_does_it_the_chair_hears_of_it(self, school, sign_in):
        head, chair = somebody("head", school=school), somebody("chair", school=school)
        archive_course(head, course_called(school, "disclosure"))
        assert told(head) == []
        assert told(chair) == [
            f"{head.name} changed which course counts for “what to do when a child tells you something”. "
            "See what people can take now."
        ]
        notice = Notice.objects.of(school).get()
        assert sign_in(chair).get(notice.url).status_code == 200

    def test_another_topic_is_the_schools_own_affair(self, school):
        chair = somebody("chair", school=school)
        add_course(somebody("head", school=school), title="Law", topics=["law"], elsewhere="The council")
        assert told(chair) == []


class TestASchoolsOwnCourses:
    def test_the_head_adds_one_to_be_read_here_and_staff_take_it(self, school, sign_in):
        head, teacher = somebody("head", school=school), somebody("staff", school=school)
        text = "## Read\n\nLook twice.\n\n" + ASK * 3
        page = fill(
            sign_in(head),
            reverse("training_course_add"),
            title="Scams",
            topics=["fraud"],
            body=text,
            expires_months="6",
        )
        assert "on offer" in page.content.decode()
        course = Course.objects.of(school).get()
        done = take(teacher, course.key)
        assert done.score == 3
        assert done.expires_on > timezone.localdate()

    def test_it_is_either_read_here_or_held_elsewhere(self, school, sign_in):
        client = sign_in(somebody("head", school=school))
        page = fill(client, reverse("training_course_add"), title="Both", body="## a\nb", elsewhere="there")
        assert page.status_code == 422
        page = fill(client, reverse("training_course_add"), title="Bad", body="## Which?\n- [x] a\n")
        assert "two answers or more" in words(page)
        with pytest.raises(Refused, match="one of the two"):
            add_course(somebody("head", school=school), title="None", topics=[])

    def test_one_held_elsewhere_can_be_claimed_by_nobody_here(self, school, sign_in):
        head, teacher = somebody("head", school=school), somebody("staff", school=school)
        course = add_course(head, title="At the council", topics=["law"], elsewhere="The council")
        page = sign_in(teacher).get(reverse("training_course", args=[course.key]))
        assert "held elsewhere" in words(page)
        with pytest.raises(Refused, match="cannot be taken here"):
            take(teacher, course.key)

    def test_an_included_one_is_changed_and_put_away_for_one_school_alone(self, school):
        head = somebody("head", school=school)
        change_course(head, course_called(school, "risk"), title="Mine", topics=["pupils_at_risk", "extremism"])
        changed = course_called(school, "risk")
        assert changed.title == "Spotting a pupil at risk online"
        assert changed.topics == ["pupils_at_risk", "extremism"]
        archive_course(head, changed)
        assert "risk" not in [course.key for course in courses(school)]
        assert "risk" in [course.key for course in courses(somebody("head").school)]
        with pytest.raises(Refused, match="already"):
            archive_course(head, changed)

    def test_it_is_put_away_and_offered_again_from_its_page(self, school, sign_in):
        client = sign_in(somebody("head", school=school))
        away = reverse("training_course_away", args=["risk"])
        assert "put away" in words(client.post(away, follow=True)).casefold()
        assert course_called(school, "risk").archived_at
        client.post(away, {"back": "yes"})
        assert course_called(school, "risk").archived_at is None

    def test_staff_who_do_not_lead_training_change_nothing(self, school):
        with pytest.raises(Refused):
            add_course(somebody("staff", school=school), title="Mine", topics=[], elsewhere="here")


def test_what_is_completed_ends_the_duty_and_stands_in_ones_record(school, sign_in):
    adopt(school, "days-lane")
    teacher = somebody("staff", school=school)
    settle(school)
    owed = Duty.objects.of(school).filter(person=teacher, kind="training")
    assert set(owed.values_list("key", flat=True)) == {"policy", "risk", "safe"}
    done = take(teacher, "risk")
    assert owed.get(key="risk").state == "done"
    assert owed.get(key="risk").evidence == f"training.completion:{done.pk}"
    from schoolgate.community.own_record import entries

    assert [entry.words for entry in entries(teacher)] == ["Spotting a pupil at risk online"]
    page = words(sign_in(teacher).get(reverse("training")))
    assert "Our policy in ten questions" in page

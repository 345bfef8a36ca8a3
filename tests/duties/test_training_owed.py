"""What training each policy asks for, of whom and by when; and what is written down for the school."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from factories import RoleHoldingFactory, somebody
from schoolgate.community.change import Refused, by_machine
from schoolgate.community.models import Notice, Person, School
from schoolgate.duties.models import Duty
from schoolgate.duties.owing import asked
from schoolgate.duties.settling import settle
from schoolgate.duties.training.actions.courses import add_course, archive_course
from schoolgate.duties.training.actions.importing import ImportProblemsError, import_completions
from schoolgate.duties.training.actions.sessions import plan_session, record_attendance
from schoolgate.duties.training.actions.withdrawing import withdraw_completion
from schoolgate.duties.training.catalogue import course_called, courses, kept
from schoolgate.duties.training.models import Completion, Session
from schoolgate.duties.training.needs import chosen, needs
from schoolgate.jobs.work import drain
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def adopt(school: School, policy: str) -> None:
    head = Person.objects.of(school).filter(holdings__role="head").first() or somebody("head", school=school)
    version = adopting.send(head, drafting.start_from(head, policy))
    adopting.adopt(somebody("governor", school=school, account=None), version, date(2020, 9, 1))


def owed(person: Person, key: str) -> Duty:
    """The duty of a course whose turn it is: the one that ends last."""
    return Duty.objects.of(person.school).filter(person=person, kind="training", key=key).latest("due")


def learned(person: Person, key: str, on: date) -> Completion:
    course = course_called(person.school, key)
    with by_machine(person.school) as ledger:
        ledger.write("training.tried", person)
        return Completion.objects.create(
            school=person.school, person=person, course=kept(course), on=on, how=Completion.How.IMPORT
        )


class TestWhatEachPolicyAsks:
    @pytest.mark.parametrize(
        ("policy", "topics"),
        [
            ("days-lane", {"pupils_at_risk": None, "policy": 12, "privacy_settings": None}),
            ("glenwood", {"pupils_at_risk": None, "law": None, "safe_practice": 12}),
            ("windmill-hill", {"law": None}),
            ("roman-road", {"fraud": None, "malware": None, "extremism": None}),
            ("helsby-hillside", {"law": None}),
        ],
    )
    def test_topics_and_how_often(self, school, policy, topics):
        adopt(school, policy)
        assert {need.topic: need.months for need in needs(asked(school, TODAY()))} == topics

    def test_the_model_asks_every_topic_every_year(self, school):
        adopt(school, "model")
        found = needs(asked(school, TODAY()))
        assert len(found) == 9
        assert {need.months for need in found} == {12}
        # Nude images belong to what to do when a child tells.
        assert "disclosure" in {need.topic for need in found}

    def test_nothing_is_asked_without_a_policy(self, school):
        assert needs(asked(school, TODAY())) == []

    def test_whom_it_asks(self, school):
        people = {role: somebody(role, school=school) for role in ("staff", "governor", "parent", "volunteer", "pupil")}
        adopt(school, "windmill-hill")
        add_course(somebody("head", school=school), title="The law", topics=["law"], elsewhere="The council")
        settle(school)
        asks = set(Duty.objects.of(school).filter(kind="training").values_list("person", flat=True))
        assert {role for role, person in people.items() if person.pk in asks} == {
            "staff",
            "governor",
            "parent",
            "volunteer",
        }

    def test_one_course_for_several_topics_is_one_duty_and_the_schools_own_comes_first(self, school):
        adopt(school, "roman-road")
        head = Person.objects.of(school).get(holdings__role="head")
        found = needs(asked(school, TODAY()))
        assert {course.key for course in chosen(found, courses(school))[0].values()} == {"safe", "extremism"}
        add_course(head, title="Safe online", topics=["fraud", "malware", "extremism"], elsewhere="The council")
        settle(school)
        teacher = somebody("staff", school=school)
        settle(school)
        assert Duty.objects.of(school).filter(person=teacher, kind="training").count() == 1

    def test_the_head_is_asked_to_find_a_course_for_what_none_covers(self, school, sign_in):
        adopt(school, "glenwood")
        head = Person.objects.of(school).get(holdings__role="head")
        with_second_step(head)
        assert "Find a course" not in words(sign_in(head).get("/"))
        archive_course(head, course_called(school, "safe"))
        page = words(sign_in(head).get("/"))
        assert "Find a course for what the policy asks staff to learn" in page
        assert "GW-21" in page
        page = words(sign_in(head).get(reverse("training_courses")))
        assert "what no course covers" in page
        for title, topics in (("Law", ["law"]), ("Safe", ["safe_practice"])):
            add_course(head, title=title, topics=topics, elsewhere="The council")
        assert "Find a course" not in words(sign_in(head).get("/"))


def with_second_step(person: Person) -> None:
    from factories import with_second_step as give

    if not person.account.authenticator_set.exists():
        give(person)


class TestByWhen:
    def test_a_starter_has_a_month(self, school):
        adopt(school, "days-lane")
        teacher = somebody("staff", school=school)
        settle(school)
        duty = owed(teacher, "policy")
        assert (duty.due, duty.round, duty.clause) == (TODAY() + timedelta(days=30), "first", "DL-12")

    def test_a_refresher_is_asked_for_a_month_before_the_last_one_runs_out(self, school):
        adopt(school, "days-lane")
        teacher = somebody("staff", school=school)
        last = learned(teacher, "policy", TODAY() - timedelta(days=300))
        settle(school)
        assert owed(teacher, "policy").state == "done"
        later = last.on.replace(year=last.on.year + 1)
        settle(school, later - timedelta(days=29))
        duty = owed(teacher, "policy")
        assert (duty.state, duty.due, duty.round) == ("owed", later, f"{later:%Y-%m}")
        # The next one ends this round, and this round alone.
        learned(teacher, "policy", later - timedelta(days=10))
        settle(school, later - timedelta(days=9))
        assert owed(teacher, "policy").state == "done"
        assert not Duty.objects.of(school).filter(person=teacher, key="policy", state="owed").exists()

    def test_what_is_asked_once_is_never_asked_again(self, school):
        adopt(school, "days-lane")
        teacher = somebody("staff", school=school)
        learned(teacher, "risk", date(2015, 9, 1))
        settle(school)
        assert owed(teacher, "risk").state == "done"

    def test_a_course_that_runs_out_sooner_than_the_policy_asks_is_asked_for_then(self, school):
        adopt(school, "days-lane")
        teacher = somebody("staff", school=school)
        done = learned(teacher, "risk", TODAY() - timedelta(days=100))
        done.expires_on = TODAY() - timedelta(days=5)
        done.save()
        settle(school)
        duty = owed(teacher, "risk")
        assert (duty.state, duty.due) == ("owed", done.expires_on)

    @pytest.mark.parametrize(("days", "said"), [(8, "To do"), (7, "Due soon")])
    def test_it_is_due_soon_here_when_it_is_so_at_home(self, school, sign_in, days, said):
        adopt(school, "days-lane")
        teacher = somebody("staff", school=school)
        settle(school)
        Duty.objects.of(school).filter(person=teacher).update(due=TODAY() + timedelta(days=days))
        client = sign_in(teacher)
        for page in (client.get(reverse("training")), client.get("/")):
            assert ("Due soon" in words(page)) == (said == "Due soon")

    def test_somebody_who_leaves_owes_nothing(self, school):
        adopt(school, "days-lane")
        teacher = somebody("staff", school=school)
        settle(school)
        teacher.holdings.update(to_date=TODAY())
        settle(school)
        assert owed(teacher, "policy").state == "lifted"

    def test_ten_thousand_people_take_no_more_queries_than_ten(self, school, django_assert_max_num_queries):
        adopt(school, "days-lane")
        for _ in range(10):
            RoleHoldingFactory(person__school=school, person__account=None)
        from schoolgate.duties.training.owing import owing

        question = asked(school, TODAY())
        with django_assert_max_num_queries(5):
            found = list(owing(question))
        assert len(found[0].people) >= 10


class TestSessions:
    def test_a_training_day_is_planned_ticked_and_ends_what_was_owed(self, school, sign_in):
        adopt(school, "days-lane")
        dsl, there, missing = somebody("dsl", school=school), *(somebody("staff", school=school) for _ in range(2))
        drain()
        client = sign_in(dsl)
        day = TODAY() - timedelta(days=1)
        values = {"on_0": day.day, "on_1": day.month, "on_2": day.year}
        page = fill(client, reverse("training_session_add"), course="risk", led_by="Dina Example", **values)
        assert "Tick everybody who was there" in words(page)
        assert dsl.name not in words(page)
        session = Session.objects.of(school).get()
        url = reverse("training_session", args=[session.pk])
        page = fill(client, url, there=[str(there.pk)])
        assert "1 of the" in words(page)
        done = Completion.objects.of(school).get()
        assert (done.person, done.how, done.by, done.on) == (there, "session", dsl, day)
        drain()
        assert (owed(there, "risk").state, owed(missing, "risk").state) == ("done", "owed")
        # A tick that was a mistake is taken away, and the duty is there again.
        fill(client, url, there=[str(missing.pk)])
        drain()
        assert (owed(there, "risk").state, owed(missing, "risk").state) == ("owed", "done")
        assert LedgerEntry.objects.filter(verb="training.completion_withdrawn").count() == 1

    def test_nobody_writes_down_their_own_attendance(self, school):
        dsl = somebody("dsl", school=school)
        session = plan_session(dsl, course_called(school, "risk"), on=TODAY(), led_by="Dina")
        with pytest.raises(Refused, match="your own attendance"):
            record_attendance(dsl, session, [dsl], [dsl])

    def test_nobody_was_at_a_session_that_is_still_to_come(self, school):
        dsl = somebody("dsl", school=school)
        session = plan_session(dsl, course_called(school, "risk"), on=TODAY() + timedelta(days=1), led_by="Dina")
        with pytest.raises(Refused, match="not been held yet"):
            record_attendance(dsl, session, [], [somebody("staff", school=school)])

    def test_people_of_another_school_cannot_be_ticked(self, school, sign_in):
        dsl, stranger = somebody("dsl", school=school), somebody("staff")
        session = plan_session(dsl, course_called(school, "risk"), on=TODAY(), led_by="Dina")
        with pytest.raises(Refused, match="this school"):
            record_attendance(dsl, session, [stranger], [stranger])
        somebody("staff", school=school)
        page = fill(sign_in(dsl), reverse("training_session", args=[session.pk]), there=[str(stranger.pk)])
        assert page.status_code == 422


class TestPuttingAWrongOneRight:
    def wrong(self, school: School) -> tuple[Person, Person, Completion]:
        """Somebody who leads training, and a teacher of whom a table said wrongly that they had learned."""
        adopt(school, "days-lane")
        dsl, teacher = somebody("dsl", school=school), somebody("staff", school=school)
        text = f"person,course,date\n{teacher.email()},Spotting a pupil at risk online,2026-09-01\n"
        import_completions(somebody("head", school=school), text.encode())
        drain()
        return dsl, teacher, Completion.objects.of(school).get()

    def test_the_heads_table_and_the_persons_page_lead_to_it(self, school, sign_in):
        _, teacher, done = self.wrong(school)
        head = Person.objects.of(school).filter(holdings__role="head").first()
        with_second_step(head)
        client, where = sign_in(head), reverse("training_completion", args=[done.pk])
        table = client.get(reverse("duty_names", args=["training", "risk", "staff"]), {"show": "done"})
        assert where in table.content.decode()
        page = client.get(reverse("person", args=[teacher.pk])).content.decode()
        listed = reverse("training_person", args=[teacher.pk])
        assert listed in page
        assert where in client.get(listed).content.decode()
        page = words(client.get(where))
        assert "from the school’s own records" in page
        assert "Written down by" in page

    def test_what_somebody_learned_is_listed_for_those_who_lead_training_alone(self, school, sign_in):
        dsl, teacher, _ = self.wrong(school)
        url = reverse("training_person", args=[teacher.pk])
        assert sign_in(dsl).get(url).status_code == 200
        assert sign_in(teacher).get(url).status_code == 403
        assert sign_in(somebody("dsl")).get(url).status_code == 404

    def test_it_is_taken_back_with_a_reason_and_the_person_is_told(self, school, sign_in):
        dsl, teacher, done = self.wrong(school)
        assert owed(teacher, "risk").state == "done"
        url = reverse("training_completion_withdraw", args=[done.pk])
        client = sign_in(dsl)
        page = fill(client, url, why="")
        assert page.status_code == 422
        assert "Say what is wrong with it" in words(page)
        page = fill(client, url, why="The table named the wrong Tess.")
        assert "taken back" in words(page)
        drain()
        assert owed(teacher, "risk").state == "owed"
        done.refresh_from_db()
        assert (done.withdrawn_by, done.withdrawn_why) == (dsl, "The table named the wrong Tess.")
        entry = LedgerEntry.objects.get(verb="training.completion_withdrawn")
        assert (entry.actor, "Tess" in entry.detail) == (dsl.pk, False)
        notice = Notice.objects.of(school).filter(person=teacher).latest("pk")
        assert "Spotting a pupil at risk online" in notice.words
        # Whoever it was about can read why, and has no certificate of it any more.
        theirs = sign_in(teacher)
        assert "The table named the wrong Tess." in words(theirs.get(notice.url))
        assert theirs.get(reverse("training_certificate", args=[done.pk])).status_code == 404
        assert "Spotting a pupil" in words(client.get(reverse("training_person", args=[teacher.pk])))

    def test_nobody_takes_back_their_own_or_one_twice_or_without_leading_training(self, school, sign_in):
        dsl, teacher, done = self.wrong(school)
        with pytest.raises(Refused, match="your own"):
            withdraw_completion(dsl, learned(dsl, "risk", TODAY()), "Wrong.")
        with pytest.raises(Refused, match="Your role"):
            withdraw_completion(somebody("staff", school=school), done, "Wrong.")
        with pytest.raises(Refused, match="Say what is wrong"):
            withdraw_completion(dsl, done, "  ")
        withdraw_completion(dsl, done, "Wrong.")
        with pytest.raises(Refused, match="already"):
            withdraw_completion(dsl, done, "Wrong.")
        assert sign_in(teacher).get(reverse("training_completion_withdraw", args=[done.pk])).status_code == 403

    def test_a_tick_taken_away_is_told_too(self, school):
        dsl, teacher = somebody("dsl", school=school), somebody("staff", school=school)
        session = plan_session(dsl, course_called(school, "risk"), on=TODAY(), led_by="Dina")
        record_attendance(dsl, session, [teacher], [teacher])
        record_attendance(dsl, session, [], [teacher])
        assert Notice.objects.of(school).filter(person=teacher).count() == 1
        assert "not there" in Completion.objects.of(school).get().withdrawn_why


class TestBringingCompletionsIn:
    def test_the_ledger_keeps_the_hash_of_the_file_and_what_each_line_became(self, school):
        dsl, one, two = (somebody(role, school=school) for role in ("dsl", "staff", "staff"))
        head, lines = (
            "person,course,date\n",
            [f"{p.email()},When a child tells you something,2026-09-01" for p in (two, one)],
        )
        import_completions(dsl, (head + lines[0]).encode())
        data = (head + "\n".join(lines)).encode()
        import_completions(dsl, data)
        entry = LedgerEntry.objects.filter(verb="training.imported").last()
        by_person = dict(Completion.objects.of(school).values_list("person", "pk"))
        assert entry.details() == {
            "sha256": sha256(data).hexdigest(),
            "new": 1,
            "known": 1,
            "completions": [by_person[two.pk], by_person[one.pk]],
        }

    def test_by_address_or_name_once_however_often_the_file_is_brought_in(self, school, sign_in):
        dsl, one = somebody("dsl", school=school), somebody("staff", school=school)
        two = somebody("staff", school=school, account=None, name="Zoë Exâmple")
        text = (
            "Person,Course,Date\r\n"
            f"{one.email().upper()},spotting a pupil at risk online,2026-09-01\r\n"
            "Zoë Exâmple,When a child tells you something,30/09/2025\r\n\r\n"
        )
        client = sign_in(dsl)
        for said in ("2 new completions brought in; 0 were known", "0 new completions brought in; 2 were known"):
            file = SimpleUploadedFile("done.csv", text.encode())
            assert said in words(fill(client, reverse("training_import"), file=file))
        found = Completion.objects.of(school).order_by("on")
        assert [(done.person, done.on, done.how, done.by) for done in found] == [
            (two, date(2025, 9, 30), "import", dsl),
            (one, date(2026, 9, 1), "import", dsl),
        ]
        # A spreadsheet program's own letters do as well.
        assert import_completions(dsl, text.replace("2026-09-01", "2026-09-02").encode("cp1252")) == (1, 1)

    def test_every_problem_is_named_with_its_line_and_nothing_is_kept(self, school, sign_in):
        dsl, one = somebody("dsl", school=school), somebody("staff", school=school)
        for _ in range(2):
            somebody("staff", school=school, name="Twin Example")
        title = "Spotting a pupil at risk online"
        tomorrow = TODAY() + timedelta(days=1)
        text = (
            "person,course,date\n"
            f"{one.email()},{title},2026-01-01\n"
            f"nobody@school.example,{title},2026-01-01\n"
            f"Twin Example,{title},2026-01-01\n"
            f"{dsl.email()},{title},2026-01-01\n"
            f"{one.email()},Knitting,2026-01-01\n"
            f"{one.email()},{title},31/02/2026\n"
            f"{one.email()},{title},{tomorrow}\n"
        )
        with pytest.raises(ImportProblemsError) as wrong:
            import_completions(dsl, text.encode())
        assert [problem.line for problem in wrong.value.found] == [3, 4, 5, 6, 7, 8]
        says = " ".join(problem.message for problem in wrong.value.found)
        for part in ("Nobody here", "2 people", "about you", "no course", "not a date", "not come yet"):
            assert part in says
        assert not Completion.objects.of(school).exists()
        page = fill(sign_in(dsl), reverse("training_import"), file=SimpleUploadedFile("a.csv", text.encode()))
        assert page.status_code == 422
        assert "Nothing was brought in" in words(page)

    @pytest.mark.parametrize(
        "data", [b"", b"name,when\na,b\n", b"\x00\xff" * 50, b"person,course,date\n", b"x" * 2_000_001]
    )
    def test_what_is_no_such_table_is_refused_kindly(self, school, data):
        with pytest.raises(ImportProblemsError) as wrong:
            import_completions(somebody("dsl", school=school), data)
        assert wrong.value.found[0].line >= 1

    def test_only_those_who_lead_training_bring_any_in(self, school):
        with pytest.raises(Refused):
            import_completions(somebody("staff", school=school), b"person,course,date\n")

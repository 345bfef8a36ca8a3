"""The teacher who was written about: told, looked after, heard, and able to see what is done and why other things are not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from casework.supporting import World, a_world
from schoolgate.casework.cases.models import Case, Entry
from schoolgate.casework.steps.models import Step
from schoolgate.casework.support.models import CheckIn, SupportFile
from schoolgate.community.calendar import school_year
from schoolgate.community.models import Mail, Notice, Term
from schoolgate.duties.models import Duty
from schoolgate.duties.settling import settle
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(school) -> World:
    return a_world(school)


def decided(world: World, rung: str, decision: str, told: str, why: str = "The words of those who decide") -> Step:
    step = Step(case=world.case, rung=rung, decision=decision, by=world.dsl)
    step.keep(why=why, told=told)
    step.save()
    return step


class TestTheWholeStory:
    def test_a_teacher_is_told_gets_a_supporter_says_what_she_wants_and_sees_what_is_done(self, world, sign_in):
        at_dsl, at_tess, at_olly = sign_in(world.dsl), sign_in(world.teacher), sign_in(world.olly)
        case = f"/cases/{world.case.reference}/"
        assert "Offer support to the person affected" in words(at_dsl.get("/"))

        listed = at_dsl.get(f"{case}support/")
        assert "Tess Taught Affected Offer support" in words(listed)
        assert "HH-41" in words(listed)
        assert "HH-46" in words(listed)
        page = f"{case}support/{world.affected.key}/"
        chosen = fill(at_dsl, page, people=str(world.olly.pk))
        assert "Olly Office is asked to look after them" in words(chosen)
        offered = fill(at_dsl, f"{page}{world.olly.pk}/", happened="Somebody wrote unkind things about you.", every="7")
        assert "Looking after Tess Taught" in words(offered)
        file = SupportFile.objects.of(world.school).get()
        assert "Offer support" not in words(at_dsl.get("/"))

        assert "Say whether you would like support" in words(at_tess.get("/"))
        own = f"/support/{file.reference}/"
        assert at_tess.get("/support/").status_code == 200
        seen = words(at_tess.get(own))
        assert "Somebody wrote unkind things about you." in seen
        assert "Olly Office" in seen
        assert "Education Support: 08000 562 561" in seen
        fill(at_tess, f"{own}answer/", answer="yes", how="Face to face, please")
        wanted = fill(at_tess, f"{own}want/", words="I want it taken down. I do not want to meet her alone.")
        assert "I do not want to meet her alone." in words(wanted)
        fill(at_tess, f"{own}write/", words="Can we talk tomorrow?")

        decided(world, "request_removal", "taken", "We asked for it to be taken down.")
        decided(world, "police", "not_taken", "We are not calling the police: nobody was threatened.")
        decided(world, "written_warning", "not_yet", "We have not sent a warning yet.")
        seen = words(at_tess.get(own))
        assert "What the school is doing We asked for it to be taken down." in seen
        assert "What it has not done yet We have not sent a warning yet." in seen
        assert "What it is not doing, and why We are not calling the police: nobody was threatened." in seen
        assert "HH-43" in seen
        assert "The words of those who decide" not in seen

        theirs = f"/supporting/{file.reference}/"
        looked = words(at_olly.get(theirs))
        assert "Can we talk tomorrow?" in looked
        assert "I do not want to meet her alone." in looked
        fill(at_olly, f"{theirs}write/", words="Yes, at four.")
        talk = words(at_tess.get(own))
        assert talk.index("Can we talk tomorrow?") < talk.index("Yes, at four."), "the answer stands below the question"
        went = fill(at_olly, f"{theirs}check-in/", went="She slept badly, but laughed.", every="3")
        assert "She slept badly, but laughed." in words(went)
        assert "She slept badly" not in words(at_tess.get(own))

        fill(at_tess, f"{own}enough/", words="Thank you all.")
        assert "This support ended" in words(at_tess.get(own))
        assert at_olly.get(theirs).status_code == 404
        assert "Thank you all." in words(at_dsl.get(theirs))
        support = Entry.objects.of(world.school).filter(case=world.case, file=Entry.File.SUPPORT)
        kinds = [entry.kind for entry in support]
        assert kinds == ["support", "support", "wishes", "check_in", "support"]
        assert "I want it taken down" in support[2].said("words")

    def test_nothing_of_it_stands_in_the_open_or_leaves_by_mail(self, world, sign_in):
        file = world.offered()
        at_tess = sign_in(world.teacher)
        fill(at_tess, f"/support/{file.reference}/want/", words="Nothing about my children, please.")
        fill(at_tess, f"/support/{file.reference}/not-all-right/", words="I cannot sleep.")
        rows = str([list(model._base_manager.values()) for model in (SupportFile, CheckIn, Entry, Mail, Notice)])
        ledger = str([entry.details() for entry in LedgerEntry.objects.filter(school=world.school.pk)])
        for private in ("unkind things", "my children", "cannot sleep", "Tess", "Maud", "Olly Office"):
            assert private not in rows
            assert private not in ledger

    def test_the_person_is_written_to_without_a_name_and_without_a_word_of_it(self, world):
        file = world.offered()
        mails = list(Mail.unscoped.filter(person__in=[world.teacher, world.olly]).order_by("pk"))
        assert [(mail.person, mail.subject, mail.reference) for mail in mails] == [
            (world.teacher, "Somebody at school would like to support you.", file.reference),
            (world.olly, "You are asked to look after somebody.", file.reference),
        ]


class TestCheckIns:
    def test_the_supporter_owes_the_next_talk_and_its_words_name_nobody(self, world, sign_in):
        file = world.offered()
        settle(world.school)
        duty = Duty.objects.of(world.school).get(kind="check_in", state="owed")
        assert duty.person == world.olly
        assert duty.clause == "HH-41"
        assert "Tess" not in duty.what
        assert file.case.reference not in duty.what
        home = sign_in(world.olly).get("/")
        assert reverse("support_check_in", args=[file.reference]) in home.content.decode()

    def test_a_talk_ends_the_duty_at_once_and_plans_the_next(self, world, sign_in):
        file = world.offered()
        settle(world.school)
        fill(sign_in(world.olly), f"/supporting/{file.reference}/check-in/", went="Well.", every="14")
        settle(world.school)
        duties = Duty.objects.of(world.school).filter(kind="check_in").order_by("pk")
        assert [(duty.state, duty.evidence) for duty in duties] == [
            ("done", f"support.checkin:{CheckIn.unscoped.order_by('pk')[0].pk}"),
            ("owed", ""),
        ]
        assert (duties[1].due - timezone.localdate(file.at)).days >= 14

    def test_nobody_owes_one_to_whoever_said_no_or_once_support_has_ended(self, world, sign_in):
        file = world.offered()
        at_tess = sign_in(world.teacher)
        settle(world.school)
        fill(at_tess, f"/support/{file.reference}/answer/", answer="no")
        settle(world.school)
        assert not Duty.objects.of(world.school).filter(kind="check_in", state="owed")
        fill(at_tess, f"/support/{file.reference}/answer/", answer="yes")
        settle(world.school)
        assert Duty.objects.of(world.school).filter(kind="check_in", state="owed").count() == 1
        fill(at_tess, f"/support/{file.reference}/enough/")
        settle(world.school)
        assert not Duty.objects.of(world.school).filter(kind="check_in", state="owed")

    def test_after_the_case_is_closed_the_supporter_is_asked_whether_it_goes_on(self, world, sign_in):
        file = world.offered()
        Case.unscoped.filter(pk=world.case.pk).update(state=Case.State.CLOSED)
        settle(world.school)
        assert not Duty.objects.of(world.school).filter(kind="check_in", state="owed")
        at_olly = sign_in(world.olly)
        assert "Say whether you go on looking after somebody" in words(at_olly.get("/"))
        assert "The case is closed" in words(at_olly.get(f"/supporting/{file.reference}/"))
        at_olly.post(f"/supporting/{file.reference}/go-on/")
        settle(world.school)
        assert Duty.objects.of(world.school).filter(kind="check_in", state="owed").count() == 1
        assert "Say whether you go on" not in words(at_olly.get("/"))


class TestNotAllRight:
    def test_the_page_says_whom_to_call_before_it_asks_and_tells_two_people_at_once(self, world, sign_in):
        file = world.offered()
        at_tess = sign_in(world.teacher)
        page = f"/support/{file.reference}/not-all-right/"
        assert "999" in words(at_tess.get(page))
        told = words(fill(at_tess, page, words="It is too much."))
        assert "Dina Lead" in told
        assert "Olly Office" in told
        assert "Samaritans: 116 123" in told
        for who in (world.dsl, world.olly):
            client = sign_in(who)
            assert "Speak now to somebody who is not all right" in words(client.get("/"))
            assert "It is too much." in words(client.get(f"/supporting/{file.reference}/"))
        fill(sign_in(world.olly), f"/supporting/{file.reference}/check-in/", went="We walked home together.")
        assert "Speak now" not in words(sign_in(world.dsl).get("/"))

    def test_while_school_is_closed_it_says_the_day_on_which_somebody_comes(self, world, sign_in):
        today = timezone.localdate()
        year = date(school_year(today), 9, 1)
        opens = next(day for day in (today + timedelta(days=n) for n in range(9, 99)) if day.weekday() < 5)
        for day in (opens, year if year != today else year + timedelta(days=1)):
            Term.objects.create(school=world.school, name=f"Open on {day}", first_day=day, last_day=day)
        file = world.offered()
        told = words(fill(sign_in(world.teacher), f"/support/{file.reference}/not-all-right/"))
        assert f"School is closed now. They will come to you on {opens:%A} {opens.day} {opens:%B}" in told
        assert "and will come to you" not in told

    def test_nothing_stands_in_its_way_when_support_has_ended_and_the_case_is_closed(self, world, sign_in):
        file = world.offered()
        at_tess = sign_in(world.teacher)
        fill(at_tess, f"/support/{file.reference}/enough/")
        Case.unscoped.filter(pk=world.case.pk).update(state=Case.State.CLOSED)
        told = words(fill(at_tess, f"/support/{file.reference}/not-all-right/"))
        assert "Dina Lead has been told" in told
        assert "Speak now to somebody who is not all right" in words(sign_in(world.dsl).get("/"))

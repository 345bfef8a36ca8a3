"""Telling the school something: a minute for whoever tells it, today for whoever hears it, nothing for anybody else."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.test import Client

from factories import AbsenceFactory, PersonFactory, RoleHoldingFactory, pupil, somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import FamilyLink, Mail, Notice, Person, School
from schoolgate.community.today import tasks
from schoolgate.duties.declarations.actions import answering
from schoolgate.duties.declarations.actions.making import declare
from schoolgate.duties.declarations.kinds import kinds
from schoolgate.duties.declarations.models import Declaration, Remark
from schoolgate.duties.declarations.routing import route
from schoolgate.policy.actions import adopting, drafting
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db
SECRET = "On Instagram, last night, from a made-up pupil"


def adopt(school: School, policy: str) -> None:
    head = Person.objects.of(school).filter(holdings__role="head").first() or somebody("head", school=school)
    version = adopting.send(head, drafting.start_from(head, policy))
    adopting.adopt(somebody("governor", school=school, account=None), version, date(2020, 9, 1))


def tell_of_request(client: Client, *, pupil: str = "current", relative: str = "no", name: str = "") -> str:
    """Type a friend request, page by page, and send it. The reference it was given."""
    fill(client, "/declare/", kind="friend_request")
    fill(client, "/declare/friend_request/pupil/", answer=pupil)
    if pupil == "former":
        fill(client, "/declare/friend_request/age/", answer="under_18")
    fill(client, "/declare/friend_request/relative/", answer=relative)
    fill(client, "/declare/friend_request/name/", answer=name)
    check = fill(client, "/declare/friend_request/words/", answer=SECRET)
    assert "Check what you tell the school" in words(check)
    done = fill(client, "/declare/friend_request/check/")
    return str(done.redirect_chain[-1][0]).rstrip("/").rsplit("/", 1)[-1]


def a_request(by: Person, **answers: str) -> Declaration:
    return declare(by, kinds()["friend_request"], {"pupil": "current", "relative": "no", "words": SECRET, **answers})


def everything() -> str:
    """All that stands in the database, as words."""
    return " ".join(str(list(model._base_manager.values())) for model in apps.get_models())


class TestTheFriendRequest:
    def test_under_glenwood_it_goes_to_the_head_who_sees_it_today(self, school, sign_in):
        teacher, head = somebody("staff", school=school), somebody("head", school=school)
        adopt(school, "glenwood")
        client = sign_in(teacher)

        reference = tell_of_request(client, name="Pip Madeup")

        page = words(client.get(f"/declarations/{reference}/"))
        assert "Received" in page
        assert "the head teacher" in page
        assert reference in page
        assert "GW-60" in page
        assert [task.title for task in tasks(head)].count("Read what was declared to you") == 1
        seen = words(sign_in(head).get(f"/declarations/{reference}/"))
        assert SECRET in seen
        assert "Pip Madeup" in seen
        assert teacher.name in seen

    def test_the_policy_says_no_and_asks_to_tell_unless_the_pupil_is_family(self, school, sign_in):
        client = sign_in(somebody("staff", school=school))
        adopt(school, "glenwood")

        tell_of_request(client)
        fill(client, "/declare/friend_request/pupil/", answer="current")
        fill(client, "/declare/friend_request/relative/", answer="no")
        fill(client, "/declare/friend_request/name/", answer="")
        check = words(fill(client, "/declare/friend_request/words/", answer=""))
        assert "It asks you to tell the school" in check
        assert "GW-59" in check

        fill(client, "/declare/friend_request/relative/", answer="yes")
        check = words(client.get("/declare/friend_request/check/"))
        assert "does not ask you to tell anybody" in check

    @pytest.mark.parametrize(
        ("policy", "verdict", "clause"),
        [
            ("windmill-hill", "No", "WH-17"),
            ("days-lane", "Better not", "DL-39"),
            ("helsby-hillside", "The policy does not say", ""),
            ("roman-road", "", ""),
            ("model", "No", "M-36"),
        ],
    )
    def test_each_policy_has_its_own_answer_and_the_declaration_works_under_all(
        self, school, sign_in, policy, verdict, clause
    ):
        teacher, head = somebody("staff", school=school), somebody("head", school=school)
        adopt(school, policy)
        client = sign_in(teacher)
        fill(client, "/declare/friend_request/pupil/", answer="current")
        fill(client, "/declare/friend_request/relative/", answer="no")
        fill(client, "/declare/friend_request/name/", answer="")
        check = words(fill(client, "/declare/friend_request/words/", answer=""))
        assert verdict in check
        assert clause in check

        fill(client, "/declare/friend_request/check/")
        made = Declaration.objects.of(school).get()
        assert head in made.readers.all()
        assert teacher not in made.readers.all()

    def test_the_model_tells_the_safeguarding_lead_and_the_head(self, school):
        teacher, head, dsl = (somebody(role, school=school) for role in ("staff", "head", "dsl"))
        adopt(school, "model")
        assert set(a_request(teacher).readers.all()) == {head, dsl}

    def test_a_former_pupil_is_asked_for_their_age(self, school, sign_in):
        adopt(school, "windmill-hill")
        client = sign_in(somebody("staff", school=school))
        tell_of_request(client, pupil="former")
        assert Declaration.objects.of(school).get().answers["age"] == "under_18"

    def test_the_ask_page_leads_to_it(self, school, sign_in):
        adopt(school, "glenwood")
        teacher, parent = sign_in(somebody("staff", school=school)), sign_in(somebody("parent", school=school))
        address = f"/ask/{school.slug}/befriend.pupil/?by=staff&pupil=current&relative=no&age=under_18&enough=1"

        assert "/declare/?act=befriend.pupil" in teacher.get(address).content.decode()
        assert "/declare/" not in parent.get(address).content.decode()
        assert "/declare/" not in Client().get(address).content.decode()
        led = teacher.get("/declare/?act=befriend.pupil")
        assert led.headers["Location"] == "/declare/friend_request/pupil/"


class TestWhoKnows:
    def test_nobody_else_learns_that_it_exists(self, school, sign_in):
        adopt(school, "glenwood")
        made = a_request(somebody("staff", school=school))
        for role in ("staff", "dsl", "deputy_dsl", "slt", "chair", "governor", "technician"):
            other = somebody(role, school=school)
            client = sign_in(other)
            for path in ("", "acknowledge/", "ask/", "answer/", "note/", "pass-on/", "close/"):
                assert client.get(f"/declarations/{made.reference}/{path}").status_code == 404, (role, path)
            assert client.post(f"/declarations/{made.reference}/close/", {"words": "x"}).status_code == 404
            assert made.reference not in client.get("/declarations/").content.decode()
            assert not Notice.objects.of(school).filter(person=other).exists()
        head_elsewhere = somebody("head")
        assert sign_in(head_elsewhere).get(f"/declarations/{made.reference}/").status_code == 404

    def test_it_never_goes_to_those_it_is_about(self, school):
        teacher, head, chair = (somebody(role, school=school) for role in ("staff", "head", "chair"))
        adopt(school, "days-lane")
        made = declare(teacher, kinds()["misuse"], {"name": head.name.upper(), "about": "none", "words": SECRET})
        assert list(made.readers.all()) == [chair]
        assert not Notice.objects.of(school).filter(person=head).exists()
        assert not Mail.objects.of(school).filter(person=head).exists()

    def test_somebody_can_say_that_it_is_about_one_who_would_read_it(self, school):
        teacher, head, chair = (somebody(role, school=school) for role in ("staff", "head", "chair"))
        adopt(school, "days-lane")
        made = declare(teacher, kinds()["misuse"], {"name": "the boss", "about": str(head.pk), "words": SECRET})
        assert list(made.readers.all()) == [chair]
        with pytest.raises(Refused, match="cannot be passed on"):
            answering.pass_on(chair, made, head, "He asked.")

    def test_a_head_who_declares_is_heard_by_the_chair(self, school):
        head, chair = somebody("head", school=school), somebody("chair", school=school)
        adopt(school, "glenwood")
        assert list(a_request(head).readers.all()) == [chair]

    def test_two_people_of_the_name_are_both_kept_out(self, school):
        teacher, chair = somebody("staff", school=school), somebody("chair", school=school)
        heads = [somebody("head", school=school, name="Jo Twice") for _ in range(2)]
        made = declare(teacher, kinds()["conflict"], {"name": "jo twice", "about": "none", "words": SECRET})
        assert list(made.readers.all()) == [chair]
        assert set(made.named.all()) == set(heads)

    def test_one_adviser_is_enough_where_the_policy_names_those_who_advise(self, school):
        teacher = somebody("staff", school=school)
        for role in ("head", "dsl", "slt"):
            somebody(role, school=school)
        adopt(school, "days-lane")
        to = route(teacher, kinds()["conflict"])
        assert [reader.held() for reader in to.readers] == [["dsl"]]
        assert to.clause is not None

    def test_a_second_job_goes_to_the_line_manager_where_the_policy_says_so(self, school):
        manager = somebody("staff", school=school)
        teacher = PersonFactory(school=school, manager=manager)
        RoleHoldingFactory(person=teacher, role="staff")
        head = somebody("head", school=school)
        adopt(school, "helsby-hillside")
        assert set(route(teacher, kinds()["outside_work"]).readers) == {manager, head}

    def test_pupils_and_parents_have_other_ways(self, school, sign_in):
        for role in ("parent", "pupil"):
            assert sign_in(somebody(role, school=school)).get("/declare/").status_code == 403


class TestWhatIsKept:
    def test_no_word_lies_open_in_the_database_the_mail_or_the_ledger(self, school):
        adopt(school, "glenwood")
        teacher, head = somebody("staff", school=school), somebody("head", school=school)
        made = a_request(teacher, name="Pip Madeup")
        answering.ask_back(head, made, "Which account, quietly said?")

        dump = everything()
        assert "made-up pupil" not in dump
        assert "Pip Madeup" not in dump
        assert "quietly" not in dump
        mail = Mail.objects.of(school).filter(person=head).get()
        assert teacher.name not in mail.subject
        assert made.reference == mail.reference
        for entry in LedgerEntry.objects.filter(verb__startswith="declaration."):
            assert teacher.name not in entry.detail
            assert "Instagram" not in entry.detail

    def test_opening_is_written_down_before_it_is_shown(self, school, sign_in):
        head = somebody("head", school=school)
        adopt(school, "glenwood")
        made = a_request(somebody("staff", school=school))
        sign_in(head).get(f"/declarations/{made.reference}/")
        opened = LedgerEntry.objects.get(verb="declaration.opened")
        assert opened.actor == head.pk
        assert opened.subject == f"declarations.declaration:{made.pk}"
        assert made.reader_rows.get().opened_at is not None

    def test_answers_on_the_way_are_sealed_in_the_session(self, school, sign_in):
        client = sign_in(somebody("staff", school=school))
        fill(client, "/declare/something_else/words/", answer=SECRET)
        assert SECRET not in str(dict(client.session))


class TestAnsweringIt:
    @pytest.fixture
    def made(self, school):
        self.teacher, self.head = somebody("staff", school=school), somebody("head", school=school)
        adopt(school, "glenwood")
        return a_request(self.teacher)

    def test_a_question_back_and_its_answer(self, made, sign_in):
        head, teacher = sign_in(self.head), sign_in(self.teacher)
        at = f"/declarations/{made.reference}/"
        fill(head, f"{at}acknowledge/")
        fill(head, f"{at}ask/", words="Did you keep a picture of it?")
        assert "Answer a question about what you declared" in [task.title for task in tasks(self.teacher)]
        assert "Did you keep a picture of it?" in words(teacher.get(at))

        fill(teacher, f"{at}answer/", words="No, I did not.")
        assert "No, I did not." in words(head.get(at))
        fill(head, f"{at}note/", words="Spoke with the class about it.")
        assert "Spoke with the class" not in words(teacher.get(at))
        closed = fill(head, f"{at}close/", words="Nothing more to do. Thank you.")
        assert "It is closed" in closed.content.decode()
        assert "Nothing more to do." in words(teacher.get(at))
        refused = head.post(f"{at}close/", {"words": "Again"})
        assert refused.status_code == 422
        assert "closed already" in words(refused)

    def test_two_who_acknowledge_at_once_get_one_outcome(self, made):
        answering.acknowledge(self.head, made)
        with pytest.raises(Refused, match="answered this already"):
            answering.acknowledge(self.head, made)
        assert made.remarks.count() == 1

    def test_nobody_answers_their_own(self, made):
        with pytest.raises(Exception):  # noqa: B017, PT011 (it is not there for them)
            answering.close(self.teacher, made, "All good.")
        made.reader_rows.create(person=self.teacher, role="staff")
        for verb in (answering.ask_back, answering.note_done, answering.close):
            with pytest.raises(Refused, match="Nobody answers what they declared"):
                verb(self.teacher, made, "All good.")
        with pytest.raises(Refused, match="Nobody answers what they declared"):
            answering.acknowledge(self.teacher, made)
        assert Declaration.unscoped.get(pk=made.pk).state == "received"

    def test_it_can_be_passed_on_to_somebody_who_has_to_know(self, made, school, sign_in):
        dsl = somebody("dsl", school=school)
        page = fill(sign_in(self.head), f"/declarations/{made.reference}/pass-on/", to=dsl.name, words="For advice")
        assert "They can read it now" in page.content.decode()
        assert SECRET in words(sign_in(dsl).get(f"/declarations/{made.reference}/"))
        assert Remark.objects.of(school).get(kind="passed_on").words == "For advice"
        again = sign_in(self.head).post(
            f"/declarations/{made.reference}/pass-on/", {"to": self.teacher.name, "words": "x"}
        )
        assert again.status_code == 422
        assert "cannot be passed on" in words(again)


class TestWhoIsThere:
    def test_where_its_reader_is_away_or_gone_it_goes_on(self, school):
        from schoolgate.community.models import RoleHolding
        from schoolgate.duties.declarations.jobs import forward_declarations_everywhere
        from schoolgate.jobs.work import drain

        teacher, head = somebody("staff", school=school), somebody("head", school=school)
        adopt(school, "glenwood")
        made = a_request(teacher, name="Cy Chair")
        chair = somebody("chair", school=school, name="Cy Chairwoman")
        forward_declarations_everywhere.later()
        drain()
        assert list(made.readers.all()) == [head]

        AbsenceFactory(person=head)
        for _ in range(2):
            forward_declarations_everywhere.later()
            drain()
        assert set(made.readers.all()) == {head, chair}
        assert LedgerEntry.objects.filter(verb="declaration.sent").count() == 2

        RoleHolding.objects.of(school).filter(person=head).update(to_date=date(2020, 1, 1), from_date=date(2019, 1, 1))
        answering.acknowledge(chair, made)

    def test_a_declaration_made_while_the_head_is_away_goes_to_the_chair(self, school):
        teacher, head = somebody("staff", school=school), somebody("head", school=school)
        chair = somebody("chair", school=school)
        adopt(school, "glenwood")
        AbsenceFactory(person=head)
        assert list(a_request(teacher).readers.all()) == [chair]


class TestTheFamilyLink:
    def declared(self, school, sign_in, name="Zoë Example"):
        client = sign_in(somebody("staff", school=school, name="Olly Madeup"))
        fill(client, "/declare/", kind="family_link")
        fill(client, "/declare/family_link/name/", answer=name)
        fill(client, "/declare/family_link/kin/", answer="relative")
        fill(client, "/declare/family_link/words/", answer="")
        fill(client, "/declare/family_link/check/")
        return Declaration.objects.of(school).get()

    def test_once_read_it_is_kept_as_a_family_link(self, school, sign_in):
        child, head = pupil(school, name="Zoë Example"), somebody("head", school=school)
        made = self.declared(school, sign_in)
        fill(sign_in(head), f"/declarations/{made.reference}/acknowledge/", child=str(child.pk))
        link = FamilyLink.objects.of(school).get()
        assert (link.adult, link.child, link.kind) == (made.by, child, "relative")
        assert LedgerEntry.objects.filter(verb="family.linked").count() == 1

    def test_a_parent_is_written_down_by_somebody_who_may(self, school):
        child = pupil(school, name="Zoë Example")
        teacher, head, dsl = (somebody(role, school=school) for role in ("staff", "head", "dsl"))
        made = declare(teacher, kinds()["family_link"], {"name": child.name, "kin": "parent"})
        answering.pass_on(head, made, dsl, "For your list")
        with pytest.raises(Refused, match="Let the head teacher read it"):
            answering.acknowledge(dsl, made, child)
        answering.acknowledge(head, made, child)
        assert FamilyLink.objects.of(school).get().kind == "parent"
        assert "parent" in Person.objects.of(school).get(pk=teacher.pk).roles()

    def test_a_child_that_is_not_meant_is_not_linked(self, school, sign_in):
        pupil(school, name="Zoë Example")
        head = somebody("head", school=school)
        made = self.declared(school, sign_in)
        unsaid = sign_in(head).post(f"/declarations/{made.reference}/acknowledge/", {})
        assert unsaid.status_code == 422
        fill(sign_in(head), f"/declarations/{made.reference}/acknowledge/", child="none")
        assert not FamilyLink.objects.of(school).exists()


def test_a_worry_about_a_child_now_is_sent_to_a_person_not_to_a_form(school, sign_in):
    somebody("dsl", school=school, name="Dina Madeup")
    client = sign_in(somebody("staff", school=school))
    page = fill(client, "/declare/", kind="child_now")
    assert "999" in words(page)
    assert "Dina Madeup" in words(page)
    fill(client, "/declare/something_else/name/", answer="")
    check = fill(client, "/declare/something_else/words/", answer="A girl in my class says her uncle hits her")
    assert "Speak to the safeguarding lead first" in words(check)


def test_where_nobody_can_receive_it_the_page_says_what_to_do(school, sign_in):
    client = sign_in(somebody("staff", school=school))
    fill(client, "/declare/friend_request/pupil/", answer="current")
    fill(client, "/declare/friend_request/relative/", answer="no")
    fill(client, "/declare/friend_request/name/", answer="")
    check = fill(client, "/declare/friend_request/words/", answer="")
    assert "tell the head teacher or the chair of governors in person" in words(check)
    assert client.post("/declare/friend_request/check/").status_code == 403
    assert not Declaration.objects.of(school).exists()


def test_lists_are_paged_and_ask_no_query_per_row(school, sign_in, django_assert_max_num_queries):
    teacher, head = somebody("staff", school=school), somebody("head", school=school)
    for _ in range(25):
        a_request(teacher)
    client = sign_in(head)
    client.get("/declarations/")
    with django_assert_max_num_queries(30):
        page = client.get("/declarations/")
    assert page.content.decode().count("/declarations/D-") == 20
    assert sign_in(teacher).get("/declarations/?page=2").content.decode().count("/declarations/D-") == 5

"""Agreements: when they are owed, and how the head writes them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from duties.agreeing import a_class, adopt, duty
from factories import RoleHoldingFactory, a_text, pupil, somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import Person
from schoolgate.duties.actions import letting_off
from schoolgate.duties.agreements.actions import drafting, in_class, publishing, signing
from schoolgate.duties.agreements.models import AgreementText
from schoolgate.duties.agreements.rounds import Answered, current_round
from schoolgate.duties.agreements.wording import first_text
from schoolgate.duties.models import Duty
from schoolgate.duties.settling import settle
from schoolgate.policy.pack import PACKS, load
from typed import cells, fill, form_on, send, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def head(school) -> Person:
    return somebody("head", school=school, name="Hattie Example")


class TestWhenItIsOwed:
    def test_before_access_it_is_due_the_day_somebody_joins_or_two_weeks_after_publication(self, school, head):
        adopt(head, "model")
        a_text(school, by=head)
        settle(school)
        assert duty(head).due == TODAY() + timedelta(days=14)

        AgreementText.objects.of(school).update(from_day=TODAY() - timedelta(days=60))
        late = RoleHoldingFactory(person__school=school, from_date=TODAY()).person
        settle(school)
        assert duty(late).due == TODAY()

    def test_elsewhere_there_is_more_time(self, school, head):
        a_text(school, by=head)
        settle(school)
        assert duty(head).due == TODAY() + timedelta(days=28)

    def test_signatures_run_out_where_the_policy_says_so(self):
        began = date(2026, 1, 10)
        answers = [Answered(1, began, True)]

        def now(on: date, months: int | None = 12):
            found = current_round(3, answers, months, on)
            return found.name, found.due, found.answer and found.answer.pk

        assert now(date(2026, 6, 1)) == ("v3", None, 1)
        assert now(date(2026, 12, 20)) == ("v3.1", date(2027, 1, 10), None)
        assert now(date(2027, 3, 1)) == ("v3.1", date(2027, 1, 10), None)
        assert now(date(2040, 3, 1), None) == ("v3", None, 1)
        answers.append(Answered(2, date(2027, 1, 5), True))
        assert now(date(2027, 3, 1)) == ("v3.1", date(2027, 1, 10), 2)
        assert now(date(2027, 12, 20)) == ("v3.2", date(2028, 1, 5), None)

    def test_somebody_who_leaves_the_audience_owes_it_no_more(self, school, head):
        teacher = somebody("staff", school=school)
        a_text(school, by=head)
        settle(school)
        publishing.stop(head, AgreementText.objects.of(school).get())
        settle(school)
        assert Duty.objects.of(school).get(person=teacher, kind="agreement").state == "lifted"

    def test_nobody_ends_an_agreement_that_the_policy_asks_for(self, school, head, sign_in):
        adopt(head, "model")
        text = a_text(school, by=head)
        settle(school)
        client = sign_in(head)

        assert "Stop asking for it" not in words(client.get(f"/agreement-texts/{text.pk}/"))
        page = client.get(f"/agreement-texts/{text.pk}/stop/")
        assert "<form" not in page.content.decode().partition("<main")[2]
        assert "Clause M-133 of the policy asks for it" in words(page)
        refused = client.post(f"/agreement-texts/{text.pk}/stop/")
        assert refused.status_code == 403
        assert "Write a new version to change its words, or ask the governors to change the policy" in words(refused)
        text.refresh_from_db()
        assert text.stopped_on is None
        assert duty(head).state == "owed"

    @pytest.mark.parametrize(
        ("policy", "audiences"),
        [
            ("model", "staff governor volunteer contractor visitor parent ks2 account_admin"),
            ("glenwood", "staff governor volunteer contractor visitor"),
            ("days-lane", "ks2 account_admin"),
            ("roman-road", "staff governor volunteer contractor visitor parent ks2"),
            ("helsby-hillside", "staff volunteer contractor"),
            ("windmill-hill", "staff governor volunteer contractor parent ks2"),
        ],
    )
    def test_each_policy_asks_its_own_audiences_of_a_school_with_a_year_three(self, school, head, policy, audiences):
        from schoolgate.duties.agreements.asking import audiences as asked_audiences
        from schoolgate.duties.owing import asked

        pupil(school)
        adopt(head, policy)
        assert list(asked_audiences(asked(school, TODAY()))) == audiences.split()


class TestTheHeadWrites:
    def test_what_the_policy_asks_for_is_a_task_until_it_is_published(self, school, head, sign_in):
        adopt(head, "days-lane")
        client = sign_in(head)
        title = "Publish the agreement for people who run official accounts"
        assert title in words(client.get("/"))

        page = fill(client, "/agreement-texts/start/?audience=account_admin")
        draft = AgreementText.objects.of(school).get()
        assert page.redirect_chain[-1][0] == f"/agreement-texts/{draft.pk}/write/"
        fill(client, f"/agreement-texts/{draft.pk}/write/", words="## I will\r\n\r\n- Look at comments daily.")
        done = fill(client, f"/agreement-texts/{draft.pk}/publish/")

        assert "Version 1 is published" in done.content.decode()
        assert AgreementText.objects.of(school).get().words == "## I will\n\n- Look at comments daily.\n"
        assert title not in words(client.get("/"))

    def test_a_look_keeps_nothing(self, school, head, sign_in):
        draft = drafting.start_draft(head, "staff", "## Old\n")
        page = fill(sign_in(head), f"/agreement-texts/{draft.pk}/write/", words="## New\n", look="1")

        assert "New" in page.content.decode()
        assert AgreementText.objects.of(school).get().words == "## Old\n"

    def test_a_new_version_shows_what_has_changed(self, school, head, sign_in):
        a_text(school, words="## I will\n\n- Be kind.\n- Be early.\n", by=head)
        draft = drafting.start_draft(head, "staff", "## I will\n\n- Be kind.\n- Be fair.\n")

        page = words(sign_in(head).get(f"/agreement-texts/{draft.pk}/publish/"))

        assert "New Be fair." in page
        assert "Gone Be early." in page
        assert "New Be kind." not in page

    def test_a_new_policy_asks_the_head_to_look_again(self, school, head, sign_in):
        adopt(head, "glenwood")
        text = a_text(school, by=head)
        client = sign_in(head)
        assert "the policy has changed" not in words(client.get("/"))

        adopt(head, "model", TODAY())
        assert "Look at the staff agreement: the policy has changed" in words(client.get("/"))
        client.post(f"/agreement-texts/{text.pk}/keep/")
        assert "the policy has changed" not in words(client.get("/"))

    def test_several_to_look_at_are_one_task_and_the_list_says_which(self, school, head, sign_in):
        adopt(head, "glenwood")
        texts = [a_text(school, audience, by=head) for audience in ("staff", "governor", "volunteer")]
        adopt(head, "model", TODAY())
        client = sign_in(head)
        home = words(client.get("/"))
        assert "Look at 3 agreements: the policy has changed" in home
        assert "Look at the staff agreement" not in home

        client.post(f"/agreement-texts/{texts[0].pk}/keep/")
        assert words(client.get("/agreement-texts/")).count("Version 1, to look at") == 2

    def test_somebody_elses_changes_are_never_overwritten(self, school, head, sign_in):
        draft = drafting.start_draft(head, "staff", "## First\n")
        client = sign_in(head)
        opened = form_on(client.get(f"/agreement-texts/{draft.pk}/write/"))
        drafting.write_draft(head, draft, 1, "## Second\n")

        page = send(client, f"/agreement-texts/{draft.pk}/write/", opened, words="## Third\n")

        assert page.status_code == 422
        assert "Somebody has changed this draft" in words(page)
        assert AgreementText.objects.of(school).get().words == "## Second\n"
        send(client, f"/agreement-texts/{draft.pk}/write/", form_on(page))
        assert AgreementText.objects.of(school).get().words == "## Third\n"

    def test_a_published_text_never_changes(self, school, head, sign_in):
        text = a_text(school, by=head)

        assert sign_in(head).get(f"/agreement-texts/{text.pk}/write/").status_code == 302
        with pytest.raises(Refused, match="no draft any more"):
            drafting.write_draft(head, text, 1, "## Other\n")
        with pytest.raises(Refused, match="no draft any more"):
            drafting.throw_away(head, text)

    def test_words_that_changed_since_they_were_read_are_not_published(self, school, head):
        draft = drafting.start_draft(head, "staff", "## First\n")
        drafting.write_draft(head, draft, 1, "## Second\n")
        with pytest.raises(Refused, match="words have changed"):
            publishing.publish(head, draft, draft.sha256)

    def test_a_text_can_begin_later_and_be_called_off(self, school, head):
        first = a_text(school, by=head)
        draft = drafting.start_draft(head, "staff", "## Later\n")
        later = publishing.publish(head, draft, draft.sha256, TODAY() + timedelta(days=7))

        signing.sign(head, first, first.sha256)
        publishing.call_off(head, later)
        assert AgreementText.objects.of(school).get(pk=later.pk).state == "draft"
        with pytest.raises(Refused, match="day in the past"):
            publishing.publish(head, later, later.sha256, TODAY() - timedelta(days=1))

    @pytest.mark.parametrize(
        ("audience", "said"),
        [
            ("staff", "Everybody it is for finds it on their home page."),
            ("volunteer", "whoever has no account signs at the desk."),
            ("visitor", "Visitors are shown it when they sign at the desk."),
            ("ks2", "Teachers find it on their home page, to sign with their classes."),
        ],
    )
    def test_whoever_publishes_reads_where_people_find_it(self, school, head, sign_in, audience, said):
        draft = drafting.start_draft(head, audience, "## I will\n")
        assert said in fill(sign_in(head), f"/agreement-texts/{draft.pk}/publish/").content.decode()

    def test_no_age_group_without_a_pupil_is_offered(self, school, head, sign_in):
        pupil(school, year="3")
        page = sign_in(head).get("/agreement-texts/start/").content.decode()
        assert 'value="ks2"' in page
        assert 'value="ks5"' not in page

    def test_only_pupils_are_narrowed_by_class(self, school, head, sign_in):
        client = sign_in(head)
        a_class(school)
        for audience, narrowed in (("staff", False), ("ks2", True)):
            page = client.get(f"/agreement-texts/{a_text(school, audience, by=head).pk}/signed/")
            assert ('name="group"' in page.content.decode()) is narrowed

    def test_whoever_was_let_off_is_counted_as_in_the_head_s_table(self, school, head, sign_in):
        text = a_text(school, by=head)
        signer, excused = (somebody("staff", school=school) for _ in range(2))
        settle(school)
        signing.sign(signer, text, text.sha256)
        client = sign_in(head)
        asked = int(cells(client.get("/duties/"), "Staff")[0][1])
        letting_off.let_off(head, duty(excused), "On long leave.")

        assert cells(client.get("/duties/"), "Staff")[0][1] == str(asked)
        assert f"1 of {asked}, 1 let off" in words(client.get("/agreement-texts/"))

    def test_the_register_is_narrowed_by_class_answer_and_name(self, school, head, sign_in):
        text = a_text(school, "ks2", by=head)
        group, teacher, (first, second, _) = a_class(school)
        in_class.sign_class(
            teacher, group, text, text.sha256, signed=[first.pk], declined={second.pk: "No."}, discussed=True
        )
        client, url = sign_in(head), f"/agreement-texts/{text.pk}/signed/"

        assert first.name in words(client.get(url))
        assert first.name not in words(client.get(f"{url}?answer=declined"))
        assert second.name in words(client.get(f"{url}?group={group.pk}&answer=declined"))
        assert second.name not in words(client.get(f"{url}?name=nobody"))


class TestTheFirstText:
    @pytest.mark.parametrize("policy", PACKS)
    @pytest.mark.parametrize("audience", ["staff", "parent", "ks1", "ks2", "ks4", "visitor", "account_admin"])
    def test_every_rule_in_it_names_clauses_that_are_there(self, school, policy, audience):
        clauses = load(policy).clauses
        text = first_text(school, audience, clauses)
        numbers = {clause.id for clause in clauses}

        assert school.name in text or audience.startswith("ks")
        assert "{" not in text
        lines = [line for line in text.split("\n") if line.endswith(")") and line.startswith("- ")]
        for line in lines:
            assert set(line.rpartition("(")[2].rstrip(")").split(", ")) <= numbers, line
            assert "I be " not in line
            assert " yourself" not in line

    def test_the_policy_s_own_rules_stand_in_it(self, school):
        text = first_text(school, "staff", load("glenwood").clauses)
        assert "- Talk about the school (GW-48)" in text
        assert "GW-08" in text
        assert "- Be online friends with a pupil, when the pupil is at the school now (GW-55)" in text
        assert "- Tell the head teacher if I am online friends with a pupil, unless they are family (GW-60)" in text
        assert "Publish on an official account" not in text

    def test_for_the_young_it_is_short_and_simple(self, school):
        young, grown = (first_text(school, name, load("model").clauses) for name in ("ks1", "staff"))
        assert len(young.split()) < len(grown.split()) / 3
        assert "- Be unkind to anybody online (M-75)" in young


def test_a_school_s_agreements_are_its_own(school, head, sign_in):
    text = a_text(school, by=head)
    given = signing.sign(head, text, text.sha256)
    elsewhere: Client = sign_in(somebody("head"))

    for path in ("agreements/to/staff/", f"agreements/answers/{given.pk}/", f"agreement-texts/{text.pk}/"):
        assert elsewhere.get(f"/{path}").status_code == 404

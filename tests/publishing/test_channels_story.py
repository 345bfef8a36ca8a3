"""The new account: a teaching assistant wants an Instagram for the forest school."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from factories import a_text, somebody
from publishing.opening import RISK, a_proposal, adopt, an_open_channel, prepared
from schoolgate.approvals.actions import asking as approvals
from schoolgate.approvals.actions import deciding
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.community.change import Refused
from schoolgate.community.models import Notice, Person, RoleHolding
from schoolgate.duties.agreements.actions.signing import sign
from schoolgate.publishing.channels import gate
from schoolgate.publishing.channels.actions import asking, assessing
from schoolgate.publishing.channels.models import Channel, ChannelAdmin
from schoolgate.record.models import LedgerEntry
from typed import fill, words

pytestmark = pytest.mark.django_db
STAFF = "@school.example"


@pytest.fixture
def people(school):
    adopt(school)
    head = Person.objects.of(school).get(holdings__role="head")
    dsl = somebody("dsl", school=school)
    tess = somebody("staff", school=school, name="Tess Forest")
    olly = somebody("staff", school=school, name="Olly Second")
    return head, dsl, tess, olly


def proposed(at_tess, dsl, olly) -> Channel:
    """Through the pages, up to the register."""
    page = at_tess.post("/accounts/propose/", follow=True)
    assert "Which network is it for?" in words(page)
    step = "/accounts/propose/{}/".format
    fill(at_tess, step("network"), network="instagram")
    fill(at_tess, step("handle"), handle="@alder.forest")
    fill(at_tess, step("purpose"), purpose="What we do in the woods.", audience="families")
    private = fill(at_tess, step("email"), email="tess.forest@gmail.com")
    assert private.status_code == 422
    assert "private address" in words(private)
    fill(at_tess, step("email"), email=f"forest{STAFF}")
    late = fill(at_tess, step("moderation"), moderate_every="9", agreed_with=str(dsl.pk))
    assert "looked over every day" in words(late)
    fill(at_tess, step("moderation"), moderate_every="1", agreed_with=str(dsl.pk))
    check = fill(at_tess, step("second"), people=str(olly.pk))
    assert "alder.forest" in words(check)
    assert "Olly Second" in words(check)
    done = fill(at_tess, "/accounts/propose/check/")
    assert "Before you can ask for it" in words(done)
    return Channel.objects.of(olly.school).get()


class TestTheWholeStory:
    def test_from_the_idea_to_an_open_account(self, school, people, sign_in):
        head, dsl, tess, olly = people
        at_tess, at_head = sign_in(tess), sign_in(head)
        text = a_text(school, "account_admin", by=head)
        channel = proposed(at_tess, dsl, olly)
        here = f"/accounts/{channel.pk}/"
        assert Notice.objects.of(school).filter(person=olly, url=here).exists()

        early = at_tess.post(f"{here}ask/", follow=True)
        assert "First finish this" in words(early)
        assert Channel.objects.of(school).get().state == Channel.State.PROPOSED

        page = at_tess.get(f"{here}risks/")
        assert "Strangers write to pupils" in words(page)
        number = 1
        while "Once you have looked at every risk" in words(at_tess.get(f"{here}risks/")):
            fill(at_tess, f"{here}risks/{number}/", likelihood="2", harm="2", left="1")
            number += 1
        later = timezone.localdate() + timedelta(days=180)
        fill(
            at_tess,
            f"{here}risks/",
            review_on_0=str(later.day),
            review_on_1=str(later.month),
            review_on_2=str(later.year),
        )
        both = at_tess.post(f"{here}safe/", {"what": ["password"]})
        assert both.status_code == 422
        at_tess.post(f"{here}safe/", {"what": ["password", "second_step"]})
        assert "Not signed yet by Tess Forest and Olly Second" in words(at_tess.get(here))
        sign(tess, text, text.sha256)
        sign(olly, text, text.sha256)
        asked = at_tess.post(f"{here}ask/", follow=True)
        assert "It waits for" in words(asked)

        request = ApprovalRequest.objects.of(school).get()
        shown = words(at_head.get(f"/requests/{request.pk}/"))
        assert "alder.forest" in shown
        assert "What is left: low" in shown
        assert "Every day, agreed with" in shown
        fill(at_head, f"/requests/{request.pk}/decide/", answer="approve", reason="A good idea.")

        channel.refresh_from_db()
        assert channel.is_open
        assert channel.assessment is not None
        assert Notice.objects.of(school).filter(person=dsl, words__contains="agreed how often").exists()
        fill(at_tess, f"{here}change/moderation/", moderate_every="1", agreed_with=str(head.pk))
        assert at_tess.get(f"{here}change/purpose/").status_code == 404
        assert {one.person for one in ChannelAdmin.objects.of(school)} == {head, tess, olly}
        assert "alder.forest" in words(at_tess.get(f"/official-accounts/{school.slug}/"))
        verbs = set(LedgerEntry.objects.values_list("verb", flat=True))
        assert {"channel.proposed", "channel.assessed", "channel.asked", "channel.opened"} <= verbs


class TestNothingIsOpenedWithoutAYesAndAnAssessment:
    def test_not_by_the_action(self, school, people):
        _, _, tess, olly = people
        channel = a_proposal(tess, olly)
        with pytest.raises(Refused, match="First finish this"):
            asking.ask(tess, channel)

    @pytest.mark.parametrize("missing", ["request", "assessment", "opened_at", "second"])
    def test_not_in_the_database(self, school, missing):
        channel = an_open_channel(school)
        with pytest.raises(IntegrityError), transaction.atomic():
            Channel.objects.of(school).filter(pk=channel.pk).update(**{missing: None})

    def test_not_where_what_was_ready_is_not_so_any_more(self, school, people):
        head, _, tess, olly = people
        channel = prepared(a_proposal(tess, olly))
        request = asking.ask(tess, channel)
        # The head publishes new words for those who run accounts: nobody has signed them.
        a_text(school, "account_admin", "## I will\n\n- Take care.\n", by=head)
        with pytest.raises(Refused, match="Sign the expectations"):
            deciding.approve(head, request, "Yes.")
        channel.refresh_from_db()
        assert channel.state == Channel.State.ASKED

    def test_it_is_looked_over_as_often_as_the_policy_wants(self, school, people):
        head, _, tess, olly = people
        with pytest.raises(Refused, match="Every day"):
            a_proposal(tess, olly, moderate_every=7)
        with pytest.raises(Refused, match="wants this agreed"):
            a_proposal(tess, olly, agreed_with=tess)
        assert a_proposal(tess, olly, agreed_with=head).agreed_with == head

    def test_two_people_run_it_and_the_second_is_not_the_first(self, school, people):
        _, _, tess, _ = people
        with pytest.raises(Refused, match="two of you"):
            a_proposal(tess, tess)

    def test_nobody_decides_their_own(self, school, people):
        head, _, _, olly = people
        chair = somebody("chair", school=school)
        channel = prepared(a_proposal(head, olly))
        request = asking.ask(head, channel)
        with pytest.raises(Refused, match="somebody else decides"):
            deciding.approve(head, request, "Mine.")
        deciding.approve(chair, request, "Yes.")
        channel.refresh_from_db()
        assert channel.is_open


class TestWhatThePolicySays:
    @pytest.mark.parametrize("pack", ["windmill-hill", "glenwood"])
    def test_silent_it_falls_to_the_head_and_says_so(self, school, sign_in, pack):
        adopt(school, pack)
        head = Person.objects.of(school).get(holdings__role="head")
        tess, olly = (somebody("staff", school=school) for _ in range(2))
        assert "falls to the head teacher" in words(sign_in(tess).get("/accounts/propose/"))
        channel = prepared(a_proposal(tess, olly))
        request = asking.ask(tess, channel)
        assert list(request.asked.all()) == [head]
        deciding.approve(head, request, "Yes.")
        channel.refresh_from_db()
        assert channel.is_open

    @pytest.mark.parametrize("pack", ["days-lane", "roman-road", "helsby-hillside"])
    def test_the_others_name_who_decides(self, school, sign_in, pack):
        adopt(school, pack)
        head = Person.objects.of(school).get(holdings__role="head")
        tess, olly = (somebody("staff", school=school) for _ in range(2))
        assert "falls to the head teacher" not in words(sign_in(tess).get("/accounts/propose/"))
        request = asking.ask(tess, prepared(a_proposal(tess, olly)))
        assert head in request.asked.all()

    def test_a_school_without_a_policy_has_its_head_decide(self, school):
        head, tess, olly = (somebody(role, school=school) for role in ("head", "staff", "staff"))
        request = asking.ask(tess, prepared(a_proposal(tess, olly)))
        deciding.approve(head, request, "Yes.")
        assert Channel.objects.of(school).get().is_open


class TestAnAnswerThatIsNotYes:
    def test_refused_it_can_be_changed_and_asked_again(self, school, people, sign_in):
        head, _, tess, olly = people
        channel = prepared(a_proposal(tess, olly))
        deciding.refuse(head, asking.ask(tess, channel), "Say more about the woods.")
        channel.refresh_from_db()
        assert channel.state == Channel.State.REFUSED
        at_tess = sign_in(tess)
        here = f"/accounts/{channel.pk}/"
        assert "It was not approved" in words(at_tess.get(here))
        fill(at_tess, f"{here}change/purpose/", purpose="Woods, weather and worms.")
        channel.refresh_from_db()
        deciding.approve(head, asking.ask(tess, channel), "Now yes.")
        channel.refresh_from_db()
        assert channel.is_open

    def test_withdrawn_it_is_being_prepared_again(self, school, people):
        _, _, tess, olly = people
        channel = prepared(a_proposal(tess, olly))
        approvals.withdraw(tess, asking.ask(tess, channel))
        channel.refresh_from_db()
        assert channel.state == Channel.State.PROPOSED

    def test_a_yes_that_is_taken_back_closes_it(self, school):
        channel = an_open_channel(school)
        head = Person.objects.of(school).get(holdings__role="head")
        deciding.revoke(head, channel.request, "Not any more.")
        channel.refresh_from_db()
        assert channel.state == Channel.State.CLOSED
        assert gate.why_closed(channel) == gate.NOT_OPEN


class TestWhileItIsDecided:
    def test_nothing_about_it_changes(self, school, people):
        _, _, tess, olly = people
        channel = prepared(a_proposal(tess, olly))
        asking.ask(tess, channel)
        channel.refresh_from_db()
        with pytest.raises(Refused, match="changed meanwhile"):
            assessing.assess(tess, channel, [RISK], timezone.localdate() + timedelta(days=9))

    def test_a_risk_that_nobody_looked_at_stands_in_the_way(self, school, people):
        _, _, tess, olly = people
        channel = a_proposal(tess, olly)
        with pytest.raises(Refused, match="every risk"):
            assessing.assess(tess, channel, [{**RISK, "left": ""}], timezone.localdate() + timedelta(days=9))


class TestWhoSeesIt:
    def test_those_with_a_part_in_it_and_those_who_oversee(self, school, people, sign_in):
        head, dsl, _, _ = people
        channel = an_open_channel(school)
        here = f"/accounts/{channel.pk}/"
        for person in (head, dsl, channel.owner, channel.second):
            assert sign_in(person).get(here).status_code == 200
        for role in ("staff", "governor", "chair"):
            assert sign_in(somebody(role, school=school)).get(here).status_code == 404
        for role in ("technician", "parent", "pupil", "volunteer"):
            assert sign_in(somebody(role, school=school)).get(here).status_code == 403

    def test_governors_read_how_many(self, school, sign_in):
        channel = an_open_channel(school)
        page = words(sign_in(somebody("governor", school=school)).get("/accounts/"))
        assert "Open 1" in " ".join(page.split())
        assert channel.handle not in page

    def test_strangers_read_the_list_without_names(self, school, client):
        channel = an_open_channel(school)
        page = words(client.get("/official-accounts/", follow=True))
        assert channel.handle in page
        assert channel.owner.name not in page
        assert channel.email not in page

    def test_a_role_that_ended_ends_the_gate(self, school):
        channel = an_open_channel(school, network="wordpress", address="https://www.school.example")
        assert gate.why_closed(channel) == gate.NOT_CONNECTED
        RoleHolding.objects.of(school).filter(person__in=[channel.owner, channel.second]).delete()
        assert gate.why_closed(Channel.objects.of(school).get()) == gate.NOBODY

"""What signs in to an account is tried and sealed; who can run it is said, listed by the network, and ends with a role."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from factories import somebody
from publishing.networks.fakes import Answer, Asked, Fake, Reply, fails, on
from publishing.opening import an_open_channel
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.casework.cases.models import Case
from schoolgate.casework.removals.models import Removal
from schoolgate.community.change import Refused
from schoolgate.community.models import Notice, Person, RoleHolding
from schoolgate.duties.models import Duty
from schoolgate.duties.settling import settle
from schoolgate.publishing.channels import gate
from schoolgate.publishing.channels.actions import administrators, connecting
from schoolgate.publishing.channels.models import Channel, ChannelAdmin, Credential
from schoolgate.publishing.networks.errors import NoAccess
from typed import fill, words

pytestmark = pytest.mark.django_db
SECRET = "made up pass word"
MAY = ("publish_posts", "publish_pages", "delete_published_posts", "upload_files", "moderate_comments", "list_users")


class Website(Fake):
    """As much of a WordPress as is asked before anything is published."""

    people: list[dict[str, object]] = []

    @on("HEAD", "/")
    def home(self, asked: Asked) -> Answer:
        return Reply(headers={"Link": f'<{self.address}/wp-json/>; rel="https://api.w.org/"'})

    @on("GET", "/wp-json/wp/v2/users/me")
    def me(self, asked: Asked) -> Answer:
        right = b64encode(f"editor:{SECRET}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {right}":
            return Reply(401, {"code": "incorrect_password"})
        return {"capabilities": dict.fromkeys(MAY, True)}

    @on("GET", "/wp-json/wp/v2/users")
    def users(self, asked: Asked) -> Answer:
        return Reply(200, self.people, {"X-WP-TotalPages": "1"})


@pytest.fixture
def site():
    with Website() as site:
        yield site
        assert site.wrong == []


@pytest.fixture
def website(school, site) -> Channel:
    return an_open_channel(school, "wordpress", address=site.address)


def everything() -> str:
    return " ".join(str(list(model._base_manager.values())) for model in apps.get_models())


class TestCredentials:
    def test_they_are_tried_sealed_and_never_shown(self, website, sign_in):
        at_owner = sign_in(website.owner)
        here = f"/accounts/{website.pk}/"
        assert gate.why_closed(website) == gate.NOT_CONNECTED
        assert "Connect an account" in words(at_owner.get("/"))
        done = fill(at_owner, f"{here}connect/", user="editor", password=SECRET)
        assert "It works" in words(done)
        assert gate.why_closed(website) == ""
        assert SECRET not in everything()
        assert SECRET not in at_owner.get(f"{here}connect/").content.decode()
        assert "Connect an account" not in words(at_owner.get("/"))
        gate.adapter(website).check_access()

    def test_wrong_ones_are_not_kept(self, website, school, sign_in):
        page = fill(sign_in(website.owner), f"/accounts/{website.pk}/connect/", user="editor", password="no")
        assert page.status_code == 422
        assert not Credential.objects.of(school).exists()
        with pytest.raises(NoAccess):
            gate.adapter(website)

    def test_what_does_not_answer_is_said_and_the_old_ones_stay(self, website, site, school):
        connecting.connect(website.owner, website, {"user": "editor", "password": SECRET})
        before = Credential.objects.of(school).get().pk
        site.next("GET", "/wp-json/wp/v2/users/me", fails(503))
        with pytest.raises(Refused):
            connecting.connect(website.owner, website, {"user": "editor", "password": SECRET})
        assert Credential.objects.of(school).get().pk == before

    def test_the_network_refuses_them_later(self, website, school, sign_in):
        connecting.connect(website.owner, website, {"user": "editor", "password": SECRET})
        connecting.refused(website)
        connecting.refused(website)
        assert gate.why_closed(website) == gate.REFUSED
        for person in (website.owner, website.second):
            assert "does not let Schoolgate in" in words(sign_in(person).get("/"))
        assert Notice.objects.of(school).filter(words__contains="let Schoolgate in").count() == 2

    def test_only_those_who_run_it_connect_it(self, website, sign_in, school):
        head = Person.objects.of(school).get(holdings__role="head")
        assert sign_in(head).get(f"/accounts/{website.pk}/connect/").status_code == 404
        with pytest.raises(Refused):
            connecting.connect(head, website, {"user": "editor", "password": SECRET})
        technician = somebody("technician", school=school)
        assert sign_in(technician).get(f"/accounts/{website.pk}/connect/").status_code == 403

    def test_closed_they_are_forgotten(self, website, school, sign_in):
        connecting.connect(website.owner, website, {"user": "editor", "password": SECRET})
        page = fill(sign_in(website.owner), f"/accounts/{website.pk}/close/")
        assert "closed here" in words(page)
        assert not Credential.objects.of(school).exists()
        assert not Channel.objects.of(school).get().is_open

    def test_they_can_be_forgotten(self, website, school, sign_in):
        connecting.connect(website.owner, website, {"user": "editor", "password": SECRET})
        head = Person.objects.of(school).get(holdings__role="head")
        fill(sign_in(head), f"/accounts/{website.pk}/disconnect/")
        assert gate.why_closed(website) == gate.NOT_CONNECTED


class TestWhoCanRunIt:
    def test_somebody_says_so_and_it_falls_due_again(self, school, sign_in):
        channel = an_open_channel(school)
        settle(school)
        owed = Duty.objects.of(school).filter(key=f"admins-{channel.pk}", state=Duty.State.OWED)
        assert {one.person for one in owed} == {channel.owner, channel.second}
        people = [str(one.person_id) for one in ChannelAdmin.objects.of(school)]
        fill(sign_in(channel.owner), f"/accounts/{channel.pk}/access/", people=people, others="no")
        assert all(one.attested_by == channel.owner for one in ChannelAdmin.objects.of(school))
        settle(school)
        due = {one.due for one in owed.all()}
        # By the model policy the administrators are looked over every four months.
        assert due == {timezone.localdate() + timedelta(days=122)}

    def test_a_stranger_among_them_is_told_to_the_head(self, school, sign_in):
        channel = an_open_channel(school)
        head = Person.objects.of(school).get(holdings__role="head")
        people = [str(channel.owner_id), str(channel.second_id), str(head.pk)]
        fill(sign_in(channel.owner), f"/accounts/{channel.pk}/access/", people=people, others="yes")
        assert Notice.objects.of(school).filter(person=head, words__contains="whom nobody here knows").exists()

    def test_the_network_lists_them_and_a_person_confirms(self, website, site, school, sign_in):
        connecting.connect(website.owner, website, {"user": "editor", "password": SECRET})
        head = Person.objects.of(school).get(holdings__role="head")
        site.people = [
            {"id": 1, "name": "admin", "username": "boss", "email": head.email()},
            {"id": 2, "name": "Nobody Known", "username": "nobody", "email": "nobody@elsewhere.example"},
        ]
        at_owner, here = sign_in(website.owner), f"/accounts/{website.pk}/access/"
        page = at_owner.post(here, {"ask_network": "yes"}, follow=True)
        assert "Nobody Known" in words(page)
        fill(at_owner, f"{here}listed/", admin_1="0")
        admins = list(ChannelAdmin.objects.of(school).filter(ended_on=None))
        assert [one.person for one in admins] == [head]
        assert admins[0].seen_at is not None
        assert Notice.objects.of(school).filter(person=head, words__contains="whom nobody here knows").exists()

    def test_somebody_leaves(self, school, sign_in):
        channel = an_open_channel(school)
        today = timezone.localdate()
        RoleHolding.objects.of(school).filter(person=channel.second).update(to_date=today)
        settle(school)
        owed = Duty.objects.of(school).get(key__startswith="off-", state=Duty.State.OWED)
        assert owed.person == channel.owner
        assert owed.what == f"Take {channel.second.name} off alder.instagram, Instagram"
        assert owed.due == today + timedelta(days=2)
        admin = ChannelAdmin.objects.of(school).get(person=channel.second)
        fill(sign_in(channel.owner), f"/accounts/{channel.pk}/access/{admin.pk}/off/")
        settle(school)
        assert not Duty.objects.of(school).filter(key__startswith="off-", state=Duty.State.OWED).exists()

    def test_somebody_stays_and_loses_the_role_that_had_full_rights(self, school):
        channel = an_open_channel(school)
        head = Person.objects.of(school).get(holdings__role="head")
        RoleHolding.objects.of(school).filter(person=head).update(to_date=timezone.localdate())
        RoleHolding.objects.create(person=head, role="staff")
        settle(school)
        owed = Duty.objects.of(school).filter(key__startswith="off-", state=Duty.State.OWED)
        assert {one.what for one in owed} == {f"Take {head.name} off {channel.handle}, Instagram"}

    def test_handed_over_by_the_head_and_nobody_else(self, school, sign_in):
        channel = an_open_channel(school)
        head = Person.objects.of(school).get(holdings__role="head")
        new, before = somebody("staff", school=school), channel.owner
        page = f"/accounts/{channel.pk}/people/owner/"
        assert sign_in(before).get(page).status_code == 403
        fill(sign_in(head), page, people=str(new.pk))
        channel.refresh_from_db()
        assert channel.owner == new
        settle(school)
        owed = Duty.objects.of(school).filter(key__startswith="off-", state=Duty.State.OWED)
        assert {one.person for one in owed} == {new, channel.second}
        parent = somebody("parent", school=school)
        with pytest.raises(Refused, match="does not work at the school"):
            administrators.hand_over(head, channel, "second", parent)

    def test_nobody_says_that_they_are_off_it_themselves(self, school):
        channel = an_open_channel(school)
        own = ChannelAdmin.objects.of(school).get(person=channel.owner)
        with pytest.raises(Refused, match="Somebody else"):
            administrators.take_off(channel.owner, channel, own)


class TestFoundOutside:
    def test_what_is_not_ours_becomes_a_case_with_something_to_take_down(self, school, sign_in):
        for role in ("head", "dsl"):
            somebody(role, school=school)
        olly = somebody("staff", school=school)
        where = "https://www.tiktok.com/@alderlaneofficial"
        page = fill(sign_in(olly), "/accounts/found/", network="tiktok", where=where, whose="not")
        assert "Those who look into it have been told" in words(page)
        assert Case.objects.of(school).get().kinds == ["impersonation"]
        removal = Removal.objects.of(school).get()
        assert (removal.network, removal.kind, removal.said("address")) == ("tiktok", "account", where)
        assert not Channel.objects.of(school).exists()

    def test_what_somebody_of_ours_started_is_looked_at_like_a_new_one(self, school, sign_in):
        olly, tess = somebody("staff", school=school), somebody("staff", school=school)
        at_olly = sign_in(olly)
        where = "https://www.instagram.com/alder.choir/"
        page = fill(at_olly, "/accounts/found/", network="instagram", where=where, whose="ours")
        assert "alder.choir" in page.content.decode()
        step = "/accounts/propose/{}/".format
        fill(at_olly, step("handle"))
        fill(at_olly, step("purpose"), purpose="Songs.", audience="families")
        fill(at_olly, step("email"), email="choir@school.example")
        fill(at_olly, step("moderation"), moderate_every="7")
        fill(at_olly, step("second"), people=str(tess.pk))
        fill(at_olly, "/accounts/propose/check/")
        channel = Channel.objects.of(school).get()
        assert channel.found_at is not None
        assert channel.state == Channel.State.PROPOSED
        assert not ApprovalRequest.objects.of(school).exists()

"""Agreements: written from the policy in force, signed at home, in class and at the desk, seen by the head."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.utils import timezone

from duties.agreeing import a_class, adopt, duty
from factories import AccountFactory, FamilyLinkFactory, MembershipFactory, a_text, pupil, somebody
from schoolgate.community.change import Refused
from schoolgate.community.models import Notice, Person
from schoolgate.duties.actions.reminding import remind
from schoolgate.duties.agreements.actions import at_desk, in_class, signing
from schoolgate.duties.agreements.models import Signature
from schoolgate.duties.agreements.standing import signed
from schoolgate.duties.models import Duty
from schoolgate.duties.settling import settle
from schoolgate.jobs.work import drain
from schoolgate.record.models import LedgerEntry
from typed import fill, form_on, send, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def head(school) -> Person:
    return somebody("head", school=school, name="Hattie Example")


class TestTheSigningRound:
    """Story 9."""

    def test_staff_classes_and_a_supply_teacher_sign_two_decline_and_the_head_knows_who_has_not(
        self, school, head, sign_in
    ):
        adopt(head, "model")
        group, teacher, (first, second, away) = a_class(school)
        late = somebody("staff", school=school, name="Lena Example")
        office = somebody("staff", school=school, name="Olly Example")
        for audience in ("staff", "ks2", "contractor"):
            a_text(school, audience, by=head)
        drain()
        assert duty(late).state == "owed"
        assert duty(away, "ks2").clause == "M-133"

        # Staff sign on their home page; one declines and says why.
        mine = sign_in(teacher)
        home = words(mine.get("/"))
        assert "Read and sign the staff agreement" in home
        assert "Sign the Key Stage 2 agreement with Maple" in home
        done = fill(mine, "/agreements/to/staff/sign/?version=1")
        assert "Signed. Thank you." in done.content.decode()
        no = fill(sign_in(office), "/agreements/to/staff/decline/?version=1", reason="I have a blog.")
        assert "The head knows now" in no.content.decode()

        # The class talks about it, then signs: one tick each.
        list_url = f"/agreements/classes/{group.pk}/ks2/"
        to_list = fill(mine, list_url, discussed="on")
        sent = form_on(to_list)
        ticks = {f"answer-{first.pk}": "signed", f"answer-{second.pk}": "declined", f"answer-{away.pk}": "away"}
        why = send(mine, f"{list_url}list/", sent, **ticks)
        assert "Why does Pupil 1 Example decline?" in words(why)
        check = send(mine, f"{list_url}why/", form_on(why), **{f"reason-{second.pk}": "It is not fair."})
        assert "Away today Pupil 2 Example" in words(check)
        done = send(mine, f"{list_url}check/", form_on(check))
        assert "1 signed, 1 declined, 1 away: they can sign another day." in done.content.decode()

        # A supply teacher signs at the desk on the first morning.
        desk = sign_in(office)
        came = fill(desk, "/desk/add/", name="Sunny Example", kind="supply")
        asked = send(desk, came.redirect_chain[-1][0], form_on(came))
        assert "You sign in front of Olly Example" in words(asked)
        path = asked.redirect_chain[-1][0]
        thanks = send(desk, path, form_on(asked))
        assert "Please hand the screen back now." in words(thanks)
        given = Signature.objects.of(school).get(how="desk")
        assert (given.by, given.text.audience, given.person.account) == (office, "contractor", None)

        # The head reads why two declined, and sees who has not and how often they were asked.
        notices = Notice.objects.of(school).filter(person=head).values_list("words", "url")
        declined = {said: url for said, url in notices if "has declined" in said}
        assert len(declined) == 2
        hers = sign_in(head)
        assert "I have a blog." in words(hers.get(declined["Olly Example has declined the staff agreement. Read why."]))
        assert "It is not fair." in words(hers.get(next(url for said, url in declined.items() if "Pupil 1" in said)))
        drain()
        for days in range(3):
            owed = duty(late)
            Duty.objects.of(school).filter(pk=owed.pk).update(reminded_at=timezone.now() - timedelta(days=days + 2))
            remind(head, Duty.objects.of(school).filter(pk=owed.pk))
        page = words(hers.get("/duties/of/agreement/staff/staff/"))
        assert "Lena Example" in page
        assert duty(late).reminders == 3
        assert [duty(one).state for one in (teacher, office, late)] == ["done", "declined", "owed"]
        assert [duty(one, "ks2").state for one in (first, second, away)] == ["done", "declined", "owed"]
        overview = words(hers.get("/agreement-texts/"))
        assert "1 of 4, 1 declined" in overview

    def test_whoever_declined_can_sign_later(self, school, head, sign_in):
        text, teacher = a_text(school, by=head), somebody("staff", school=school)
        settle(school)
        signing.decline(teacher, text, text.sha256, "Not sure about the pictures.")
        assert duty(teacher).state == "declined"

        page = sign_in(teacher).get("/agreements/to/staff/")
        assert "You can still sign." in words(page)
        assert "I do not agree" not in words(page)
        signing.sign(teacher, text, text.sha256)

        assert duty(teacher).state == "done"
        settle(school)
        assert duty(teacher).state == "done"
        assert [one.answer for one in Signature.objects.of(school).filter(person=teacher)] == ["declined", "signed"]

    @pytest.mark.parametrize("newer", [False, True])
    def test_the_head_hears_that_they_have_signed_since_and_is_asked_no_more_to_read_why(
        self, school, head, sign_in, newer
    ):
        text, teacher = a_text(school, by=head), somebody("staff", school=school, name="Tess Example")
        no = signing.decline(teacher, text, text.sha256, "Not sure about the pictures.")
        if newer:
            text = a_text(school, words="## I will\n\n- Be fair.\n", by=head)

        yes = signing.sign(teacher, text, text.sha256)

        unseen = Notice.objects.of(school).filter(person=head, seen_at=None).get()
        assert unseen.words == "Tess Example has signed the staff agreement, having declined it before."
        assert unseen.url == f"/agreements/answers/{no.pk}/"
        page = words(sign_in(head).get(f"/agreements/answers/{no.pk}/"))
        assert f"Signed since {TODAY():%-d %B %Y}, version {text.number}" in page
        assert "Signed since" not in words(sign_in(head).get(f"/agreements/answers/{yes.pk}/"))

    def test_the_same_holds_for_a_pupil_who_signs_with_the_class_after_all(self, school, head):
        text = a_text(school, "ks2", by=head)
        group, teacher, (first, second, _) = a_class(school)
        in_class.sign_class(teacher, group, text, text.sha256, signed=[second.pk], declined={first.pk: "No."})
        in_class.sign_class(teacher, group, text, text.sha256, signed=[first.pk], declined={})
        told = Notice.objects.of(school).filter(person=head, seen_at=None).values_list("words", flat=True)
        assert [*told] == ["Pupil 0 Example has signed the Key Stage 2 agreement, having declined it before."]


class TestTheExactWords:
    def test_the_signature_holds_the_hash_of_the_words_and_the_ledger_no_names(self, school, head):
        text = a_text(school, words="## I will\n\n- Be kind – always.\n", by=head)
        teacher = somebody("staff", school=school, name="Tess Example")

        given = signing.sign(teacher, text, text.sha256)

        assert given.sha256 == hashlib.sha256("## I will\n\n- Be kind – always.\n".encode()).hexdigest()
        entry = LedgerEntry.objects.get(verb="agreement.signed")
        assert (entry.actor, entry.subject) == (teacher.pk, f"agreements.signature:{given.pk}")
        assert given.sha256 in entry.detail
        assert "Tess" not in entry.detail

    def test_new_words_published_meanwhile_are_shown_and_not_signed(self, school, head, sign_in):
        teacher = somebody("staff", school=school)
        a_text(school, by=head)
        client = sign_in(teacher)
        check = client.get("/agreements/to/staff/sign/?version=1")
        a_text(school, words="## I will\n\n- Be kind and honest.\n", by=head)

        after = send(client, "/agreements/to/staff/sign/?version=1", form_on(check))

        assert "has new words since you opened it" in after.content.decode()
        assert "Be kind and honest." in words(after)
        assert not Signature.objects.of(school).exists()

    def test_the_check_page_leads_back_to_the_words_for_whoever_read_others(self, school, head, sign_in):
        a_text(school, by=head)
        client = sign_in(somebody("staff", school=school))

        assert client.get("/agreements/to/staff/sign/").headers["location"] == "/agreements/to/staff/"
        assert client.get("/agreements/to/staff/decline/?version=7").headers["location"] == "/agreements/to/staff/"

    def test_the_pages_to_sign_open_for_those_alone_who_are_asked_and_have_not_signed(self, school, head, sign_in):
        text, teacher = a_text(school, by=head), somebody("staff", school=school)
        parent, signer = sign_in(somebody("parent", school=school)), sign_in(teacher)
        for page in ("sign", "decline"):
            path = f"/agreements/to/staff/{page}/?version=1"
            assert signer.get(path).status_code == 200
            assert parent.get(path).headers["location"] == "/agreements/to/staff/"
            sent = parent.post(path, {"shown": text.sha256, "reason": "No."})
            assert sent.status_code >= 400
        assert "You are not asked to sign this one." in words(parent.get("/agreements/to/staff/"))

        signing.sign(teacher, text, text.sha256)
        for page in ("sign", "decline"):
            location = signer.get(f"/agreements/to/staff/{page}/?version=1").headers["location"]
            assert location == "/agreements/to/staff/"
        assert Signature.objects.of(school).count() == 1

    def test_a_new_version_asks_again_and_the_old_signature_stays(self, school, head):
        teacher, text = somebody("staff", school=school), a_text(school, by=head)
        signing.sign(teacher, text, text.sha256)
        settle(school)
        assert signed(teacher, "staff")

        newer = a_text(school, words="## I will\n\n- Be fair.\n", by=head)
        settle(school)

        assert (newer.number, duty(teacher).round, duty(teacher).state) == (2, "v2", "owed")
        assert not signed(teacher, "staff")
        assert Signature.objects.of(school).get().text == text

    def test_whoever_answered_an_earlier_version_is_shown_what_has_changed_since(self, school, head, sign_in):
        first = a_text(school, words="## I will\n\n- Be **kind**.\n- Be early.\n- Be calm (2.4, 2.5)\n", by=head)
        teacher, late = somebody("staff", school=school), somebody("staff", school=school)
        signing.sign(teacher, first, first.sha256)
        a_text(school, words="## I will\n\n- Be **kind**.\n- Be fair.\n- Be calm (M-12)\n", by=head)

        page = words(sign_in(teacher).get("/agreements/to/staff/"))
        assert f"What has changed since version 1, answered on {TODAY():%-d %B %Y}" in page
        assert "New Be fair." in page
        assert "Gone Be early." in page
        assert "New Be calm" not in page
        assert "##" not in page
        assert "What has changed" not in words(sign_in(late).get("/agreements/to/staff/"))
        fill(sign_in(teacher), "/agreements/to/staff/sign/?version=2")
        assert "What has changed" not in words(sign_in(teacher).get("/agreements/to/staff/"))

    def test_a_signature_is_written_once(self, school, head):
        text = a_text(school, by=head)
        given = signing.sign(head, text, text.sha256)

        given.answer = Signature.Answer.DECLINED
        with pytest.raises(TypeError, match="written once"):
            given.save()
        with pytest.raises(Refused, match="signed already"):
            signing.sign(head, text, text.sha256)

    def test_the_reason_lies_sealed_and_is_read_by_the_head_and_the_signer_alone(self, school, head, sign_in):
        text, teacher = a_text(school, by=head), somebody("staff", school=school)
        given = signing.decline(teacher, text, text.sha256, "My brother is in the class.")

        assert "brother" not in Signature.objects.of(school).values_list("reason_sealed", flat=True).get()
        url = f"/agreements/answers/{given.pk}/"
        for reader in (head, teacher):
            assert "My brother is in the class." in words(sign_in(reader).get(url))
        for other in ("staff", "dsl", "slt", "technician", "chair"):
            assert sign_in(somebody(other, school=school)).get(url).status_code == 404

    def test_why_the_head_declined_goes_to_the_chair(self, school, head, sign_in):
        text, chair = a_text(school, by=head), somebody("chair", school=school)

        given = signing.decline(head, text, text.sha256, "It is too long.")

        assert Notice.objects.of(school).get(person=chair).url == f"/agreements/answers/{given.pk}/"
        assert not Notice.objects.of(school).filter(person=head).exists()
        assert "It is too long." in words(sign_in(chair).get(f"/agreements/answers/{given.pk}/"))

    def test_whoever_opens_why_somebody_declined_stands_in_the_ledger_before_it_is_shown(self, school, head, sign_in):
        teacher, text = somebody("staff", school=school), a_text(school, by=head)
        given = signing.decline(teacher, text, text.sha256, "My brother says no.")
        opened = LedgerEntry.objects.filter(verb="agreement.reason_opened")

        assert "My brother says no." in words(sign_in(teacher).get(f"/agreements/answers/{given.pk}/"))
        assert not opened.exists()
        assert "My brother says no." in words(sign_in(head).get(f"/agreements/answers/{given.pk}/"))
        assert (opened.get().actor, opened.get().subject) == (head.pk, f"agreements.signature:{given.pk}")
        assert "brother" not in opened.get().detail

        signed_one = signing.sign(teacher, text, text.sha256)
        sign_in(head).get(f"/agreements/answers/{signed_one.pk}/")
        assert opened.count() == 1

    def test_declining_without_a_reason_is_asked_again(self, school, head, sign_in):
        a_text(school, by=head)
        client = sign_in(somebody("staff", school=school))
        page = fill(client, "/agreements/to/staff/decline/?version=1", reason="  ")

        assert page.status_code == 422
        assert "Say why in a few words" in words(page)

    def test_the_signed_copy_is_a_pdf_with_the_words_who_and_when(self, school, head, sign_in):
        text = a_text(school, words="## I will\n\n- Be kind <b>to all</b>.\n", by=head)
        teacher = somebody("staff", school=school, name="Tess <i>Example")
        given = signing.sign(teacher, text, text.sha256)

        answer = sign_in(teacher).get(f"/agreements/answers/{given.pk}/agreement.pdf")

        document = pypdfium2.PdfDocument(BytesIO(answer.content))
        said = "".join(page.get_textpage().get_text_range() for page in document)
        flat = "".join(said.split())
        assert "Bekind<b>toall</b>." in flat
        assert "Tess<i>Example" in flat
        assert text.sha256 in flat


class TestTheClass:
    def test_only_the_class_own_teacher_the_head_and_senior_leaders_sign_with_it(self, school, head, sign_in):
        a_text(school, "ks2", by=head)
        group, teacher, _ = a_class(school)
        url = f"/agreements/classes/{group.pk}/ks2/"

        supply = somebody("contractor", school=school)
        MembershipFactory(group=group, person=supply, leads=True)
        for person in (teacher, head, somebody("slt", school=school), supply):
            assert sign_in(person).get(url).status_code == 200
        assert sign_in(somebody("staff", school=school)).get(url).status_code == 404
        assert sign_in(somebody("parent", school=school)).get(url).status_code == 403

    def test_where_the_policy_wants_it_talked_through_the_list_waits_for_that(self, school, head, sign_in):
        adopt(head, "model")
        text = a_text(school, "ks2", by=head)
        group, teacher, (first, *_) = a_class(school)
        client, url = sign_in(teacher), f"/agreements/classes/{group.pk}/ks2/"

        assert "Talk it through with the class first" in words(fill(client, url, discussed=None))
        assert client.get(f"{url}list/").headers["location"] == url
        with pytest.raises(Refused, match="Talk the agreement through"):
            in_class.sign_class(teacher, group, text, text.sha256, signed=[first.pk], declined={})

        in_class.sign_class(teacher, group, text, text.sha256, signed=[first.pk], declined={}, discussed=True)
        assert Signature.objects.of(school).get().discussed

    def test_where_it_does_not_the_box_may_stay_empty(self, school, head, sign_in):
        a_text(school, "ks2", by=head)
        group, teacher, _ = a_class(school)

        page = fill(sign_in(teacher), f"/agreements/classes/{group.pk}/ks2/", discussed=None)
        assert "Who signs the Key Stage 2 agreement?" in words(page)

    def test_the_rest_sign_another_day_and_nobody_twice(self, school, head):
        text = a_text(school, "ks2", by=head)
        group, teacher, pupils = a_class(school)
        everybody = [one.pk for one in pupils]
        first = in_class.sign_class(teacher, group, text, text.sha256, signed=everybody[:1], declined={}, away=2)

        again = in_class.sign_class(teacher, group, text, text.sha256, signed=everybody, declined={})

        assert (first.signed, again.signed, again.already) == (1, 2, 1)
        assert Signature.objects.of(school).count() == 3

    def test_nobody_of_another_class_or_age_is_signed_for(self, school, head):
        text = a_text(school, "ks2", by=head)
        group, teacher, _ = a_class(school)
        elsewhere, younger = pupil(school), pupil(school, year="1")
        MembershipFactory(group=group, person=younger)

        for stranger in (elsewhere, younger):
            with pytest.raises(Refused, match="not in this class now"):
                in_class.sign_class(teacher, group, text, text.sha256, signed=[stranger.pk], declined={})
        assert not Signature.objects.of(school).exists()

    def test_who_is_sent_to_the_words_of_pupils_finds_the_way_to_the_class(self, school, head, sign_in):
        a_text(school, "ks2", by=head)
        _, teacher, _ = a_class(school)

        assert "Sign with a class" in words(sign_in(teacher).get("/agreements/to/ks2/"))
        assert "Sign with a class" in words(sign_in(teacher).get("/agreements/"))

    def test_an_empty_list_and_a_missing_reason_say_what_to_do(self, school, head, sign_in):
        a_text(school, "ks2", by=head)
        group, teacher, (first, *_) = a_class(school)
        client, url = sign_in(teacher), f"/agreements/classes/{group.pk}/ks2/"

        empty = fill(client, f"{url}list/")
        assert empty.status_code == 422
        assert "Choose an answer for at least one pupil" in words(empty)
        why = fill(client, f"{url}list/", **{f"answer-{first.pk}": "declined"})
        missing = send(client, f"{url}why/", form_on(why))
        assert missing.status_code == 422
        assert "Say why Pupil 0 Example declines" in words(missing)
        assert client.get(f"{url}check/").headers["location"] == f"{url}why/"

    def test_going_back_from_the_check_keeps_what_was_ticked_and_said(self, school, head, sign_in):
        a_text(school, "ks2", by=head)
        group, teacher, (first, second, _) = a_class(school)
        client, url = sign_in(teacher), f"/agreements/classes/{group.pk}/ks2/"
        ticks = {f"answer-{first.pk}": "signed", f"answer-{second.pk}": "declined"}
        why = fill(client, f"{url}list/", **ticks)
        send(client, f"{url}why/", form_on(why), **{f"reason-{second.pk}": "It is not fair."})

        assert form_on(client.get(f"{url}list/")).items() >= {name: [answer] for name, answer in ticks.items()}.items()
        assert "It is not fair." in words(client.get(f"{url}why/"))
        assert "not fair" not in str(dict(client.session))
        fill(client, f"{url}list/", **{f"answer-{second.pk}": "away"})
        assert "Away today Pupil 1 Example" in words(client.get(f"{url}check/"))
        fill(client, f"{url}check/")
        assert [(one.person, one.answer) for one in Signature.objects.of(school)] == [(first, "signed")]
        assert client.get(f"{url}check/").headers["location"] == f"{url}list/"

    def test_whoever_is_not_on_the_list_gets_no_answer(self, school, head, sign_in):
        a_text(school, "ks2", by=head)
        group, teacher, (first, *_) = a_class(school)
        other = pupil(school)
        client, url = sign_in(teacher), f"/agreements/classes/{group.pk}/ks2/"
        fill(client, f"{url}list/", **{f"answer-{first.pk}": "signed", f"answer-{other.pk}": "signed"})
        fill(client, f"{url}check/")
        assert Signature.objects.of(school).get().person == first

    def test_once_everybody_has_signed_there_is_nothing_to_send(self, school, head, sign_in):
        text = a_text(school, "ks2", by=head)
        group, teacher, (first, *others) = a_class(school)
        client, url = sign_in(teacher), f"/agreements/classes/{group.pk}/ks2/"
        rest = [one.pk for one in others]
        in_class.sign_class(teacher, group, text, text.sha256, signed=rest, declined={first.pk: "No."})

        page = client.get(url)
        assert "Everybody has answered. 1 of 3 declined, and can still sign." in words(page)
        assert form_on(page)
        in_class.sign_class(teacher, group, text, text.sha256, signed=[first.pk], declined={})
        page = client.get(url)
        assert "Everybody in this class has signed." in words(page)
        assert "<form" not in page.content.decode().partition("<main")[2]

    def test_a_class_is_shown_what_has_changed_since_it_signed(self, school, head, sign_in):
        text = a_text(school, "ks2", words="## I will\n\n- Be kind.\n", by=head)
        group, teacher, (first, *_) = a_class(school)
        in_class.sign_class(teacher, group, text, text.sha256, signed=[first.pk], declined={})
        client, url = sign_in(teacher), f"/agreements/classes/{group.pk}/ks2/"
        assert "What has changed" not in words(client.get(url))

        a_text(school, "ks2", words="## I will\n\n- Be kind.\n- Be fair.\n", by=head)
        assert "New Be fair." in words(client.get(url))
        assert "New Be kind." not in words(client.get(url))

    def test_words_published_while_the_list_was_open_are_read_first(self, school, head, sign_in):
        a_text(school, "ks2", by=head)
        group, teacher, (first, *_) = a_class(school)
        client, url = sign_in(teacher), f"/agreements/classes/{group.pk}/ks2/"
        read = form_on(client.get(url))
        fill(client, f"{url}list/", **{f"answer-{first.pk}": "signed"})
        a_text(school, "ks2", words="## I will\n\n- Be fair.\n", by=head)

        for page in (client.get(f"{url}check/", follow=True), send(client, url, read, discussed="on")):
            assert page.redirect_chain[-1][0] == url
            assert "new words since you opened it" in page.content.decode()
        assert not Signature.objects.of(school).exists()

    def test_two_classes_take_as_many_queries_as_one(self, school, head, sign_in, django_assert_max_num_queries):
        a_text(school, "ks2", by=head)
        client = sign_in(head)
        a_class(school)
        client.get("/agreements/classes/")
        with django_assert_max_num_queries(60) as one:
            client.get("/agreements/classes/")
        for _ in range(3):
            a_class(school, pupils=5)
        with django_assert_max_num_queries(len(one)):
            client.get("/agreements/classes/")


class TestTheFamily:
    @pytest.fixture
    def family(self, school, head):
        adopt(head, "model", agreement__signed_by_parent=["ks1"])
        child = pupil(school, year="1", name="Ada Example")
        parent = somebody("parent", school=school, name="Anna Example")
        FamilyLinkFactory(adult=parent, child=child)
        return parent, child

    def test_a_parent_signs_for_the_child_where_the_policy_says_so(self, school, head, family, sign_in):
        parent, child = family
        a_text(school, "ks1", by=head)
        drain()
        client = sign_in(parent)
        assert "Read and sign the Key Stage 1 agreement, for Ada Example" in words(client.get("/"))

        fill(client, f"/agreements/for/{child.pk}/sign/?version=1")

        given = Signature.objects.of(school).get()
        assert (given.person, given.by, given.how) == (child, parent, "for_child")
        assert duty(child, "ks1").state == "done"
        record = words(client.get("/record/"))
        assert "Key Stage 1 agreement, version 1, for Ada Example" in record
        assert f"Signed {duty(child, 'ks1').clause}" in record

    def test_a_parent_sees_only_their_own_children(self, school, head, family, sign_in):
        _, child = family
        text = a_text(school, "ks1", by=head)
        stranger = somebody("parent", school=school)

        for page in ("", "sign/?version=1", "decline/?version=1"):
            assert sign_in(stranger).get(f"/agreements/for/{child.pk}/{page}").status_code == 404
        with pytest.raises(Refused, match="only for your own child"):
            signing.sign_for_child(stranger, child, text, text.sha256)

    def test_elsewhere_the_child_signs_in_class(self, school, head, sign_in):
        adopt(head, "model")
        text = a_text(school, "ks2", by=head)
        child, parent = pupil(school), somebody("parent", school=school)
        FamilyLinkFactory(adult=parent, child=child)

        assert "Your child signs this one in class" in words(sign_in(parent).get(f"/agreements/for/{child.pk}/"))
        with pytest.raises(Refused, match="signs this one in class"):
            signing.sign_for_child(parent, child, text, text.sha256)

    def test_what_a_parent_signs_is_not_on_the_class_list(self, school, head, family, sign_in):
        _, child = family
        a_text(school, "ks1", by=head)
        group, teacher, _ = a_class(school, pupils=0)
        MembershipFactory(group=group, person=child)

        assert sign_in(teacher).get(f"/agreements/classes/{group.pk}/ks1/").status_code == 404


class TestTheDesk:
    def test_nobody_gets_an_account_or_a_role_beyond_a_term_there(self, school, head, sign_in):
        office = somebody("staff", school=school)
        client = sign_in(office)
        far = TODAY() + timedelta(days=400)
        day = {"until_0": far.day, "until_1": far.month, "until_2": far.year}

        page = fill(client, "/desk/add/", name="Sunny Example", kind="supply", **day)
        assert "For longer, ask the head." in words(page)
        assert page.status_code == 422
        assert not Person.objects.of(school).filter(name="Sunny Example").exists()

        person = at_desk.add_at_desk(office, name="Sunny Example", kind="supply", until=TODAY() + timedelta(days=5))
        assert person.held() == ["contractor"]
        assert person.account is None
        assert person.roles(TODAY() + timedelta(days=6)) == frozenset()
        assert "Sunny Example" in Notice.objects.of(school).get(person=head).words

    def test_a_visitor_has_no_role_and_signs_the_visitors_agreement(self, school, head):
        office, text = somebody("staff", school=school), a_text(school, "visitor", by=head)

        visitor = at_desk.add_at_desk(office, name="Vic Example", kind="visitor")
        at_desk.sign_at_desk(office, visitor, text, text.sha256)

        assert visitor.held() == []
        assert signed(visitor, "visitor")

    def test_staff_pupils_and_parents_do_not_sign_there_nor_anybody_before_themselves(self, school, head, sign_in):
        office, text = somebody("staff", "volunteer", school=school), a_text(school, "volunteer", by=head)
        client = sign_in(office)

        for other in (head, pupil(school), somebody("parent", school=school)):
            assert client.get(f"/desk/{other.pk}/").status_code == 404
        with pytest.raises(Refused, match="sign on their own home page"):
            at_desk.sign_at_desk(office, office, text, text.sha256)

    @pytest.mark.parametrize("role", ["volunteer", "contractor"])
    def test_whoever_signs_in_themselves_does_not_sign_there(self, school, head, sign_in, role):
        office, text = somebody("staff", school=school), a_text(school, role, by=head)
        theirs = somebody(role, school=school)
        offered = somebody(role, school=school, account=None, offered_to=AccountFactory())

        for other in (theirs, offered):
            assert sign_in(office).get(f"/desk/{other.pk}/").status_code == 404
            for act in (at_desk.sign_at_desk, lambda *given: at_desk.decline_at_desk(*given, "No.")):
                with pytest.raises(Refused, match="sign on their own home page"):
                    act(office, other, text, text.sha256)
        assert not Signature.objects.of(school).exists()
        assert signing.sign(theirs, text, text.sha256).how == "online"

    def test_everybody_stands_once_on_the_desk_s_list_and_is_found_by_name(self, school, head, sign_in):
        both = somebody("volunteer", "contractor", school=school, account=None, name="Vera Example")
        office = somebody("staff", school=school)
        at_desk.add_at_desk(office, name="Vic Example", kind="visitor")
        client = sign_in(office)

        assert list(at_desk.people_at_desk(school).values_list("name", flat=True)) == ["Vera Example", "Vic Example"]
        assert f"/desk/{both.pk}/" in client.get("/desk/?name=vera").content.decode()
        assert "Vic Example" not in words(client.get("/desk/?name=vera"))

    def test_where_no_agreement_fits_the_page_says_whom_to_ask(self, school, head, sign_in):
        office = somebody("staff", school=school)
        visitor = at_desk.add_at_desk(office, name="Vic Example", kind="visitor")

        assert "Ask the head to publish one." in words(sign_in(office).get(f"/desk/{visitor.pk}/"))

    def test_they_decline_at_the_desk_and_say_why(self, school, head, sign_in):
        office = somebody("staff", school=school)
        a_text(school, "visitor", by=head)
        visitor = at_desk.add_at_desk(office, name="Vic Example", kind="visitor")

        desk = sign_in(office)
        fill(desk, f"/desk/{visitor.pk}/")
        fill(desk, f"/desk/{visitor.pk}/decline/?version=1", reason="I have no phone with me.")

        given = Signature.objects.of(school).get()
        assert (given.answer, given.how) == ("declined", "desk")
        assert sign_in(office).get(f"/agreements/answers/{given.pk}/").status_code == 404
        assert "I have no phone with me." in words(sign_in(head).get(f"/agreements/answers/{given.pk}/"))

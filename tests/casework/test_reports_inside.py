"""From inside: a worry of somebody who is signed in, and what they meet in their work, becomes a report."""

from __future__ import annotations

import pytest
from django.test import Client

from cases import a_case, named
from casework.telling import tell_us
from factories import FamilyLinkFactory, pupil, somebody
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.casework.cases.access import open_to
from schoolgate.casework.cases.actions.closing import close
from schoolgate.casework.cases.models import Case, Party
from schoolgate.casework.cases.signals import case_joined
from schoolgate.casework.reports.actions.inside import report_from
from schoolgate.casework.reports.models import Report
from schoolgate.casework.reports.questions import data
from schoolgate.community import own_record, today
from schoolgate.community.change import Refused, by_machine
from schoolgate.community.models import Mail, Notice
from schoolgate.duties.declarations.actions.making import declare
from schoolgate.duties.declarations.kinds import kinds
from schoolgate.policy.vocabulary import acts
from schoolgate.record.ledger import reference
from typed import fill, words

pytestmark = pytest.mark.django_db
WORDS = {"what": "A pupil showed me what others write about her.", "topic": "bullying", "danger": "no"}


@pytest.fixture
def dsl(school):
    return somebody("dsl", school=school, name="Dee Fernley")


@pytest.fixture
def teacher(school):
    return somebody("staff", school=school, name="Tess Teacherley")


def test_a_teacher_tells_us_and_reads_the_question_and_answers(school, dsl, teacher, sign_in):
    client = sign_in(teacher)
    page = fill(client, "/tell/inside/", **WORDS)
    assert "those whose job it is have been told" in words(page)
    report = Report.objects.of(school).get()
    assert report.by == teacher
    staff = sign_in(dsl)
    fill(staff, f"/cases/{report.case.reference}/reports/{report.reference}/", words="Which pupil?")
    assert "Read what the school says to you" in words(client.get("/"))
    own = f"/tell/yours/{report.reference}/"
    assert "Which pupil?" in words(client.get(own))
    assert "Read what the school says to you" not in words(client.get("/"))
    fill(client, own, words="Ines.")
    assert "Ines." in words(staff.get(f"/cases/{report.case.reference}/reports/{report.reference}/"))


def test_the_mail_about_it_has_no_names_and_no_words(school, dsl, teacher, sign_in):
    client = sign_in(teacher)
    fill(client, "/tell/inside/", **WORDS)
    report = Report.objects.of(school).get()
    fill(sign_in(dsl), f"/cases/{report.case.reference}/reports/{report.reference}/", words="Which pupil?")
    written = " ".join(Mail.unscoped.values_list("subject", flat=True))
    assert report.reference in set(Mail.unscoped.values_list("reference", flat=True))
    for secret in ("Tess", "Dee", "pupil", "showed"):
        assert secret not in written


def test_whoever_told_us_hears_that_it_is_over_and_no_more_and_not_whoever_it_is_about(school, dsl, teacher, sign_in):
    accused, harmed = (somebody("staff", school=school) for _ in range(2))
    case = a_case(dsl)
    named(case, accused)
    named(case, harmed, Party.Part.AFFECTED)
    perhaps = somebody("staff", school=school)
    case.besides.add(perhaps)
    for number, by in enumerate((teacher, accused, harmed, perhaps, None)):
        Report.objects.create(school=school, case=case, by=by, how=Report.How.INSIDE, sent_key=str(number))

    close(dsl, case, "resolved", "They talked with the other person.", "Ring first.")

    for by in (teacher, harmed):
        report = Report.objects.of(school).get(by=by)
        (notice,) = Notice.objects.of(school).filter(person=by)
        assert notice.words == f"{report.reference}: The school has finished looking into what you told it."
        assert notice.url == f"/tell/yours/{report.reference}/"
        assert "The school has finished looking into this" in words(sign_in(by).get(notice.url))
        mail = Mail.unscoped.get(person=by)
        assert (mail.subject, mail.reference) == (
            "The school has finished looking into what you told it.",
            report.reference,
        )
    assert not Notice.objects.of(school).filter(person__in=[accused, perhaps]).exists()
    assert not Mail.unscoped.filter(person__in=[accused, perhaps]).exists()


def test_what_they_told_is_in_their_own_list_and_record_and_nobody_elses(school, dsl, teacher, sign_in):
    fill(sign_in(teacher), "/tell/inside/", **WORDS)
    report = Report.objects.of(school).get()
    assert report.reference in words(sign_in(teacher).get("/tell/yours/"))
    assert any(report.reference in entry.words for entry in own_record.entries(teacher))
    other = somebody("staff", school=school)
    assert report.reference not in words(sign_in(other).get("/tell/yours/"))
    assert sign_in(other).get(f"/tell/yours/{report.reference}/").status_code == 404
    assert sign_in(dsl).get(f"/tell/yours/{report.reference}/").status_code == 404


def test_what_was_told_without_a_name_is_in_nobodys_record(school, dsl, teacher, sign_in):
    client = sign_in(teacher)
    tell_us(client, school)
    assert Report.objects.of(school).get().by is None
    assert "You have told us nothing yet" in words(client.get("/tell/yours/"))
    assert not [entry for entry in own_record.entries(teacher) if entry.kind == "Told"]


def test_a_form_that_is_sent_twice_makes_one_report(school, dsl, teacher, sign_in):
    client = sign_in(teacher)
    once = client.get("/tell/inside/").context["form"]["once"].value()
    client.post("/tell/inside/", {**WORDS, "once": once})
    client.post("/tell/inside/", {**WORDS, "once": once})
    assert Report.objects.of(school).count() == 1


def test_whoever_tells_of_what_is_done_to_themselves_does_not_look_into_it(school, dsl, sign_in):
    chair = somebody("chair", school=school)
    fill(sign_in(dsl), "/tell/inside/", **WORDS, hurt=["me"])
    assert not open_to(dsl).exists()
    assert open_to(chair).exists()


def test_a_reader_raises_a_declaration_and_it_never_goes_to_whoever_declared(school, dsl, sign_in):
    head = somebody("head", school=school)
    senior = somebody("slt", school=school)
    made = declare(senior, kinds()["something_else"], {"about": "none"})
    reader = next(row.person for row in made.reader_rows.all())
    assert reader in (head, dsl)
    client = sign_in(reader)
    links = [link for link in today.about_row(reader, made, [senior]) if "tell/inside" in link.url]
    assert "Raise this as a worry" in words(client.get(f"/declarations/{made.reference}/"))
    page = client.get(links[0].url)
    sent = {**WORDS, "once": page.context["form"]["once"].value()}
    client.post(links[0].url, sent)
    report = Report.objects.of(school).get()
    assert report.came_from == reference(made)
    assert senior in report.case.besides.all()
    assert reference(made) in report.case.entries.first().said("words")


def test_the_address_of_somebody_elses_row_is_of_no_use(school, dsl, teacher, sign_in):
    somebody("head", school=school)
    made = declare(somebody("staff", school=school), kinds()["something_else"], {"about": "none"})
    link = next(iter(today.about_row(dsl, made, [])))
    assert sign_in(teacher).get(link.url).status_code == 302
    assert sign_in(teacher).get("/tell/inside/?from=made-up").status_code == 302


def test_a_permission_that_was_refused_and_ignored_is_raised_by_whoever_refused_it(school, dsl, teacher, sign_in):
    head = somebody("head", school=school)
    asked = ApprovalRequest.objects.create(
        school=school,
        asker=teacher,
        kind="act",
        act="use.logo",
        words="For a fair",
        state="refused",
        expires_on="2030-01-01",
        ended_at="2026-11-01T10:00Z",
    )
    links = today.about_row(head, asked, [teacher])
    client = sign_in(head)
    page = client.get(links[0].url)
    client.post(links[0].url, {**WORDS, "once": page.context["form"]["once"].value()})
    assert Report.objects.of(school).get().came_from == reference(asked)


def test_nobody_there_to_receive_it_is_said(school, teacher):
    with pytest.raises(Refused, match="999"):
        report_from(teacher, "Something.", ["bullying"])
    assert not Case.objects.of(school).exists()


def test_reports_go_with_their_case_where_it_is_joined_to_another(school, dsl, teacher):
    one = report_from(teacher, "A picture.", answers={"topic": "nude"}, nude=True)
    other = report_from(teacher, "The same.", ["bullying"])
    with by_machine(school) as ledger:
        case_joined.send(Case, ledger=ledger, old=one.case, into=other.case)
    one.refresh_from_db()
    assert one.case == other.case
    assert Case.objects.of(school).get(pk=other.case_id).no_pictures


def test_the_way_in_stands_on_the_home_pages(school, dsl, teacher, sign_in):
    assert "Tell us about something" in words(Client().get("/"))
    assert "/tell/inside/" in sign_in(teacher).get("/").content.decode()


def test_a_pupil_and_a_parent_can_tell_us_signed_in(school, dsl, sign_in):
    for role in ("pupil", "parent", "governor", "volunteer"):
        fill(sign_in(somebody(role, school=school)), "/tell/inside/", **WORDS)
    assert Report.objects.of(school).count() == 4


def test_answers_about_harm_lead_to_telling_us(teacher):
    links = [link.url for offer in today.offers("after_answer") for link in offer(teacher, "bully.person")]
    assert "/tell/inside/" in links
    assert not [link for offer in today.offers("after_answer") for link in offer(teacher, "use.school_it")]


def test_the_acts_that_lead_there_are_in_the_catalogue():
    assert set(data()["acts"]) <= set(acts())


def test_who_tells_of_themselves_or_of_their_own_child_does_not_look_into_it(school, dsl, sign_in):
    head, chair = somebody("head", school=school, name="Hal Hawthorn"), somebody("chair", school=school)
    answers = {**WORDS, "topic": "staff", "what": "I answered a pupil from my own account."}
    fill(sign_in(head), "/tell/inside/", **answers, who=["head"], who_names="Hal Hawthorn")
    child = FamilyLinkFactory(adult=dsl, child=pupil(school, name="Ines Fernley")).child
    fill(sign_in(dsl), "/tell/inside/", **WORDS, hurt=["pupil"], hurt_names=child.name)
    first, second = Case.objects.of(school).order_by("pk")
    assert open_to(chair).filter(pk=first.pk).exists()
    assert not open_to(head).filter(pk=first.pk).exists()
    assert not open_to(dsl).filter(pk=second.pk).exists()


def test_a_lead_who_tells_what_a_pupil_told_the_lead_still_gets_it(school, dsl, sign_in):
    fill(sign_in(dsl), "/tell/inside/", **{**WORDS, "what": "A pupil came to the safeguarding lead, Dee Fernley."})
    assert open_to(dsl).count() == 1


@pytest.mark.parametrize("grave", [{"danger": "yes"}, {"what": "My daughter says that she wants to die."}])
def test_grave_words_and_danger_bring_whom_to_call_first(school, dsl, teacher, sign_in, grave):
    client = sign_in(teacher)
    page = words(fill(client, "/tell/inside/", **{**WORDS, **grave}))
    assert "Do not wait for the school to read this." in page
    assert page.index("999") < page.index("We have it")
    assert "Do not wait" not in words(fill(client, "/tell/inside/", **WORDS))


def test_going_back_and_sending_the_same_words_again_makes_no_second_report(school, sign_in):
    somebody("dsl", school=school)
    client = sign_in(somebody("staff", school=school, name="Tom Fell"))
    said = {"what": "Words in a chat.", "topic": "bullying", "danger": "no"}
    first = fill(client, "/tell/inside/", **said)
    again = fill(client, "/tell/inside/", **said)
    assert first.redirect_chain == again.redirect_chain
    assert Report.objects.of(school).count() == 1
    fill(client, "/tell/inside/", **{**said, "what": "Other words."})
    assert Report.objects.of(school).count() == 2

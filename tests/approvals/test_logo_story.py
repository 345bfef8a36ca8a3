"""A teacher asks to use the school's logo, and gets the head's permission in writing."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pypdfium2
import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone
from selectolax.lexbor import LexborHTMLParser

from factories import AbsenceFactory, somebody
from schoolgate.approvals.models import ApprovalRequest
from schoolgate.approvals.paper import given_by
from schoolgate.jobs.work import drain
from schoolgate.record.models import LedgerEntry
from typed import fill, form_on, send, words

pytestmark = pytest.mark.django_db


def ask(client: Client, school, **changes):
    """From the answer of the Ask page to the sent request."""
    answer = client.get(f"/ask/{school.slug}/use.logo/", {"by": "staff"})
    address = re.search(r'href="(/requests/new/use\.logo/[^"]*)"', answer.content.decode()).group(1)
    page = fill(client, address, words="For the choir’s poster", do="continue", **changes)
    return client.post(address, {**form_on(page), "do": "send"}, follow=True)


def the_request() -> ApprovalRequest:
    return ApprovalRequest.unscoped.get()


def decide(client: Client, **changes):
    soon = timezone.localdate() + timedelta(days=30)
    last = {"valid_until_0": soon.day, "valid_until_1": soon.month, "valid_until_2": soon.year}
    return fill(client, f"/requests/{the_request().pk}/decide/", **{**last, **changes})


def test_from_the_answer_to_a_permission_that_anybody_can_check(here, sign_in):
    teacher, head = sign_in(here.teacher), sign_in(here.head)
    assert "Sent to " + here.head.name in words(ask(teacher, here.school))

    assert "Decide: Use the school's logo" in words(head.get("/")).replace("’", "'").replace("&#x27;", "'")
    last = timezone.localdate() + timedelta(days=90)
    after = decide(
        head,
        answer="approve",
        reason="A good cause",
        conditions="The poster only",
        valid_until_0=last.day,
        valid_until_1=last.month,
        valid_until_2=last.year,
    )
    assert "Approved" in words(after)

    request = the_request()
    page = words(teacher.get(f"/requests/{request.pk}/"))
    assert request.reference in page
    assert "The poster only" in page
    paper = teacher.get(f"/requests/{request.pk}/permission.pdf")
    text = "".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(io.BytesIO(paper.content)))
    assert f"{here.teacher.name}, as a member of staff" in " ".join(text.split())
    for expected in (request.reference, "The poster only", "the head teacher", f"{last:%-d %B %Y}", here.teacher.name):
        assert expected in " ".join(text.split())

    stranger = Client().get("/permission/", {"reference": request.reference.lower().replace("-", " ")})
    assert f"Valid until {last:%-d %B %Y}" in words(stranger)
    assert here.teacher.name not in stranger.content.decode()
    assert here.school.name not in stranger.content.decode()


def test_each_step_is_in_the_ledger_without_a_name_or_a_word(here, sign_in):
    ask(sign_in(here.teacher), here.school)
    decide(sign_in(here.head), answer="refuse", reason="Not for private use")
    entries = LedgerEntry.objects.filter(verb__startswith="approval.").order_by("number")
    assert [(entry.verb, entry.actor) for entry in entries] == [
        ("approval.asked", here.teacher.pk),
        ("approval.refused", here.head.pk),
    ]
    told = " ".join(entry.detail for entry in entries)
    assert "choir" not in told
    assert "private" not in told
    assert here.teacher.name not in told


def test_words_and_reasons_do_not_lie_open_in_the_database(here, sign_in):
    from django.db import connection

    ask(sign_in(here.teacher), here.school)
    decide(sign_in(here.head), answer="refuse", reason="Not for private use")
    with connection.cursor() as cursor:
        cursor.execute("select words from approvals_approvalrequest union select reason from approvals_decision")
        stored = " ".join(row[0] for row in cursor.fetchall())
    assert "choir" not in stored
    assert "private" not in stored
    assert the_request().words == "For the choir’s poster"


def test_the_mail_says_only_that_there_is_something(here, sign_in):
    ask(sign_in(here.teacher), here.school)
    drain()
    (sent,) = outbox.outbox
    assert sent.to == [here.head.email()]
    everything = f"{sent.subject} {sent.body}"
    assert f"/requests/{the_request().pk}/" in everything
    for secret in (here.teacher.name, "logo", "choir", the_request().reference):
        assert secret not in everything


def test_a_question_comes_back_and_is_answered(here, sign_in):
    teacher, head = sign_in(here.teacher), sign_in(here.head)
    ask(teacher, here.school)
    address = f"/requests/{the_request().pk}/"
    fill(head, f"{address}question/", words="Where will it hang?")
    assert "Answer a question" in words(teacher.get("/"))
    assert "Where will it hang?" in words(teacher.get(f"{address}answer/"))
    fill(teacher, f"{address}answer/", words="In the library")
    assert the_request().state == "open"
    assert "In the library" in words(head.get(address))
    assert "Decide: Use the school" in words(head.get("/"))


def test_whoever_decides_reads_the_question_and_the_answer_where_they_decide(here, sign_in):
    teacher, head = sign_in(here.teacher), sign_in(here.head)
    ask(teacher, here.school)
    address = f"/requests/{the_request().pk}/"
    assert "What has happened" not in words(head.get(f"{address}decide/"))
    fill(head, f"{address}question/", words="Where will it hang?")
    fill(teacher, f"{address}answer/", words="In the library")
    page = words(head.get(f"{address}decide/"))
    assert page.index("Where will it hang?") < page.index("In the library") < page.index("Your reason")


def test_a_decision_needs_a_reason_and_an_approval_a_last_day_that_can_be(here, sign_in):
    ask(sign_in(here.teacher), here.school)
    head = sign_in(here.head)
    assert "Give your reason" in words(decide(head, answer="approve"))
    late = decide(head, answer="approve", reason="Yes", valid_until_2=timezone.localdate().year + 9)
    assert late.status_code == 422
    assert "Check the last day" in words(late)
    past = decide(head, answer="approve", reason="Yes", valid_until_2=timezone.localdate().year - 1)
    at_fault = LexborHTMLParser(past.content.decode())
    link = at_fault.css_first(".govuk-error-summary a")
    assert "valid_until" in link.attributes["href"]
    assert at_fault.css_first(link.attributes["href"]) is not None
    assert "Check the last day" in at_fault.css_first("form .govuk-error-message").text()
    nothing = decide(head, answer="approve", reason="Yes", valid_until_0="", valid_until_1="", valid_until_2="")
    assert "Enter the last day" in words(nothing)
    # No day stands there to be pressed through: what is asked for is seldom for a year.
    untouched = send(
        head,
        f"/requests/{the_request().pk}/decide/",
        form_on(head.get(f"/requests/{the_request().pk}/decide/")),
        answer="approve",
        reason="Yes",
    )
    assert "Enter the last day" in words(untouched)
    assert the_request().state == "open"


def test_the_asker_withdraws_and_nobody_can_decide_any_more(here, sign_in):
    teacher, head = sign_in(here.teacher), sign_in(here.head)
    ask(teacher, here.school)
    opened = head.get(f"/requests/{the_request().pk}/decide/")
    teacher.post(f"/requests/{the_request().pk}/withdraw/")
    page = send(head, f"/requests/{the_request().pk}/decide/", form_on(opened), answer="approve", reason="Yes")
    assert page.status_code in (200, 404)
    assert the_request().state == "withdrawn"


def test_what_is_taken_back_ends_at_once(here, sign_in):
    teacher, head = sign_in(here.teacher), sign_in(here.head)
    ask(teacher, here.school)
    decide(head, answer="approve", reason="Yes")
    request = the_request()
    fill(head, f"/requests/{request.pk}/take-back/", words="The poster was not what we agreed")
    assert "The poster was not what we agreed" in words(teacher.get(f"/requests/{request.pk}/"))
    assert teacher.get(f"/requests/{request.pk}/permission.pdf").status_code == 404
    assert "Not valid" in words(Client().get("/permission/", {"reference": request.reference}))


def test_the_second_of_two_deciders_reads_that_it_is_done(here_with, sign_in):
    here = here_with("model")
    ask(sign_in(here.teacher), here.school)
    chair, head = sign_in(here.chair), sign_in(here.head)
    opened = chair.get(f"/requests/{the_request().pk}/decide/")
    decide(head, answer="refuse", reason="No")
    page = send(chair, f"/requests/{the_request().pk}/decide/", form_on(opened), answer="approve", reason="Yes")
    assert "not waiting for your decision" in words(page)
    assert the_request().state == "refused"


def test_two_deciders_in_the_same_moment_have_one_outcome(here_with):
    from schoolgate.approvals.actions import asking, deciding
    from schoolgate.community.change import Refused

    here = here_with("model")
    request = asking.ask_for_act(here.teacher, "use.logo", {"by": "staff"}, "For the choir")
    seen_by_chair = ApprovalRequest.unscoped.get(pk=request.pk)
    deciding.refuse(here.head, request, "No")
    with pytest.raises(Refused, match=r"refused already.*Nothing more is needed from you"):
        deciding.approve(here.chair, seen_by_chair, "Yes", valid_until=timezone.localdate())
    assert the_request().decisions.count() == 1


def test_while_the_head_is_away_it_goes_to_the_chair_of_governors(here, sign_in):
    AbsenceFactory(person=here.head)
    ask(sign_in(here.teacher), here.school)
    assert list(the_request().asked.all()) == [here.chair]
    assert "Approved" in words(decide(sign_in(here.chair), answer="approve", reason="The head is away"))
    assert given_by(the_request().decisions.get()) == "the chair of governors, in place of the head teacher"


def test_where_the_policy_names_the_chair_no_other_governor_decides(here_with, sign_in):
    here = here_with("model")
    governor = somebody("governor", school=here.school)
    ask(sign_in(here.teacher), here.school)
    assert here.head in the_request().asked.all()
    assert governor not in the_request().asked.all()
    assert sign_in(governor).get(f"/requests/{the_request().pk}/decide/").status_code == 404
    assert "Approved" in words(decide(sign_in(here.chair), answer="approve", reason="A good cause"))
    assert given_by(the_request().decisions.get()) == "the chair of governors"


def test_a_head_who_asks_is_decided_by_the_chair(here, sign_in):
    head = sign_in(here.head)
    address = "/requests/new/use.logo/?by=staff"
    page = fill(head, address, words="For my own blog", do="continue")
    head.post(address, {**form_on(page), "do": "send"})
    assert list(the_request().asked.all()) == [here.chair]
    decide_page = head.get(f"/requests/{the_request().pk}/decide/", follow=True)
    assert "not waiting for your decision" in words(decide_page)


def test_somebody_it_names_is_found_by_name_and_has_no_part_in_it(here, sign_in):
    teacher = sign_in(here.teacher)
    address = "/requests/new/use.logo/?by=staff"
    found = fill(teacher, address, words="A film of our head with the logo", find=here.head.name, do="find")
    assert f"{here.head.name} (head teacher)" in words(found)
    page = send(teacher, address, form_on(found), about=str(here.head.pk), do="continue")
    assert f"Whom it names or shows {here.head.name}" in words(page)
    teacher.post(address, {**form_on(page), "do": "send"})
    assert list(the_request().asked.all()) == [here.chair]
    assert "Decide" not in words(sign_in(here.head).get(f"/requests/{the_request().pk}/"))


def test_the_same_is_not_asked_twice(here, sign_in):
    teacher = sign_in(here.teacher)
    ask(teacher, here.school)
    again = ask(teacher, here.school)
    assert "You have asked for this already" in words(again)
    assert f'href="/requests/{the_request().pk}/"' in again.content.decode()
    assert ApprovalRequest.unscoped.count() == 1


def test_another_thing_is_asked_while_the_first_waits_which_is_shown(here, sign_in):
    teacher, address = sign_in(here.teacher), "/requests/new/use.logo/?by=staff"
    assert "still waiting" not in words(teacher.get(address))
    ask(teacher, here.school)
    first = teacher.get(address)
    assert "it is still waiting. Ask again only if this is for something else. For the choir’s poster" in words(first)
    page = fill(teacher, address, words="A banner for our class blog", do="continue")
    sent = teacher.post(address, {**form_on(page), "do": "send"}, follow=True)
    assert "Sent to " + here.head.name in words(sent)
    assert ApprovalRequest.unscoped.filter(state="open").count() == 2


def test_colleagues_do_not_learn_of_it(here, sign_in):
    ask(sign_in(here.teacher), here.school)
    colleague = sign_in(somebody("staff", school=here.school))
    address = f"/requests/{the_request().pk}/"
    for page in ("", "decide/", "question/", "take-back/", "withdraw/", "answer/", "permission.pdf"):
        assert colleague.get(address + page).status_code == 404


def test_a_parent_who_has_to_ask_the_school_can(here_with, sign_in):
    here = here_with("model")
    parent = sign_in(somebody("parent", school=here.school))
    address = "/requests/new/use.logo/?by=parent"
    page = fill(parent, address, words="For the fair", do="continue")
    sent = parent.post(address, {**form_on(page), "do": "send"}, follow=True)
    assert "Sent to" in words(sent)


def test_nobody_asks_as_what_they_are_not(here, sign_in):
    parent = sign_in(somebody("parent", school=here.school))
    answer = parent.get(f"/ask/{here.school.slug}/use.logo/", {"by": "staff"})
    assert "Ask for approval" not in words(answer)
    address = "/requests/new/use.logo/?by=staff"
    page = fill(parent, address, words="For the fair", do="continue")
    refused = parent.post(address, {**form_on(page), "do": "send"})
    assert refused.status_code == 422
    assert not ApprovalRequest.unscoped.exists()


def test_what_the_policy_forbids_or_allows_is_not_asked(here_with, sign_in):
    here = here_with("glenwood")
    teacher = sign_in(here.teacher)
    for address in ("befriend.pupil/?by=staff&pupil=current&relative=no", "use.logo/?by=staff"):
        page = fill(teacher, f"/requests/new/{address}", words="Please", do="continue")
        assert teacher.post(f"/requests/new/{address}", {**form_on(page), "do": "send"}).status_code == 422
    assert not ApprovalRequest.unscoped.exists()

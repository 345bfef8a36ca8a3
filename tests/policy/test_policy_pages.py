"""The head puts a policy in, the governors decide, everybody reads: through the pages, as they would."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from factories import somebody, with_second_step
from schoolgate.policy.actions import adopting, drafting
from schoolgate.policy.models import PolicyVersion, Upload, in_force

pytestmark = pytest.mark.django_db

DOCUMENT = b"""# Hazel Bank Primary

## Social Media Policy

Adopted by the governing body: March 2019

Next review: March 2021

### 1. Staff

Staff must not contact pupils through a personal account.

Staff should keep their profiles private.

Our Twitter page is run by the office.
"""


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode().split("<main", 1)[1])).replace(
        "&#x27;", "'"
    )


def day(value: date) -> dict[str, str]:
    return {"from_date_0": str(value.day), "from_date_1": str(value.month), "from_date_2": str(value.year)}


@pytest.fixture
def head(school, sign_in):
    return sign_in(somebody("head", school=school))


@pytest.fixture
def governor(school, sign_in):
    # The model policy, once adopted, asks governors for a second step.
    return sign_in(with_second_step(somebody("governor", school=school)))


def upload(client, data: bytes = DOCUMENT, name: str = "policy.md"):
    return client.post("/policy/start/", {"file": SimpleUploadedFile(name, data)}, follow=True)


def test_from_upload_to_answer(school, head, governor, client):
    page = upload(head)
    assert re.search(r"We read \d+ clauses", words(page))
    clauses = words(head.get("/policy/1/clauses/"))
    assert "Staff must not contact pupils through a personal account." in clauses
    assert "Must not" in clauses
    defects = words(head.get("/policy/1/defects/"))
    assert "Twitter" in defects
    assert "The review is late" in defects
    assert "Can I add a parent on Facebook?" in words(head.get("/policy/1/try/"))
    assert "Send version 1 to the governors?" in words(head.get("/policy/1/send/"))
    head.post("/policy/1/send/")
    assert "Decide on version 1 of the policy" in words(governor.get("/"))
    governor.post("/policy/1/adopt/", day(date(2019, 3, 4)))
    assert in_force(school).number == 1
    assert "No" in words(client.get(f"/ask/{school.slug}/contact.pupil/?by=staff&account=personal&pupil=current"))
    assert "Staff must not contact pupils" in words(client.get(f"/schools/{school.slug}/policy/"))


def test_a_governor_sees_what_changes_and_adopts_it_from_a_day(school, head, governor):
    lead = somebody("head", school=school)
    old = adopting.send(lead, drafting.start_from(lead, "days-lane"))
    adopting.adopt(somebody("governor", school=school), old, date(2020, 9, 1))
    head.post("/policy/start/model/")
    head.post("/policy/2/send/")
    page = words(governor.get("/policy/2/changes/?by=staff"))
    assert "Staff were advised not to; now they must not." in page
    assert "Where there was no rule before" in page
    monday = timezone.localdate() + timedelta(days=7)
    adopted = governor.post("/policy/2/adopt/", day(monday), follow=True)
    assert "Version 2 is adopted." in words(adopted)
    assert in_force(school).number == 1
    assert in_force(school, monday).number == 2


def test_the_second_governor_is_told_that_the_first_has_decided(school, head, governor, sign_in):
    head.post("/policy/start/model/")
    head.post("/policy/1/send/")
    today = timezone.localdate()
    governor.post("/policy/1/adopt/", day(today))
    late = sign_in(somebody("governor", school=school))
    for tried in (
        late.get("/policy/1/adopt/", follow=True),
        late.post("/policy/1/adopt/", day(today), follow=True),
        late.post("/policy/1/set-aside/", {"reason": "Not yet."}, follow=True),
    ):
        assert tried.redirect_chain[-1][0] == "/policy/1/"
        assert "Somebody has already decided on this version: it is adopted." in words(tried)
    assert in_force(school).number == 1


def test_a_version_set_aside_shows_its_reason_to_the_head(head, governor):
    head.post("/policy/start/model/")
    head.post("/policy/1/send/")
    governor.post("/policy/1/set-aside/", {"reason": "Please say more about group chats."})
    assert "Please say more about group chats." in words(head.get("/policy/1/"))


def test_each_clause_shows_what_it_decides_and_whether_we_are_sure_of_it(head, governor):
    upload(head, DOCUMENT + b"\nThe Acceptable Use Agreement and this policy go together.\n")
    page = words(head.get("/policy/1/clauses/"))
    assert "Staff must not message a pupil on social media, when a personal account is used" in page
    assert "Not sure" in page
    unsure = words(head.get("/policy/1/clauses/?show=unsure"))
    assert "Clauses we are not sure of" in unsure
    assert "go together" in unsure
    assert "Staff must not contact pupils" not in unsure
    assert "Not sure" not in words(governor.get("/policy/1/clauses/"))


def test_what_is_sent_twice_is_sent_once(head):
    head.post("/policy/start/model/")
    head.post("/policy/1/send/")
    assert "already with the governors" in words(head.post("/policy/1/send/", follow=True))
    assert "already with the governors" in words(head.get("/policy/1/send/", follow=True))
    head.post("/policy/1/take-back/")
    assert head.post("/policy/1/take-back/", follow=True).status_code == 200
    assert PolicyVersion.unscoped.get().state == PolicyVersion.State.DRAFT


def test_a_draft_that_is_not_needed_is_put_away_and_can_begin_again(head, governor):
    head.post("/policy/start/model/")
    assert "Finish version 1" in words(head.get("/"))
    assert "Put version 1 away?" in words(head.get("/policy/1/put-away/"))
    gone = head.post("/policy/1/put-away/", follow=True)
    assert "Version 1 is put away." in words(gone)
    assert "Finish version 1" not in words(head.get("/"))
    assert "Put away" in words(head.get("/policy/1/"))
    assert governor.get("/policy/1/adopt/").status_code == 302
    assert "Version 2" in words(head.post("/policy/1/copy/", follow=True))


def test_a_version_tells_those_who_work_on_it_what_has_happened(head, governor, school, sign_in):
    upload(head)
    head.post("/policy/1/send/")
    governor.post("/policy/1/adopt/", day(timezone.localdate()))
    page = words(head.get("/policy/1/"))
    assert re.search("Uploaded from policy.md .* Sent to the governors .* Adopted by the governors", page)
    assert "from policy.md" in words(head.get("/policy/"))
    assert "policy.md" not in words(sign_in(somebody("staff", school=school)).get("/policy/1/"))


def test_an_adopted_version_still_shows_what_it_changed(school, head, governor):
    lead = somebody("head", school=school)
    old = adopting.send(lead, drafting.start_from(lead, "days-lane"))
    adopting.adopt(somebody("governor", school=school), old, date(2020, 9, 1))
    assert "No version was in force before this one." in words(governor.get("/policy/1/changes/"))
    head.post("/policy/start/model/")
    head.post("/policy/2/send/")
    governor.post("/policy/2/adopt/", day(timezone.localdate()))
    page = words(governor.get("/policy/2/changes/?by=staff"))
    assert "What changed" in page
    assert "Staff were advised not to; now they must not." in page


def test_a_draft_is_not_there_for_a_teacher(school, head, sign_in):
    head.post("/policy/start/model/")
    teacher = sign_in(somebody("staff", school=school))
    assert teacher.get("/policy/1/").status_code == 404
    assert "No policy is in force yet" in words(teacher.get("/policy/"))


def test_the_settings_of_the_model_are_shown_with_their_clauses(head):
    head.post("/policy/start/model/")
    page = words(head.get("/policy/1/settings/"))
    assert "How long monitoring data is kept" in page
    assert "365" in page
    assert "M-138" in page


def test_coverage_is_shown_clause_by_clause(head):
    head.post("/policy/start/model/")
    assert "Decides what people may do" in words(head.get("/policy/1/coverage/"))


def test_a_past_day_reads_the_policy_that_it_had(school, client):
    lead = somebody("head", school=school)
    old = adopting.send(lead, drafting.start_from(lead, "days-lane"))
    adopting.adopt(somebody("governor", school=school), old, date(2020, 9, 1))
    assert client.get(f"/schools/{school.slug}/policy/?on=2020-08-31").status_code == 404
    assert client.get(f"/schools/{school.slug}/policy/?on=2021-01-01").status_code == 200
    assert client.get(f"/schools/{school.slug}/policy/?on=yesterday").status_code == 404


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "policy.txt", "empty"),
        (b"\x00\x01\x02\x03" * 400, "policy.pdf", "."),
        (b"PK\x03\x04 not really a document", "policy.docx", "."),
        (b"Milk\n\nEggs\n\nBread\n", "shopping.txt", "We found no rule in this file."),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(head, data, name, says):
    page = upload(head, data, name)
    assert page.status_code == 422
    assert "There is a problem" in words(page)
    assert says in words(page)
    assert not PolicyVersion.unscoped.exists()


def test_a_kept_file_can_be_tried_again(school, head):
    page = upload(
        head,
        "Mae'n rhaid i bob aelod o staff ddilyn y polisi hwn. Ni ddylai staff gysylltu â disgyblion ar gyfryngau cymdeithasol. ".encode()
        * 8,
        "polisi.txt",
    )
    assert page.status_code == 422
    upload(head, bytes(Upload.objects.of(school).get().data), "polisi.txt")
    kept = Upload.objects.of(school).get()
    assert "polisi.txt" in words(page)
    again = head.post(f"/policy/uploads/{kept.pk}/again/", follow=True)
    assert again.redirect_chain[-1][0] == "/policy/start/"
